package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.Combiner;
import dev.headroom.engine.Decider;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Engine;
import dev.headroom.engine.Workload;
import dev.headroom.engine.guardrail.BlastRadius;
import dev.headroom.engine.guardrail.Bounds;
import dev.headroom.engine.guardrail.Budget;
import dev.headroom.engine.guardrail.DependencyLimit;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.guardrail.RateLimits;
import dev.headroom.engine.guardrail.Stabilisation;
import dev.headroom.engine.model.Formula;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Money;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.ReplicaSpec;
import dev.headroom.engine.policy.Expression;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What tiers ask of each other takes effect: grow first, divide the pool, stop while money runs out, share a budget. */
class AdviceTest {
    private static final Trace TRACE = Worlds.flat(50, 60_000, 40);

    /** Wants so many replicas, whatever is seen. */
    private record Always(int replicas) implements Formula {
        @Override
        public String text() {
            return Integer.toString(replicas);
        }

        @Override
        public Set<String> signals() {
            return Set.of();
        }

        @Override
        public double evaluate(ToDoubleFunction<String> signal) {
            return replicas;
        }
    }

    /** Remembers what was decided at every turn. */
    private static final class Recorder implements Decider {
        final List<Integer> desired = new ArrayList<>();

        @Override
        public Decision decide(
                Workload w,
                dev.headroom.engine.WorkloadState s,
                dev.headroom.engine.model.Observations o,
                java.time.Instant now) {
            Decision d = Engine.INSTANCE.decide(w, s, o, now);
            desired.add(d.desired());
            return d;
        }

        int last() {
            return desired.get(desired.size() - 1);
        }
    }

    private static Scenario scenario(
            String name,
            int wants,
            Recorder decider,
            @Nullable DependencyLimit limit,
            @Nullable Budget budget,
            boolean traffic) {
        Guardrails guardrails = new Guardrails(
                new Bounds(0, 100, null),
                limit == null ? List.of() : List.of(limit),
                Stabilisation.NONE,
                RateLimits.NONE,
                null,
                budget,
                List.of(),
                BlastRadius.NONE);
        Workload w = new Workload(
                name,
                Duration.ofSeconds(15),
                new ReplicaSpec(Duration.ofSeconds(30), Duration.ZERO, 10, null, new Money(BigDecimal.ONE, "USD")),
                new Objective(0.95, Duration.ofSeconds(1), null, 0.99),
                List.of(Worlds.signal(Measure.RATE)),
                List.of(new Workload.Weighted(new Expression(new Always(wants), Double.NaN), 1)),
                Combiner.MAXIMUM,
                guardrails);
        return new Scenario(
                "test",
                w,
                decider,
                Worlds.requests(Distribution.exponential(0.02), 100),
                Worlds.boots(30),
                1,
                traffic ? TRACE : Trace.silent(TRACE),
                Measurement.DEFAULT,
                new Billing(1, "USD", 1, 0),
                Scenario.Mode.REQUEST,
                0,
                3);
    }

    private static Budget budget(double hourly, double daily, String... shed) {
        return new Budget(
                hourly,
                daily,
                Double.POSITIVE_INFINITY,
                "USD",
                false,
                Budget.ALERTS,
                1.5,
                List.of(shed),
                ZoneOffset.UTC);
    }

    /** Ten are wanted, four for each of the database: that must be three before there are more than four, and stay so. */
    @Test
    void whoIsAskedToGrowFirstDoes() {
        Recorder api = new Recorder();
        Recorder db = new Recorder();
        DependencyLimit limit = new DependencyLimit("db", 4, 1, "db", true, 1);
        Simulator.run(
                new Chain(List.of(
                        Tier.of(scenario("api", 10, api, limit, null, true), Call.waiting("db")),
                        Tier.of(scenario("db", 1, db, null, null, false)))),
                Progress.NONE);
        assertThat(api.desired.get(0)).isEqualTo(4);
        assertThat(db.desired.get(0)).isEqualTo(3);
        // Ready after 30 s; turns are every 15 s, the database's after the one that asks.
        assertThat(api.desired.get(1)).isEqualTo(4);
        assertThat(api.desired.subList(3, api.desired.size())).containsOnly(10);
        assertThat(db.desired.subList(1, db.desired.size())).containsOnly(3);
    }

    /** Ten replicas with 20 connections each are too many for 100; with 10 each they fit, and nothing is refused. */
    @Test
    void aPoolThatIsDividedAnewIsNotRefused() {
        DependencyLimit limit = new DependencyLimit("db", 100, 20, "db", true, 10);
        Result divided = pooled(limit);
        assertThat(divided.rejected()).isZero();
        // Without the limit all ten keep 20 and half of the calls are refused.
        Result whole = pooled(null);
        assertThat(whole.rejected() / whole.arrived()).isCloseTo(0.5, Offset.offset(0.05));
    }

    private static Result pooled(@Nullable DependencyLimit limit) {
        List<Result> r = Simulator.run(
                new Chain(List.of(
                        Tier.of(
                                scenario("api", 10, new Recorder(), limit, null, true),
                                Call.waiting("db").pooled(20)),
                        Tier.of(scenario("db", 1, new Recorder(), null, null, false))
                                .limitedTo(100))),
                Progress.NONE);
        return r.get(1);
    }

    @Test
    void whoIsShedStops() {
        Recorder batch = new Recorder();
        Budget budget = budget(10, Double.POSITIVE_INFINITY, "batch");
        Simulator.run(
                new Chain(List.of(
                        Tier.of(scenario("web", 20, new Recorder(), null, budget, true), Call.handingOn("batch")),
                        Tier.of(scenario("batch", 5, batch, null, null, false)))),
                Progress.NONE);
        assertThat(batch.last()).isZero();
    }

    @Test
    void aBudgetIsShared() {
        Recorder web = new Recorder();
        Recorder batch = new Recorder();
        Budget budget = budget(10, Double.POSITIVE_INFINITY);
        Simulator.run(
                new Chain(List.of(
                        Tier.of(scenario("web", 8, web, null, budget, true), Call.handingOn("batch")),
                        Tier.of(scenario("batch", 8, batch, null, budget, false)))),
                Progress.NONE);
        assertThat(web.last() + batch.last()).isEqualTo(10);
        // Each under a budget of its own: nothing is shared, though the amounts are the same.
        Recorder alone = new Recorder();
        Simulator.run(
                new Chain(List.of(
                        Tier.of(
                                scenario("web", 8, alone, null, budget(10, Double.POSITIVE_INFINITY), true),
                                Call.handingOn("batch")),
                        Tier.of(scenario("batch", 8, batch, null, budget(10, Double.POSITIVE_INFINITY), false)))),
                Progress.NONE);
        assertThat(alone.last() + batch.last()).isEqualTo(16);
    }
}
