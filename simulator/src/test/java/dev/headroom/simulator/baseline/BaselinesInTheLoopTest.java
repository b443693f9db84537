package dev.headroom.simulator.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.Workload;
import dev.headroom.simulator.Billing;
import dev.headroom.simulator.Distribution;
import dev.headroom.simulator.Lifecycle;
import dev.headroom.simulator.Measurement;
import dev.headroom.simulator.Result;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.Service;
import dev.headroom.simulator.Simulator;
import dev.headroom.simulator.Trace;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The peers in the simulated world: where a closed loop settles, and that it does. */
class BaselinesInTheLoopTest {
    private static final Service REQUESTS =
            new Service.Requests(Distribution.exponential(0.2), 4, 10_000, Double.POSITIVE_INFINITY);
    private static final Service WORKERS = new Service.QueueWorkers(Distribution.constant(1), 1, 1, 3600, 0, 3);

    private static Trace flat(double perSecond, int minutes) {
        double[] arrivals = new double[minutes];
        Arrays.fill(arrivals, perSecond * 60);
        return new Trace("flat", 1_767_225_600_000L, 60_000, arrivals);
    }

    private static Result run(Baseline baseline, Service service, Trace trace, int initial) {
        return Simulator.run(
                new Scenario(
                        baseline.name(),
                        baseline.workload(),
                        baseline.decider(),
                        service,
                        new Lifecycle(Distribution.constant(45), 0, 1, 600),
                        initial,
                        trace,
                        baseline.seenThrough(Measurement.DEFAULT),
                        new Billing(0.1, "USD", 1, 60),
                        Scenario.Mode.REQUEST,
                        0,
                        7),
                share -> {});
    }

    private static double last(Result result) {
        return result.timeline().get(result.timeline().size() - 1).desired();
    }

    /**
     * 100 requests a second of 0.2 s keep 20 slots, or 5 replicas of four, busy: at 70 % that is 7.1 replicas. An HPA may rest
     * anywhere in its band of a tenth; KPA and KEDA follow the noise upwards; target tracking rests from 10 % under its target
     * up; the guide's steps rest between 40 and 60 %.
     */
    @ParameterizedTest
    @CsvSource({
        "hpa, 7, 8, 2",
        "hpa, 7, 9, 30",
        "kpa, 7, 10, 2",
        "keda, 7, 9, 2",
        "aws-target, 7, 8, 2",
        "aws-target, 7, 8, 30",
        "aws-step, 8, 13, 4",
        "aws-step, 8, 13, 30",
        "aws-predictive, 7, 8, 2",
        "fixed, 8, 8, 8"
    })
    void underAFlatLoadEachSettlesWhereItsTargetSays(String name, int from, int to, int initial) {
        Workload like = Rehearsal.workload(2, 60);
        Trace trace = flat(100, 120);
        Baseline baseline = (Baseline) Baselines.create(name, like, REQUESTS, trace);
        Result result = run(baseline, REQUESTS, trace, initial);
        assertThat(last(result)).isBetween((double) from, (double) to);
        assertThat(result.served()).isGreaterThan(0.95 * result.arrived());
    }

    /** Ten items a second of one second each need ten workers, and a backlog that asks for them. */
    @ParameterizedTest
    @CsvSource({"hpa", "keda", "aws-target", "aws-step", "aws-predictive"})
    void aQueueIsKeptUpWith(String name) {
        Workload like = Rehearsal.workload(1, 60);
        Trace trace = flat(10, 180);
        Result result = run((Baseline) Baselines.create(name, like, WORKERS, trace), WORKERS, trace, 1);
        assertThat(result.served()).isEqualTo(result.arrived());
        long late = result.finishedAtMillis() - trace.endMillis();
        assertThat(late).as("the queue is empty soon after the last arrival").isLessThan(600_000);
    }

    @Test
    void kedaGoesToZeroAndComesBack() {
        double[] arrivals = new double[60];
        arrivals[0] = 30;
        arrivals[40] = 30;
        Trace trace = new Trace("two bursts", 1_767_225_600_000L, 60_000, arrivals);
        Baseline keda = (Baseline) Baselines.create("keda", Rehearsal.workload(0, 10), WORKERS, trace);
        Result result = run(keda, WORKERS, trace, 0);
        assertThat(result.served()).isEqualTo(result.arrived()).isGreaterThan(40);
        assertThat(result.directionChanges()).as("up, to zero, up, to zero").isEqualTo(3);
        assertThat(last(result)).isZero();
    }

    @Test
    void theSameSeedGivesTheSameCourse() {
        Trace trace = flat(100, 30);
        Workload like = Rehearsal.workload(2, 60);
        Result once = run((Baseline) Baselines.create("kpa", like, REQUESTS, trace), REQUESTS, trace, 2);
        Result again = run((Baseline) Baselines.create("kpa", like, REQUESTS, trace), REQUESTS, trace, 2);
        assertThat(again).isEqualTo(once);
    }
}
