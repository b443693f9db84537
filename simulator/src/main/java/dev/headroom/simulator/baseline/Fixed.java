package dev.headroom.simulator.baseline;

import dev.headroom.engine.Decider;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reason;
import dev.headroom.simulator.Service;
import dev.headroom.simulator.Trace;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The same number of replicas at all times.
 *
 * @param replicas at least 0
 */
public record Fixed(int replicas) implements Decider {

    public Fixed {
        if (replicas < 0) {
            throw new IllegalArgumentException("a fixed capacity has at least 0 replicas, not " + replicas);
        }
    }

    /**
     * Replicas that the busiest bucket of a trace needs: ⌈rate × mean service time ÷ (concurrency × utilisation)⌉ (Little's
     * law).
     *
     * @param utilisation share of the slots planned to be busy, in (0, 1]
     */
    public static int forPeak(Trace trace, Service service, double utilisation) {
        double peak = Arrays.stream(service.work(trace).arrivals()).max().orElse(0) * 1000.0 / trace.bucketMillis();
        return Verdict.ceil(peak * service.time().mean() / (service.concurrency() * utilisation));
    }

    @Override
    public Decision decide(Workload workload, WorkloadState state, Observations seen, Instant now) {
        return Verdict.of(
                state,
                seen,
                now,
                replicas,
                List.of(Reason.of(
                        Reason.Stage.POLICY,
                        "fixed",
                        "always {after} replicas",
                        seen.fleet().desired(),
                        replicas,
                        "")));
    }
}
