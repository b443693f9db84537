package dev.headroom.controller.whatif;

import dev.headroom.engine.Workload;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.journal.Recorded;
import dev.headroom.simulator.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The demand of a workload as its recorded decisions saw it. Where no signal gives the rate of arrivals itself, it follows
 * from what was in flight: by Little's law (J. D. C. Little, 1961) arrivals a second are the requests in flight divided by the
 * seconds that each stays. That is exact while requests do not wait, and too little while they do.
 *
 * @param trace what came
 * @param signal the signal it follows from
 * @param covered share of the span in which something was recorded, 0 to 1; between, the last value is kept
 */
public record RecordedDemand(Trace trace, String signal, double covered) {

    private static final long LEAST_BUCKET_MILLIS = 15_000;
    private static final int MOST_BUCKETS = 20_000;

    /** Fewer readings than these are no course. */
    private static final int LEAST_READINGS = 10;

    /**
     * Makes a trace of decisions.
     *
     * @param workload whose decisions they are
     * @param secondsEach mean time that a request or item is worked on
     * @param decisions oldest first
     * @throws IllegalArgumentException if the demand cannot be seen in them; the message is for people
     */
    public static RecordedDemand of(
            Workload workload, double secondsEach, List<Recorded> decisions, Instant from, Instant to) {
        int chosen = signal(workload.signals());
        if (chosen < 0) {
            throw new IllegalArgumentException("workload '" + workload.name()
                    + "' has no signal that shows its demand: one that measures a rate, what is in flight or the"
                    + " utilisation is needed");
        }
        Signal signal = workload.signals().get(chosen);
        long span = Duration.between(from, to).toMillis();
        long bucket = Math.max(
                Math.max(LEAST_BUCKET_MILLIS, workload.interval().toMillis()),
                (span + MOST_BUCKETS - 1) / MOST_BUCKETS);
        int buckets = (int) Math.max(1, span / bucket);
        double[] sums = new double[buckets];
        int[] counts = new int[buckets];
        int readings = 0;
        for (Recorded d : decisions) {
            int i = (int) Math.min(buckets - 1, Duration.between(from, d.at()).toMillis() / bucket);
            if (i < 0 || d.seen().readings().size() != workload.signals().size()) {
                continue;
            }
            double rate = rate(signal, d.seen().readings().get(chosen), d.seen().fleet(), workload, secondsEach);
            if (rate >= 0) {
                sums[i] += rate;
                counts[i]++;
                readings++;
            }
        }
        if (readings < LEAST_READINGS) {
            throw new IllegalArgumentException("only " + readings + " readings of signal '" + signal.name()
                    + "' were recorded from " + from + " to " + to + "; choose a longer span, or one later");
        }
        return new RecordedDemand(
                new Trace("recorded", from.toEpochMilli(), bucket, arrivals(sums, counts, bucket)),
                signal.name(),
                covered(counts));
    }

    private static double[] arrivals(double[] sums, int[] counts, long bucket) {
        double[] arrivals = new double[sums.length];
        double last = Double.NaN;
        for (int i = 0; i < sums.length; i++) {
            last = counts[i] > 0 ? sums[i] / counts[i] : last;
            arrivals[i] = Double.isNaN(last) ? 0 : last * bucket / 1000;
        }
        return arrivals;
    }

    private static double covered(int[] counts) {
        int some = 0;
        for (int n : counts) {
            some += n > 0 ? 1 : 0;
        }
        return some / (double) counts.length;
    }

    /** The signal that tells most directly what comes; −1 when none does. */
    private static int signal(List<Signal> signals) {
        for (Measure measure : List.of(Measure.RATE, Measure.IN_FLIGHT, Measure.CONCURRENCY, Measure.UTILISATION)) {
            for (int i = 0; i < signals.size(); i++) {
                if (signals.get(i).measures() == measure) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** Arrivals a second; NaN when not known. */
    private static double rate(Signal signal, Reading reading, Fleet fleet, Workload workload, double secondsEach) {
        double value = signal.unit().toBase(reading.value());
        return switch (signal.measures()) {
            case RATE -> value;
            case IN_FLIGHT -> value / secondsEach;
            case CONCURRENCY -> value * fleet.ready() / secondsEach;
            case UTILISATION -> value * fleet.ready() * workload.replica().concurrency() / secondsEach;
            default -> Double.NaN;
        };
    }
}
