package dev.headroom.simulator.league;

/**
 * One line of the league table. Scores are of the second half of the trace.
 *
 * @param trace name of the trace
 * @param scenario name of the {@link Setting}
 * @param policy name of the policy
 * @param tuned how its parameters were chosen
 * @param parameter their values, as {@code name=value}, separated by spaces
 * @param attainment share of requests or items in time, 0 to 1
 * @param objective attainment that was to be kept
 * @param cost in the setting's currency
 * @param costOverOptimum cost ÷ the clairvoyant optimum; NaN when that is not known
 * @param actions changes of the desired count
 */
public record Row(
        String trace,
        String scenario,
        String policy,
        Tuned tuned,
        String parameter,
        double attainment,
        double objective,
        double cost,
        double costOverOptimum,
        int actions) {

    /** How parameters were chosen. */
    public enum Tuned {
        /** As the product ships. */
        DEFAULT,
        /** The cheapest that kept the objective on the first half. */
        TRAINED,
        /** One value of the main parameter, everything else as it ships; the best of these is known in hindsight only. */
        SWEPT
    }

    /** Whether the objective was kept. */
    public boolean keeps() {
        return attainment >= objective;
    }
}
