package dev.headroom.planner.sizer;

import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.sizer.Draft.Bound;
import java.util.ArrayList;
import java.util.List;

/**
 * Throughput units of a language model.
 *
 * <p>tokens per minute = rate × tokens per request; units = ⌈tokens per minute ÷ throughput of a unit × (1 + buffer)⌉. Where a
 * unit limits input and output tokens on their own, the limit that needs most units counts. With a mix of request types the
 * same is done for the chosen percentile of the tokens of a request, and both are shown.
 */
final class LlmThroughput implements Sizer {

    @Override
    public String name() {
        return "llm-throughput";
    }

    @Override
    public List<String> keys() {
        return List.of(
                "rate",
                "share",
                "tokens-per-request",
                "unit-throughput",
                "input-throughput",
                "output-throughput",
                "buffer");
    }

    @Override
    public void size(Sizing s) {
        Expression rate = s.rate();
        if (s.has("share")) {
            rate = s.define(
                    "requests",
                    "requests/s",
                    rate.times(s.need("share", "%", Bound.SHARE, "part of the requests")),
                    "requests this model answers");
        }
        Expression buffer = s.may("buffer", "%", Bound.ANY, "0%", "what is kept free");
        boolean mixed = s.draft().defines("input-tokens");
        Expression tokens = mixed || s.draft().defines("tokens-per-request")
                ? s.may("tokens-per-request", "tokens/request", Bound.ANY, "tokens-per-request", "input and output")
                : s.need("tokens-per-request", "tokens/request", Bound.ANY, "input and output of a request");
        List<Need> needs = new ArrayList<>();
        Expression total = tokens(s, "", rate, tokens);
        if (s.has("unit-throughput") || !(s.has("input-throughput") || s.has("output-throughput"))) {
            needs.add(new Need(
                    total,
                    s.need("unit-throughput", "tokens/min/unit", Bound.POSITIVE, "what one unit can do"),
                    "tokens-per-request"));
        }
        for (String way : List.of("input", "output")) {
            if (!s.has(way + "-throughput")) {
                continue;
            }
            if (!mixed) {
                s.draft()
                        .problem(
                                s.path(way + "-throughput"),
                                "the demand does not say how many " + way + " tokens a request has",
                                "add demand.requests with types of requests, such as { faq: { share: 100%, input: 400, output: 80 } }");
                continue;
            }
            needs.add(new Need(
                    tokens(s, way + "-", rate, Expression.name(way + "-tokens")),
                    s.need(way + "-throughput", "tokens/min/unit", Bound.POSITIVE, "its limit of " + way + " tokens"),
                    way + "-tokens"));
        }
        Expression one = Expression.of(1);
        s.buy(
                "units",
                "units",
                Expression.most(needs.stream()
                                .map(n -> n.tokens().over(n.unit()))
                                .toList())
                        .times(one.plus(buffer)),
                "units at the peak, by the mean of a request");
        if (mixed && !s.has("tokens-per-request")) {
            Expression r = rate;
            Expression most = Expression.most(needs.stream()
                    .map(n -> r.times(Expression.name(n.what() + "-at-percentile"))
                            .over(n.unit()))
                    .toList());
            s.define(
                    "units-at-percentile",
                    "units",
                    most.times(one.plus(buffer)).up(),
                    "units if every request were as large as the mix's percentile");
        }
    }

    private record Need(Expression tokens, Expression unit, String what) {}

    private static Expression tokens(Sizing s, String way, Expression rate, Expression each) {
        return s.define(way + "tokens-per-minute", "tokens/min", rate.times(each), way + "tokens at the peak");
    }
}
