package dev.headroom.simulator.baseline;

/**
 * A seasonal forecast of hourly loads from nothing but the hours seen: the mean of the same hour of past weeks where a week or
 * more was seen, else of the same hour of past days.
 */
final class HourlyForecast {
    private static final int DAY = 24;
    private static final int WEEK = 7 * DAY;

    private HourlyForecast() {}

    /**
     * Loads of the hours that follow.
     *
     * @param history loads of past hours, oldest first; NaN where nothing was seen
     * @param hours how many to forecast
     * @return forecasts, the next hour first; NaN where no past hour fits
     */
    static double[] of(double[] history, int hours) {
        double[] out = new double[hours];
        for (int h = 0; h < hours; h++) {
            int at = history.length + h;
            double weekly = mean(history, at, WEEK);
            out[h] = Double.isNaN(weekly) ? mean(history, at, DAY) : weekly;
        }
        return out;
    }

    private static double mean(double[] history, int at, int season) {
        double sum = 0;
        int n = 0;
        for (int i = at - season; i >= 0; i -= season) {
            if (i < history.length && !Double.isNaN(history[i])) {
                sum += history[i];
                n++;
            }
        }
        return n == 0 ? Double.NaN : sum / n;
    }
}
