package dev.headroom.simulator.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.simulator.baseline.HpaCalculator.Pods;
import dev.headroom.simulator.baseline.HpaCalculator.Tolerance;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HpaCalculatorTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            the docs: 200m against 100m doubles                      |  1 | 0.20 | 0.10 |  2
            the docs: 50m against 100m halves                        |  2 | 0.05 | 0.10 |  1
            doubles any number                                       |  7 | 1.00 | 0.50 | 14
            1.1 of the target is still inside the tolerance          | 10 | 0.77 | 0.70 | 10
            just above it is not, and rounds up                      | 10 | 0.78 | 0.70 | 12
            0.9 of the target is inside                              | 10 | 0.63 | 0.70 | 10
            just below it is not, and rounds up too                  | 10 | 0.62 | 0.70 |  9
            utilisation is cut to whole percents before comparing    | 10 | 0.779| 0.70 | 10
            idle wants none, which the bounds then mend              |  5 | 0.00 | 0.70 |  0
            a fraction of a pod is a pod                             |  3 | 0.90 | 0.30 |  9
            three at 30, 50 and 70 % of a request against 30 %       |  3 | 0.50 | 0.30 |  5
            """)
    void resourceWithEveryPodSampled(String title, int current, double utilisation, double target, int wanted) {
        assertThat(HpaCalculator.resource(current, Pods.all(utilisation, current), target, Tolerance.DEFAULT))
                .as(title)
                .isEqualTo(wanted);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # title                                                        | current | mean | sampled | unready | missing | target | wanted
            up: one missing counts as idle and dampens (80→60 % of 30 %)   |  4 | 0.60 | 3 | 0 | 1 | 0.30 |  6
            up: one missing of two ends inside the tolerance               |  2 | 1.00 | 1 | 0 | 1 | 0.50 |  2
            up: missing may not turn up into down                          |  4 | 0.60 | 1 | 0 | 3 | 0.50 |  4
            down: missing counts as a full request and dampens             | 10 | 0.20 | 9 | 0 | 1 | 0.50 |  6
            down: missing may not turn down into up                        |  4 | 0.30 | 1 | 0 | 3 | 0.50 |  4
            down: a target above the request counts missing at the target  |  4 | 0.60 | 3 | 0 | 1 | 1.50 |  3
            up: unready pods count as idle                                 |  6 | 0.90 | 3 | 3 | 0 | 0.30 |  9
            up: unready pods can eat the whole growth                      |  6 | 0.60 | 3 | 3 | 0 | 0.30 |  6
            down: unready pods do not count at all                         |  6 | 0.15 | 3 | 3 | 0 | 0.30 |  2
            at the target unready pods change nothing                      |  6 | 0.30 | 3 | 3 | 0 | 0.30 |  6
            up: unready and missing together                               |  8 | 0.90 | 4 | 2 | 2 | 0.30 | 12
            down: unready ignored, missing full                            |  8 | 0.10 | 4 | 2 | 2 | 0.50 |  5
            new pods on top of old ones already cover the growth           | 10 | 0.80 | 5 | 5 | 0 | 0.50 | 10
            nobody sampled: no change                                      |  5 | 0.00 | 0 | 2 | 3 | 0.50 |  5
            """)
    void resourceWithUnreadyAndMissingPods(
            String title, int current, double mean, int sampled, int unready, int missing, double target, int wanted) {
        Pods pods = new Pods(mean * sampled, sampled, unready, missing);
        assertThat(HpaCalculator.resource(current, pods, target, Tolerance.DEFAULT))
                .as(title)
                .isEqualTo(wanted);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            all sampled: in proportion                        | 3 | 20  | 3 | 0 | 0 | 10 | 6
            inside the tolerance                              | 3 | 10.5| 3 | 0 | 0 | 10 | 3
            thousandths are cut, not rounded                  | 3 | 11.0009 | 3 | 0 | 0 | 10 | 3
            down: missing counts at the target, not more      | 4 | 5   | 3 | 0 | 1 | 10 | 3
            up: missing counts nothing                        | 4 | 40  | 3 | 0 | 1 | 10 | 12
            at the target exactly, missing pods are given up  | 5 | 10  | 3 | 0 | 2 | 10 | 3
            up: pending counts nothing                        | 4 | 30  | 2 | 2 | 0 | 10 | 6
            """)
    void metricsOfPods(
            String title, int current, double mean, int sampled, int unready, int missing, double target, int wanted) {
        Pods pods = new Pods(mean * sampled, sampled, unready, missing);
        assertThat(HpaCalculator.pods(current, pods, target, Tolerance.DEFAULT))
                .as(title)
                .isEqualTo(wanted);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            twice the value, twice the ready pods         | 4 | 4 | 200 | 100 | 8
            only ready pods are multiplied                | 6 | 4 | 200 | 100 | 8
            inside the tolerance the count stays          | 6 | 4 | 108 | 100 | 6
            down, rounded up                              | 5 | 5 | 50  | 100 | 3
            from zero, pods do not matter                 | 0 | 0 | 250 | 100 | 3
            from zero, tolerance does not matter          | 0 | 0 | 1   | 100 | 1
            from zero with nothing to do                  | 0 | 0 | 0   | 100 | 0
            """)
    void valuesOfObjects(String title, int current, int ready, double value, double target, int wanted) {
        assertThat(HpaCalculator.value(current, ready, value, target, Tolerance.DEFAULT))
                .as(title)
                .isEqualTo(wanted);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            ⌈total ÷ target⌉                                | 3 | 1000 | 100 | 10
            rounded up                                      | 3 | 1001 | 100 | 11
            tolerance is against the pods there are         | 9 | 980  | 100 | 9
            just outside                                    | 9 | 991  | 100 | 10
            nothing left                                    | 9 | 0    | 100 | 0
            none there: no tolerance                        | 0 | 20   | 100 | 1
            """)
    void externalAverages(String title, int status, double total, double target, int wanted) {
        assertThat(HpaCalculator.average(status, total, target, Tolerance.DEFAULT))
                .as(title)
                .isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource({"0.05, 0.2, 0.74, 11", "0.05, 0.2, 0.73, 10", "0.05, 0.2, 0.57, 10", "0.05, 0.2, 0.55, 8"})
    void tolerancesMayDifferEachWay(double up, double down, double utilisation, int wanted) {
        assertThat(HpaCalculator.resource(10, Pods.all(utilisation, 10), 0.7, new Tolerance(up, down)))
                .isEqualTo(wanted);
    }

    @Property
    void aPartialViewNeverTurnsTheDirectionAround(
            @ForAll @IntRange(min = 1, max = 50) int sampled,
            @ForAll @IntRange(max = 50) int unready,
            @ForAll @IntRange(max = 50) int missing,
            @ForAll @DoubleRange(min = 0, max = 3) double mean) {
        int current = sampled + unready + missing;
        int wanted = HpaCalculator.resource(
                current, new Pods(mean * sampled, sampled, unready, missing), 0.5, Tolerance.DEFAULT);
        if (mean >= 0.51) {
            assertThat(wanted).isGreaterThanOrEqualTo(current);
        }
        if (mean < 0.5 && missing > 0) {
            assertThat(wanted).isLessThanOrEqualTo(current);
        }
    }
}
