package dev.headroom.simulator.baseline;

import dev.headroom.engine.Decider;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Reason;
import java.time.Instant;
import java.util.List;

/**
 * The Knative pod autoscaler: requests in flight over a stable and a panic window, evaluated every 2 s.
 *
 * <p>Source: knative/serving {@code pkg/autoscaler/scaling/autoscaler.go}. Its activator, sampling of pods and excess burst
 * capacity decide how requests travel and not how many pods there are, and are not part of this.
 */
public final class Kpa implements Decider {

    /**
     * Settings.
     *
     * @param target requests in flight (or per second) aimed at for one replica, positive; Knative's is 70 % of the limit
     * @param min least replicas
     * @param max most replicas
     * @param stableMillis stable window
     * @param panicMillis panic window
     * @param panicThreshold need in the panic window ÷ ready replicas at which panic begins
     * @param maxUp largest factor up per evaluation
     * @param maxDown largest divisor down per evaluation
     * @param graceMillis how long zero must be wanted before the last replica goes
     * @param delayMillis scale-down delay: the highest wish of this span counts; 0 for none
     */
    public record Config(
            double target,
            int min,
            int max,
            long stableMillis,
            long panicMillis,
            double panicThreshold,
            double maxUp,
            double maxDown,
            long graceMillis,
            long delayMillis) {

        /** Knative's defaults: windows of 60 s and 6 s, panic at 200 %, up × 1000, down ÷ 2, 30 s of grace. */
        public static Config of(double target, int min, int max) {
            return new Config(target, min, max, 60_000, 6_000, 2.0, 1000, 2, 30_000, 0);
        }
    }

    private static final String RULE = "kpa";
    private static final long CALM = Long.MIN_VALUE;

    private final Config config;
    private final Series samples;
    private final Series wishes;
    private boolean begun;
    private long panicAt = CALM;
    private int highest;
    private long zeroSince = CALM;

    /** An autoscaler that has just been created. */
    public Kpa(Config config) {
        this.config = config;
        this.samples = new Series(config.stableMillis);
        this.wishes = new Series(Math.max(1, config.delayMillis));
    }

    @Override
    public Decision decide(Workload workload, WorkloadState state, Observations seen, Instant now) {
        long millis = now.toEpochMilli();
        int current = seen.fleet().desired();
        int ready = seen.fleet().ready();
        if (!begun) {
            begun = true;
            // Without history it could only scale in, so it holds what it found until the windows are full.
            if (ready > 1) {
                panicAt = millis;
                highest = ready;
            }
        }
        Reading reading = seen.readings().get(0);
        if (Verdict.usable(reading)) {
            samples.add(millis, reading.value());
        }
        double stable = samples.mean(millis - config.stableMillis);
        double panic = samples.mean(millis - config.panicMillis);
        if (Double.isNaN(stable) || Double.isNaN(panic)) {
            return Verdict.hold(
                    state,
                    seen,
                    now,
                    Reason.of(
                            Reason.Stage.POLICY,
                            RULE,
                            "no data in the panic window: {detail}",
                            current,
                            current,
                            reading.detail()));
        }
        int wanted = scale(ready, stable, panic, millis);
        if (config.delayMillis > 0) {
            int delayed = (int) wishes.max(millis - config.delayMillis, wanted);
            wishes.add(millis, wanted);
            wanted = delayed;
        }
        boolean panicking = panicAt != CALM;
        int desired = toZero(Verdict.clamp(wanted, config.min, config.max), current, millis);
        return Verdict.of(
                state,
                seen,
                now,
                desired,
                List.of(Reason.policy(
                        RULE,
                        panicking
                                ? "panic: {observed} in the last seconds at {target} per replica; {after} replicas,"
                                        + " and none go until the panic is over"
                                : "{observed} on average at {target} per replica: {after} replicas",
                        panicking ? panic : stable,
                        config.target,
                        current,
                        desired,
                        "")));
    }

    /**
     * One evaluation on window averages, after which the panic is what it is.
     *
     * @param ready replicas that are ready
     * @param stable mean over the stable window, over all replicas
     * @param panic mean over the panic window, over all replicas
     * @param millis time of the evaluation
     * @return replicas wanted, before bounds
     */
    int scale(int ready, double stable, double panic, long millis) {
        double present = Math.max(1, ready);
        double most = Math.ceil(config.maxUp * present);
        double least = Math.floor(present / config.maxDown);
        double need = Math.ceil(stable / config.target);
        double urgent = Math.ceil(panic / config.target);
        int wanted = (int) Math.min(Math.max(need, least), most);
        if (urgent / present >= config.panicThreshold) {
            panicAt = millis;
        } else if (panicAt != CALM && panicAt + config.stableMillis < millis) {
            panicAt = CALM;
            highest = 0;
        }
        if (panicAt == CALM) {
            return wanted;
        }
        highest = Math.max(highest, Math.max(wanted, (int) Math.min(Math.max(urgent, least), most)));
        return highest;
    }

    private int toZero(int wanted, int current, long millis) {
        if (wanted > 0) {
            zeroSince = CALM;
            return wanted;
        }
        if (zeroSince == CALM) {
            zeroSince = millis;
        }
        return millis - zeroSince >= config.graceMillis ? 0 : Math.min(current, 1);
    }
}
