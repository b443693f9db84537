package dev.headroom.forecast;

/**
 * The times of a history at which a backtest forecasts.
 *
 * <p>They lie whole days apart where there is a daily cycle, so that step h of each forecast is of the same hour as step h of
 * the forecast to come, and its errors tell of that hour.
 */
final class Origins {
    /** Origins of a thorough backtest. */
    static final int MANY = 12;

    private Origins() {}

    /**
     * Steps seen at each origin, ascending; the last one has a whole horizon after it.
     *
     * @param n steps of the history
     * @param most origins at most
     */
    static int[] of(int n, int horizon, Seasons seasons, int most) {
        int day = seasons.shortest();
        int stride = day > 1 ? day * Math.max(1, Math.ceilDiv(horizon, 4 * day)) : Math.max(1, horizon / 4);
        int least = Math.max(Math.max(4, n / 3), Math.min(2 * seasons.longest() + day, n / 2));
        int last = n - horizon;
        if (last < least) {
            return new int[0];
        }
        int count = Math.min(most, (last - least) / stride + 1);
        int[] origins = new int[count];
        for (int i = 0; i < count; i++) {
            origins[i] = last - (count - 1 - i) * stride;
        }
        return origins;
    }
}
