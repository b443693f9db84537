package dev.headroom.simulator;

import dev.headroom.engine.Decision;
import dev.headroom.engine.WorkloadState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Counts the changes, and keeps the largest of them. */
final class DecisionLog {
    private record Kept(int number, Decision decision) {
        int size() {
            return Math.abs(decision.desired() - decision.current());
        }
    }

    /** Least worth keeping first: the smallest, of these the latest. */
    private final PriorityQueue<Kept> kept = new PriorityQueue<>(Comparator.comparingInt(Kept::size)
            .thenComparing(Comparator.comparingInt(Kept::number).reversed()));

    private int actions;
    private int directionChanges;
    private int direction;

    /** A change that was carried out. */
    void scaled(Decision d) {
        int way = Integer.signum(d.desired() - d.current());
        if (direction != 0 && way != direction) {
            directionChanges++;
        }
        direction = way;
        Kept k = new Kept(actions++, d);
        if (kept.size() >= Result.MAX_DECISIONS) {
            Kept least = kept.peek();
            if (least != null && least.size() >= k.size()) {
                return;
            }
            kept.poll();
        }
        kept.add(new Kept(
                k.number,
                new Decision(d.at(), d.current(), d.desired(), d.reasons(), d.advice(), WorkloadState.INITIAL)));
    }

    int actions() {
        return actions;
    }

    int directionChanges() {
        return directionChanges;
    }

    /** The decisions kept, in the order they were made. */
    List<Decision> decisions() {
        List<Kept> sorted = new ArrayList<>(kept);
        sorted.sort(Comparator.comparingInt(Kept::number));
        return sorted.stream().map(Kept::decision).toList();
    }
}
