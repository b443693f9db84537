package dev.headroom.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.policy.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What holds for every workload, whatever is seen of it. */
class EnginePropertiesTest {

    private static final int STEPS = 60;

    private interface Check {
        void at(Workload workload, Observations seen, Decision decision);
    }

    private static void course(long seed, boolean faults, Check check) {
        Workload workload = Worlds.workload(seed);
        Random r = new Random(seed ^ 0x9E3779B97F4A7C15L);
        WorkloadState state = WorkloadState.INITIAL;
        int desired = workload.guardrails().bounds().min() + 1;
        Instant now = Worlds.START;
        for (int i = 0; i < STEPS; i++) {
            Observations seen = Worlds.seen(r, desired, now, faults);
            Decision decision = Engine.INSTANCE.decide(workload, state, seen, now);
            check.at(workload, seen, decision);
            desired = decision.desired();
            state = decision.state();
            now = now.plus(Worlds.TICK);
        }
    }

    @Property(tries = 300)
    void desiredIsAlwaysWithinTheBounds(@ForAll long seed) {
        course(
                seed,
                true,
                (w, seen, d) -> assertThat(d.desired())
                        .isBetween(
                                w.guardrails().bounds().min(),
                                w.guardrails().bounds().max()));
    }

    @Property(tries = 300)
    void nothingScalesInWhileASourceHasFailed(@ForAll long seed) {
        Workload workload = Worlds.workload(seed);
        Random r = new Random(seed);
        WorkloadState state = WorkloadState.INITIAL;
        int desired = workload.guardrails().bounds().max();
        Instant now = Worlds.START;
        for (int i = 0; i < STEPS; i++) {
            Observations seen = Observations.of(
                    Fleet.steady(desired),
                    Worlds.SIGNALS.stream()
                            .map(s ->
                                    r.nextBoolean() ? Reading.failed("connection refused") : Reading.missing("no data"))
                            .toList());
            Decision d = Engine.INSTANCE.decide(workload, state, seen, now);
            assertThat(d.desired()).as(d.explanation()).isGreaterThanOrEqualTo(desired);
            desired = d.desired();
            state = d.state();
            now = now.plus(Worlds.TICK);
        }
    }

    @Property(tries = 300)
    void guardrailsRaiseNothingButToTheMinimumOrTheStatusQuo(@ForAll long seed) {
        course(seed, true, (w, seen, d) -> {
            int wanted = d.reasons().stream()
                    .filter(x -> x.stage() == Reason.Stage.COMBINER)
                    .reduce((a, b) -> b)
                    .orElseThrow()
                    .after();
            int allowed = Math.max(
                    w.guardrails().bounds().min(), Math.max(wanted, seen.fleet().desired()));
            assertThat(d.desired()).as(d.explanation()).isLessThanOrEqualTo(allowed);
        });
    }

    @Property(tries = 200)
    void aDecisionIsAPureFunction(@ForAll long seed) {
        Workload workload = Worlds.workload(seed);
        Random r = new Random(seed);
        WorkloadState state = WorkloadState.INITIAL;
        Instant now = Worlds.START;
        int desired = workload.guardrails().bounds().min() + 1;
        for (int i = 0; i < STEPS; i++) {
            Observations seen = Worlds.seen(r, desired, now, true);
            Decision once = Engine.INSTANCE.decide(workload, state, seen, now);
            assertThat(Engine.INSTANCE.decide(workload, state, seen, now)).isEqualTo(once);
            desired = once.desired();
            state = once.state();
            now = now.plus(Worlds.TICK);
        }
    }

    /** Target tracking (total and average), queue backlog and pressure: more load never asks for less. */
    @Property(tries = 500)
    void proportionalPoliciesAreMonotoneInLoad(
            @ForAll @IntRange(min = 0, max = 3) int which,
            @ForAll @DoubleRange(min = 0, max = 2000) double load,
            @ForAll @DoubleRange(min = 0, max = 500) double more,
            @ForAll @IntRange(min = 1, max = 50) int replicas) {
        Policy policy = Worlds.policy(new int[] {0, 1, 4, 6}[which]);
        int less = alone(policy, load, replicas);
        assertThat(alone(policy, load + more, replicas)).isGreaterThanOrEqualTo(less);
    }

    private static int alone(Policy policy, double load, int replicas) {
        Workload workload = new Workload(
                "web",
                Worlds.TICK,
                Worlds.workload(0).replica(),
                Worlds.workload(0).objective(),
                Worlds.SIGNALS,
                List.of(new Workload.Weighted(policy, 1)),
                Combiner.MAXIMUM,
                Guardrails.of(0, 1_000_000));
        List<Reading> readings = List.of(
                Reading.of(load / 10, Worlds.START),
                Reading.of(load, Worlds.START),
                Reading.of(load / replicas, Worlds.START),
                Reading.of(load, Worlds.START));
        return Engine.INSTANCE
                .decide(
                        workload,
                        WorkloadState.INITIAL,
                        Observations.of(Fleet.steady(replicas), readings),
                        Worlds.START)
                .desired();
    }

    @Property(tries = 100)
    void everyReasonCanBeRead(@ForAll long seed) {
        course(seed, true, (w, seen, d) -> {
            assertThat(d.reasons()).isNotEmpty();
            for (Reason reason : d.reasons()) {
                assertThat(reason.text()).isNotBlank().doesNotContain("{").doesNotContain("null");
            }
        });
    }
}
