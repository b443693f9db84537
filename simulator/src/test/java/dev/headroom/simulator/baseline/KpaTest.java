package dev.headroom.simulator.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KpaTest {
    private static final double TARGET = 10;

    private static Kpa kpa(int min) {
        return new Kpa(Kpa.Config.of(TARGET, min, 1000));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # title                                          | ready | stable | panic | wanted
            the mean over the target, rounded up             |  5 |   51 |   51 |   6
            exactly at the target                            |  5 |   50 |   50 |   5
            at most a factor two down                        | 10 |   10 |   10 |   5
            half of an odd number is rounded down            |  7 |    0 |    0 |   3
            one replica may go                               |  1 |    0 |    0 |   0
            no replicas count as one                         |  0 |   15 |   15 |   2
            twice the ready replicas is panic                |  5 |   20 |  100 |  10
            just under twice is not                          |  5 |   20 |   90 |   2
            in panic the stable window counts when larger    |  1 |   50 |   20 |   5
            panic from one replica                           |  1 |    5 |   20 |   2
            """)
    void oneEvaluation(String title, int ready, double stable, double panic, int wanted) {
        assertThat(kpa(0).scale(ready, stable, panic, 0)).as(title).isEqualTo(wanted);
    }

    @Test
    void theLargestFactorUpIsRoundedUpSoThatItCanAlwaysGrow() {
        // A factor of 1.1 on two replicas still allows a third.
        Kpa careful = new Kpa(new Kpa.Config(1, 0, 1000, 60_000, 6_000, 10, 1.1, 2, 30_000, 0));
        assertThat(careful.scale(2, 3, 3, 0)).isEqualTo(3);
        assertThat(careful.scale(10, 100, 90, 0)).isEqualTo(11);
    }

    @Test
    void aThousandfoldAtMost() {
        assertThat(kpa(0).scale(1, 50_000, 50_000, 0)).isEqualTo(1000);
    }

    @Test
    void panicHoldsTheHighestAndEndsSixtySecondsAfterTheLastCrossing() {
        Kpa kpa = kpa(0);
        assertThat(kpa.scale(5, 30, 200, 0)).as("panic begins").isEqualTo(20);
        assertThat(kpa.scale(5, 30, 60, 2_000)).as("no way down in panic").isEqualTo(20);
        assertThat(kpa.scale(10, 90, 240, 10_000))
                .as("a further crossing extends it")
                .isEqualTo(24);
        assertThat(kpa.scale(24, 90, 90, 70_000)).as("60 s after it: still").isEqualTo(24);
        assertThat(kpa.scale(24, 90, 90, 70_001))
                .as("over, and down by half at most")
                .isEqualTo(12);
        assertThat(kpa.scale(12, 90, 90, 72_000)).isEqualTo(9);
    }

    @Test
    void aNewAutoscalerWithSeveralReplicasStartsInPanic() {
        Rehearsal restarted = new Rehearsal(kpa(0), 2, 8);
        for (int second = 0; second <= 60; second += 2) {
            assertThat(restarted.see(10))
                    .as("holds what it found at %s s", second)
                    .isEqualTo(8);
        }
        assertThat(restarted.explanation()).contains("panic");
        assertThat(restarted.see(10)).isEqualTo(4);
        assertThat(new Rehearsal(kpa(0), 2, 1).see(10))
                .as("a single replica does not")
                .isEqualTo(1);
    }

    @Test
    void theStableWindowAveragesAMinute() {
        Rehearsal kpa = new Rehearsal(kpa(0), 2, 4);
        assertThat(kpa.seeTimes(32, 40)).as("the panic it began with is over").isEqualTo(4);
        // Half of the thirty samples of a minute at 40, half at 56: 48 in flight on average.
        assertThat(kpa.seeTimes(15, 56)).isEqualTo(5);
        assertThat(kpa.explanation()).contains("48 on average at 10 per replica: 5 replicas");
    }

    @Test
    void thePanicWindowAveragesSixSeconds() {
        Rehearsal kpa = new Rehearsal(kpa(0), 2, 1);
        kpa.seeTimes(30, 10);
        assertThat(kpa.see(25))
                .as("(10 + 10 + 25) ÷ 3 is 15: two replicas, twice the one ready")
                .isEqualTo(2);
        assertThat(kpa.explanation()).contains("panic: 15 ");
    }

    @Test
    void toZeroOnlyAfterAQuietMinuteAndHalfAMinuteOfGrace() {
        Rehearsal kpa = new Rehearsal(kpa(0), 2, 1);
        kpa.seeTimes(30, 5);
        int quiet = 0;
        while (kpa.see(0) == 1) {
            quiet += 2;
        }
        assertThat(quiet)
                .as("58 s until the last sample leaves the window, 30 s of grace")
                .isEqualTo(88);
        assertThat(kpa.see(0)).isZero();
        assertThat(kpa.see(35)).as("from zero").isPositive();
    }

    @Test
    void boundsAreKept() {
        assertThat(new Rehearsal(kpa(3), 2, 3).seeTimes(100, 0)).isEqualTo(3);
        assertThat(new Rehearsal(new Kpa(Kpa.Config.of(TARGET, 0, 4)), 2, 2).see(900))
                .isEqualTo(4);
    }

    @Test
    void withoutDataNothingChanges() {
        Rehearsal kpa = new Rehearsal(kpa(0), 2, 1).with(Fleet.steady(6));
        assertThat(kpa.see(Reading.missing("no pod answered"))).isEqualTo(6);
        assertThat(kpa.explanation()).contains("no data", "no pod answered");
    }

    @Test
    void aScaleDownDelayTakesTheHighestOfItsSpan() {
        Kpa delayed = new Kpa(new Kpa.Config(TARGET, 0, 1000, 60_000, 6_000, 2, 1000, 2, 30_000, 20_000));
        Rehearsal kpa = new Rehearsal(delayed, 60, 1);
        assertThat(kpa.see(11)).isEqualTo(2);
        kpa.skip(-50);
        assertThat(kpa.see(5)).as("10 s later").isEqualTo(2);
        assertThat(kpa.see(5)).as("70 s later").isEqualTo(1);
    }
}
