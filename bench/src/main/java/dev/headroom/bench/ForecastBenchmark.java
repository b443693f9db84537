package dev.headroom.bench;

import dev.headroom.forecast.Ensemble;
import dev.headroom.forecast.Forecaster;
import dev.headroom.forecast.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Four weeks of traffic: backtest, fit and forecast of a day or two. The goal is under 100 ms for hourly steps and 48 of them ahead.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ForecastBenchmark {
    private static final int DAYS = 28;
    private static final double[] LEVELS = {0.025, 0.5, 0.9, 0.975};

    /** All methods, or the quick ones that live forecasts use. */
    @Param({"full", "fast"})
    public String effort = "full";

    /** Length of a step, and so how many there are. */
    @Param({"60", "5"})
    public int minutes = 60;

    private Series history = new Series(Instant.EPOCH, Duration.ofHours(1), new double[0]);
    private Forecaster forecaster = Ensemble.fast();
    private int horizon;

    /** Makes the traffic: a day, a week, growth and noise. */
    @Setup
    public void traffic() {
        SplittableRandom random = new SplittableRandom(1);
        int day = 24 * 60 / minutes;
        double[] y = new double[DAYS * day];
        for (int i = 0; i < y.length; i++) {
            double wave = 1 + 0.6 * Math.sin(2 * Math.PI * i / day);
            double weekend = i / day % 7 >= 5 ? 0.6 : 1;
            y[i] = (1000 + 100.0 * i / day) * wave * weekend * (1 + 0.2 * (random.nextDouble() - 0.5));
        }
        history = new Series(Instant.parse("2026-01-05T00:00:00Z"), Duration.ofMinutes(minutes), y);
        forecaster = effort.equals("full") ? Ensemble.full() : Ensemble.fast();
        horizon = minutes == 60 ? 48 : day;
        double error = forecaster.fit(history, horizon).backtest().error();
        if (!(error < 0.1)) {
            throw new IllegalStateException("the forecasts that are measured are no good: off by " + error);
        }
    }

    /** Backtest, fit and forecast. */
    @Benchmark
    public double[][] fitAndForecast() {
        return forecaster.fit(history, horizon).quantiles(history, horizon, LEVELS);
    }
}
