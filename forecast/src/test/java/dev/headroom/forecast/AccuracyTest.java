package dev.headroom.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The measures by hand-worked figures. */
class AccuracyTest {

    @Test
    void smapeIsInPercentOfTheMeanOfBoth() {
        // |100−110| ⁄ 210 · 200 = 9.524, |50−50| = 0, 0 and 0 count as right
        assertThat(Accuracy.smape(new double[] {100, 50, 0}, new double[] {110, 50, 0}))
                .isCloseTo(9.5238 / 3, within(1e-4));
        assertThat(Accuracy.smape(new double[] {0}, new double[] {7})).isEqualTo(200);
    }

    @Test
    void naiveErrorLooksBackOneCycleAndSkipsGaps() {
        assertThat(Accuracy.naiveError(new double[] {1, 2, 4, 8}, 2)).isEqualTo((3 + 6) / 2.0);
        assertThat(Accuracy.naiveError(new double[] {1, Double.NaN, 4, 8}, 2)).isEqualTo(3);
        assertThat(Accuracy.naiveError(new double[] {1, 2}, 2)).isNaN();
    }

    @Test
    void intervalScoreChargesFortyTimesAMissAt95() {
        assertThat(Accuracy.intervalScore(new double[] {5}, new double[] {0}, new double[] {10}, 0.05))
                .isEqualTo(10);
        assertThat(Accuracy.intervalScore(new double[] {12}, new double[] {0}, new double[] {10}, 0.05))
                .isEqualTo(10 + 40 * 2);
        assertThat(Accuracy.intervalScore(new double[] {-1}, new double[] {0}, new double[] {10}, 0.05))
                .isEqualTo(10 + 40);
    }

    @Test
    void naive2RepeatsAPureSeasonAndOtherwiseTheLastValue() {
        double[] seasonal = new double[480];
        Arrays.setAll(seasonal, i -> 100 * (1 + 0.5 * Math.sin(2 * Math.PI * i / 24)));
        double[] forecast = Naive2.forecast(seasonal, 24, 48);
        for (int h = 0; h < 48; h++) {
            assertThat(forecast[h]).isCloseTo(seasonal[h % 24], within(0.01));
        }
        double[] plain = {3, 1, 2};
        assertThat(Naive2.forecast(plain, 24, 2)).containsExactly(2, 2);
    }

    @Test
    void naive2TestsForTheSeasonOnlyWhereTheCompetitionsFunctionReachesTheLag() {
        double[] y = new double[251]; // 10·log₁₀(251) = 23.997: the lag of 24 is not looked at
        Arrays.setAll(y, i -> 100 + 50 * Math.sin(2 * Math.PI * i / 24));
        assertThat(Naive2.seasonal(y, 24)).isFalse();
        assertThat(Naive2.seasonal(Arrays.copyOf(y, 300), 24))
                .as("with zeros after")
                .isTrue();
    }
}
