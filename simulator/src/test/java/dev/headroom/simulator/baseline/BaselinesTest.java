package dev.headroom.simulator.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headroom.engine.Combiner;
import dev.headroom.engine.Workload;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.policy.QueueBacklog;
import dev.headroom.simulator.Distribution;
import dev.headroom.simulator.Measurement;
import dev.headroom.simulator.Service;
import dev.headroom.simulator.Trace;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselinesTest {
    private static final Service REQUESTS =
            new Service.Requests(Distribution.exponential(0.2), 10, 1000, Double.POSITIVE_INFINITY);
    private static final Service WORKERS = new Service.QueueWorkers(Distribution.exponential(0.1), 1, 1, 300, 0, 3);
    private static final Trace TRACE = new Trace("t", 0, 60_000, new double[] {60_000, 300_000, 6_000});

    private static Baseline baseline(String name, Service service) {
        return (Baseline) Baselines.create(name, Rehearsal.workload(2, 80), service, TRACE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hpa            | 15 | UTILISATION
            kpa            |  2 | IN_FLIGHT
            keda           | 15 | RATE
            aws-target     | 60 | UTILISATION
            aws-step       | 60 | UTILISATION
            aws-predictive | 60 | UTILISATION
            fixed          | 60 | UTILISATION
            """)
    void eachSeesARequestServiceInItsOwnWay(String name, int seconds, Measure measure) {
        Baseline baseline = baseline(name, REQUESTS);
        assertThat(baseline.name()).isEqualTo(name);
        assertThat(baseline.summary()).isNotBlank();
        assertThat(baseline.scrapeMillis()).isEqualTo(seconds * 1000L);
        assertThat(baseline.workload().interval()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(baseline.workload().signals()).extracting(Signal::measures).containsExactly(measure);
        assertThat(baseline.workload().replica())
                .isEqualTo(Rehearsal.workload(2, 80).replica());
    }

    @ParameterizedTest
    @CsvSource({"hpa", "keda", "aws-target", "aws-step", "aws-predictive"})
    void queuesAreSeenByTheirBacklog(String name) {
        assertThat(baseline(name, WORKERS).workload().signals().get(0).measures())
                .isEqualTo(Measure.BACKLOG);
    }

    @Test
    void everyNameIsKnownAndServesOneSimulation() {
        for (String name : Baselines.names()) {
            assertThat(Baselines.create(name, Rehearsal.workload(2, 80), REQUESTS, TRACE)
                            .name())
                    .isEqualTo(name);
        }
        assertThat(baseline("hpa", REQUESTS).decider())
                .isNotSameAs(baseline("hpa", REQUESTS).decider());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Baselines.create("vpa", Rehearsal.workload(2, 80), REQUESTS, TRACE))
                .withMessage("there is no baseline 'vpa'; there are hpa, kpa, keda, aws-target, aws-step,"
                        + " aws-predictive, fixed");
    }

    @Test
    void knativeDoesNotServeQueues() {
        Offer offer = Baselines.create("kpa", Rehearsal.workload(2, 80), WORKERS, TRACE);
        assertThat(offer)
                .isInstanceOfSatisfying(
                        Offer.NotApplicable.class, no -> assertThat(no.why()).contains("requests in flight"));
    }

    @Test
    void theFixedSizeIsWhatThePeakNeedsWithinTheBounds() {
        // 5 000/s × 0.2 s ÷ (10 × 0.7) = 142.9 replicas, of which the bounds leave 80.
        assertThat(Fixed.forPeak(TRACE, REQUESTS, 0.7)).isEqualTo(143);
        assertThat(baseline("fixed", REQUESTS).decider()).isEqualTo(new Fixed(80));
        assertThat(Baselines.fixed(Rehearsal.workload(2, 80), 7)
                        .workload()
                        .guardrails()
                        .bounds()
                        .max())
                .isEqualTo(7);
    }

    @Test
    void anHpaHasAtLeastOneReplica() {
        Baseline hpa = (Baseline) Baselines.create("hpa", Rehearsal.workload(0, 80), REQUESTS, TRACE);
        assertThat(hpa.workload().guardrails().bounds().min()).isEqualTo(1);
    }

    @Test
    void theBacklogTargetIsTheWorkloadsOwnElseItsDeadlines() {
        assertThat(Baselines.backlogPerReplica(queueWorkload(null, null), WORKERS))
                .isEqualTo(100);
        assertThat(Baselines.backlogPerReplica(queueWorkload(null, Duration.ofSeconds(5)), WORKERS))
                .as("5 s ÷ 0.1 s")
                .isEqualTo(50);
        assertThat(Baselines.backlogPerReplica(
                        queueWorkload(new QueueBacklog.PerReplica(33), Duration.ofSeconds(5)), WORKERS))
                .isEqualTo(33);
        assertThat(Baselines.backlogPerReplica(
                        queueWorkload(new QueueBacklog.AcceptableLatency(Duration.ofSeconds(10)), null), WORKERS))
                .as("the AWS guide: 10 s ÷ 0.1 s")
                .isEqualTo(100);
    }

    @Property(tries = 200)
    void boundsHoldAndEveryDecisionExplainsItself(
            @ForAll @IntRange(min = 0, max = 6) int which,
            @ForAll boolean queue,
            @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = 0, max = 3) Double> loads) {
        String name = Baselines.names().get(which);
        Service service = queue ? WORKERS : REQUESTS;
        if (!(Baselines.create(name, Rehearsal.workload(2, 80), service, TRACE) instanceof Baseline baseline)) {
            return;
        }
        int seconds = (int) baseline.workload().interval().toSeconds();
        Rehearsal rehearsal = new Rehearsal(baseline.decider(), seconds, 20);
        int signals = baseline.workload().signals().size();
        for (double load : loads) {
            // Above 2.5 the reading is missing instead.
            Reading first =
                    load > 2.5 ? Reading.missing("lost") : Reading.of(queue ? load * 5000 : load, rehearsal.now());
            Reading second = Reading.of(load / 3, rehearsal.now());
            int desired = signals == 1 ? rehearsal.see(first) : rehearsal.see(first, second);
            assertThat(desired).isBetween(2, 80);
            assertThat(rehearsal.explanation()).isNotBlank().doesNotContain("{");
        }
    }

    @Test
    void everyoneSeesTheSameLateAndNoisyWorldAtTheirOwnInterval() {
        assertThat(baseline("aws-target", REQUESTS).seenThrough(new Measurement(15_000, 4_000, 0.1, 0.01)))
                .isEqualTo(new Measurement(60_000, 4_000, 0.1, 0.01));
    }

    private static Workload queueWorkload(QueueBacklog.@Nullable Goal goal, @Nullable Duration deadline) {
        Workload plain = Rehearsal.workload(0, 50);
        List<Workload.Weighted> policies = goal == null
                ? List.of()
                : List.of(new Workload.Weighted(new QueueBacklog("backlog", null, goal, 0, Duration.ZERO), 1));
        return new Workload(
                "files",
                Duration.ofSeconds(30),
                plain.replica(),
                new Objective(0.95, null, deadline, 0.99),
                List.of(),
                policies,
                Combiner.MAXIMUM,
                Guardrails.of(0, 50));
    }
}
