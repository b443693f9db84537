package dev.headroom.simulator.traffic;

import dev.headroom.simulator.Rng;
import dev.headroom.simulator.TokenKind;
import dev.headroom.simulator.Trace;
import java.util.List;

/**
 * Traffic to be made.
 *
 * @param grid the steps
 * @param rate requests per second
 * @param arrivals how whole requests come of it
 * @param tokens kinds of requests by length; empty for requests without
 */
public record Traffic(Grid grid, Shape rate, ArrivalLaw arrivals, List<TokenKind> tokens) {

    private static final double MOST_PER_STEP = 1e12;

    public Traffic {
        tokens = List.copyOf(tokens);
    }

    /**
     * Makes it.
     *
     * @param name for reports
     * @param seed fixes every random draw
     * @throws IllegalArgumentException when a step comes to more requests than can be counted
     */
    public Generated generate(String name, long seed) {
        Draws draws = new Draws(seed);
        Rng arrival = draws.next();
        Rng token = draws.next();
        double[] expected = rate.over(grid, draws);
        for (int i = 0; i < expected.length; i++) {
            expected[i] *= grid.stepSeconds();
            if (!(expected[i] <= MOST_PER_STEP)) {
                throw new IllegalArgumentException("the rate comes to " + expected[i] / grid.stepSeconds()
                        + " requests per second in step " + (i + 1) + ", more than can be simulated");
            }
        }
        double[] counts = arrivals.counts(expected, arrival);
        Trace trace = new Trace(name, grid.startMillis(), grid.stepMillis(), counts);
        if (tokens.isEmpty()) {
            return new Generated(trace, new double[0], new double[0]);
        }
        double[] input = new double[counts.length];
        double[] output = new double[counts.length];
        Tokens mix = new Tokens(tokens);
        for (int i = 0; i < counts.length; i++) {
            mix.draw(counts[i], input, output, i, token);
        }
        return new Generated(trace, input, output);
    }
}
