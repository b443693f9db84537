package dev.headroom.simulator.traffic;

import dev.headroom.simulator.Rng;

/** How whole requests come of a rate. Over time each law brings as many as the rate says. */
public sealed interface ArrivalLaw {

    /** Counts in successive steps for the expected numbers. */
    double[] counts(double[] expected, Rng rng);

    /**
     * As the rate says, to the request: the sum over the first steps is the expected one, rounded. Right for a simulator that
     * draws the single arrivals itself.
     */
    record Steady() implements ArrivalLaw {
        @Override
        public double[] counts(double[] expected, Rng rng) {
            double[] out = new double[expected.length];
            double sum = 0;
            double given = 0;
            for (int i = 0; i < out.length; i++) {
                sum += expected[i];
                out[i] = Math.max(0, Math.rint(sum) - given);
                given += out[i];
            }
            return out;
        }
    }

    /** Independent of each other: the variance of a count is its mean. */
    record Poisson() implements ArrivalLaw {
        @Override
        public double[] counts(double[] expected, Rng rng) {
            double[] out = new double[expected.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = rng.poisson(expected[i]);
            }
            return out;
        }
    }

    /**
     * Heavy-tailed: batches come independently of each other, and their sizes follow Pareto's law, P(size &gt; x) = (least ÷
     * x)^tail. With a tail index below 2 the variance has no bound: now and then a batch dwarfs all before it.
     *
     * @param mean mean size of a batch, above 1 as a rule; the least size is mean × (tail − 1) ÷ tail
     * @param tail the tail index, above 1, below which there is no mean
     */
    record Batches(double mean, double tail) implements ArrivalLaw {
        /** Expected number of batches in a step that are drawn one by one; the many small ones are added up as a normal. */
        private static final double SINGLY = 64;

        public Batches {
            if (!(mean > 0) || !(tail > 1) || Double.isInfinite(mean) || Double.isInfinite(tail)) {
                throw new IllegalArgumentException("batches need a positive mean and a tail index above 1");
            }
        }

        @Override
        public double[] counts(double[] expected, Rng rng) {
            double[] out = new double[expected.length];
            double carried = 0;
            for (int i = 0; i < out.length; i++) {
                double exact = inOneStep(expected[i] / mean, rng) + carried;
                out[i] = Math.max(0, Math.rint(exact));
                carried = exact - out[i]; // sizes are whole requests in sum, without moving the mean
            }
            return out;
        }

        private double inOneStep(double batches, Rng rng) {
            double least = mean * (tail - 1) / tail;
            double large = batches <= SINGLY ? least : least * StrictMath.pow(batches / SINGLY, 1 / tail);
            double sum = 0;
            for (double n = rng.poisson(Math.min(batches, SINGLY)); n > 0; n--) {
                sum += large * StrictMath.pow(rng.uniform(), -1 / tail);
            }
            if (batches > SINGLY) {
                // The compound Poisson sum of the sizes below `large`, by its mean and variance.
                double first = moment(least, large, 1) * batches;
                double second = moment(least, large, 2) * batches;
                sum += Math.max(0, first + Math.sqrt(second) * rng.gaussian());
            }
            return sum;
        }

        /** ∫ xᵏ f(x) dx over sizes from least to large. */
        private double moment(double least, double large, int k) {
            double ratio = large / least;
            double scale = tail * StrictMath.pow(least, k);
            return tail == k
                    ? scale * StrictMath.log(ratio)
                    : scale * (1 - StrictMath.pow(ratio, k - tail)) / (tail - k);
        }
    }
}
