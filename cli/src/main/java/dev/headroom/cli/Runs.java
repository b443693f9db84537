package dev.headroom.cli;

import dev.headroom.simulator.Progress;
import dev.headroom.simulator.Result;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.ScenarioException;
import dev.headroom.simulator.Simulator;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Function;
import java.util.function.IntConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Runs simulations side by side, with a progress bar where somebody looks. */
final class Runs {

    private Runs() {}

    /** One result per scenario, in order. */
    static List<Result> all(List<Scenario> scenarios, PrintWriter err) {
        return each(
                scenarios.stream()
                        .<Function<Progress, Result>>map(s -> progress -> Simulator.run(s, progress))
                        .toList(),
                err);
    }

    /** One result per run, in order. */
    static <T> List<T> each(List<Function<Progress, T>> scenarios, PrintWriter err) {
        if (!Boolean.getBoolean("headroom.tty")) {
            return run(scenarios, percent -> {});
        }
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("simulating")
                .setInitialMax(100)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .continuousUpdate()
                .hideEta()
                .clearDisplayOnFinish()
                .build()) {
            return run(scenarios, bar::stepTo);
        } finally {
            err.flush();
        }
    }

    private static <T> List<T> run(List<Function<Progress, T>> scenarios, IntConsumer percent) {
        AtomicIntegerArray done = new AtomicIntegerArray(scenarios.size());
        int threads = Math.min(scenarios.size(), Runtime.getRuntime().availableProcessors());
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < scenarios.size(); i++) {
                int index = i;
                futures.add(pool.submit(() -> scenarios.get(index).apply(share -> {
                    done.set(index, (int) (share * 100));
                    int sum = 0;
                    for (int k = 0; k < done.length(); k++) {
                        sum += done.get(k);
                    }
                    percent.accept(sum / done.length());
                })));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> f : futures) {
                try {
                    results.add(f.get());
                } catch (ExecutionException e) {
                    pool.shutdownNow();
                    if (e.getCause() instanceof ScenarioException infeasible) {
                        throw new Refusal(String.valueOf(infeasible.getMessage()));
                    }
                    throw e.getCause() instanceof RuntimeException r ? r : new IllegalStateException(e.getCause());
                } catch (InterruptedException e) {
                    pool.shutdownNow();
                    Thread.currentThread().interrupt();
                    throw new Refusal("interrupted");
                }
            }
            return results;
        }
    }
}
