package dev.headroom.planner.sizer;

import dev.headroom.planner.quantity.Choice;
import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.quantity.Fraction;
import dev.headroom.planner.quantity.Quantity;
import dev.headroom.planner.quantity.Unit;
import dev.headroom.planner.sizer.Draft.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From what people know of a demand to its rates.
 *
 * <p>sustained rate = requests of a day ÷ 86 400 s; think time = session ÷ requests of a session; peak rate = sessions at the
 * peak ÷ think time (Little's law); origin rate = peak rate × (1 − cache hits); rate of a model = origin rate × its share. Where
 * the sessions are not known the peak is the sustained rate × peak factor, 3 unless entered.
 */
public final class Demand {

    /** Keys of the demand. */
    public static final List<String> KEYS = List.of(
            "daily-requests",
            "sustained-rate",
            "peak-sessions",
            "session",
            "requests-per-session",
            "think-time",
            "peak-factor",
            "peak-rate",
            "cache-hits",
            "models",
            "requests",
            "percentile",
            "tokens-per-request",
            "quantities",
            "growth",
            "entered");

    /** Quantities that grow with the demand unless the spec names others. */
    public static final List<String> GROWING =
            List.of("daily-requests", "peak-sessions", "sustained-rate", "peak-rate");

    private final Draft draft;
    private final Map<String, Input> inputs;

    private Demand(Draft draft, Map<String, Input> inputs) {
        this.draft = draft;
        this.inputs = inputs;
    }

    /** Defines the quantities of the demand. */
    public static void define(Draft draft, Map<String, Input> inputs) {
        new Demand(draft, inputs).define();
    }

    private void define() {
        for (String key : inputs.keySet()) {
            if (!KEYS.contains(key)) {
                draft.problem("demand." + key, "unknown key '" + key + "'", Nearest.mend(key, KEYS));
            }
        }
        Expression sustained = sustained();
        Expression peak = peak(sustained);
        if (peak != null) {
            Expression origin = peak;
            if (inputs.containsKey("cache-hits")) {
                Expression hits = read("cache-hits", "%", Bound.SHARE, "requests answered by a cache in front");
                origin = Expression.of(1).minus(hits);
                origin = peak.times(origin);
            }
            origin = draft.define(
                    "demand", "origin-rate", Unit.of("requests/s"), origin, "requests that reach the services");
            models(origin);
        }
        Mix.define(draft, inputs);
        if (inputs.get("quantities") instanceof Input.Group g) {
            Quantities.define(draft, "demand.quantities", "", g.parts());
        }
    }

    private @Nullable Expression sustained() {
        if (inputs.containsKey("sustained-rate")) {
            return read("sustained-rate", "requests/s", Bound.ANY, "requests on average");
        }
        if (!inputs.containsKey("daily-requests")) {
            return null;
        }
        Expression daily = read("daily-requests", "requests", Bound.ANY, "requests of a day");
        return draft.define(
                "demand.daily-requests",
                "sustained-rate",
                Unit.of("requests/s"),
                daily.over(Expression.of(Quantity.of("86400", "s"))),
                "requests on average");
    }

    private @Nullable Expression peak(@Nullable Expression sustained) {
        if (inputs.containsKey("peak-rate")) {
            return read("peak-rate", "requests/s", Bound.ANY, "requests at the peak");
        }
        Unit rate = Unit.of("requests/s");
        if (inputs.containsKey("peak-sessions")) {
            Expression sessions = read("peak-sessions", "sessions", Bound.ANY, "sessions at the same time");
            return draft.define(
                    "demand.peak-sessions",
                    "peak-rate",
                    rate,
                    sessions.over(think()),
                    "requests at the peak (Little's law)");
        }
        if (sustained == null) {
            return null;
        }
        Input factor = inputs.getOrDefault("peak-factor", new Input.Text("3"));
        Expression times = draft.read(
                "demand.peak-factor",
                "peak-factor",
                factor,
                Unit.ONE,
                Bound.POSITIVE,
                true,
                "peak as a multiple of the average");
        return draft.define("demand", "peak-rate", rate, sustained.times(times), "requests at the peak");
    }

    private Expression think() {
        if (inputs.containsKey("think-time")) {
            return read("think-time", "s", Bound.POSITIVE, "time between two requests of a session");
        }
        for (String key : List.of("session", "requests-per-session")) {
            if (!inputs.containsKey(key)) {
                draft.problem(
                        "demand",
                        "peak-sessions need '" + key + "' to become a rate",
                        "add " + (key.equals("session") ? "session: 87s" : "requests-per-session: 3.2"));
                return Expression.of(Quantity.of("1", "s"));
            }
        }
        return draft.define(
                "demand.session",
                "think-time",
                Unit.SECONDS,
                read("session", "s", Bound.POSITIVE, "length of a session")
                        .over(read("requests-per-session", "", Bound.POSITIVE, "requests of a session")),
                "time between two requests of a session");
    }

    private void models(Expression origin) {
        if (!(inputs.get("models") instanceof Input.Group g)) {
            return;
        }
        List<Expression> shares = new ArrayList<>();
        g.parts().forEach((model, share) -> {
            String path = "demand.models." + model;
            Expression part = draft.read(
                    path,
                    "models." + model + ".share",
                    share,
                    Unit.PERCENT,
                    Bound.SHARE,
                    false,
                    "its part of the requests");
            shares.add(part);
            draft.define(
                    path,
                    "models." + model + ".rate",
                    Unit.of("requests/s"),
                    origin.times(part),
                    "requests it answers");
        });
        if (!shares.isEmpty()) {
            Weights.check(draft, "demand.models", "the shares of the models", shares);
        }
    }

    private Expression read(String key, String unit, Bound bound, String note) {
        return draft.read(
                "demand." + key, key, inputs.getOrDefault(key, new Input.Text("")), Unit.of(unit), bound, false, note);
    }

    /** A mix of request types: mean and percentile of what a request needs. */
    static final class Mix {

        private Mix() {}

        static void define(Draft draft, Map<String, Input> inputs) {
            Sizing s = new Sizing(draft, inputs);
            if (!s.has("requests")) {
                if (s.has("tokens-per-request")) {
                    s.need("tokens-per-request", "tokens/request", Bound.ANY, "input and output of a request");
                }
                return;
            }
            List<Expression> shares = new ArrayList<>();
            List<Expression> input = new ArrayList<>();
            List<Expression> output = new ArrayList<>();
            List<Expression> time = new ArrayList<>();
            s.parts("requests", "{ share: 50%, input: 400, output: 80, time: 500ms }")
                    .forEach((type, p) -> {
                        p.onlyKnows(List.of("share", "input", "output", "time"));
                        shares.add(p.need("share", "%", Bound.SHARE, "part of the requests"));
                        input.add(p.may("input", "tokens/request", Bound.ANY, "0", "tokens it reads"));
                        output.add(p.may("output", "tokens/request", Bound.ANY, "0", "tokens it writes"));
                        if (p.has("time")) {
                            time.add(p.need("time", "s", Bound.ANY, "time it takes"));
                        }
                    });
            if (shares.isEmpty()) {
                return;
            }
            Weights.check(draft, "demand.requests", "the shares of the request types", shares);
            double quantile = quantile(s);
            Expression mean = s.define("input-tokens", "tokens/request", weighted(shares, input), "mean tokens read")
                    .plus(s.define("output-tokens", "tokens/request", weighted(shares, output), "mean tokens written"));
            if (s.has("tokens-per-request")) {
                s.need("tokens-per-request", "tokens/request", Bound.ANY, "input and output of a request");
            } else {
                s.define("tokens-per-request", "tokens/request", mean, "mean tokens of a request");
            }
            List<Expression> both = new ArrayList<>();
            for (int i = 0; i < input.size(); i++) {
                both.add(input.get(i).plus(output.get(i)));
            }
            percentile(s, quantile, shares, "input-tokens", "tokens/request", input);
            percentile(s, quantile, shares, "output-tokens", "tokens/request", output);
            percentile(s, quantile, shares, "tokens-per-request", "tokens/request", both);
            if (time.size() == shares.size()) {
                s.define("request-time", "s", weighted(shares, time), "mean time of a request");
                percentile(s, quantile, shares, "request-time", "s", time);
            }
        }

        private static double quantile(Sizing s) {
            String text = s.text("percentile");
            String written = text == null ? "p95" : text;
            Quantity q = Quantity.parse(written.startsWith("p") ? written.substring(1) + "%" : written);
            Fraction f = q == null ? Fraction.ZERO : q.base();
            if (f.signum() <= 0 || f.compareTo(Fraction.ONE) >= 0) {
                s.draft().problem("demand.percentile", "'" + written + "' is no percentile", "write it like p95");
                return 0.95;
            }
            return f.toDouble();
        }

        private static void percentile(
                Sizing s, double q, List<Expression> shares, String of, String unit, List<Expression> values) {
            s.define(
                    of + "-at-percentile",
                    unit,
                    new Choice.Percentile(q, shares, values),
                    "the mix's percentile of " + of);
        }

        private static Expression weighted(List<Expression> shares, List<Expression> values) {
            List<Expression> terms = new ArrayList<>();
            for (int i = 0; i < shares.size(); i++) {
                terms.add(shares.get(i).times(values.get(i)));
            }
            return Expression.sum(terms);
        }
    }
}
