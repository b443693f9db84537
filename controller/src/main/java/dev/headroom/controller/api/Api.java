package dev.headroom.controller.api;

import dev.headroom.controller.Console;
import dev.headroom.controller.WorkloadStatus;
import dev.headroom.controller.metrics.Metrics;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What routes answer from.
 *
 * @param console the controller
 * @param settings how the interface is served
 * @param events those who listen
 * @param metrics what is told to Prometheus
 * @param trials what other policies would have done
 * @param readers places for reads of the store
 */
record Api(Console console, ApiSettings settings, Events events, Metrics metrics, Trials trials, Semaphore readers) {

    /** The loops share the store's connections, so few are taken from them. */
    private static final int MOST_READERS = 2;

    private static final long WAIT_SECONDS = 5;

    Api(Console console, ApiSettings settings, Events events, Metrics metrics) {
        this(console, settings, events, metrics, new Trials(), new Semaphore(MOST_READERS));
    }

    /**
     * A workload.
     *
     * @throws Problem if there is none of that name
     */
    WorkloadStatus workload(String name) {
        return console.workload(name).orElseThrow(() -> unknown(name));
    }

    static Problem unknown(String name) {
        return Problem.notFound("there is no workload '" + name + "'; GET /api/v1/workloads lists them");
    }

    /**
     * Reads from the store, with only a few others.
     *
     * @throws Problem if the store cannot be read, or too many want to
     */
    <T> T stored(Supplier<T> read) {
        try {
            if (!readers.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw Problem.unavailable("too many read recorded decisions at the moment; try again in a few seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("the controller is stopping");
        }
        try {
            return read.get();
        } catch (IllegalStateException e) {
            throw Problem.unavailable("recorded decisions cannot be read at the moment: " + e.getMessage());
        } finally {
            readers.release();
        }
    }
}
