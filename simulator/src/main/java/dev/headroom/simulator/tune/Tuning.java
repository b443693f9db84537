package dev.headroom.simulator.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a search found.
 *
 * @param best the cheapest that keeps the objective on the training part; where none does, the one that misses it least
 * @param front trials of which no other is both cheaper and more often in time, the cheapest first
 * @param trials all, in the order they were tried
 */
public record Tuning(Trial best, List<Trial> front, List<Trial> trials) {

    static Tuning of(List<Trial> trials, double objective) {
        Trial best = trials.stream().min(Trial.byWorth(objective)).orElseThrow();
        return new Tuning(best, front(trials), List.copyOf(trials));
    }

    /** The trials that no other one beats in cost and attainment together, the cheapest first. */
    static List<Trial> front(List<Trial> trials) {
        List<Trial> sorted = new ArrayList<>(trials);
        sorted.sort(Comparator.comparingDouble(Trial::cost)
                .thenComparing(Comparator.comparingDouble(Trial::attainment).reversed())
                .thenComparing(Trial::values, Trial::compare));
        List<Trial> front = new ArrayList<>();
        double most = Double.NEGATIVE_INFINITY;
        for (Trial t : sorted) {
            if (t.attainment() > most) {
                front.add(t);
                most = t.attainment();
            }
        }
        return List.copyOf(front);
    }
}
