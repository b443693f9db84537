package dev.headroom.worker;

import dev.headroom.guard.Backoff;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a worker works.
 *
 * @param receiving how it takes messages
 * @param trying what becomes of messages that fail
 * @param bulk how results are gathered
 * @param cores threads for CPU stages
 * @param memoryBytes what the stages of all messages may need together; one that needs more alone is refused
 * @param temporary where its temporary files are
 */
public record WorkerSettings(
        Receiving receiving, Trying trying, Bulk bulk, int cores, long memoryBytes, Path temporary) {

    /**
     * How messages are taken.
     *
     * @param visibility for how long they are held at a time; renewed when a third of it has passed
     * @param poll how long the queue is asked to wait for one, up to 20 s
     * @param inFlight the most messages in stages, prefetched ones included; 0 for the parallelism of all stages and 10 more
     * @param receivers how many ask at once
     */
    public record Receiving(Duration visibility, Duration poll, int inFlight, int receivers) {
        /** 900 s, 20 s, by the stages, one. */
        public static final Receiving DEFAULT = new Receiving(Duration.ofSeconds(900), Duration.ofSeconds(20), 0, 1);
    }

    /**
     * What becomes of messages that fail.
     *
     * @param backoff how often it is tried before it goes to the dead letters, and how long it stays away in between
     * @param longest the longest a message is held for; the queue gets it back then, whatever is going on
     */
    public record Trying(Backoff backoff, Duration longest) {
        /** Five times, 1 s to 15 min apart (± 20 %), held for an hour at most. */
        public static final Trying DEFAULT =
                new Trying(new Backoff(5, Duration.ofSeconds(1), Duration.ofMinutes(15), 2, 0.2), Duration.ofHours(1));
    }

    /**
     * When results are written: as soon as one of three is reached.
     *
     * @param items so many
     * @param bytes so many bytes; a larger item goes alone
     * @param linger so long after the first
     * @param parallelism how many bulks are written at once
     * @param backoff pauses between the tries of a bulk that the sink failed at, until the worker ends; and of an item that it
     *     did not take, as often as it says
     */
    public record Bulk(int items, long bytes, Duration linger, int parallelism, Backoff backoff) {
        /** 500, 5 MB, 1 s, two at once; five tries of an item, 100 ms to 30 s apart. */
        public static final Bulk DEFAULT = new Bulk(
                500,
                5_000_000,
                Duration.ofSeconds(1),
                2,
                new Backoff(5, Duration.ofMillis(100), Duration.ofSeconds(30), 2, 0.2));
    }

    public WorkerSettings {
        List<String> problems = new ArrayList<>();
        need(problems, positive(receiving.visibility), "messages are held for more than 0 s");
        need(
                problems,
                !receiving.poll.isNegative() && receiving.poll.compareTo(Duration.ofSeconds(20)) <= 0,
                "a queue waits 0 to 20 s for messages, not " + receiving.poll);
        need(
                problems,
                receiving.inFlight >= 0,
                "messages in flight are 1 or more, or 0 for as many as the stages take");
        need(problems, receiving.receivers >= 1, "there is at least one receiver");
        need(problems, trying.longest.compareTo(receiving.visibility) >= 0, "the longest hold is below one hold");
        need(problems, bulk.items >= 1 && bulk.bytes >= 1, "a bulk holds at least one item and one byte");
        need(problems, !bulk.linger.isNegative(), "a bulk's linger is not negative");
        need(problems, bulk.parallelism >= 1, "at least one bulk is written at a time");
        need(problems, cores >= 1, "there is at least one thread for CPU stages");
        need(problems, memoryBytes >= 1 << 20, "the memory bound is 1 MiB or more");
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("worker settings: " + String.join("; ", problems));
        }
    }

    private static boolean positive(Duration span) {
        return !span.isNegative() && !span.isZero();
    }

    private static void need(List<String> problems, boolean holds, String otherwise) {
        if (!holds) {
            problems.add(otherwise);
        }
    }

    /** The defaults of each, all processors but one, half of the heap, the system's folder for temporary files. */
    public static WorkerSettings defaults() {
        Runtime machine = Runtime.getRuntime();
        return new WorkerSettings(
                Receiving.DEFAULT,
                Trying.DEFAULT,
                Bulk.DEFAULT,
                Math.max(1, machine.availableProcessors() - 1),
                Math.max(1 << 20, machine.maxMemory() / 2),
                Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** The same, receiving in another way. */
    public WorkerSettings with(Receiving other) {
        return new WorkerSettings(other, trying, bulk, cores, memoryBytes, temporary);
    }

    /** The same, trying in another way. */
    public WorkerSettings with(Trying other) {
        return new WorkerSettings(receiving, other, bulk, cores, memoryBytes, temporary);
    }

    /** The same with other bulks. */
    public WorkerSettings with(Bulk other) {
        return new WorkerSettings(receiving, trying, other, cores, memoryBytes, temporary);
    }

    /** The same with so many threads for CPU stages. */
    public WorkerSettings withCores(int other) {
        return new WorkerSettings(receiving, trying, bulk, other, memoryBytes, temporary);
    }

    /** The same with another bound of memory, bytes. */
    public WorkerSettings withMemoryBytes(long other) {
        return new WorkerSettings(receiving, trying, bulk, cores, other, temporary);
    }

    /** The same with another place for temporary files. */
    public WorkerSettings withTemporary(Path other) {
        return new WorkerSettings(receiving, trying, bulk, cores, memoryBytes, other);
    }
}
