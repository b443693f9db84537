package dev.headroom.connectors.http;

import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Runs a program that prints one number, as of the time of the evaluation. The signal's query is its variable HEADROOM_QUERY,
 * the signal's name HEADROOM_SIGNAL. One that prints nothing and ends well has no sample; one that ends with another status
 * than 0 has failed, and what it wrote to its error output is why.
 *
 * <p>Thread-safe. The programs of one read run at the same time, up to four; equal queries run once.
 */
public final class ExecSource implements MetricSource {
    private static final int AT_A_TIME = 4;

    private final Program program;
    private final Semaphore places = new Semaphore(AT_A_TIME);

    /**
     * A source.
     *
     * @param command program and arguments
     * @param timeout longest run
     * @throws IllegalArgumentException if the command is empty or the time-out not positive
     */
    public ExecSource(List<String> command, Duration timeout) {
        this.program = new Program(command, timeout);
    }

    @Override
    public List<Reading> read(List<Signal> signals, Instant now) {
        Map<String, Future<Reading>> running = new LinkedHashMap<>();
        for (Signal signal : signals) {
            running.computeIfAbsent(signal.query(), query -> {
                CompletableFuture<Reading> result = new CompletableFuture<>();
                Thread.startVirtualThread(() -> result.complete(one(signal, now)));
                return result;
            });
        }
        List<Reading> readings = new ArrayList<>();
        for (Signal signal : signals) {
            readings.add(outcome(running.getOrDefault(signal.query(), CompletableFuture.completedFuture(null))));
        }
        return readings;
    }

    private static Reading outcome(Future<Reading> running) {
        try {
            // Bounded by the time-outs of the programs before it and its own.
            return running.get();
        } catch (ExecutionException e) {
            return Reading.failed("the program could not be run: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reading.failed("interrupted while a program was running");
        }
    }

    private Reading one(Signal signal, Instant now) {
        places.acquireUninterruptibly();
        try {
            Map<String, String> variables = Map.of("HEADROOM_QUERY", signal.query(), "HEADROOM_SIGNAL", signal.name());
            return switch (program.run(List.of(), variables)) {
                case Program.Run.Printed(String out) -> number(out, now);
                case Program.Run.Complained no -> Reading.failed(no.why());
                case Program.Run.Ended no -> Reading.failed(no.why());
            };
        } catch (RuntimeException e) {
            return Reading.failed("the program could not be run: " + e);
        } finally {
            places.release();
        }
    }

    private static Reading number(String out, Instant now) {
        if (out.isEmpty()) {
            return Reading.missing("the program printed nothing");
        }
        try {
            double value = Double.parseDouble(out);
            return Double.isFinite(value) ? Reading.of(value, now) : Reading.missing("the program printed " + out);
        } catch (NumberFormatException e) {
            return Reading.failed("the program printed what is no number: " + Exchange.excerpt(out));
        }
    }
}
