package dev.headroom.forecast;

import java.util.Arrays;

/**
 * Regression trees, each fitted to what those before it leave, on histograms of the features.
 *
 * <p>Sources: J. H. Friedman, "Greedy function approximation: a gradient boosting machine", Annals of Statistics 29 (2001), with
 * squared loss; G. Ke et al., "LightGBM", NeurIPS 2017, for splits by histogram. Trees are complete to their depth; a node that does
 * not pay to split sends all to the left. No randomness.
 *
 * @param base forecast before the first tree
 * @param depth of each tree
 * @param features of each inner node, tree by tree, level by level
 * @param limits values up to which an inner node goes left
 * @param leaves forecasts, tree by tree, from left to right
 */
record BoostedTrees(double base, int depth, int[] features, double[] limits, double[] leaves) {
    private static final int BINS = 64;
    private static final double SHRUNK = 1;

    /**
     * How trees grow.
     *
     * @param trees how many
     * @param depth levels of splits, 1 to 10
     * @param rate share of each tree's forecast that is taken, in (0, 1]
     * @param leaf rows that each side of a split has at least
     */
    record Growth(int trees, int depth, double rate, int leaf) {}

    /**
     * Grows trees.
     *
     * @param columns {@code [feature][row]}, finite
     * @param y target of each row
     */
    static BoostedTrees grow(double[][] columns, double[] y, Growth how) {
        int rows = y.length;
        int inner = (1 << how.depth) - 1;
        double[][] edges = new double[columns.length][];
        byte[][] bins = new byte[columns.length][rows];
        for (int f = 0; f < columns.length; f++) {
            edges[f] = edges(columns[f]);
            for (int r = 0; r < rows; r++) {
                bins[f][r] = (byte) bin(edges[f], columns[f][r]);
            }
        }
        double base = Profiles.mean(y, 0, rows);
        double[] left = new double[rows];
        for (int r = 0; r < rows; r++) {
            left[r] = y[r] - base;
        }
        int[] features = new int[how.trees * inner];
        double[] limits = new double[how.trees * inner];
        double[] leaves = new double[how.trees * (inner + 1)];
        Grower grower = new Grower(bins, edges, left, how);
        for (int t = 0; t < how.trees; t++) {
            grower.tree(t * inner, features, limits, t * (inner + 1), leaves);
        }
        return new BoostedTrees(base, how.depth, features, limits, leaves);
    }

    /** Upper limits of bins with about as many rows each; values above the last one are in the bin after it. */
    private static double[] edges(double[] column) {
        double[] sorted = column.clone();
        Arrays.sort(sorted);
        double[] edges = new double[BINS - 1];
        int n = 0;
        for (int b = 1; b < BINS && sorted.length > 0; b++) {
            double edge = sorted[(int) ((long) b * (sorted.length - 1) / BINS)];
            if (edge < sorted[sorted.length - 1] && (n == 0 || edge > edges[n - 1])) {
                edges[n++] = edge;
            }
        }
        return Arrays.copyOf(edges, n);
    }

    private static int bin(double[] edges, double v) {
        int at = Arrays.binarySearch(edges, v);
        return at >= 0 ? at : -at - 1;
    }

    /** Grows one tree after the other on the same rows. */
    private static final class Grower {
        private final byte[][] bins;
        private final double[][] edges;
        private final double[] left;
        private final Growth how;
        private final int[] node;

        Grower(byte[][] bins, double[][] edges, double[] left, Growth how) {
            this.bins = bins;
            this.edges = edges;
            this.left = left;
            this.how = how;
            this.node = new int[left.length];
        }

        void tree(int at, int[] features, double[] limits, int leafAt, double[] leaves) {
            Arrays.fill(node, 0);
            for (int level = 0; level < how.depth; level++) {
                split(level, at + (1 << level) - 1, features, limits);
            }
            int count = 1 << how.depth;
            double[] sum = new double[count];
            int[] rows = new int[count];
            for (int r = 0; r < left.length; r++) {
                sum[node[r]] += left[r];
                rows[node[r]]++;
            }
            for (int k = 0; k < count; k++) {
                leaves[leafAt + k] = how.rate * sum[k] / (rows[k] + SHRUNK);
            }
            for (int r = 0; r < left.length; r++) {
                left[r] -= leaves[leafAt + node[r]];
            }
        }

        private void split(int level, int at, int[] features, double[] limits) {
            int nodes = 1 << level;
            double[] total = new double[nodes];
            int[] rows = new int[nodes];
            for (int r = 0; r < left.length; r++) {
                total[node[r]] += left[r];
                rows[node[r]]++;
            }
            double[] gain = new double[nodes];
            int[] feature = new int[nodes];
            int[] cut = new int[nodes];
            Arrays.fill(cut, BINS);
            double[] sum = new double[nodes * BINS];
            int[] count = new int[nodes * BINS];
            for (int f = 0; f < bins.length; f++) {
                Arrays.fill(sum, 0);
                Arrays.fill(count, 0);
                byte[] of = bins[f];
                for (int r = 0; r < left.length; r++) {
                    int k = node[r] * BINS + of[r];
                    sum[k] += left[r];
                    count[k]++;
                }
                for (int n = 0; n < nodes; n++) {
                    double before = 0;
                    int few = 0;
                    for (int b = 0; b < edges[f].length; b++) {
                        before += sum[n * BINS + b];
                        few += count[n * BINS + b];
                        int rest = rows[n] - few;
                        if (few < how.leaf || rest < how.leaf) {
                            continue;
                        }
                        double after = total[n] - before;
                        double g = before * before / (few + SHRUNK)
                                + after * after / (rest + SHRUNK)
                                - total[n] * total[n] / (rows[n] + SHRUNK);
                        if (g > gain[n] * (1 + 1e-9)) {
                            gain[n] = g;
                            feature[n] = f;
                            cut[n] = b;
                        }
                    }
                }
            }
            for (int n = 0; n < nodes; n++) {
                features[at + n] = feature[n];
                limits[at + n] = cut[n] == BINS ? Double.POSITIVE_INFINITY : edges[feature[n]][cut[n]];
            }
            for (int r = 0; r < left.length; r++) {
                int n = node[r];
                node[r] = 2 * n + (bins[feature[n]][r] > cut[n] ? 1 : 0);
            }
        }
    }

    /** The forecast for a row of features. */
    double of(double[] row) {
        int inner = (1 << depth) - 1;
        int trees = leaves.length / (inner + 1);
        double sum = base;
        for (int t = 0; t < trees; t++) {
            int n = 0;
            for (int level = 0; level < depth; level++) {
                int at = t * inner + (1 << level) - 1 + n;
                n = 2 * n + (row[features[at]] > limits[at] ? 1 : 0);
            }
            sum += leaves[t * (inner + 1) + n];
        }
        return sum;
    }
}
