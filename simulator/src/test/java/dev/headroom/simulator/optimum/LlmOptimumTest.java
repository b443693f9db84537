package dev.headroom.simulator.optimum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.Combiner;
import dev.headroom.engine.Workload;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.ReplicaSpec;
import dev.headroom.engine.model.TokenRates;
import dev.headroom.simulator.Billing;
import dev.headroom.simulator.Distribution;
import dev.headroom.simulator.Lifecycle;
import dev.headroom.simulator.Measurement;
import dev.headroom.simulator.Progress;
import dev.headroom.simulator.Result;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.Service;
import dev.headroom.simulator.Simulator;
import dev.headroom.simulator.TokenKind;
import dev.headroom.simulator.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The optimum of a language model: what every plan costs at least, and that its own plan is one. */
class LlmOptimumTest {
    private static final double ATTAINMENT = 0.99;
    private static final int STEPS = 6;
    /** The bound is of the expected work; some thousand requests may need 3 % less. */
    private static final double LUCK = 0.97;

    private static final long STEP_MILLIS = 120_000;

    private static Scenario scenario(double[] arrivals, Service.Llm.Promise promise, double limit, long seed) {
        Service.Llm service = new Service.Llm(
                new TokenRates(10_000, 500, 50, 100_000),
                16,
                Long.MAX_VALUE,
                Double.POSITIVE_INFINITY,
                List.of(new TokenKind(1, 1500, 0.5, 100, 0.5)),
                promise);
        Workload workload = new Workload(
                "llm",
                Duration.ofSeconds(15),
                new ReplicaSpec(Duration.ofSeconds(60), Duration.ZERO, 16, null, null),
                new Objective(ATTAINMENT, Duration.ofMillis(Math.round(limit * 1000)), null, ATTAINMENT),
                List.of(),
                List.of(),
                Combiner.MAXIMUM,
                Guardrails.of(1, 12));
        return new Scenario(
                "any",
                workload,
                (w, state, seen, now) -> {
                    throw new IllegalStateException("the optimum asks no policy");
                },
                service,
                new Lifecycle(Distribution.constant(60), 0, 1, 600),
                -1,
                new Trace("llm", 1_700_000_000_000L, STEP_MILLIS, arrivals),
                Measurement.DEFAULT,
                new Billing(1, "USD", 1, 0),
                Scenario.Mode.REQUEST,
                0,
                seed);
    }

    /** The plan played from its own replicas at the start. */
    private static Result play(Scenario s, Plan plan) {
        return Simulator.run(
                new Scenario(
                        "plan",
                        s.workload(),
                        new Foresight(plan),
                        s.service(),
                        s.lifecycle(),
                        plan.most(s.trace().startMillis(), s.trace().startMillis() + 15_000),
                        s.trace(),
                        s.measurement(),
                        s.billing(),
                        s.mode(),
                        0,
                        s.seed()),
                Progress.NONE);
    }

    @Property(tries = 2)
    void noPlanThatKeepsTheObjectiveCostsLessThanTheBound(@ForAll long seed) {
        Random r = new Random(seed);
        double[] arrivals = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            arrivals[i] = 120 * 7 * r.nextDouble();
        }
        boolean answers = r.nextBoolean();
        Scenario s = scenario(
                arrivals,
                answers ? Service.Llm.Promise.ANSWER : Service.Llm.Promise.FIRST_TOKEN,
                answers ? 20 : 3,
                seed);
        double bound = Clairvoyant.solve(s).lowerBound();
        assertThat(bound).isPositive();
        // Every way of having one to three replicas in each step.
        int all = (int) Math.pow(3, STEPS);
        for (int code = 0; code < all; code++) {
            long[] at = new long[STEPS];
            int[] count = new int[STEPS];
            for (int i = 0, rest = code; i < STEPS; i++, rest /= 3) {
                at[i] = s.trace().startMillis() + i * STEP_MILLIS;
                count[i] = 1 + rest % 3;
            }
            Result played = play(s, new Plan(at, count));
            if (played.attainment() >= ATTAINMENT) {
                assertThat(played.cost()).as("%s %d", promise(s), code).isGreaterThanOrEqualTo(bound * LUCK);
            }
        }
    }

    private static String promise(Scenario s) {
        return s.service() instanceof Service.Llm l ? l.promise().name() : "";
    }

    @Test
    void thePlanKeepsTheObjectiveAndIsNotFarFromTheBound() {
        double[] arrivals = new double[48];
        for (int i = 0; i < arrivals.length; i++) {
            arrivals[i] = 120 * (4 + 20 * (1 - Math.cos(i * Math.PI / 24)));
        }
        for (Service.Llm.Promise promise : Service.Llm.Promise.values()) {
            Scenario s = scenario(arrivals, promise, promise == Service.Llm.Promise.ANSWER ? 20 : 3, 1);
            Workload w = s.workload();
            Scenario wide = new Scenario(
                    s.policy(),
                    new Workload(
                            w.name(),
                            w.interval(),
                            w.replica(),
                            w.objective(),
                            w.signals(),
                            w.policies(),
                            w.combiner(),
                            Guardrails.of(1, 60)),
                    s.decider(),
                    s.service(),
                    s.lifecycle(),
                    s.initialReplicas(),
                    s.trace(),
                    s.measurement(),
                    s.billing(),
                    s.mode(),
                    0,
                    1);
            Optimum o = Clairvoyant.solve(wide);
            assertThat(o.feasible()).isTrue();
            Result played = Simulator.run(o.scenario(wide), Progress.NONE);
            assertThat(played.attainment()).as(promise.name()).isGreaterThanOrEqualTo(ATTAINMENT);
            assertThat(played.cost()).isBetween(o.lowerBound(), 1.3 * o.lowerBound());
        }
    }
}
