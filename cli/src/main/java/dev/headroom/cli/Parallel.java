package dev.headroom.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Work on every core, with a progress bar where somebody looks. */
final class Parallel {

    private Parallel() {}

    /** Work that tells of steps done. */
    interface Work<T> {
        T run(LongConsumer steps) throws Exception;
    }

    /** Runs work with a bar of so many steps; {@code work} may tell of steps from any thread. */
    static <T> T withBar(String name, long steps, PrintWriter err, Work<T> work) throws Exception {
        if (!Boolean.getBoolean("headroom.tty")) {
            return work.run(done -> {});
        }
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .continuousUpdate()
                .clearDisplayOnFinish()
                .build()) {
            AtomicLong sum = new AtomicLong();
            return work.run(done -> bar.stepTo(Math.min(steps, sum.addAndGet(done))));
        } finally {
            err.flush();
        }
    }

    /** One answer per item, in order. */
    static <I, T> List<T> each(List<I> items, Function<I, T> work) {
        int threads = Math.max(1, Math.min(items.size(), Runtime.getRuntime().availableProcessors()));
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<T>> futures = new ArrayList<>();
            for (I item : items) {
                futures.add(pool.submit(() -> work.apply(item)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> f : futures) {
                try {
                    results.add(f.get());
                } catch (ExecutionException e) {
                    pool.shutdownNow();
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
