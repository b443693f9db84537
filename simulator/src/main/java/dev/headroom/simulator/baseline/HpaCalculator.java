package dev.headroom.simulator.baseline;

/**
 * The arithmetic of the Kubernetes horizontal pod autoscaler: one metric into a number of pods.
 *
 * <p>Source: kubernetes/kubernetes {@code pkg/controller/podautoscaler/replica_calculator.go} and {@code
 * metrics/utilization.go}. Like there, utilisation is cut to whole percents of the request and a mean per pod to thousandths,
 * before it is compared. All pods are taken to request the same.
 */
public final class HpaCalculator {
    private HpaCalculator() {}

    /**
     * The band around the target in which nothing changes, as shares of it.
     *
     * @param up not negative
     * @param down not negative
     */
    public record Tolerance(double up, double down) {
        /** A tenth each way, the controller's default. */
        public static final Tolerance DEFAULT = new Tolerance(0.1, 0.1);

        boolean holds(double ratio) {
            return 1.0 - down <= ratio && ratio <= 1.0 + up;
        }
    }

    /**
     * The pods a metric per pod speaks of. Pods being deleted and failed ones are in none of the counts.
     *
     * @param sum of the samples of the {@code sampled} pods
     * @param sampled ready pods with a sample
     * @param unready pods that do not count yet
     * @param missing pods that should have a sample and have none
     */
    public record Pods(double sum, int sampled, int unready, int missing) {
        /** Pods of which each has a sample. */
        public static Pods all(double mean, int sampled) {
            return new Pods(mean * sampled, sampled, 0, 0);
        }
    }

    /**
     * Utilisation of a resource request.
     *
     * @param current replicas asked for at present
     * @param pods samples as shares of the request (1 = all of it)
     * @param target share of the request, positive
     * @return the pods wanted; {@code current} to hold, also when no pod has a sample
     */
    public static int resource(int current, Pods pods, double target, Tolerance tolerance) {
        double percent = Math.round(target * 100);
        return perPod(current, pods, 100, percent, Math.max(100, percent), false, tolerance);
    }

    /**
     * A metric of the pods themselves, averaged over them.
     *
     * @param current replicas asked for at present
     * @param target mean per pod, positive
     * @return the pods wanted; {@code current} to hold, also when no pod has a sample
     */
    public static int pods(int current, Pods pods, double target, Tolerance tolerance) {
        return perPod(current, pods, 1000, target * 1000, target * 1000, true, tolerance);
    }

    /**
     * A metric of another object, or an external one, held against a value. From zero replicas neither tolerance nor ready
     * pods count.
     */
    public static int value(int current, int ready, double value, double target, Tolerance tolerance) {
        double ratio = value / target;
        if (current == 0) {
            return Verdict.ceil(ratio);
        }
        return tolerance.holds(ratio) ? current : Verdict.ceil(ratio * ready);
    }

    /**
     * An object's or external metric as an average per pod: ⌈total ÷ target⌉, the tolerance taken against the pods there are.
     *
     * @param status pods that exist, ready or not
     */
    public static int average(int status, double total, double target, Tolerance tolerance) {
        return status > 0 && tolerance.holds(total / (target * status)) ? status : Verdict.ceil(total / target);
    }

    /** Everything in grains: whole percents or thousandths. */
    private static int perPod(
            int current,
            Pods pods,
            double grain,
            double target,
            double missingAs,
            boolean levelCountsAsUp,
            Tolerance tolerance) {
        if (pods.sampled == 0) {
            return current;
        }
        double ratio = cut(pods.sum * grain / pods.sampled) / target;
        boolean unreadyCount = pods.unready > 0 && ratio > 1;
        if (!unreadyCount && pods.missing == 0) {
            return tolerance.holds(ratio) ? current : Verdict.ceil(ratio * pods.sampled);
        }
        double sum = pods.sum * grain;
        int counted = pods.sampled;
        if (ratio < 1) {
            sum += pods.missing * missingAs;
            counted += pods.missing;
        } else if (ratio > 1 || levelCountsAsUp) {
            counted += pods.missing;
        }
        if (unreadyCount) {
            counted += pods.unready;
        }
        double again = cut(sum / counted) / target;
        if (tolerance.holds(again) || (ratio < 1 && again > 1) || (ratio > 1 && again < 1)) {
            return current;
        }
        int wanted = Verdict.ceil(again * counted);
        return (again < 1 && wanted > current) || (again > 1 && wanted < current) ? current : wanted;
    }

    /** Integer division as the controller does it, forgiving what a sum of doubles loses. */
    private static double cut(double grains) {
        return Math.floor(grains + 1e-6);
    }
}
