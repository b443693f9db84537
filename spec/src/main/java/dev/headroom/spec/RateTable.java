package dev.headroom.spec;

import dev.headroom.engine.guardrail.RateLimits;
import dev.headroom.engine.guardrail.RateLimits.Rate;
import dev.headroom.engine.guardrail.RateLimits.Select;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Limits of change per period. */
final class RateTable extends Table<RateLimits> {

    private static final Word<Select> SELECT =
            Word.of("a choice", Select.class, "max", Select.MAX, "min", Select.MIN, "disabled", Select.DISABLED);

    private final Key<RateLimits, List<Rate>> up =
            fallback("up", ListForm.orOne(new Limit()), "Limits on the way up.", List.of(), RateLimits::up);
    private final Key<RateLimits, Select> upSelect = fallback(
            "up-select", SELECT, "Which of several limits counts on the way up.", Select.MAX, RateLimits::upSelect);
    private final Key<RateLimits, List<Rate>> down =
            fallback("down", ListForm.orOne(new Limit()), "Limits on the way down.", List.of(), RateLimits::down);
    private final Key<RateLimits, Select> downSelect = fallback(
            "down-select",
            SELECT,
            "Which of several limits counts on the way down.",
            Select.MAX,
            RateLimits::downSelect);

    RateTable() {
        super("rate", "Limits of change per period. With select 'disabled' there is no change in that direction.");
    }

    @Override
    RateLimits build(Fields f) {
        return new RateLimits(f.get(up), f.get(upSelect), f.get(down), f.get(downSelect));
    }

    private static final class Limit extends Table<Rate> {
        private final Key<Rate, Duration> period =
                required("period", Values.DURATION, "The period, at most a day.", Rate::period);
        private final Key<Rate, Integer> replicas = optional(
                "replicas",
                Values.count(1),
                "Replicas of change allowed.",
                "or percent",
                r -> r.replicas() < 0 ? null : r.replicas());
        private final Key<Rate, Double> percent = optional(
                "percent",
                new Percent(),
                "Change allowed, of the replicas at the start of the period.",
                "or replicas",
                r -> Double.isNaN(r.share()) ? null : r.share());

        Limit() {
            super("rate-limit", "One limit of change.");
        }

        @Override
        @Nullable
        Rate build(Fields f) {
            Integer count = f.find(replicas);
            Double share = f.find(percent);
            if ((count == null) == (share == null)) {
                f.table()
                        .errorAtName(
                                count == null
                                        ? "neither 'replicas' nor 'percent' is given"
                                        : "both 'replicas' and 'percent' are given",
                                "write one of them; for both, write two limits");
                return null;
            }
            Duration span = f.get(period);
            if (span.isZero() || span.compareTo(Duration.ofDays(1)) > 0) {
                f.at(period).error("a period must be longer than 0 and at most a day", "write a duration such as 60s");
                return null;
            }
            return new Rate(span, count == null ? -1 : count, share == null ? Double.NaN : share);
        }
    }

    /** A percentage that may be above 100 %. */
    private static final class Percent extends Scalar<Double> {
        Percent() {
            super("percentage", "a percentage", "100%");
        }

        @Override
        Double parse(String text) throws Unfit {
            if (Quantity.isNumber(text)) {
                throw new Unfit(text + " has no unit", "write " + text + "%");
            }
            if (!Quantity.isPercent(text)) {
                throw unfit(text);
            }
            double v = Quantity.percent(text);
            if (v <= 0) {
                throw new Unfit("'" + text + "' is not positive", "write the amount without a sign");
            }
            return v;
        }

        @Override
        Object format(Double value) {
            return Quantity.percent(value);
        }

        @Override
        java.util.Map<String, Object> schema(Schemas schemas) {
            return pattern("^" + Quantity.PERCENT + "$");
        }
    }
}
