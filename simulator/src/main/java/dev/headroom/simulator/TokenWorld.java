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
    private final boolean scrapesLatency;

    TokenWorld(Scenario s, Service.Llm service, boolean scrapesLatency) {
        rates = service.rates();
        promisesAnswer = service.promise() == Service.Llm.Promise.ANSWER;
        law = new TokenLaw(service.kinds(), s.trace().lengths());
        answers = new Answers(s.workload().objective().limitSeconds(), scrapesLatency);
        this.scrapesLatency = scrapesLatency;
        bucketNanos = s.trace().bucketMillis() * 1_000_000;
    }

    @Override
    final void visible(int item, long now) {
        throw new IllegalStateException("requests are not delivered again");
    }

    /** Tells what has been gathered of the answers and not been told yet. */
    void tell() {}

    @Override
    final Generation generation() {
        tell();
        return times.of(n);
    }

    @Override
    final double scrapeLatency(double quantile) {
        tell();
        return answers.scraped(quantile);
    }

    @Override
    final void closeScrape() {
        if (scrapesLatency) {
            tell();
        }
        answers.closeScrape();
    }

    @Override
    final double stretchLatency(double quantile) {
        tell();
        return answers.stretch(quantile);
    }

    @Override
    final void closeStretch() {
        tell();
        answers.closeStretch();
    }

    @Override
    final double latency(double quantile) {
        tell();
        return answers.all(quantile);
    }

    @Override
    void forgetAnswers() {
        tell();
        answers.forget();
        times.forget(n);
    }
}
