package dev.headroom.controller;

import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.journal.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What may be seen of a running controller, and what it may be told. The API, the page and the metrics know it by this alone.
 *
 * <p>Thread-safe. Looking does not disturb the loops: what is shown of a workload is as of its last turn.
 */
public interface Console {

    /** What became of an order. */
    sealed interface Answer {
        /** It is in force; what that means, as a sentence. */
        record Done(String what) implements Answer {}

        /** It is not; every problem as a sentence with its mend. */
        record Refused(List<String> problems) implements Answer {
            public Refused {
                problems = List.copyOf(problems);
            }
        }

        /** There is no workload of that name. */
        record Unknown(String workload) implements Answer {}
    }

    /** Somebody's change of what the controller does: an order, a new spec. */
    record Change(Instant at, String author, String workload, String what) {}

    /** The controller itself. */
    ControllerStatus controller();

    /** All workloads, in the order of the spec. */
    List<WorkloadStatus> workloads();

    /** One workload. */
    Optional<WorkloadStatus> workload(String name);

    /**
     * Recorded decisions in [from, to), oldest first.
     *
     * @param most the most that are wanted, 1 to 10 000; of more the oldest are given
     * @throws IllegalStateException if the store cannot be read
     */
    List<Recorded> decisions(String workload, Instant from, Instant to, int most);

    /**
     * The last recorded decisions, newest first.
     *
     * @param most 1 to 10 000
     * @throws IllegalStateException if the store cannot be read
     */
    List<Recorded> latest(String workload, int most);

    /** The budgets of the spec, in its order. */
    List<BudgetStatus> budgets();

    /** Orders in force for a workload, in the order they were given; empty for an unknown one. */
    List<ManualOverride> overrides(String workload);

    /** Puts an order in force beside those there are; it is kept in the store, and its author in the audit. */
    Answer order(String workload, ManualOverride order);

    /** Ends all orders for a workload. */
    Answer lift(String workload, String author);

    /** Takes a turn of a workload now, instead of when it is due; one that is under way is followed by another. */
    Answer turn(String workload);

    /** The text of the spec in force. */
    String spec();

    /**
     * Checks a spec and puts it in force, or begins to where the running one says so; a bad one is refused with every problem,
     * and the running one stays.
     */
    Answer reload(String text, String author);

    /** The roll-out of a spec that is under way, or the last one; empty when there was none. */
    Optional<RolloutStatus> rollout();

    /** Lets a roll-out go on or return; its author is kept in the audit. */
    Answer rollout(RolloutStatus.Order order, String author);

    /**
     * Changes, newest first.
     *
     * @param most 1 to 10 000
     */
    List<Change> audit(int most);

    /** Something that happened, told as it happens. */
    sealed interface Event {
        /**
         * A workload's turn has ended.
         *
         * @param late by how much it began after it was due
         * @param took from its begin to its end
         */
        record Turn(WorkloadStatus workload, Duration late, Duration took) implements Event {}

        /** Something that people are told. */
        record Told(Instant at, String workload, Severity severity, String text) implements Event {}

        /** A change was made. */
        record Changed(Change change) implements Event {}
    }

    /** How grave something told is. */
    enum Severity {
        INFO,
        WARNING,
        CRITICAL
    }

    /** The sources of the spec in force by name, for those that push samples to them. */
    Map<String, MetricSource> sources();

    /**
     * Tells a listener of all events from now on, from the threads of the loops: it must not block, and what it throws is
     * dropped.
     *
     * @return ends it
     */
    Runnable subscribe(Consumer<Event> listener);
}
