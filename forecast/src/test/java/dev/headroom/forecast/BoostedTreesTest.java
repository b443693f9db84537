package dev.headroom.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.forecast.BoostedTrees.Growth;
import org.junit.jupiter.api.Test;

class BoostedTreesTest {

    /** A step in one feature and a product of two: no single split can tell, trees of depth 3 can. */
    @Test
    void learnsStepsAndInteractions() {
        int n = 2000;
        double[][] x = new double[3][n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[0][i] = i % 50;
            x[1][i] = i * 7 % 31;
            x[2][i] = i * 13 % 17;
            y[i] = truth(x[0][i], x[1][i]);
        }
        BoostedTrees trees = BoostedTrees.grow(x, y, new Growth(80, 3, 0.2, 5));
        assertThat(trees.of(new double[] {10, 5, 3})).isCloseTo(truth(10, 5), within(0.3));
        assertThat(trees.of(new double[] {40, 5, 3})).isCloseTo(truth(40, 5), within(0.3));
        assertThat(trees.of(new double[] {40, 25, 3})).isCloseTo(truth(40, 25), within(0.3));
    }

    private static double truth(double a, double b) {
        return (a > 25 ? 3 : 0) + (a > 25 && b > 15 ? 4 : 0);
    }

    @Test
    void constantsAndFewRowsGiveTheMean() {
        double[][] x = {{1, 1, 1}};
        assertThat(BoostedTrees.grow(x, new double[] {1, 2, 3}, new Growth(5, 2, 0.1, 1))
                        .of(new double[] {1}))
                .isCloseTo(2, within(1e-9));
        assertThat(BoostedTrees.grow(new double[1][0], new double[0], new Growth(5, 2, 0.1, 1))
                        .of(new double[] {1}))
                .isZero();
    }
}
