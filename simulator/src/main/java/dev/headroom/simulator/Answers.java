package dev.headroom.simulator;

/** Response times, of the scrape interval, of the stretch of the timeline and of all, and how many kept the limit. */
final class Answers {
    private final double limit;
    private final boolean scraped;
    private final LogHistogram all = new LogHistogram();
    private final LogHistogram stretch = new LogHistogram();
    private final LogHistogram scrape = new LogHistogram();
    private double sum;
    private double sumAtScrape;
    private double met;
    private double judged;

    /**
     * Nothing yet.
     *
     * @param limit in seconds; what takes longer is late
     * @param scraped whether {@link #scraped} is asked for
     */
    Answers(double limit, boolean scraped) {
        this.limit = limit;
        this.scraped = scraped;
    }

    /** An amount has been answered in this time. */
    void add(double seconds, double weight) {
        stretch.add(seconds, weight);
        if (scraped) {
            scrape.add(seconds, weight);
            sum += seconds * weight;
        }
    }

    /** Whether a response time keeps the limit. */
    boolean keeps(double seconds) {
        return seconds <= limit;
    }

    /** An amount is judged: that part of it that kept the limit. */
    void judge(double kept, double of) {
        met += kept;
        judged += of;
    }

    /** How many kept the limit. */
    double met() {
        return met;
    }

    /** How many have been judged. */
    double judged() {
        return judged;
    }

    /** Whether one that arrived at {@code arrivedAt} and is not answered has missed the limit at {@code end}. */
    boolean late(long arrivedAt, long end) {
        return (end - arrivedAt) * 1e-9 > limit;
    }

    /** Quantile since the last {@link #closeScrape}; the mean for 0; NaN when there were none. */
    double scraped(double quantile) {
        if (quantile == 0) {
            return scrape.total() == 0 ? Double.NaN : (sum - sumAtScrape) / scrape.total();
        }
        return scrape.quantile(quantile);
    }

    void closeScrape() {
        scrape.clear();
        sumAtScrape = sum;
    }

    /** Quantile since the last {@link #closeStretch}. */
    double stretch(double quantile) {
        return stretch.quantile(quantile);
    }

    void closeStretch() {
        all.add(stretch);
        stretch.clear();
    }

    /** Quantile of all up to the last {@link #closeStretch}. */
    double all(double quantile) {
        return all.quantile(quantile);
    }

    /** Forgets all; only after {@link #closeStretch}. */
    void forget() {
        all.clear();
        met = 0;
        judged = 0;
    }
}
