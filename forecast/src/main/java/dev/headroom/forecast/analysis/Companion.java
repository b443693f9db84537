package dev.headroom.forecast.analysis;

import dev.headroom.forecast.history.Column;
import dev.headroom.forecast.history.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What happens to something else while the rate rises: the share of cache hits, of errors, or the latency.
 *
 * @param column what
 * @param correlation Spearman's rank correlation with how far the rate is above its season, in [−1, 1]
 * @param significance its standard deviations from none
 * @param ordinary its median while the rate is within 10 % of the expected
 * @param bursts its median in bursts: steps that are part of an event, or if there are fewer than three, the twentieth of the
 *     steps that is furthest above the expected
 * @param rise how many times the expected the rate is in those, median
 */
public record Companion(
        Column column, double correlation, double significance, double ordinary, double bursts, double rise) {
    private static final double CERTAIN = 3;
    private static final double TELLING = 0.25;
    private static final double CALM = 0.1;
    private static final int LEAST_BURSTS = 3;

    /** Whether the two move together beyond chance, in whichever direction. */
    public boolean together() {
        return Math.abs(significance) >= CERTAIN
                && (Math.abs(correlation) >= TELLING || Math.abs(bursts / ordinary - 1) >= TELLING);
    }

    /**
     * For cache hits: how many times the ordinary load reaches what is behind the cache in bursts. With 80 % of hits
     * ordinarily and 60 % while twice as much comes, it is four times.
     */
    public double behindCache() {
        return rise * (1 - bursts) / (1 - ordinary);
    }

    /** All that the history has. */
    static List<Companion> of(Calendar c, double[] requests, double[] multiples, boolean[] ordinary) {
        History h = c.history();
        List<Companion> out = new ArrayList<>();
        for (Column column : List.of(Column.CACHE_HITS, Column.LATENCY, Column.ERRORS)) {
            if (!h.has(column)) {
                continue;
            }
            double[] v = column == Column.LATENCY ? weighted(c, h) : c.sums(h.column(column));
            for (int i = 0; i < v.length; i++) {
                v[i] = requests[i] > 0 ? v[i] / requests[i] : Double.NaN;
            }
            double rho = Robust.rankCorrelation(multiples, v);
            if (Double.isNaN(rho)) {
                continue;
            }
            boolean[] bursts = bursts(multiples, v, ordinary);
            boolean[] calm = new boolean[v.length];
            for (int i = 0; i < calm.length; i++) {
                calm[i] = Math.abs(multiples[i] - 1) <= CALM;
            }
            int n = Robust.known(v).length;
            out.add(new Companion(
                    column,
                    rho,
                    rho * Math.sqrt(n - 1.0),
                    median(v, calm),
                    median(v, bursts),
                    median(multiples, bursts)));
        }
        return out;
    }

    /** Latency × requests, so that dividing by the requests gives the mean over requests. */
    private static double[] weighted(Calendar c, History h) {
        double[] own = h.column(Column.LATENCY);
        double[] x = h.requests();
        double[] product = new double[own.length];
        for (int i = 0; i < own.length; i++) {
            product[i] = own[i] * x[i];
        }
        return c.sums(product);
    }

    private static boolean[] bursts(double[] multiples, double[] v, boolean[] ordinary) {
        boolean[] out = new boolean[v.length];
        int n = 0;
        for (int i = 0; i < out.length; i++) {
            out[i] = !ordinary[i] && multiples[i] > 1 && !Double.isNaN(v[i]);
            n += out[i] ? 1 : 0;
        }
        if (n < LEAST_BURSTS) {
            double high = Robust.quantile(multiples, 0.95);
            for (int i = 0; i < out.length; i++) {
                out[i] = multiples[i] >= high && !Double.isNaN(v[i]);
            }
        }
        return out;
    }

    private static double median(double[] v, boolean[] in) {
        double[] out = new double[v.length];
        Arrays.fill(out, Double.NaN);
        for (int i = 0; i < v.length; i++) {
            out[i] = in[i] ? v[i] : Double.NaN;
        }
        return Robust.median(out);
    }
}
