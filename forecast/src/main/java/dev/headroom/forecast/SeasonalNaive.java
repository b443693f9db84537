package dev.headroom.forecast;

import java.util.Map;

/** The value of the same step of the last cycle: the yardstick that every other method has to beat. */
public final class SeasonalNaive implements Method {

    /** Which cycle. */
    public enum Cycle {
        DAY,
        WEEK,
        /** The week where there is a weekly cycle, else the day. */
        LONGEST
    }

    static final String KIND = "seasonal-naive";
    private final Cycle cycle;

    /** Of a cycle; where the series does not have it, of the other one; without any, the last value. */
    public SeasonalNaive(Cycle cycle) {
        this.cycle = cycle;
    }

    @Override
    public String name() {
        return switch (cycle) {
            case DAY -> "naive-day";
            case WEEK -> "naive-week";
            case LONGEST -> "seasonal-naive";
        };
    }

    @Override
    public Model fit(Series history, Seasons seasons) {
        int period = switch (cycle) {
            case DAY -> seasons.shortest();
            case WEEK, LONGEST -> seasons.longest();
        };
        return new Repeat(period);
    }

    /** The last cycle again. */
    record Repeat(int period) implements Model {

        @Override
        public String description() {
            return period > 1 ? "last " + period + " steps again" : "last value again";
        }

        @Override
        public double[] point(Series seen, int horizon) {
            double[] y = seen.values();
            int p = Math.min(period, y.length);
            double[] points = new double[horizon];
            for (int h = 0; h < horizon; h++) {
                points[h] = y[y.length - p + h % p];
            }
            return points;
        }

        @Override
        public SavedModel saved() {
            return SavedModel.of(KIND, 1, Map.of("period", new double[] {period}));
        }

        static Repeat restore(SavedModel saved) {
            return new Repeat(saved.expect(1).whole("period"));
        }
    }
}
