package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scores that count from a later time on. */
class ScoreFromTest {
    private static final long MINUTE = 60_000;
    private static final int MINUTES = 120;
    private static final long MIDDLE = Worlds.START + MINUTES / 2 * MINUTE;
    private static final Service SERVICE = new Service.Requests(Distribution.exponential(0.2), 4, 500, 10);

    /** An hour at {@code first} a second, then one at {@code second}. */
    private static Trace steps(double first, double second) {
        double[] arrivals = new double[MINUTES];
        for (int i = 0; i < MINUTES; i++) {
            arrivals[i] = 60 * (i < MINUTES / 2 ? first : second);
        }
        return new Trace("steps", Worlds.START, MINUTE, arrivals);
    }

    private static Result run(Scenario s) {
        return Simulator.run(s, Progress.NONE);
    }

    @ParameterizedTest
    @EnumSource(Scenario.Mode.class)
    void onlyTheLaterPartCounts(Scenario.Mode mode) {
        // Five replicas of 20/s: the first hour asks for 150/s of 100/s, the second for half of what there is.
        Scenario s = Worlds.fixed(SERVICE, 5, steps(150, 50), mode, 7);
        Result whole = run(s);
        Result later = run(s.scoredFrom(MIDDLE));
        assertThat(whole.attainment()).isLessThan(0.5);
        // Of 180 000 about 600 are still in line when the second hour begins; 0.7 % take longer than the limit anyway.
        assertThat(later.attainment()).isBetween(0.98, 0.9999);
        assertThat(later.arrived()).isCloseTo(50 * 3600, within(2500.0));
        assertThat(later.cost()).isEqualTo(whole.cost() / 2, within(1e-9));
        assertThat(later.replicaHours()).isEqualTo(5, within(1e-9));
        assertThat(later.underProvisionedSeconds()).isZero();
        assertThat(whole.underProvisionedSeconds()).isEqualTo(3600, within(1e-6));
        assertThat(later.maxBacklog()).isLessThanOrEqualTo(whole.maxBacklog());
    }

    @ParameterizedTest
    @EnumSource(Scenario.Mode.class)
    void whatIsThereAtTheBeginOfTheScoreIsConserved(Scenario.Mode mode) {
        Result r = run(Worlds.fixed(SERVICE, 5, steps(150, 50), mode, 3).scoredFrom(MIDDLE));
        assertThat(r.served() + r.rejected() + r.timedOut() + r.inSystem())
                .isCloseTo(r.arrived(), within(1e-6 * r.arrived()));
    }

    @ParameterizedTest
    @EnumSource(Scenario.Mode.class)
    void anyTimeBeforeTheTraceMeansAllOfIt(Scenario.Mode mode) {
        Scenario s = Worlds.fixed(SERVICE, 5, steps(60, 90), mode, 5);
        assertThat(run(s.scoredFrom(Worlds.START))).isEqualTo(run(s));
    }

    @ParameterizedTest
    @EnumSource(Scenario.Mode.class)
    void partsAddUpToTheWhole(Scenario.Mode mode) {
        Scenario s = scaling(mode);
        Result whole = run(s);
        Result later = run(s.scoredFrom(MIDDLE));
        Trace t = s.trace();
        Scenario firstHour = new Scenario(
                s.policy(),
                s.workload(),
                s.decider(),
                s.service(),
                s.lifecycle(),
                s.initialReplicas(),
                new Trace(t.name(), t.startMillis(), t.bucketMillis(), java.util.Arrays.copyOf(t.arrivals(), 60)),
                s.measurement(),
                s.billing(),
                mode,
                0,
                s.seed());
        Result first = run(firstHour);
        assertThat(later.actions()).isPositive();
        // The turn at the very middle comes after the first hour has ended, and before the second one is counted.
        assertThat(first.actions() + later.actions()).isBetween(whole.actions() - 1, whole.actions());
        assertThat(first.cost() + later.cost()).isCloseTo(whole.cost(), within(1e-6 * whole.cost()));
        assertThat(first.served() + later.served()).isCloseTo(whole.served(), within(1e-6 * whole.served()));
    }

    private static Scenario scaling(Scenario.Mode mode) {
        return new Scenario(
                "proportional",
                Worlds.workload(
                        1, 50, Duration.ofSeconds(15), 1, Worlds.signal(dev.headroom.engine.model.Measure.RATE)),
                Worlds.proportional(14, 1),
                SERVICE,
                Worlds.boots(30),
                6,
                steps(80, 120),
                Measurement.DEFAULT,
                new Billing(1, "USD", 1, 0),
                mode,
                0,
                11);
    }

    @ParameterizedTest
    @EnumSource(Scenario.Mode.class)
    void nothingToScoreIsRefused(Scenario.Mode mode) {
        Scenario s = Worlds.fixed(SERVICE, 5, steps(1, 1), mode, 5);
        assertThatThrownBy(() -> s.scoredFrom(s.trace().endMillis()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has ended");
    }
}
