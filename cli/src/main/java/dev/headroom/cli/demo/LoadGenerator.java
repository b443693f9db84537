package dev.headroom.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * People: requests that come whether or not the former ones were answered, at random times (a Poisson process) around a rate
 * that changes. One that takes too long has failed.
 */
public final class LoadGenerator implements AutoCloseable {

    private static final long LONGEST_MICROS = 60_000_000;
    private static final int MOST_AT_ONCE = 4000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * What came of the requests of a span.
     *
     * @param sent requests sent
     * @param failed refused, broken off or too late
     * @param times answer times of the others, microseconds
     */
    public record Tally(long sent, long failed, Histogram times) {

        /** Answered within a time, as a share of those sent; NaN when none was. */
        public double within(Duration limit) {
            return sent == 0
                    ? Double.NaN
                    : (double) times.getCountBetweenValues(0, limit.toNanos() / 1000)
                            / (times.getTotalCount() + failed);
        }
    }

    private final URI where;
    private final DemoDay day;
    private final Random random;
    private final HttpClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);
    private final Object lock = new Object();
    /** Requests that came in each second of the day. */
    private final int[] perSecond;

    private Histogram span = new Histogram(LONGEST_MICROS, 3);
    private final Histogram whole = new Histogram(LONGEST_MICROS, 3);
    private long sent;
    private long failed;
    private long sentBefore;
    private long failedBefore;

    /** Requests to one address, with arrival times drawn from a seed. */
    public LoadGenerator(URI where, DemoDay day, long seed) {
        this.where = where;
        this.day = day;
        this.random = new Random(seed);
        this.perSecond = new int[(int) day.length().toSeconds() + 1];
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .executor(threads)
                .build();
    }

    /**
     * Sends until the day has ended or the thread is interrupted; then waits for the last answers.
     *
     * @param begin by {@link System#nanoTime}
     */
    public void run(long begin) throws InterruptedException {
        long end = begin + day.length().toNanos();
        long next = begin;
        while (true) {
            double rate = Math.max(0.5, day.rate(Duration.ofNanos(next - begin)));
            next += Math.round(-Math.log1p(-random.nextDouble()) / rate * 1e9);
            if (next >= end) {
                break;
            }
            long wait = next - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
            long due = next;
            synchronized (lock) {
                perSecond[(int) ((due - begin) / 1_000_000_000L)]++;
            }
            if (room.tryAcquire()) {
                threads.execute(() -> send(due));
            } else {
                count(-1);
            }
        }
        room.tryAcquire(MOST_AT_ONCE, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void send(long due) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(where).timeout(PATIENCE).GET().build();
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            // From when it was due, so that a generator that falls behind does not flatter the service.
            count(status == 200 ? (System.nanoTime() - due) / 1000 : -1);
        } catch (IOException e) {
            count(-1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            room.release();
        }
    }

    private void count(long micros) {
        synchronized (lock) {
            sent++;
            if (micros < 0) {
                failed++;
            } else {
                span.recordValue(Math.min(LONGEST_MICROS, micros));
            }
        }
    }

    /** What came since this was asked for the last time. */
    public Tally next() {
        synchronized (lock) {
            Tally tally = new Tally(sent - sentBefore, failed - failedBefore, span);
            whole.add(span);
            span = new Histogram(LONGEST_MICROS, 3);
            sentBefore = sent;
            failedBefore = failed;
            return tally;
        }
    }

    /** What came until {@link #next} was asked for the last time. */
    public Tally whole() {
        synchronized (lock) {
            return new Tally(sentBefore, failedBefore, whole.copy());
        }
    }

    /** Requests that came in each second since the begin. */
    public int[] perSecond() {
        synchronized (lock) {
            return perSecond.clone();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}
