package dev.headroom.forecast;

import dev.headroom.engine.model.Forecast;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the forecast of one signal up to date: takes samples as they are seen, and knows nothing else, so it is the same
 * live and in a simulation.
 *
 * <p>Samples are averaged into steps. Each time a step has ended the forecast is made anew; the model is fitted again
 * after a while, or when the history has grown by a fiftieth, whichever is later. It also compares what it forecast with
 * what came. Deterministic; not safe for use by several threads at once.
 */
public final class ForecastKeeper {

    private static final double[] LEVELS = {0.05, 0.25, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 0.99};
    private static final int MEDIAN = 2;
    private static final int FEWEST_STEPS = 10;
    private static final int FEWEST_COMPARED = 10;
    private static final double GROWTH = 0.02;
    private static final long ERROR_MILLIS = 2 * 3_600_000;
    private static final int ERROR_STEPS = 12;
    private static final long LAG_MILLIS = 120_000;
    private static final long[] STEPS_SECONDS = {60, 120, 300, 600, 900, 1800, 3600};

    /**
     * How it works.
     *
     * @param step length of a step, at least a second
     * @param horizon steps that are forecast
     * @param errorStep which of them the error is told of, from 1
     * @param history how much of the past is kept
     * @param retrain least time from fit to fit
     */
    public record Settings(Duration step, int horizon, int errorStep, Duration history, Duration retrain) {

        public Settings {
            if (step.toMillis() < 1000 || horizon < 1 || errorStep < 1 || errorStep > horizon) {
                throw new IllegalArgumentException(
                        "a forecast needs steps of a second or more, at least one of them, and the error of one of these");
            }
            if (history.compareTo(step.multipliedBy(FEWEST_STEPS)) < 0
                    || history.toMillis() / step.toMillis() > 10_000_000) {
                throw new IllegalArgumentException("a history holds from " + FEWEST_STEPS + " to 10 million steps of "
                        + step + "; this is " + history);
            }
        }

        /**
         * For looking ahead so far: steps of a quarter of it, rounded down to a usual length from a minute to an hour,
         * and two minutes more for samples that come late.
         */
        public static Settings ahead(Duration ahead, Duration history) {
            long seconds = STEPS_SECONDS[0];
            for (long s : STEPS_SECONDS) {
                seconds = s <= ahead.toSeconds() / 4 ? s : seconds;
            }
            long step = seconds * 1000;
            int errorStep = (int) Math.max(1, ceil(ahead.toMillis(), step));
            int horizon = (int) ceil(ahead.toMillis() + LAG_MILLIS, step) + 1;
            return new Settings(Duration.ofMillis(step), horizon, errorStep, history, Duration.ofHours(1));
        }

        private static long ceil(long a, long b) {
            return (a + b - 1) / b;
        }
    }

    private final String signal;
    private final Forecaster forecaster;
    private final Settings settings;
    private final long stepMillis;
    /** Steps that have ended, the newest last; twice the history long, so that dropping old ones is rare. */
    private final int most;

    private double[] values;
    private int size;
    /** Begin of the current step, epoch milliseconds; {@link Long#MIN_VALUE} before the first sample. */
    private long current = Long.MIN_VALUE;

    private double sum;
    private int samples;
    private long lastSample = Long.MIN_VALUE;
    private @Nullable Fitted fitted;
    private int sinceFit;
    private boolean stale;
    private @Nullable Forecast forecast;
    /** Medians forecast for steps to come: of the step that ends next, the one after … */
    private final double[] expected;

    private double off;
    private double came;
    private double compared;

    /** Nothing seen yet. */
    public ForecastKeeper(String signal, Forecaster forecaster, Settings settings) {
        this.signal = signal;
        this.forecaster = forecaster;
        this.settings = settings;
        this.stepMillis = settings.step().toMillis();
        this.most = (int) (settings.history().toMillis() / stepMillis);
        this.values = new double[Math.min(2 * most, 1024)];
        this.expected = new double[settings.errorStep() + 1];
        Arrays.fill(expected, Double.NaN);
    }

    /** The signal it forecasts. */
    public String signal() {
        return signal;
    }

    /**
     * Takes a sample.
     *
     * @param at its time: the end of what it tells of. One that is not newer than the last is left out
     * @param value in the signal's base unit; one that is not finite is left out
     */
    public void take(Instant at, double value) {
        long millis = at.toEpochMilli();
        if (millis <= lastSample || !Double.isFinite(value)) {
            return;
        }
        lastSample = millis;
        long begin = Math.floorDiv(millis - 1, stepMillis) * stepMillis;
        if (current == Long.MIN_VALUE) {
            current = begin;
        }
        if ((begin - current) / stepMillis > most) {
            // All that was known is older than what is kept.
            size = 0;
            samples = 0;
            current = begin;
            Arrays.fill(expected, Double.NaN);
        }
        while (current < begin) {
            endStep();
        }
        sum += value;
        samples++;
        if (millis == current + stepMillis) {
            endStep();
        }
    }

    /** Takes a sample that tells of every step of a span: as history from elsewhere has them. */
    public void take(Instant from, Instant to, double value) {
        long end = Math.floorDiv(from.toEpochMilli(), stepMillis) * stepMillis + stepMillis;
        for (; end < to.toEpochMilli(); end += stepMillis) {
            take(Instant.ofEpochMilli(end), value);
        }
        take(to, value);
    }

    private void endStep() {
        double value = samples == 0 ? Double.NaN : sum / samples;
        if (size == values.length) {
            if (size < 2 * most) {
                values = Arrays.copyOf(values, Math.min(2 * most, 2 * size));
            } else {
                System.arraycopy(values, size - most, values, 0, most);
                size = most;
            }
        }
        values[size++] = value;
        compare(value);
        current += stepMillis;
        sum = 0;
        samples = 0;
        sinceFit++;
        stale = true;
    }

    private void compare(double value) {
        double guess = expected[0];
        System.arraycopy(expected, 1, expected, 0, expected.length - 1);
        expected[expected.length - 1] = Double.NaN;
        if (Double.isNaN(guess) || Double.isNaN(value)) {
            return;
        }
        double keep = 1 - 1 / Math.max((double) ERROR_MILLIS / stepMillis, ERROR_STEPS);
        off = keep * off + Math.abs(guess - value);
        came = keep * came + Math.abs(value);
        compared++;
    }

    /** The mean absolute error of recent forecasts over the mean of what came; NaN as long as too few could be compared. */
    public double recentError() {
        return compared < FEWEST_COMPARED ? Double.NaN : came > 0 ? off / came : off > 0 ? 1 : 0;
    }

    /** The forecast from all samples taken; null as long as they are too few. */
    public @Nullable Forecast forecast() {
        if (!stale || size < FEWEST_STEPS) {
            return forecast;
        }
        stale = false;
        int kept = Math.min(size, most);
        Fitted model = fitted;
        if (model == null || due(kept)) {
            model = forecaster.fit(last(kept), settings.horizon());
            fitted = model;
            sinceFit = 0;
        }
        Forecast made =
                model.forecast(signal, last(Math.min(kept, model.memory())), settings.horizon(), LEVELS, recentError());
        expected[settings.errorStep() - 1] = made.values()[settings.errorStep() - 1][MEDIAN];
        forecast = made;
        return made;
    }

    private boolean due(int kept) {
        return sinceFit >= Math.max(settings.retrain().toMillis() / stepMillis, (long) (GROWTH * kept))
                // At first every step teaches much.
                || (sinceFit >= FEWEST_STEPS && kept < 100);
    }

    private Series last(int steps) {
        return new Series(
                Instant.ofEpochMilli(current - steps * stepMillis),
                settings.step(),
                Arrays.copyOfRange(values, size - steps, size));
    }
}
