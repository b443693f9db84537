package dev.headroom.simulator.tune;

import java.util.Comparator;
import java.util.List;

/**
 * What values were worth.
 *
 * @param values one per parameter, in their order
 * @param attainment share of requests or items in time, 0 to 1
 * @param cost in the scenario's currency
 * @param actions changes of the desired count
 */
public record Trial(List<Double> values, double attainment, double cost, int actions) {

    public Trial {
        values = List.copyOf(values);
    }

    /** Whether the objective is kept. */
    public boolean keeps(double objective) {
        return attainment >= objective;
    }

    /** The better first: what keeps the objective by cost, then the rest by attainment. Ties by cost, then by the values. */
    static Comparator<Trial> byWorth(double objective) {
        return Comparator.comparing((Trial t) -> !t.keeps(objective))
                .thenComparingDouble(t -> t.keeps(objective) ? 0.0 : -t.attainment)
                .thenComparingDouble(Trial::cost)
                .thenComparing(Trial::values, Trial::compare);
    }

    /** The order of values, so that ties are broken everywhere alike. */
    static int compare(List<Double> a, List<Double> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int c = Double.compare(a.get(i), b.get(i));
            if (c != 0) {
                return c;
            }
        }
        return Integer.compare(a.size(), b.size());
    }
}
