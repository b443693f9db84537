package dev.headroom.forecast.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.forecast.history.History;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Whatever the traffic: the answers follow it, and are finite. */
class AnalysisPropertyTest {

    private static final int TRIES = 25;

    private static History made(long seed, int days) {
        SplittableRandom random = new SplittableRandom(seed);
        double swing = random.nextDouble();
        double noise = 0.02 + 0.3 * random.nextDouble();
        double[] x = new double[24 * days];
        for (int i = 0; i < x.length; i++) {
            double event = random.nextInt(200) == 0 ? 1 + 5 * random.nextDouble() : 1;
            x[i] = (1 + swing * StrictMath.cos(i * Math.PI / 12))
                    * event
                    * 500
                    * StrictMath.exp(noise * Histories.normal(random));
            x[i] = random.nextInt(100) == 0 ? Double.NaN : x[i];
        }
        x[0] = 1;
        return History.of("made", 1_767_571_200_000L, Histories.HOUR, x);
    }

    @Property(tries = TRIES)
    void timesTheTrafficIsTimesTheAnswer(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int days,
            @ForAll @DoubleRange(min = 0.01, max = 1000) double k) {
        History h = made(seed, days);
        double factor = Math.scalb(1.0, Math.getExponent(k)); // a power of two is exact
        double[] more = Arrays.stream(h.requests()).map(v -> v * factor).toArray();
        Analysis one = Analysis.of(h, Analysis.Options.in(ZoneOffset.UTC));
        Analysis other = Analysis.of(
                History.of("made", h.startMillis(), h.stepMillis(), more), Analysis.Options.in(ZoneOffset.UTC));
        assertThat(other.season()).isEqualTo(one.season());
        assertThat(other.events())
                .extracting(Event::start)
                .isEqualTo(one.events().stream().map(Event::start).toList());
        assertThat(other.drops())
                .extracting(Event::end)
                .isEqualTo(one.drops().stream().map(Event::end).toList());
        for (int i = 0; i < one.expected().length; i++) {
            assertThat(other.expected()[i]).isCloseTo(one.expected()[i] * factor, within(1e-9 * factor * 1000));
        }
        Capacity c = new Capacity("a", 0.05, 0.8, java.time.Duration.ofMinutes(1), false);
        Capacity more2 = new Capacity("a", 0.05 * factor, 0.8, java.time.Duration.ofMinutes(1), false);
        Advice first = Adviser.of(one, c);
        Advice second = Adviser.of(other, more2);
        assertThat(second.max()).isEqualTo(first.max());
        assertThat(second.min()).isEqualTo(first.min());
        assertThat(second.schedule()).isEqualTo(first.schedule());
    }

    @Property(tries = TRIES)
    void anotherZoneMovesTheHoursAndNothingElse(@ForAll long seed, @ForAll @IntRange(min = -11, max = 11) int hours) {
        History h = made(seed, 28);
        ZoneId zone = ZoneOffset.ofHours(hours);
        Analysis utc = Analysis.of(h, Analysis.Options.in(ZoneOffset.UTC));
        Analysis there = Analysis.of(h, Analysis.Options.in(zone));
        Profile a = Objects.requireNonNull(utc.profile());
        Profile b = Objects.requireNonNull(there.profile());
        for (int hour = 0; hour < 24; hour++) {
            assertThat(b.hours()[(hour + hours + 24) % 24]).isCloseTo(a.hours()[hour], within(1e-9));
        }
        assertThat(b.peakToMean()).isCloseTo(a.peakToMean(), within(1e-9));
    }

    @Property(tries = TRIES)
    void historiesThatBeginLaterHaveEventsThatMuchLater(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int weeks) {
        History h = made(seed, 21);
        long later = weeks * 7L * 86_400_000;
        History moved = History.of("made", h.startMillis() + later, h.stepMillis(), h.requests());
        Analysis one = Analysis.of(h, Analysis.Options.in(ZoneOffset.UTC));
        Analysis other = Analysis.of(moved, Analysis.Options.in(ZoneOffset.UTC));
        assertThat(other.events())
                .extracting(Event::start)
                .isEqualTo(one.events().stream()
                        .map(e -> e.start().plusMillis(later))
                        .toList());
    }

    @Property(tries = TRIES)
    void adviceIsInOrder(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int days,
            @ForAll @DoubleRange(min = 0.01, max = 100) double each) {
        Analysis a = Analysis.of(made(seed, days), Analysis.Options.in(ZoneOffset.UTC));
        Advice s = Adviser.of(a, new Capacity("a", each, 0.8, java.time.Duration.ofMinutes(2), false));
        assertThat(s.min()).isPositive().isLessThan(s.max());
        assertThat(s.baseline()).isBetween(1, s.max());
        assertThat(s.confidence()).isBetween(0.0, 1.0);
        assertThat(s.triggerShare()).isBetween(0.4, 0.8);
        assertThat(s.schedule()).allSatisfy(e -> {
            assertThat(e.min()).isBetween(s.min(), s.max());
            assertThat(e.confidence()).isBetween(0.0, 1.0);
        });
    }
}
