package dev.headroom.controller;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A time that passes when told to, and everything in one thread: the order of what happens at the same instant is drawn from a
 * seed, and so may be the delay of everything that is done beside. The same seed gives the same course.
 */
public final class VirtualTiming implements Timing {

    private record Task(long nanos, long tie, long number, Runnable what) {}

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(
            Comparator.comparingLong(Task::nanos).thenComparingLong(Task::tie).thenComparingLong(Task::number));
    private final Instant start;
    private final Random random;
    private Supplier<Duration> beside = () -> Duration.ZERO;
    private Duration shift = Duration.ZERO;
    private long nanos;
    private long number;

    /** Begins at an instant. */
    public VirtualTiming(Instant start, long seed) {
        this.start = start;
        this.random = new Random(seed);
    }

    /** From now on everything that is done beside begins after such a delay. */
    public VirtualTiming delaying(Supplier<Duration> delay) {
        beside = delay;
        return this;
    }

    /** Sets the clock of the day forwards or backwards; what is to happen happens as if nobody had. */
    public void jump(Duration by) {
        shift = shift.plus(by);
    }

    @Override
    public Instant now() {
        return start.plusNanos(nanos).plus(shift);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Pending after(Duration delay, Runnable task) {
        Task t = new Task(nanos + Math.max(0, delay.toNanos()), random.nextLong(), number++, task);
        tasks.add(t);
        return () -> tasks.remove(t);
    }

    @Override
    public void run(Runnable task) {
        after(beside.get(), task);
    }

    /**
     * Lets time pass, with all that happens in it. What happens may itself let time pass, as a process does that stands still in
     * the middle of something.
     *
     * @return how many things happened
     */
    public int pass(Duration span) {
        long end = nanos + span.toNanos();
        int count = 0;
        for (Task next = tasks.peek(); next != null && next.nanos() <= end; next = tasks.peek()) {
            tasks.poll();
            nanos = Math.max(nanos, next.nanos());
            next.what().run();
            count++;
        }
        nanos = Math.max(nanos, end);
        return count;
    }
}
