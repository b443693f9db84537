package dev.headroom.simulator.traffic;

/** A straight rise from 0 to 1, integrated: means over steps are then exact however a step lies across the edges. */
final class Rise {
    private Rise() {}

    /** The integral from minus infinity to {@code x} of a rise that begins at 0 and takes {@code length}; 0 for a jump. */
    static double integral(double x, double length) {
        if (x <= 0) {
            return 0;
        }
        return x < length ? x * x / (2 * length) : x - length / 2;
    }

    /** The integral up to {@code x} of a bump from 0 to {@code end}, whose edges lie inside and last {@code edge} each. */
    static double bump(double x, double end, double edge) {
        double inside = Math.min(edge, end / 2);
        return integral(x, inside) - integral(x - (end - inside), inside);
    }

    /** Height of the same bump. */
    static double height(double x, double end, double edge) {
        if (x < 0 || x >= end) {
            return 0;
        }
        double inside = Math.min(edge, end / 2);
        return inside == 0 ? 1 : Math.min(1, Math.min(x, end - x) / inside);
    }
}
