package dev.headroom.engine.policy;

import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.Situation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recommends CPU and memory per replica from usage quantiles with a half-life; asks for no replicas, and never stands in
 * the way of those that do. After the Kubernetes vertical pod autoscaler: a sample a minute at most into histograms with
 * buckets 5 % apart, whose weights halve every half-life; recommended is the upper end of the quantile's bucket plus the
 * margin, and after an out-of-memory kill at least 1.2 times, or 100 MiB more than, what was used or recommended then.
 *
 * <p>Advice is given when it differs from the last by more than a tenth or names another instance, once its confidence
 * has reached 0.1; confidence grows to 1 over the first day.
 *
 * @param cpu signal of cores used per replica; null for none
 * @param memory signal of bytes used per replica; null for none
 * @param oomKills signal counting out-of-memory kills; null for none. Only a rise is a kill: a count falls when replicas
 *     leave or start anew
 * @param quantile of usage, such as 0.9
 * @param margin safety margin, such as 0.15
 * @param halfLife of a sample's weight, such as a day
 * @param sizes candidate sizes, ascending by price; empty to recommend numbers only
 */
public record Vertical(
        @Nullable String cpu,
        @Nullable String memory,
        @Nullable String oomKills,
        double quantile,
        double margin,
        Duration halfLife,
        List<Size> sizes)
        implements Policy {

    private static final String RULE = "vertical";
    private static final String LEARNING = "too little usage has been seen to recommend a size; asks for no replicas";
    private static final String SIZED =
            "a replica should have {observed} cores and {target} MiB{detail}; asks for no replicas";
    private static final String SIZED_CPU = "a replica should have {observed} cores{detail}; asks for no replicas";
    private static final String SIZED_MEMORY = "a replica should have {target} MiB{detail}; asks for no replicas";
    private static final double MIB = 1 << 20;

    /** An instance type: cores and bytes. */
    public record Size(String instance, double cores, double bytes) {
        public Size {
            Sight.require(cores > 0 && bytes > 0, RULE, "the size of " + instance + " must be positive");
        }
    }

    public Vertical {
        sizes = List.copyOf(sizes);
        Sight.require(cpu != null || memory != null, RULE, "needs a signal of CPU or of memory used");
        Sight.require(quantile > 0 && quantile < 1, RULE, "the quantile must be in (0, 1)");
        Sight.require(margin >= 0 && Double.isFinite(margin), RULE, "the margin must be at least 0");
        Sight.require(halfLife.toMillis() > 0, RULE, "the half-life must be positive");
    }

    @Override
    public String label() {
        return RULE;
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory remembered) {
        Usage old = remembered instanceof Usage u ? u : Usage.NONE;
        long now = s.now().toEpochMilli();
        double cores = value(s, cpu);
        double bytes = value(s, memory);
        double kills = value(s, oomKills);
        boolean killed = !Double.isNaN(kills) && old.oomSeen() >= 0 && kills > old.oomSeen();
        boolean due = now - old.lastMillis() >= Usage.BETWEEN && !(Double.isNaN(cores) && Double.isNaN(bytes));
        if (!due && !killed && (Double.isNaN(kills) || kills == old.oomSeen())) {
            return Evaluation.of(abstain(s, old), old);
        }
        Usage usage = due ? old.with(cores, bytes, now, halfLife.toMillis()) : old;
        if (!Double.isNaN(kills)) {
            usage = usage.kills(kills, killed, bytes, now);
        }
        double wantedCores = cpu == null ? Double.NaN : usage.cores(quantile) * (1 + margin);
        double wantedBytes = memory == null
                ? Double.NaN
                : atLeast(usage.bytes(quantile) * (1 + margin), usage.oomFloor(now, halfLife.toMillis()));
        String instance = instance(wantedCores, wantedBytes);
        if ((usage.confidence() < 0.1 && !killed) || !usage.differs(wantedCores, wantedBytes, instance)) {
            return Evaluation.of(abstain(s, usage), usage);
        }
        Usage advised = usage.advised(wantedCores, wantedBytes, instance);
        return new Evaluation(
                abstain(s, advised),
                advised,
                List.of(new Advice.ResizeReplica(wantedCores, wantedBytes, instance, advised.confidence())));
    }

    private static double atLeast(double bytes, double floor) {
        return Double.isNaN(bytes) ? (floor > 0 ? floor : Double.NaN) : Math.max(bytes, floor);
    }

    private static double value(Situation s, @Nullable String signal) {
        SignalValue v = signal == null ? null : s.signal(signal);
        return v == null || !v.ok() ? Double.NaN : v.value();
    }

    private @Nullable String instance(double cores, double bytes) {
        for (int i = 0; i < sizes.size(); i++) {
            Size size = sizes.get(i);
            // An unknown need fits anything.
            if (!(cores > size.cores()) && !(bytes > size.bytes())) {
                return size.instance();
            }
        }
        return null;
    }

    private static Recommendation abstain(Situation s, Usage usage) {
        double cores = usage.advisedCores();
        double bytes = usage.advisedBytes();
        boolean none = Double.isNaN(cores) && Double.isNaN(bytes);
        String instance = usage.instance();
        return Recommendation.abstain(Reason.policy(
                RULE,
                none ? LEARNING : Double.isNaN(bytes) ? SIZED_CPU : Double.isNaN(cores) ? SIZED_MEMORY : SIZED,
                cores,
                bytes / MIB,
                s.current(),
                s.current(),
                none || instance == null ? "" : ", as " + instance));
    }
}
