package dev.headroom.simulator.baseline;

import dev.headroom.engine.guardrail.RateLimits;
import dev.headroom.engine.guardrail.RateLimits.Rate;
import dev.headroom.engine.guardrail.RateLimits.Select;
import dev.headroom.engine.guardrail.Stabilisation;
import java.time.Duration;
import java.util.List;

/**
 * The {@code behavior} of a Kubernetes horizontal pod autoscaler: stabilisation windows, then limits of change per period.
 *
 * <p>Source: kubernetes/kubernetes {@code pkg/controller/podautoscaler/horizontal.go}.
 */
public final class HpaBehaviour {

    /** Up at once; down to the highest recommendation of the last 300 s. */
    public static final Stabilisation DEFAULT_WINDOWS = new Stabilisation(Duration.ZERO, Duration.ofMinutes(5));

    /** Up by the larger of 4 pods and 100 % in 15 s; down by 100 % in 15 s. */
    public static final RateLimits DEFAULT_RATES =
            new RateLimits(List.of(pods(4, 15), percent(100, 15)), Select.MAX, List.of(percent(100, 15)), Select.MAX);

    private final long upWindow;
    private final long downWindow;
    private final RateLimits rates;
    private final Series recommendations;
    private final Series added;
    private final Series deleted;

    /** A behaviour that remembers nothing yet. */
    public HpaBehaviour(Stabilisation windows, RateLimits rates) {
        this.upWindow = windows.up().toMillis();
        this.downWindow = windows.down().toMillis();
        this.rates = rates;
        this.recommendations = new Series(Math.max(upWindow, downWindow));
        long period = Math.max(longest(rates.up()), longest(rates.down()));
        this.added = new Series(period);
        this.deleted = new Series(period);
    }

    /** A limit of so many pods in so many seconds. */
    public static Rate pods(int pods, int seconds) {
        return new Rate(Duration.ofSeconds(seconds), pods, Double.NaN);
    }

    /** A limit of so many percent of the pods at the start of so many seconds. */
    public static Rate percent(int percent, int seconds) {
        return new Rate(Duration.ofSeconds(seconds), -1, percent / 100.0);
    }

    /** Notes what the autoscaler found when it began: counted as its first recommendation. */
    void begin(int current, long now) {
        recommendations.add(now, current);
    }

    /**
     * The current count, moved no further than the recommendations of the windows allow: at least the smallest of the up
     * window, at most the largest of the down window.
     */
    int stabilise(int current, int recommended, long now) {
        int up = (int) recommendations.min(now - upWindow, recommended);
        int down = (int) recommendations.max(now - downWindow, recommended);
        recommendations.add(now, recommended);
        return Math.min(Math.max(current, up), down);
    }

    /** The count that the rate limits and the bounds let through. */
    int limit(int current, int wanted, int min, int max, long now) {
        if (wanted > current) {
            return Math.min(wanted, Math.min(max, Math.max(current, upLimit(current, now))));
        }
        if (wanted < current) {
            return Math.max(wanted, Math.max(min, Math.min(current, downLimit(current, now))));
        }
        return wanted;
    }

    /** Notes a change that was made. */
    void scaled(int before, int after, long now) {
        if (after > before) {
            added.add(now, after - before);
        } else if (after < before) {
            deleted.add(now, before - after);
        }
    }

    private int upLimit(int current, long now) {
        if (rates.upSelect() == Select.DISABLED) {
            return current;
        }
        boolean largest = rates.upSelect() == Select.MAX;
        int limit = largest ? Integer.MIN_VALUE : Integer.MAX_VALUE;
        for (Rate rate : rates.up()) {
            int start = atStart(current, rate, now);
            int proposed = rate.replicas() >= 0 ? start + rate.replicas() : Verdict.ceil(start * (1 + rate.share()));
            limit = largest ? Math.max(limit, proposed) : Math.min(limit, proposed);
        }
        return rates.up().isEmpty() ? Integer.MAX_VALUE : limit;
    }

    private int downLimit(int current, long now) {
        if (rates.downSelect() == Select.DISABLED) {
            return current;
        }
        boolean largest = rates.downSelect() == Select.MAX;
        int limit = largest ? Integer.MAX_VALUE : Integer.MIN_VALUE;
        for (Rate rate : rates.down()) {
            int start = atStart(current, rate, now);
            int proposed = rate.replicas() >= 0 ? start - rate.replicas() : (int) (start * (1 - rate.share()));
            limit = largest ? Math.min(limit, proposed) : Math.max(limit, proposed);
        }
        return rates.down().isEmpty() ? Integer.MIN_VALUE : limit;
    }

    private int atStart(int current, Rate rate, long now) {
        long since = now - rate.period().toMillis();
        return current - (int) added.sum(since) + (int) deleted.sum(since);
    }

    private static long longest(List<Rate> rates) {
        long longest = 1;
        for (Rate rate : rates) {
            longest = Math.max(longest, rate.period().toMillis());
        }
        return longest;
    }
}
