package dev.headroom.simulator.traffic;

import dev.headroom.simulator.Distribution;
import dev.headroom.simulator.Rng;

/**
 * Turns of work and rest, such as batch jobs. The long-run share of time at work is on ÷ (on + off).
 *
 * @param on how long it works
 * @param off how long it rests
 * @param rest the level at rest
 * @param level the level at work
 */
public record OnOff(Distribution on, Distribution off, double rest, double level) implements Shape {

    /** The shortest turn: keeps a distribution that favours tiny times from never ending. */
    private static final double LEAST_MILLIS = 1;

    public OnOff {
        Shape.check(rest);
        Shape.check(level);
        if (on.mean() + off.mean() <= 0) {
            throw new IllegalArgumentException("on and off cannot both last no time");
        }
    }

    @Override
    public double[] over(Grid grid, Draws draws) {
        Rng rng = draws.next();
        double[] out = new double[grid.count()];
        double step = grid.stepMillis();
        double end = step * out.length;
        double at = 0;
        while (at < end) {
            double begin = at;
            at = Math.min(end, at + Math.max(LEAST_MILLIS, 1000 * draw(on, rng)));
            for (int i = (int) (begin / step); i < out.length && i * step < at; i++) {
                out[i] += (Math.min(at, (i + 1) * step) - Math.max(begin, i * step)) / step;
            }
            at += Math.max(LEAST_MILLIS, 1000 * draw(off, rng));
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = rest + (level - rest) * Math.min(1, out[i]);
        }
        return out;
    }

    private static double draw(Distribution d, Rng rng) {
        return switch (d.shape()) {
            case CONSTANT -> d.mean();
            case EXPONENTIAL -> d.mean() * rng.exponential();
            case LOGNORMAL -> d.mean() * Lognormal.factor(Lognormal.sigma(d.cv()), rng.gaussian());
            case GAMMA -> d.cv() == 0 ? d.mean() : d.mean() * d.cv() * d.cv() * rng.gamma(1 / (d.cv() * d.cv()));
        };
    }
}
