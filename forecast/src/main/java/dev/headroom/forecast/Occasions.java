package dev.headroom.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A forecaster that knows of events and holidays.
 *
 * <p>It learns the usual course from the history without them, and for each name how many times the usual came, by tenths of the
 * occasion: Σ seen ⁄ Σ expected over all past ones, where expected is what {@link Gaps} puts in their place, and each tenth is drawn to
 * the whole as if it had been seen once more. Coming occasions multiply the forecast by that; those of a name that has not been
 * seen change nothing.
 */
public final class Occasions implements Forecaster {
    static final String KIND = "occasions";
    private static final int PARTS = 10;

    private final Forecaster usual;
    private final List<Occasion> known;

    /**
     * Around another forecaster.
     *
     * @param usual forecasts the usual course
     * @param known past and coming occasions, in any order
     */
    public Occasions(Forecaster usual, List<Occasion> known) {
        this.usual = usual;
        this.known = List.copyOf(known);
    }

    @Override
    public String name() {
        return usual.name();
    }

    @Override
    public Fitted fit(Series history, int horizon) {
        List<Span> spans = new ArrayList<>();
        Map<String, Integer> kinds = new LinkedHashMap<>();
        for (Occasion o : known) {
            int kind = kinds.computeIfAbsent(o.name(), name -> kinds.size());
            spans.add(new Span(o.start().toEpochMilli(), o.end().toEpochMilli(), kind));
        }
        Series without = without(history, spans);
        double[] expected = Gaps.filled(without).values();
        double[][] factors = new double[kinds.size()][PARTS];
        for (int kind = 0; kind < factors.length; kind++) {
            factors[kind] = factors(history, expected, spans, kind);
        }
        return new Known(usual.fit(without, horizon), spans, factors);
    }

    private static double[] factors(Series history, double[] expected, List<Span> spans, int kind) {
        double[] seen = new double[PARTS];
        double[] usual = new double[PARTS];
        int past = 0;
        for (Span span : spans) {
            boolean any = false;
            for (int i = 0; span.kind == kind && i < history.size(); i++) {
                int part = span.part(history, i);
                if (part >= 0 && !Double.isNaN(history.values()[i]) && !Double.isNaN(expected[i])) {
                    seen[part] += history.values()[i];
                    usual[part] += expected[i];
                    any = true;
                }
            }
            past += any ? 1 : 0;
        }
        double all = Arrays.stream(seen).sum();
        double of = Arrays.stream(usual).sum();
        double[] factors = new double[PARTS];
        double whole = of > 0 && all >= 0 ? all / of : 1;
        for (int p = 0; p < PARTS; p++) {
            double prior = past > 0 ? of / PARTS / past : 0;
            double under = usual[p] + prior;
            factors[p] = under > 0 ? Math.max(0, (seen[p] + prior * whole) / under) : whole;
        }
        return factors;
    }

    private static Series without(Series series, List<Span> spans) {
        double[] y = series.values().clone();
        boolean any = false;
        for (int i = 0; i < y.length; i++) {
            for (Span span : spans) {
                if (span.part(series, i) >= 0) {
                    y[i] = Double.NaN;
                    any = true;
                }
            }
        }
        return any ? series.with(y) : series;
    }

    /** An occasion in epoch milliseconds. */
    record Span(long start, long end, int kind) {

        /** Which tenth of it the middle of a step is in; −1 when in none. */
        int part(Series series, int step) {
            long middle = series.start().toEpochMilli()
                    + series.step().toMillis() * step
                    + series.step().toMillis() / 2;
            return middle < start || middle >= end ? -1 : (int) ((middle - start) * PARTS / (end - start));
        }
    }

    /** The usual course, and what occasions make of it. */
    record Known(Fitted usual, List<Span> spans, double[][] factors) implements Fitted {

        @Override
        public String description() {
            return usual.description() + ", with known occasions";
        }

        @Override
        public List<Share> shares() {
            return usual.shares();
        }

        @Override
        public Backtest backtest() {
            return usual.backtest();
        }

        @Override
        public int memory() {
            return usual.memory();
        }

        @Override
        public double[][] quantiles(Series seen, int horizon, double[] levels) {
            double[][] q = usual.quantiles(without(seen, spans), horizon, levels);
            for (int h = 0; h < horizon; h++) {
                for (Span span : spans) {
                    int part = span.part(seen, seen.size() + h);
                    for (int k = 0; part >= 0 && k < levels.length; k++) {
                        q[h][k] *= factors[span.kind][part];
                    }
                }
            }
            return q;
        }

        @Override
        public SavedModel saved() {
            double[] each = new double[spans.size() * 3];
            for (int i = 0; i < spans.size(); i++) {
                each[3 * i] = spans.get(i).start;
                each[3 * i + 1] = spans.get(i).end;
                each[3 * i + 2] = spans.get(i).kind;
            }
            double[] flat =
                    Arrays.stream(factors).flatMapToDouble(Arrays::stream).toArray();
            return new SavedModel(KIND, 1, Map.of("spans", each, "factors", flat), List.of(usual.saved()));
        }

        static Known restore(SavedModel saved) {
            double[] each = saved.expect(1).get("spans");
            double[] flat = saved.get("factors");
            List<Span> spans = new ArrayList<>();
            for (int i = 0; i + 2 < each.length; i += 3) {
                spans.add(new Span((long) each[i], (long) each[i + 1], (int) each[i + 2]));
            }
            double[][] factors = new double[flat.length / PARTS][];
            for (int k = 0; k < factors.length; k++) {
                factors[k] = Arrays.copyOfRange(flat, k * PARTS, (k + 1) * PARTS);
            }
            return new Known(Models.restore(saved.part(0)), spans, factors);
        }
    }
}
