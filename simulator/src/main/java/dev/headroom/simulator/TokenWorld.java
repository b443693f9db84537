package dev.headroom.simulator;

import dev.headroom.engine.model.TokenRates;

/** What is common to the worlds of a language model: the lengths of requests, and what is told of the answers. */
abstract class TokenWorld extends World {
    final TokenRates rates;
    final boolean promisesAnswer;
    final TokenLaw law;
    final Answers answers;
    final TokenTimes times = new TokenTimes();
    final long bucketNanos;

    TokenWorld(Scenario s, Service.Llm service, boolean scrapesLatency) {
        rates = service.rates();
        promisesAnswer = service.promise() == Service.Llm.Promise.ANSWER;
        law = new TokenLaw(service.kinds(), s.trace().lengths());
        answers = new Answers(s.workload().objective().limitSeconds(), scrapesLatency);
        bucketNanos = s.trace().bucketMillis() * 1_000_000;
    }

    @Override
    final void visible(int item, long now) {
        throw new IllegalStateException("requests are not delivered again");
    }

    @Override
    final Generation generation() {
        return times.of(n);
    }

    @Override
    final double scrapeLatency(double quantile) {
        return answers.scraped(quantile);
    }

    @Override
    final void closeScrape() {
        answers.closeScrape();
    }

    @Override
    final double stretchLatency(double quantile) {
        return answers.stretch(quantile);
    }

    @Override
    final void closeStretch() {
        answers.closeStretch();
    }

    @Override
    final double latency(double quantile) {
        return answers.all(quantile);
    }

    @Override
    void forgetAnswers() {
        answers.forget();
        times.forget(n);
    }
}
