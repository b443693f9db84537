package dev.headroom.bench;

import com.amazon.randomcutforest.RandomCutForest;
import dev.headroom.forecast.anomaly.AnomalyDetector;

/**
 * Amazon's random cut forest over the last values of a series (a shingle), as in the Numenta benchmark's own runs of it: 48
 * values, trees of 256 samples; 50 trees. The score is s ÷ (1 + s) of the forest's.
 */
final class ForestDetector implements AnomalyDetector {

    private static final int SHINGLE = 48;

    private final RandomCutForest forest = RandomCutForest.builder()
            .dimensions(SHINGLE)
            .shingleSize(SHINGLE)
            .internalShinglingEnabled(true)
            .sampleSize(256)
            .numberOfTrees(50)
            .parallelExecutionEnabled(false)
            .randomSeed(1)
            .build();

    @Override
    public double score(long epochMillis, double value) {
        if (!Double.isFinite(value)) {
            return 0;
        }
        float[] point = {(float) value};
        double score = forest.getAnomalyScore(point);
        forest.update(point);
        return score / (1 + score);
    }
}
