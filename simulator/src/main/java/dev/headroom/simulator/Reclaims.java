package dev.headroom.simulator;

import org.jspecify.annotations.Nullable;

/** When machines of a spot pool are taken back, as recorded: those of a step are evenly spread over it. */
final class Reclaims {
    private final @Nullable Trace recorded;
    private final long epochMillis;
    private int step;
    private long inStep;
    private long next;

    Reclaims(@Nullable Trace recorded, long epochMillis) {
        this.recorded = recorded;
        this.epochMillis = epochMillis;
        find();
    }

    /** Nanoseconds since the simulation began; {@link Long#MAX_VALUE} for never again. */
    long next() {
        return next;
    }

    void advance() {
        inStep++;
        find();
    }

    /** The next one from the present place on; what came before the simulation is passed over. */
    private void find() {
        next = Long.MAX_VALUE;
        while (recorded != null && step < recorded.arrivals().length) {
            long count = Math.round(recorded.arrivals()[step]);
            if (inStep < count) {
                double millis = recorded.startMillis()
                        - epochMillis
                        + (step + (inStep + 0.5) / count) * recorded.bucketMillis();
                if (millis >= 0) {
                    next = Math.round(millis * 1e6);
                    return;
                }
                inStep++;
            } else {
                step++;
                inStep = 0;
            }
        }
    }
}
