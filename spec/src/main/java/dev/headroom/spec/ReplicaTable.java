package dev.headroom.spec;

import dev.headroom.engine.model.Money;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one replica is. */
final class ReplicaTable extends Table<ReplicaTable.Part> {

    static final ReplicaTable TABLE = new ReplicaTable();

    /** The table's values. */
    record Part(
            @Nullable String instance,
            DistributionSpec boot,
            Duration warmup,
            double warmupRate,
            Duration drain,
            LaunchesSpec launches,
            int concurrency,
            @Nullable Duration serviceTime,
            @Nullable Money price) {}

    private final Key<Part, String> instance =
            optional("instance", Values.TEXT, "Instance type, looked up in the prices.", "none", Part::instance);
    private final Key<Part, DistributionSpec> boot = fallback(
            "boot",
            DistributionTable.CONSTANT,
            "Time from asking for a replica until it takes work.",
            DistributionSpec.constant(Duration.ofSeconds(60)),
            Part::boot);
    private final Key<Part, Duration> warmup =
            fallback("warmup", Values.DURATION, "Time after that at a reduced rate.", Duration.ZERO, Part::warmup);
    private final Key<Part, Double> warmupRate = fallback(
            "warmup-rate", Values.POSITIVE_SHARE, "Share of the full rate while warming up.", 0.5, Part::warmupRate);
    private final Key<Part, Duration> drain = fallback(
            "drain",
            Values.DURATION,
            "Most time a leaving replica may take to finish.",
            Duration.ofSeconds(30),
            Part::drain);
    private final Key<Part, LaunchesSpec> launches = fallback(
            "launches",
            SupplyTables.LAUNCHES,
            "How surely replicas start, in simulation.",
            LaunchesSpec.DEFAULT,
            Part::launches);
    private final Key<Part, Integer> concurrency = fallback(
            "concurrency", Values.count(1), "Requests or items worked on at the same time.", 1, Part::concurrency);
    private final Key<Part, Duration> serviceTime = optional(
            "service-time",
            Values.DURATION,
            "Mean time of a request or item without waiting.",
            "the mean of service.time, else learned",
            Part::serviceTime);
    private final Key<Part, Money> price =
            optional("price", Values.PRICE, "Cost of a replica for an hour.", "that of the instance", Part::price);

    private ReplicaTable() {
        super("replica", "What one replica is.");
    }

    /** What is assumed of a replica when nothing is said. */
    static final Part DEFAULT = new Part(
            null,
            DistributionSpec.constant(Duration.ofSeconds(60)),
            Duration.ZERO,
            0.5,
            Duration.ofSeconds(30),
            LaunchesSpec.DEFAULT,
            1,
            null,
            null);

    @Override
    Part build(Fields f) {
        Duration time = f.find(serviceTime);
        if (time != null && time.isZero()) {
            f.at(serviceTime).error("a service time of 0 is impossible", "write a duration such as 100ms");
        }
        return new Part(
                f.find(instance),
                f.get(boot),
                f.get(warmup),
                f.get(warmupRate),
                f.get(drain),
                f.get(launches),
                f.get(concurrency),
                time,
                cost(f));
    }

    private @Nullable Money cost(Fields f) {
        Money own = f.find(price);
        String type = f.find(instance);
        if (own != null || type == null) {
            return own;
        }
        PricesSpec prices = f.reading().prices();
        Money known = prices.hourly(type);
        if (known == null) {
            String near = Nearest.of(type, prices.names());
            f.at(instance)
                    .warnAtName(
                            prices.names().isEmpty()
                                    ? "instance '" + type + "' has no price, because the spec names no prices"
                                    : "instance '" + type + "' is not in the prices",
                            near != null
                                    ? "did you mean '" + near + "'? Costs are unknown"
                                    : "costs are unknown; add price: 0.10 USD/h");
        }
        return known;
    }
}
