package dev.headroom.spec;

import java.time.Duration;

/** The small tables of the simulated world: arrivals, billing and measurement. */
final class WorldTables {

    private WorldTables() {}

    static final Table<ArrivalsSpec> ARRIVALS = new Arrivals();
    static final Table<BillingSpec> BILLING = new Billing();
    static final Table<MeasurementSpec> MEASUREMENT = new Measurement();

    private static final class Arrivals extends Table<ArrivalsSpec> {
        private static final double MOST = 100;

        private final Key<ArrivalsSpec, Double> cv = fallback(
                "cv",
                Values.NUMBER,
                "Coefficient of variation of the times between them while the rate is constant: 0 is an even pace, 1 a Poisson"
                        + " process, more comes in bursts; at most 100.",
                ArrivalsSpec.POISSON.cv(),
                ArrivalsSpec::cv);

        Arrivals() {
            super("arrivals", "How requests come within a step of the trace, in simulation.");
        }

        @Override
        ArrivalsSpec build(Fields f) {
            if (f.get(cv) > MOST) {
                f.at(cv).error("the times between arrivals cannot vary that much", "write a number from 0 to 100");
            }
            return new ArrivalsSpec(f.get(cv));
        }
    }

    private static final class Billing extends Table<BillingSpec> {
        private final Key<BillingSpec, Duration> granularity = fallback(
                "granularity",
                Values.DURATION,
                "A replica's life is rounded up to this.",
                BillingSpec.DEFAULT.granularity(),
                BillingSpec::granularity);
        private final Key<BillingSpec, Duration> minimum = fallback(
                "minimum",
                Values.DURATION,
                "And is billed for at least this.",
                BillingSpec.DEFAULT.minimum(),
                BillingSpec::minimum);

        Billing() {
            super("billing", "How replica time is billed.");
        }

        @Override
        BillingSpec build(Fields f) {
            if (f.get(granularity).isZero()) {
                f.at(granularity).error("a granularity of 0 cannot be billed", "write a duration such as 1s");
            }
            return new BillingSpec(f.get(granularity), f.get(minimum));
        }
    }

    private static final class Measurement extends Table<MeasurementSpec> {
        private final Key<MeasurementSpec, Duration> scrape = fallback(
                "scrape",
                Values.DURATION,
                "Time between samples.",
                MeasurementSpec.DEFAULT.scrape(),
                MeasurementSpec::scrape);
        private final Key<MeasurementSpec, Duration> delay = fallback(
                "delay",
                Values.DURATION,
                "Time until a sample is visible.",
                MeasurementSpec.DEFAULT.delay(),
                MeasurementSpec::delay);
        private final Key<MeasurementSpec, Double> noise = fallback(
                "noise",
                Values.SHARE,
                "Relative standard deviation of each sample.",
                MeasurementSpec.DEFAULT.noise(),
                MeasurementSpec::noise);
        private final Key<MeasurementSpec, Double> dropped = fallback(
                "dropped",
                Values.SHARE,
                "Share of samples that are lost.",
                MeasurementSpec.DEFAULT.dropped(),
                MeasurementSpec::dropped);

        Measurement() {
            super("measurement", "How the simulated world is seen: signals are scraped, delayed, noisy and lost.");
        }

        @Override
        MeasurementSpec build(Fields f) {
            if (f.get(scrape).isZero()) {
                f.at(scrape).error("a scrape interval of 0 is impossible", "write a duration such as 15s");
            }
            return new MeasurementSpec(f.get(scrape), f.get(delay), f.get(noise), f.get(dropped));
        }
    }
}
