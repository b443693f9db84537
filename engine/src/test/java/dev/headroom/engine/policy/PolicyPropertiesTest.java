package dev.headroom.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Recommendation.Kind;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.Unit;
import dev.headroom.engine.policy.StepScaling.Side;
import dev.headroom.engine.policy.StepScaling.Step;
import dev.headroom.engine.policy.TargetTracking.Mode;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** What holds for policies whatever they see. */
class PolicyPropertiesTest {

    private static final double OPEN = Double.POSITIVE_INFINITY;

    /** Policies whose wish never falls when the load rises, all else equal. */
    private static final List<Policy> PROPORTIONAL = List.of(
            new TargetTracking("load", Mode.TOTAL, 10, 0.1, 0.1),
            new TargetTracking("load", Mode.AVERAGE, 10, 0.1, 0.1),
            new Pressure(List.of(new Pressure.Ratio("load", 10, false)), 1.2, 0.6, 1.1, 0.1),
            new Pressure(List.of(new Pressure.Ratio("load", 10, true)), 1.2, 0.6, 1.1, 0.1),
            new QueueBacklog("load", null, new QueueBacklog.PerReplica(10), 0, Duration.ofMinutes(5)),
            new QueueBacklog(
                    "load", null, new QueueBacklog.AcceptableLatency(Duration.ofSeconds(9)), 0, Duration.ofMinutes(5)),
            new QueueBacklog(
                    "load", null, new QueueBacklog.DrainWithin(Duration.ofSeconds(9)), 0, Duration.ofMinutes(5)),
            new ConcurrencyPanic(
                    "load", 10, 0.7, Duration.ofMinutes(1), Duration.ofSeconds(6), 2, 1000, 2, Duration.ofSeconds(30)),
            new CompositeScore(
                    List.of(new CompositeScore.Metric("load", 1, 10, 5, 20)),
                    CompositeScore.Normalisation.ROOM,
                    0.6,
                    0.3,
                    0.5));

    private static final List<Policy> OTHERS = List.of(
            new StepScaling(
                    "load",
                    StepScaling.Type.PERCENT,
                    1,
                    new Side(10, List.of(new Step(0, 5, 0.1), new Step(5, OPEN, 0.5))),
                    new Side(5, List.of(new Step(-OPEN, 0, -0.1))),
                    false,
                    1,
                    2,
                    Duration.ofSeconds(30)),
            new HeldThresholds(
                    "load",
                    List.of(
                            new HeldThresholds.Phase(10, Duration.ofSeconds(30), 0.2, 1),
                            new HeldThresholds.Phase(20, Duration.ZERO, OPEN, 3)),
                    List.of(new HeldThresholds.Phase(5, Duration.ofSeconds(30), 0.1, 1))),
            new CapacityModel(0.7, 2, 0.2),
            new Vertical("load", "load", null, 0.9, 0.15, Duration.ofHours(1), List.of()),
            new Scheduled(List.of(new Scheduled.Entry(
                    "daily", new Daily("00:01", "UTC"), Duration.ZERO, Duration.ofMinutes(3), null, null, 3, 9, -1))));

    private static Scene scene(double seconds, Fleet fleet, double load) {
        return new Scene()
                .seconds(seconds)
                .fleet(fleet)
                .replica(2, Duration.ofSeconds(3), Duration.ofMinutes(1))
                .promises(0.95, Duration.ofSeconds(12))
                .sees("load", Measure.IN_FLIGHT, Unit.COUNT, load, -1)
                .sees("rate", Measure.RATE, load / 3);
    }

    @Provide
    Arbitrary<Double> loads() {
        return Arbitraries.oneOf(
                Arbitraries.doubles().between(0, 100),
                Arbitraries.doubles().between(0, 1e6),
                Arbitraries.of(0.0, Double.MIN_VALUE, 1e-300, 1e12, 1e300, Double.MAX_VALUE));
    }

    @Property(tries = 400)
    void moreLoadNeverWantsLess(
            @ForAll("loads") double a,
            @ForAll("loads") double b,
            @ForAll @IntRange(max = 200) int desired,
            @ForAll @IntRange(max = 200) int ready) {
        Fleet fleet = new Fleet(desired, ready, 0, Math.max(0, desired - ready), 0, List.of());
        for (Policy policy : PROPORTIONAL) {
            Recommendation less =
                    policy.evaluate(scene(0, fleet, Math.min(a, b)).now(), null).recommendation();
            Recommendation more =
                    policy.evaluate(scene(0, fleet, Math.max(a, b)).now(), null).recommendation();
            if (less.kind() == Kind.DESIRE && more.kind() == Kind.DESIRE) {
                assertThat(more.desired()).as("%s: %s, %s", policy, less, more).isGreaterThanOrEqualTo(less.desired());
            }
        }
    }

    @Property(tries = 300)
    void isAPureFunctionWithAFiniteAnswer(
            @ForAll("loads") double a,
            @ForAll("loads") double b,
            @ForAll("loads") double c,
            @ForAll @IntRange(max = 200) int desired,
            @ForAll @IntRange(max = 200) int ready) {
        Fleet fleet = new Fleet(desired, ready, 0, Math.max(0, desired - ready), 0, List.of());
        double[] course = {a, b, b, c, a, c, c, b};
        for (Policy policy : PROPORTIONAL) {
            follow(policy, fleet, course);
        }
        for (Policy policy : OTHERS) {
            follow(policy, fleet, course);
        }
    }

    private static void follow(Policy policy, Fleet fleet, double[] course) {
        @Nullable Memory memory = null;
        for (int i = 0; i < course.length; i++) {
            Evaluation first = policy.evaluate(scene(30 * i, fleet, course[i]).now(), memory);
            Evaluation second = policy.evaluate(scene(30 * i, fleet, course[i]).now(), memory);
            assertThat(second).isEqualTo(first);
            sane(policy, first.recommendation());
            memory = first.memory();
        }
    }

    private static void sane(Policy policy, Recommendation r) {
        assertThat(r.urgency()).as(policy.label()).isBetween(0.0, 10.0);
        assertThat(r.confidence()).as(policy.label()).isBetween(0.0, 1.0);
        assertThat(r.desired()).as(policy.label()).isBetween(-1, Replicas.MOST);
        assertThat(r.kind() == Kind.DESIRE).as(policy.label()).isEqualTo(r.desired() >= 0);
        assertThat(r.reason().text()).as(policy.label()).isNotBlank().doesNotContain("{");
    }

    @Property(tries = 30)
    void nobodyWantsLessWhenTheSignalIsNotUsable(@ForAll SignalValue.State state, @ForAll @IntRange(max = 200) int n) {
        if (state == SignalValue.State.OK) {
            return;
        }
        for (Policy policy : PROPORTIONAL) {
            Recommendation r = policy.evaluate(
                            new Scene()
                                    .replicas(n)
                                    .fails("load", Measure.IN_FLIGHT, state, "because")
                                    .now(),
                            null)
                    .recommendation();
            assertThat(r.kind()).as(policy.label()).isEqualTo(Kind.BLIND);
            assertThat(r.reason().text()).contains("because");
        }
    }
}
