package dev.headroom.simulator;

import dev.headroom.engine.Combiner;
import dev.headroom.engine.Decider;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Workload;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.ReplicaSpec;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Scenarios and deciders for tests. */
final class Worlds {
    static final long START = 1_700_000_000_000L;

    private Worlds() {}

    /** Holds what is there. */
    static final Decider HOLD = (workload, state, seen, now) -> {
        int current = seen.fleet().desired();
        return decision(now, current, current, state);
    };

    static Decision decision(java.time.Instant now, int current, int desired, dev.headroom.engine.WorkloadState state) {
        return new Decision(
                now,
                current,
                desired,
                List.of(Reason.of(Reason.Stage.POLICY, "test", "wants {after}", current, desired, "")),
                List.of(),
                state);
    }

    /**
     * desired = ⌈first signal ÷ each⌉ within the bounds of the workload, going down only when it is more than {@code slack}
     * replicas less; holds without a sample.
     */
    static Decider proportional(double each, int slack) {
        return (workload, state, seen, now) -> {
            int current = seen.fleet().desired();
            Reading r = seen.readings().get(0);
            int want = current;
            if (r.status() == Reading.Status.OK) {
                want = (int) Math.ceil(r.value() / each);
                want = Math.max(
                        workload.guardrails().bounds().min(),
                        Math.min(workload.guardrails().bounds().max(), want));
                if (want < current && current - want <= slack) {
                    want = current;
                }
            }
            return decision(now, current, want, state);
        };
    }

    static Workload workload(int min, int max, Duration interval, double limitSeconds, Signal... signals) {
        Duration limit = Duration.ofNanos(Math.round(limitSeconds * 1e9));
        return new Workload(
                "test",
                interval,
                new ReplicaSpec(Duration.ofSeconds(30), Duration.ZERO, 1, null, null),
                new Objective(0.95, limit, null, 0.99),
                List.of(signals),
                List.of(),
                Combiner.MAXIMUM,
                Guardrails.of(min, max));
    }

    static Signal signal(Measure measure) {
        return Signal.of(measure.name().toLowerCase(java.util.Locale.ROOT), measure, Unit.COUNT);
    }

    static Trace flat(double perSecond, long bucketMillis, int buckets) {
        double[] arrivals = new double[buckets];
        Arrays.fill(arrivals, perSecond * bucketMillis / 1000);
        return new Trace("flat", START, bucketMillis, arrivals);
    }

    static Lifecycle boots(double bootSeconds) {
        return new Lifecycle(Distribution.constant(bootSeconds), 0, 1, 3600);
    }

    static Scenario fixed(Service service, int replicas, Trace trace, Scenario.Mode mode, long seed) {
        return new Scenario(
                "fixed",
                workload(0, 10_000, Duration.ofSeconds(15), 1, signal(Measure.RATE)),
                HOLD,
                service,
                boots(30),
                replicas,
                trace,
                Measurement.DEFAULT,
                new Billing(1, "USD", 1, 0),
                mode,
                0,
                seed);
    }

    /** A workload of up to 100 replicas of which the watcher has as many as it plans, on a platform. */
    static Scenario planned(
            Watcher plan,
            Service service,
            double bootSeconds,
            int replicas,
            Trace trace,
            double hourly,
            Supply supply) {
        return new Scenario(
                        "planned",
                        workload(0, 100, Duration.ofSeconds(15), 1, signal(Measure.RATE)),
                        plan,
                        service,
                        new Lifecycle(Distribution.constant(bootSeconds), 0, 1, 600),
                        replicas,
                        trace,
                        Measurement.DEFAULT,
                        new Billing(hourly, "USD", 1, 0),
                        Scenario.Mode.REQUEST,
                        0,
                        5)
                .with(supply);
    }

    static Service.Requests requests(Distribution time, int concurrency) {
        return new Service.Requests(time, concurrency, Long.MAX_VALUE, Double.POSITIVE_INFINITY);
    }

    static Service.QueueWorkers workers(Distribution time, int concurrency) {
        return new Service.QueueWorkers(time, concurrency, 1, Double.POSITIVE_INFINITY, 0, 1);
    }
}
