package dev.headroom.planner.recovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be expected of a component's recovery, beside what is asked of it.
 *
 * <p>Recovery time (RTO) is the sum of the steps that the strategy takes one after another:
 *
 * <pre>
 *   active-active  detection + promotion
 *   hot standby    detection + promotion + DNS
 *   warm standby   detection + promotion + scale-up + DNS
 *   cold standby   detection + start + promotion + DNS
 *   backup         detection + start + restore + DNS
 * </pre>
 *
 * For active-active the promotion is the balancer's: until no request goes to the failed copy. When its other copies are fewer
 * than needed, the scale-up comes on top.
 *
 * <p>Data lost (RPO), at worst: the replication lag; with backups, the interval and the time one takes, since a failure just
 * before a backup ends leaves only the one before. The mean loss is half the interval and the whole time.
 *
 * @param component what was looked at
 * @param steps of the recovery in their order, with their times; none that takes no time
 * @param rto their sum
 * @param rpo data lost at worst
 * @param meanRpo data lost in the mean over failures at any time
 * @param rtoGap by how much the recovery is too slow; null when it is not, or nothing is asked
 * @param rpoGap by how much too much is lost; null when it is not, or nothing is asked
 */
public record Recovery(
        Component component,
        Map<String, Duration> steps,
        Duration rto,
        Duration rpo,
        Duration meanRpo,
        @Nullable Duration rtoGap,
        @Nullable Duration rpoGap) {

    public Recovery {
        steps = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(steps));
    }

    /** What is to be expected of a component. */
    public static Recovery of(Component c) {
        Map<String, Duration> steps = steps(c);
        Duration rto = steps.values().stream().reduce(Duration.ZERO, Duration::plus);
        Duration worst;
        Duration mean;
        Component.Loss loss = c.loss();
        if (c.strategy() == Strategy.BACKUP && loss.interval() != null) {
            worst = loss.interval().plus(loss.backup());
            mean = loss.interval().dividedBy(2).plus(loss.backup());
        } else {
            worst = loss.lag() == null ? Duration.ZERO : loss.lag();
            mean = worst;
        }
        return new Recovery(
                c,
                steps,
                rto,
                worst,
                mean,
                gap(rto, c.objective().rto()),
                gap(worst, c.objective().rpo()));
    }

    private static Map<String, Duration> steps(Component c) {
        Component.Times t = c.times();
        Map<String, Duration> all = new LinkedHashMap<>();
        all.put("detection", t.detection());
        switch (c.strategy()) {
            case ACTIVE_ACTIVE -> {
                all.put("promotion", t.promotion());
                if (!c.redundancy().survivesCopy()) {
                    all.put("scale-up", t.scaleUp());
                }
            }
            case HOT_STANDBY -> all.put("promotion", t.promotion());
            case WARM_STANDBY -> {
                all.put("promotion", t.promotion());
                all.put("scale-up", t.scaleUp());
            }
            case COLD_STANDBY -> {
                all.put("start", t.start());
                all.put("promotion", t.promotion());
            }
            case BACKUP -> {
                all.put("start", t.start());
                all.put("restore", t.restore());
            }
        }
        if (c.strategy() != Strategy.ACTIVE_ACTIVE) {
            all.put("DNS", t.dns());
        }
        all.values().removeIf(Duration::isZero);
        return all;
    }

    private static @Nullable Duration gap(Duration expected, @Nullable Duration asked) {
        return asked == null || expected.compareTo(asked) <= 0 ? null : expected.minus(asked);
    }

    /** Whether everything asked is kept. */
    public boolean isMet() {
        return rtoGap == null && rpoGap == null;
    }

    /** The formulas with their figures, a line a number. */
    public List<String> derivation() {
        List<String> out = new ArrayList<>();
        List<String> sum = new ArrayList<>();
        steps.forEach((name, time) -> sum.add(name + " " + shown(time)));
        out.add("RTO = " + (sum.isEmpty() ? "nothing to do" : String.join(" + ", sum)) + " = " + shown(rto)
                + against(component.objective().rto(), rtoGap));
        Component.Loss loss = component.loss();
        out.add(
                component.strategy() == Strategy.BACKUP && loss.interval() != null
                        ? "RPO = backup interval " + shown(loss.interval()) + " + backup " + shown(loss.backup())
                                + " = "
                                + shown(rpo) + ", in the mean " + shown(meanRpo)
                                + against(component.objective().rpo(), rpoGap)
                        : "RPO = replication lag = " + shown(rpo)
                                + against(component.objective().rpo(), rpoGap));
        return out;
    }

    private static String against(@Nullable Duration asked, @Nullable Duration gap) {
        return asked == null
                ? ""
                : "; objective " + shown(asked) + (gap == null ? ", met" : ", missed by " + shown(gap));
    }

    /** A duration as people write it: {@code 1h30m}, {@code 45s}, {@code 0.5s}. */
    public static String shown(Duration d) {
        if (d.isZero()) {
            return "0s";
        }
        StringBuilder out = new StringBuilder();
        unit(out, d.toHours(), "h");
        unit(out, d.toMinutesPart(), "m");
        if (d.toSecondsPart() > 0 || d.toNanosPart() > 0) {
            out.append(java.math.BigDecimal.valueOf(d.toSecondsPart())
                            .add(java.math.BigDecimal.valueOf(d.toNanosPart(), 9))
                            .stripTrailingZeros()
                            .toPlainString())
                    .append('s');
        }
        return out.toString();
    }

    private static void unit(StringBuilder out, long value, String unit) {
        if (value > 0) {
            out.append(value).append(unit);
        }
    }
}
