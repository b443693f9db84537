package dev.headroom.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The same benchmarks by the CPU time of their thread, for machines that are shared: time in which another process had the core
 * does not count. Each line is the median of the rounds after warming up, with the least and the most.
 */
public final class OnCpu {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int DECISIONS = 200_000;
    private static final int HOLDS = 2_000_000;

    /** Keeps results alive. */
    static volatile @Nullable Object sink;

    private OnCpu() {}

    /** Runs all, or those whose name begins with the first argument. */
    public static void main(String[] args) {
        String wanted = args.length == 0 ? "" : args[0];
        for (DecideBenchmark.Course course : DecideBenchmark.Course.values()) {
            DecideBenchmark decide = new DecideBenchmark();
            decide.course = course;
            decide.rehearse();
            nanos(wanted, "decide " + course, "ns per decision", 1, () -> {
                for (int i = 0; i < DECISIONS; i++) {
                    sink = decide.decide();
                }
                return DECISIONS;
            });
        }
        auto(wanted);
        for (int pending : new int[] {64, 1024, 65_536}) {
            EventLoopBenchmark hold = new EventLoopBenchmark();
            hold.pending = pending;
            hold.fill();
            nanos(wanted, "hold " + pending, "ns per pair of events", 1, () -> {
                int sum = 0;
                for (int i = 0; i < HOLDS; i++) {
                    sum += hold.hold();
                }
                sink = sum;
                return HOLDS;
            });
        }
        guard(wanted);
        AnomalyBenchmark anomaly = new AnomalyBenchmark();
        anomaly.teach();
        nanos(wanted, "anomaly", "ns per sample", 1, () -> {
            double sum = 0;
            for (int i = 0; i < DECISIONS; i++) {
                sum += anomaly.sample();
            }
            sink = sum;
            return DECISIONS;
        });
        nanos(wanted, "requests", "ns per event", 1, () -> {
            RequestsBenchmark.Counted counted = new RequestsBenchmark.Counted();
            sink = new RequestsBenchmark().simulate(counted);
            return counted.events;
        });
        for (String effort : new String[] {"full", "fast"}) {
            for (int minutes : new int[] {60, 5}) {
                String name = "forecast " + effort + " " + minutes;
                if (name.startsWith(wanted)) {
                    ForecastBenchmark forecast = new ForecastBenchmark();
                    forecast.effort = effort;
                    forecast.minutes = minutes;
                    forecast.traffic();
                    nanos(wanted, name, "ms", 1e6, () -> {
                        sink = forecast.fitAndForecast();
                        return 1;
                    });
                }
            }
        }
        for (String policy : new String[] {"headroom", "hpa"}) {
            if (("weeks " + policy).startsWith(wanted)) {
                WeeksBenchmark weeks = new WeeksBenchmark();
                weeks.policy = policy;
                weeks.check();
                nanos(wanted, "weeks " + policy, "ms", 1e6, () -> {
                    sink = weeks.simulate();
                    return 1;
                });
            }
        }
    }

    private static void guard(String wanted) {
        try (GuardBenchmark guard = new GuardBenchmark()) {
            guard.open();
            nanos(wanted, "guard bare", "ns per call", 1, () -> repeated(guard::bare, HOLDS));
            nanos(wanted, "guard all", "ns per call", 1, () -> repeated(guard::guarded, DECISIONS));
            nanos(wanted, "guard near", "ns per answer", 1, () -> repeated(guard::near, HOLDS));
        }
    }

    private static long repeated(Callable<?> one, int times) {
        try {
            for (int i = 0; i < times; i++) {
                sink = one.call();
            }
            return times;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void auto(String wanted) {
        if (!"auto".startsWith(wanted) && !wanted.startsWith("auto")) {
            return;
        }
        AutoBenchmark auto = new AutoBenchmark();
        auto.learn();
        System.out.printf(Locale.ROOT, "%-16s %10d bytes%n", "auto state", auto.stateBytes());
        nanos(wanted, "auto decide", "ns per decision", 1, () -> {
            for (int i = 0; i < DECISIONS; i++) {
                sink = auto.decide();
            }
            return DECISIONS;
        });
        nanos(wanted, "auto forecasts", "ns per decision", 1, auto::forecasts);
    }

    private static void nanos(String wanted, String name, String unit, double nanosPerUnit, LongSupplier round) {
        if (!name.startsWith(wanted)) {
            return;
        }
        double[] scores = new double[15];
        for (int i = 0; i < scores.length; i++) {
            long begin = THREADS.getCurrentThreadCpuTime();
            long operations = round.getAsLong();
            scores[i] = (THREADS.getCurrentThreadCpuTime() - begin) / nanosPerUnit / operations;
        }
        double[] warm = Arrays.copyOfRange(scores, 5, scores.length);
        Arrays.sort(warm);
        System.out.printf(
                Locale.ROOT,
                "%-16s %10.1f %s (%.1f to %.1f)%n",
                name,
                warm[warm.length / 2],
                unit,
                warm[0],
                warm[warm.length - 1]);
    }
}
