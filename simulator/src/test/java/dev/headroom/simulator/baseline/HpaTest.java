package dev.headroom.simulator.baseline;

import static dev.headroom.simulator.baseline.HpaBehaviour.percent;
import static dev.headroom.simulator.baseline.HpaBehaviour.pods;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.guardrail.RateLimits;
import dev.headroom.engine.guardrail.RateLimits.Rate;
import dev.headroom.engine.guardrail.RateLimits.Select;
import dev.headroom.engine.guardrail.Stabilisation;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HpaTest {
    private static final Hpa.Metric CPU = new Hpa.Metric(Hpa.Kind.RESOURCE, 0.5);
    private static final Hpa.Metric QUEUE = new Hpa.Metric(Hpa.Kind.AVERAGE_VALUE, 10);

    private static Stabilisation windows(int up, int down) {
        return new Stabilisation(Duration.ofSeconds(up), Duration.ofSeconds(down));
    }

    private static RateLimits down(Select select, Rate... rates) {
        return new RateLimits(HpaBehaviour.DEFAULT_RATES.up(), Select.MAX, List.of(rates), select);
    }

    private static RateLimits up(Select select, Rate... rates) {
        return new RateLimits(List.of(rates), select, HpaBehaviour.DEFAULT_RATES.down(), Select.MAX);
    }

    private static Rehearsal autoscaler(int replicas, Stabilisation windows, RateLimits rates) {
        return new Rehearsal(new Hpa(Hpa.Config.of(1, 1000, QUEUE).behaving(windows, rates)), 15, replicas);
    }

    @Test
    void theDocsDoublingAndHalving() {
        Rehearsal hpa = new Rehearsal(new Hpa(Hpa.Config.of(1, 100, CPU)), 15, 4);
        assertThat(hpa.see(1.0)).isEqualTo(8);
        assertThat(hpa.explanation()).contains("utilisation 100 % against 50 %: 8 replicas instead of 4");
        assertThat(hpa.see(0.25)).as("down waits for 300 s").isEqualTo(8);
        assertThat(hpa.explanation()).contains("recommendations of the last 5 min were higher: 8 instead of 4");
        assertThat(hpa.seeTimes(18, 0.25)).isEqualTo(8);
        assertThat(hpa.see(0.25)).as("300 s after the last higher wish").isEqualTo(4);
    }

    @Test
    void theDownWindowFollowsTheHighestRecommendation() {
        // What it began with counts for 60 s, then the 8 of the third tick until it is 60 s old, then the 6.
        Rehearsal hpa = autoscaler(10, windows(0, 60), HpaBehaviour.DEFAULT_RATES);
        int[] wishes = {8, 7, 8, 6, 6, 6, 6, 6, 6};
        List<Integer> got = new ArrayList<>();
        for (int wish : wishes) {
            got.add(hpa.see(wish * 10.0));
        }
        assertThat(got).containsExactly(10, 10, 10, 10, 8, 8, 6, 6, 6);
    }

    @Test
    void anUpWindowTakesTheLowestRecommendation() {
        Rehearsal hpa = autoscaler(2, windows(60, 300), HpaBehaviour.DEFAULT_RATES);
        List<Integer> got = new ArrayList<>();
        for (int wish : new int[] {6, 5, 6, 6, 6, 6, 6}) {
            got.add(hpa.see(wish * 10.0));
        }
        assertThat(got).containsExactly(2, 2, 2, 2, 5, 6, 6);
    }

    @Test
    void upByDefaultAtMostFourPodsOrDoublePerFifteenSeconds() {
        Rehearsal hpa = autoscaler(1, windows(0, 300), HpaBehaviour.DEFAULT_RATES);
        List<Integer> got = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            got.add(hpa.see(1000));
        }
        assertThat(got).containsExactly(5, 10, 20, 40, 80, 100, 100);
    }

    @Test
    void theDocsDownPolicyOfTenPercentPerMinute() {
        // From the docs: 80 replicas down to 10 with 10 % per 60 s removes 8, then 8 (of 72: ⌊64.8⌋ left), then 7 …
        Rehearsal hpa = autoscaler(80, windows(0, 0), down(Select.MAX, percent(10, 60)));
        List<Integer> got = new ArrayList<>();
        for (int minute = 0; minute < 6; minute++) {
            got.add(hpa.see(100));
            hpa.see(100);
            hpa.see(100);
            assertThat(hpa.see(100)).as("nothing more within the minute").isEqualTo(got.get(minute));
        }
        assertThat(got).containsExactly(72, 64, 57, 51, 45, 40);
    }

    @Test
    void theDocsDownPolicyOfFourPodsOrTenPercent() {
        // From the docs: with 4 pods and 10 % per minute the percentage counts above 40 replicas, 4 pods below.
        Rehearsal hpa = autoscaler(80, windows(0, 0), down(Select.MAX, pods(4, 60), percent(10, 60)));
        List<Integer> got = new ArrayList<>();
        for (int minute = 0; minute < 14; minute++) {
            got.add(hpa.see(100));
            hpa.skip(45);
        }
        assertThat(got).containsExactly(72, 64, 57, 51, 45, 40, 36, 32, 28, 24, 20, 16, 12, 10);
    }

    @Test
    void theSmallerChangeOnRequest() {
        Rehearsal hpa = autoscaler(80, windows(0, 0), down(Select.MIN, pods(5, 60), percent(10, 60)));
        assertThat(hpa.see(100)).isEqualTo(75);
        assertThat(hpa.explanation()).contains("rate limit lets 75 of the wanted 10 through");
    }

    @Test
    void aDirectionCanBeDisabled() {
        assertThat(autoscaler(20, windows(0, 0), down(Select.DISABLED)).see(10)).isEqualTo(20);
        assertThat(autoscaler(20, windows(0, 0), up(Select.DISABLED)).see(9000)).isEqualTo(20);
    }

    @Test
    void whatWasRemovedMayComeBackOnTopOfTheUpLimit() {
        Rehearsal hpa = autoscaler(10, windows(0, 0), up(Select.MAX, pods(2, 60)));
        assertThat(hpa.see(50)).isEqualTo(5);
        assertThat(hpa.see(500)).as("the minute began with 10").isEqualTo(12);
        assertThat(hpa.see(500)).isEqualTo(12);
    }

    @ParameterizedTest
    @CsvSource({"10, 4, 5", "10, 15, 17", "100, 30, 60", "50, 1, 2"})
    void percentUpIsRoundedUp(int percent, int current, int allowed) {
        Rehearsal hpa = autoscaler(current, windows(0, 0), up(Select.MAX, percent(percent, 60)));
        assertThat(hpa.see(1_000_000)).isEqualTo(allowed);
        assertThat(hpa.see(1_000_000)).as("no more in the same minute").isEqualTo(allowed);
    }

    @Test
    void boundsBeatBehaviour() {
        Hpa.Config config = Hpa.Config.of(3, 6, QUEUE);
        Rehearsal hpa = new Rehearsal(new Hpa(config), 15, 20);
        assertThat(hpa.see(150)).as("above the most").isEqualTo(6);
        assertThat(hpa.see(500)).as("wishes above are cut").isEqualTo(6);
        assertThat(hpa.explanation()).contains("50 is outside the bounds: 6");
        assertThat(new Rehearsal(new Hpa(config), 15, 1).see(10))
                .as("below the least")
                .isEqualTo(3);
        assertThat(new Rehearsal(new Hpa(config), 15, 0).see(100))
                .as("zero switches it off")
                .isZero();
    }

    @Test
    void theLargestMetricWins() {
        Hpa.Config config = Hpa.Config.of(1, 100, CPU, QUEUE);
        assertThat(new Rehearsal(new Hpa(config), 15, 4).see(0.75, 70)).isEqualTo(7);
        assertThat(new Rehearsal(new Hpa(config), 15, 4).see(1.0, 70)).isEqualTo(8);
    }

    @Test
    void aFailedMetricStopsScaleInOnly() {
        Hpa.Config config = Hpa.Config.of(1, 100, CPU, QUEUE).behaving(windows(0, 0), HpaBehaviour.DEFAULT_RATES);
        Reading broken = Reading.failed("no route to the metrics server");
        Rehearsal hpa = new Rehearsal(new Hpa(config), 15, 4);
        assertThat(hpa.see(broken, Reading.of(20, hpa.now()))).isEqualTo(4);
        assertThat(hpa.explanation()).contains("no metric: no route", "nothing scales in");
        assertThat(hpa.see(broken, Reading.of(60, hpa.now()))).isEqualTo(6);
        assertThat(hpa.see(broken, Reading.missing("none"))).isEqualTo(6);
    }

    @Test
    void startingReplicasAreUnreadyAndDampenGrowth() {
        // 4 ready at 100 % of a target of 50 %, 4 more booting: the eight are what is needed.
        Rehearsal hpa = new Rehearsal(new Hpa(Hpa.Config.of(1, 100, CPU)), 15, 4);
        assertThat(hpa.withYoung(8, 4, 0, 0, 4).see(1.0)).isEqualTo(8);
        assertThat(hpa.withYoung(6, 4, 0, 0, 2).see(1.0))
                .as("with two on their way it takes two more")
                .isEqualTo(8);
    }

    @Test
    void aFreshSampleOfAYoungPodIsNotTrusted() {
        // 6 ready at 75 %; two of them for 5 s only: 4 × 75 % over 6 pods is 50 %, the target.
        Rehearsal young = new Rehearsal(new Hpa(Hpa.Config.of(1, 100, CPU)), 15, 6);
        assertThat(young.withYoung(6, 6, 2, 5, 0).see(0.75)).isEqualTo(6);
        Rehearsal settled = new Rehearsal(new Hpa(Hpa.Config.of(1, 100, CPU)), 15, 6);
        assertThat(settled.withYoung(6, 6, 2, 20, 0).see(0.75)).isEqualTo(9);
    }

    @Test
    void readyPodsWithoutASampleAreMissing() {
        Rehearsal hpa = new Rehearsal(new Hpa(Hpa.Config.of(1, 100, CPU)), 15, 4);
        assertThat(hpa.with(Fleet.steady(4)).see(Reading.of(1.0, hpa.now(), 3)))
                .as("three at 100 % and one idle against 50 %")
                .isEqualTo(6);
    }

    @Test
    void bootingPodsAreMissingForAMetricOfTheirOwn() {
        Hpa.Config config = Hpa.Config.of(1, 100, new Hpa.Metric(Hpa.Kind.PODS, 10))
                .behaving(windows(0, 0), HpaBehaviour.DEFAULT_RATES);
        Rehearsal hpa = new Rehearsal(new Hpa(config), 15, 8);
        // 4 at 5 and 4 without a sample, counted at the target: 60 of 80 → ⌈0.75 × 8⌉; pending ones would not count: 2.
        assertThat(hpa.withYoung(8, 4, 0, 0, 4).see(5)).isEqualTo(6);
        assertThat(new Rehearsal(new Hpa(config), 15, 8)
                        .with(new Fleet(8, 4, 0, 4, 0, List.of()))
                        .see(5))
                .isEqualTo(2);
    }
}
