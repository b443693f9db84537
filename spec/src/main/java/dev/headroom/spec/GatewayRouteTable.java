package dev.headroom.spec;

import dev.headroom.spec.GatewaySpec.Concurrency;
import dev.headroom.spec.GatewaySpec.Limit;
import dev.headroom.spec.GatewaySpec.Revert;
import dev.headroom.spec.GatewaySpec.Route;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where requests go, and under which protections. */
final class GatewayRouteTable extends Table<Route> {

    private static final Concurrency USUAL = new Concurrency("vegas", 1000, 1000, Duration.ofSeconds(1));

    private final Key<Route, String> path =
            required("path", GatewayForms.PATH, "Prefix of the path, in whole segments.", Route::path);
    private final Key<Route, String> upstream = optional(
            "upstream",
            Values.TEXT,
            "Name of the upstream that requests go to.",
            "what split says",
            r -> r.upstreams().size() == 1 ? r.upstreams().keySet().iterator().next() : null);
    private final Key<Route, Map<String, Double>> split = optional(
            "split",
            MapForm.of("an upstream", Values.POSITIVE_SHARE),
            "Shares of several upstreams.",
            "all to one",
            r -> r.upstreams().size() == 1 ? null : r.upstreams());
    private final Key<Route, Revert> revert = optional(
            "revert",
            new RevertTable(),
            "When the others lose their shares to the first of a split.",
            "never",
            Route::revert);
    private final Key<Route, Duration> deadline = fallback(
            "deadline",
            Values.DURATION,
            "Longest wait for the first byte of an answer, and between two.",
            Duration.ofSeconds(30),
            Route::deadline);
    private final Key<Route, Concurrency> concurrency =
            fallback("concurrency", new ConcurrencyTable(), "Requests under way at once.", USUAL, Route::concurrency);
    private final Key<Route, List<Limit>> limits =
            fallback("limits", ListForm.orOne(new LimitTable()), "Rates; all must allow it.", List.of(), Route::limits);
    private final Key<Route, String> retries = fallback(
            "retries",
            Word.of("a kind of retries", String.class, "none", "none", "lookup", "lookup", "inference", "inference"),
            "Further attempts of requests that may be repeated: lookup is 3 tries, 50ms to 500ms apart, inference 2, 100ms to 1s.",
            "none",
            Route::retries);
    private final Key<Route, String> priority = optional(
            "priority",
            GatewayForms.HEADER,
            "Header that names the tier, high, normal or low: 40, 30 and 10% of the places are reserved, 20% shared.",
            "all are equal",
            Route::priority);

    private final Key<Route, GatewaySpec.Async> async = optional(
            "async", new GatewayAsyncTable(), "Requests that are accepted now and done later.", "never", Route::async);
    private final Key<Route, GatewaySpec.Fallback> fallback = optional(
            "fallback",
            new GatewayAsyncTable.FallbackTable(),
            "The answer from level 3 of degradation on.",
            "what servers answer",
            Route::fallback);

    GatewayRouteTable() {
        super("gateway-route", "Where requests go, and under which protections.");
    }

    @Override
    Route build(Fields f) {
        if (f.has(upstream) == f.has(split)) {
            f.table()
                    .errorAtName(
                            f.has(split)
                                    ? "both upstream and split say where requests go"
                                    : "nothing says where requests go",
                            "write upstream: NAME, or split: { a: 95%, b: 5% }");
        }
        Map<String, Double> shares = new LinkedHashMap<>();
        if (f.has(upstream)) {
            shares.put(f.get(upstream), 1.0);
        } else if (f.has(split)) {
            shares.putAll(f.get(split));
            double sum = shares.values().stream().mapToDouble(d -> d).sum();
            if (Math.abs(sum - 1) > 1e-6) {
                f.at(split).error("the shares sum to " + Quantity.percent(sum), "make them sum to 100%");
            }
        }
        if (f.has(revert) && shares.size() < 2) {
            f.at(revert).errorAtName("only a split can be given up", "write split, or leave out revert");
        }
        if (f.get(deadline).isZero()) {
            f.at(deadline).error("no answer comes within 0s", "write a duration such as 30s");
        }
        return new Route(
                f.get(path),
                shares,
                f.get(deadline),
                f.get(concurrency),
                f.get(limits),
                f.get(retries),
                f.find(priority),
                f.find(revert),
                f.find(async),
                f.find(fallback));
    }

    private static final class ConcurrencyTable extends Table<Concurrency> {
        private final Key<Concurrency, String> adapt = fallback(
                "adapt",
                Word.of(
                        "a kind of adaptation",
                        String.class,
                        "vegas",
                        "vegas",
                        "gradient",
                        "gradient",
                        "fixed",
                        "fixed"),
                "How the number of requests under way is found: vegas and gradient from how long answers take.",
                USUAL.adapt(),
                Concurrency::adapt);
        private final Key<Concurrency, Integer> most = fallback(
                "most",
                Values.count(1),
                "Most under way, and how many when it is fixed.",
                USUAL.most(),
                Concurrency::most);
        private final Key<Concurrency, Integer> queue =
                fallback("queue", Values.count(0), "Most that wait.", USUAL.queue(), Concurrency::queue);
        private final Key<Concurrency, Duration> longest =
                fallback("wait", Values.DURATION, "Longest wait.", USUAL.longest(), Concurrency::longest);

        ConcurrencyTable() {
            super("gateway-concurrency", "Requests under way at once.");
        }

        @Override
        Concurrency build(Fields f) {
            if (f.get(longest).isZero() && f.get(queue) > 0) {
                f.at(longest).error("nobody waits for 0s", "write a duration such as 1s, or queue: 0");
            }
            return new Concurrency(f.get(adapt), f.get(most), f.get(queue), f.get(longest));
        }
    }

    private static final class LimitTable extends Table<Limit> {
        private final Key<Limit, String> by = required(
                "by",
                Word.of(
                        "whom a rate is for",
                        String.class,
                        "ip",
                        "ip",
                        "user",
                        "user",
                        "key",
                        "key",
                        "tenant",
                        "tenant",
                        "all",
                        "all"),
                "Whom it is for; who does not say who it is counts by address.",
                Limit::by);
        private final Key<Limit, Integer> allow =
                required("allow", Values.count(1), "Requests, or cost, allowed per period.", Limit::allow);
        private final Key<Limit, Duration> per =
                fallback("per", Values.DURATION, "The period.", Duration.ofSeconds(1), Limit::per);
        private final Key<Limit, String> kind = fallback(
                "kind",
                Word.of("a kind of limit", String.class, "bucket", "bucket", "window", "window", "sliding", "sliding"),
                "Steady (bucket), per window of fixed length or calendar day (window), or within any such time (sliding).",
                "bucket",
                Limit::kind);
        private final Key<Limit, Integer> burst = optional(
                "burst",
                Values.count(1),
                "Requests, or cost, that may come at once, of a bucket.",
                "as many as allowed per period",
                l -> l.burst() == l.allow() ? null : l.burst());
        private final Key<Limit, String> cost = optional(
                "cost", GatewayForms.HEADER, "Header with the cost of a request.", "each costs 1", Limit::cost);

        LimitTable() {
            super("gateway-limit", "A rate that is allowed.");
        }

        @Override
        Limit build(Fields f) {
            Duration period = f.get(per);
            if (period.compareTo(Duration.ofMillis(100)) < 0 || period.compareTo(Duration.ofDays(366)) > 0) {
                f.at(per).error("a period lies between 100ms and a year", "write a duration such as 1s or 1d");
            }
            if (f.has(burst) && !f.get(kind).equals("bucket")) {
                f.at(burst).errorAtName("only a bucket has a burst", "leave out burst");
            }
            return new Limit(
                    f.get(by),
                    f.get(kind),
                    f.get(allow),
                    period,
                    f.has(burst) ? f.get(burst) : f.get(allow),
                    f.find(cost));
        }
    }

    private static final class RevertTable extends Table<Revert> {
        private final Key<Revert, Double> errors = fallback(
                "errors", Values.SHARE, "Share of errors above which the share is lost.", 0.05, Revert::errors);
        private final Key<Revert, Integer> requests = fallback(
                "requests",
                Values.count(1),
                "Requests of the last minute that must have been seen.",
                20,
                Revert::requests);

        RevertTable() {
            super("gateway-revert", "When a split is given up.");
        }

        @Override
        Revert build(Fields f) {
            return new Revert(f.get(errors), f.get(requests));
        }
    }
}
