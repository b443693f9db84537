package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headroom.engine.Combiner;
import dev.headroom.engine.Decider;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Engine;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.guardrail.BlastRadius;
import dev.headroom.engine.guardrail.Bounds;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.guardrail.RateLimits;
import dev.headroom.engine.guardrail.Stabilisation;
import dev.headroom.engine.model.Formula;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.ReplicaSpec;
import dev.headroom.engine.policy.Expression;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tiers that call each other, against the theory of queueing networks and the laws of conservation. */
class ChainTest {

    private static Workload workload(String name, Guardrails limits) {
        return new Workload(
                name,
                Duration.ofSeconds(15),
                new ReplicaSpec(Duration.ofSeconds(30), Duration.ZERO, 1, null, null),
                new Objective(0.95, Duration.ofSeconds(1), null, 0.99),
                List.of(Worlds.signal(Measure.BACKLOG), Worlds.signal(Measure.UTILISATION)),
                List.of(),
                Combiner.MAXIMUM,
                limits);
    }

    private static Scenario scenario(String name, Decider d, Service service, int replicas, Trace trace) {
        return new Scenario(
                "test",
                workload(name, Guardrails.of(0, 100)),
                d,
                service,
                Worlds.boots(30),
                replicas,
                trace,
                Measurement.DEFAULT,
                new Billing(1, "USD", 1, 0),
                Scenario.Mode.REQUEST,
                0,
                9);
    }

    private static Service exponential(double seconds, int slots) {
        return Worlds.requests(Distribution.exponential(seconds), slots);
    }

    private static void conserved(List<Result> all) {
        for (Result r : all) {
            assertThat(r.served() + r.rejected() + r.timedOut() + r.inSystem()).isEqualTo(r.arrived());
        }
    }

    /** Remembers the number waiting at every turn. */
    private static final class Sampler implements Decider {
        final List<Double> waiting = new ArrayList<>();

        @Override
        public Decision decide(Workload w, WorkloadState s, Observations o, Instant now) {
            waiting.add(o.readings().get(0).value());
            return Worlds.HOLD.decide(w, s, o, now);
        }
    }

    /**
     * Burke 1956: what leaves an M/M/1 queue is Poisson, so that the next one is M/M/1 as well; Jackson 1957: the numbers
     * in both at the same time are independent. Nobody waits with at most one there: probability 1 − ρ².
     */
    @Test
    void aTandemOfQueuesHasTheProductForm() {
        Trace trace = Worlds.flat(0.5, 60_000, 20_000);
        Sampler first = new Sampler();
        Sampler second = new Sampler();
        List<Result> r = Simulator.run(
                new Chain(List.of(
                        Tier.of(scenario("a", first, exponential(1.4, 1), 1, trace), Call.handingOn("b")),
                        Tier.of(scenario("b", second, exponential(1.2, 1), 1, Trace.silent(trace))))),
                Progress.NONE);
        conserved(r);
        assertThat(r.get(1).arrived()).isEqualTo(r.get(0).served());
        // W = ρ s / (1 − ρ).
        assertThat(r.get(0).meanWaitSeconds()).isCloseTo(0.7 * 1.4 / 0.3, Percentage.withPercentage(4));
        assertThat(r.get(1).meanWaitSeconds()).isCloseTo(0.6 * 1.2 / 0.4, Percentage.withPercentage(4));
        double none = 0;
        double noneInFirst = 0;
        double noneInSecond = 0;
        int n = first.waiting.size();
        for (int i = 0; i < n; i++) {
            boolean a = first.waiting.get(i) == 0;
            boolean b = second.waiting.get(i) == 0;
            noneInFirst += a ? 1.0 / n : 0;
            noneInSecond += b ? 1.0 / n : 0;
            none += a && b ? 1.0 / n : 0;
        }
        assertThat(noneInFirst).isCloseTo(1 - 0.7 * 0.7, Offset.offset(0.012));
        assertThat(noneInSecond).isCloseTo(1 - 0.6 * 0.6, Offset.offset(0.012));
        assertThat(none).isCloseTo((1 - 0.7 * 0.7) * (1 - 0.6 * 0.6), Offset.offset(0.012));
    }

    /**
     * One slot that is held through a call is an M/G/1 queue whose service is the sum of both: Pollaczek and Khinchine, with
     * E[S²] = 2a² + 2b² + 2ab for exponential parts.
     */
    @ParameterizedTest
    @CsvSource({"0.4,0.3", "0.1,0.6", "0.65,0.05"})
    void aSlotIsHeldUntilTheCallIsAnswered(double own, double called) {
        Trace trace = Worlds.flat(1, 60_000, 15_000);
        List<Result> r = Simulator.run(
                new Chain(List.of(
                        Tier.of(scenario("web", Worlds.HOLD, exponential(own, 1), 1, trace), Call.waiting("db")),
                        Tier.of(scenario("db", Worlds.HOLD, exponential(called, 5), 1, Trace.silent(trace))))),
                Progress.NONE);
        conserved(r);
        double second = 2 * own * own + 2 * called * called + 2 * own * called;
        assertThat(r.get(0).meanWaitSeconds()).isCloseTo(second / 2 / (1 - own - called), Percentage.withPercentage(4));
        assertThat(r.get(1).meanWaitSeconds()).isZero();
    }

    /** A database slower than the demand: it is busy all the time, its caller's slots are all held, and the rest waits. */
    @Test
    void aSlowTierBacksUpTheOneBeforeIt() {
        Trace trace = Worlds.flat(20, 60_000, 60);
        Sampler web = new Sampler();
        List<Result> r = Simulator.run(
                new Chain(List.of(
                        Tier.of(
                                scenario(
                                        "web",
                                        web,
                                        new Service.Requests(Distribution.constant(0.01), 30, 100, 1e9),
                                        1,
                                        trace),
                                Call.waiting("db")),
                        Tier.of(scenario("db", Worlds.HOLD, exponential(0.1, 1), 1, Trace.silent(trace))))),
                Progress.NONE);
        conserved(r);
        Result w = r.get(0);
        Result db = r.get(1);
        assertThat(w.served()).isCloseTo(36_000, Offset.offset(4 * Math.sqrt(36_000)));
        assertThat(w.served()).isEqualTo(db.served());
        // Never more at the database than the slots that hold for it.
        assertThat(db.maxBacklog()).isEqualTo(29);
        assertThat(w.maxBacklog()).isEqualTo(100);
        assertThat(w.rejected() / w.arrived()).isCloseTo(0.5, Offset.offset(0.02));
        assertThat(w.inSystem()).isCloseTo(130, Offset.offset(10.0));
    }

    @Test
    void whatFailsBelowFailsAbove() {
        Trace trace = Worlds.flat(50, 60_000, 60);
        Service db = new Service.Requests(Distribution.exponential(0.1), 5, 0, 10);
        List<Result> r = Simulator.run(
                new Chain(List.of(
                        Tier.of(scenario("web", Worlds.HOLD, exponential(0.01, 1000), 1, trace), Call.waiting("db")),
                        Tier.of(scenario("db", Worlds.HOLD, db, 1, Trace.silent(trace))))),
                Progress.NONE);
        conserved(r);
        assertThat(r.get(0).rejected()).isEqualTo(r.get(1).rejected());
        // Erlang B with five servers and a load of five.
        assertThat(r.get(1).rejected() / r.get(1).arrived()).isCloseTo(0.2849, Offset.offset(0.01));
    }

    @Test
    void poolsBeyondTheConnectionLimitAreRefusedByTheirShare() {
        Trace trace = Worlds.flat(50, 60_000, 60);
        List<Result> r = Simulator.run(
                new Chain(List.of(
                        Tier.of(
                                scenario("web", Worlds.HOLD, exponential(0.01, 10), 10, trace),
                                Call.waiting("db").pooled(20)),
                        Tier.of(scenario("db", Worlds.HOLD, exponential(0.01, 50), 1, Trace.silent(trace)))
                                .limitedTo(150))),
                Progress.NONE);
        conserved(r);
        // Ten replicas keep 200 connections, and there are 150.
        assertThat(r.get(1).rejected() / r.get(1).arrived()).isCloseTo(0.25, Offset.offset(0.005));
        assertThat(r.get(0).rejected()).isEqualTo(r.get(1).rejected());
    }

    @Test
    void aQueueBetweenTiersHandsOnAndIsEmptiedAfterTheTrace() {
        Trace trace = Worlds.flat(10, 60_000, 30);
        List<Result> r = Simulator.run(
                new Chain(List.of(
                        Tier.of(
                                scenario("web", Worlds.HOLD, exponential(0.01, 10), 1, trace),
                                new Call("jobs", 0.5, false, null, 0)),
                        Tier.of(
                                scenario(
                                        "jobs",
                                        Worlds.HOLD,
                                        Worlds.workers(Distribution.constant(0.5), 1),
                                        2,
                                        Trace.silent(trace)),
                                Call.handingOn("mail")),
                        Tier.of(scenario("mail", Worlds.HOLD, exponential(0.01, 10), 1, Trace.silent(trace))))),
                Progress.NONE);
        conserved(r);
        assertThat(r.get(1).arrived() / r.get(0).served()).isCloseTo(0.5, Offset.offset(0.02));
        assertThat(r.get(1).inSystem()).isZero();
        assertThat(r.get(2).served()).isEqualTo(r.get(1).arrived());
        assertThat(r.get(1).finishedAtMillis()).isGreaterThan(trace.endMillis());
    }

    @Test
    void aSteadyCacheAnswersItsShare() {
        Trace trace = Worlds.flat(100, 60_000, 60);
        List<Result> r = cached(trace, Cache.steady(0.8));
        double n = r.get(0).served();
        assertThat(r.get(1).arrived()).isCloseTo(0.2 * n, Offset.offset(4 * Math.sqrt(n * 0.16)));
    }

    /** The mean rates f and u of the cache after a step of the demand, and the misses that follow from them. */
    @Test
    void aCacheMissesMoreInABurst() {
        double[] arrivals = new double[40];
        for (int i = 0; i < arrivals.length; i++) {
            arrivals[i] = 60 * (i < 20 ? 100 : 400);
        }
        Cache cache = Cache.dipping(0.8, 0.9);
        List<Result> steady = cached(Worlds.flat(100, 60_000, 20), cache);
        List<Result> r = cached(new Trace("step", Worlds.START, 60_000, arrivals), cache);
        double misses = 0;
        for (int second = 0; second < 1200; second++) {
            double f = 100 + 300 * (1 - Math.exp(-second / 60.0));
            double u = 100 + 300 * (1 - Math.exp(-second / 3600.0));
            misses += 400 * (1 - 0.8 * (1 - 0.9 * (1 - u / f)));
        }
        assertThat(r.get(1).arrived() - steady.get(1).arrived()).isCloseTo(misses, Percentage.withPercentage(2));
        // Three times what a cache that does not dip would let through.
        assertThat(misses).isGreaterThan(2 * 400 * 1200 * 0.2);
    }

    private static List<Result> cached(Trace trace, Cache cache) {
        List<Result> r = Simulator.run(
                new Chain(List.of(
                        Tier.of(
                                scenario("web", Worlds.HOLD, exponential(0.001, 100), 1, trace),
                                Call.waiting("db").with(cache)),
                        Tier.of(scenario("db", Worlds.HOLD, exponential(0.001, 100), 2, Trace.silent(trace))))),
                Progress.NONE);
        conserved(r);
        return r;
    }

    /** Two web replicas for each of the database: web wants ten, and gets more only as the database grows. */
    @Test
    void aTierLimitFollowsTheReadyReplicasOfTheOtherTier() {
        Trace trace = Worlds.flat(5, 60_000, 30);
        Guardrails limits = new Guardrails(
                new Bounds(1, 100, new Bounds.TierLimit("db", 2)),
                List.of(),
                Stabilisation.NONE,
                RateLimits.NONE,
                null,
                null,
                List.of(),
                BlastRadius.DEFAULT);
        List<Integer> desired = new ArrayList<>();
        Workload plain = workload("web", limits);
        Workload web = new Workload(
                plain.name(),
                plain.interval(),
                plain.replica(),
                plain.objective(),
                plain.signals(),
                List.of(new Workload.Weighted(new Expression(TEN, Double.NaN), 1)),
                plain.combiner(),
                limits);
        Decider engine = (w, s, o, now) -> {
            Decision d = Engine.INSTANCE.decide(w, s, o, now);
            desired.add(d.desired());
            return d;
        };
        Scenario limited = new Scenario(
                "test",
                web,
                engine,
                exponential(0.01, 10),
                Worlds.boots(30),
                2,
                trace,
                Measurement.DEFAULT,
                new Billing(1, "USD", 1, 0),
                Scenario.Mode.REQUEST,
                0,
                1);
        Watcher db = new Watcher(Map.of(0L, 1, 300L, 3, 900L, 20));
        Simulator.run(
                new Chain(List.of(
                        Tier.of(limited, Call.waiting("db")),
                        Tier.of(scenario("db", db, exponential(0.01, 10), 1, Trace.silent(trace))))),
                Progress.NONE);
        assertThat(desired.get(10)).isEqualTo(2);
        // Decided at 300 s, ready at 330 s; turn k is at 15 (k + 1) seconds.
        assertThat(desired.get(330 / 15 - 2)).isEqualTo(2);
        assertThat(desired.get(330 / 15 - 1)).isEqualTo(6);
        assertThat(desired.get(1200 / 15)).isEqualTo(10);
    }

    private static final Formula TEN = new Formula() {
        @Override
        public String text() {
            return "10";
        }

        @Override
        public Set<String> signals() {
            return Set.of();
        }

        @Override
        public double evaluate(ToDoubleFunction<String> signal) {
            return 10;
        }
    };

    @Test
    void aChainThatCannotBeIsRefused() {
        Trace trace = Worlds.flat(5, 60_000, 5);
        Scenario a = scenario("a", Worlds.HOLD, exponential(0.01, 10), 1, trace);
        Scenario q = scenario("q", Worlds.HOLD, Worlds.workers(Distribution.constant(1), 1), 1, trace);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Chain(List.of(Tier.of(a, Call.waiting("a")))))
                .withMessageContaining("no later tier");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Chain(List.of(Tier.of(a, Call.waiting("q")), Tier.of(q))))
                .withMessageContaining("cannot wait for q");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Chain(List.of(Tier.of(a), Tier.of(a))))
                .withMessageContaining("two tiers");
    }
}
