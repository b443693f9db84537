package dev.headroom.spec;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What replicas do with the demand, in simulation. */
final class ServiceForm {

    private ServiceForm() {}

    static final Form<ServiceSpec> FORM = new Tagged<>("service", tables(), "requests", s -> switch (s) {
        case ServiceSpec.Requests r -> "requests";
        case ServiceSpec.Queue q -> "queue";
        case ServiceSpec.Llm l -> "llm";
    });

    private static Map<String, Table<ServiceSpec>> tables() {
        Map<String, Table<ServiceSpec>> all = new LinkedHashMap<>();
        all.put("requests", new Requests());
        all.put("queue", new Queue());
        all.put("llm", new LlmTable());
        return all;
    }

    private static boolean takesTime(Fields f, Key<?, DistributionSpec> time) {
        if (f.get(time).mean().isZero()) {
            f.at(time).error("a service time of 0 is impossible", "write a duration such as 100ms");
            return false;
        }
        return true;
    }

    private static final class Requests extends Table<ServiceSpec> {
        private final Key<ServiceSpec, DistributionSpec> time;
        private final Key<ServiceSpec, Integer> queue;
        private final Key<ServiceSpec, Duration> timeout;
        private final Key<ServiceSpec, RetriesSpec> retries;
        private final Key<ServiceSpec, Double> writes;

        Requests() {
            super("service-requests", "Requests answered while a caller waits.");
            fallback(
                    "type",
                    Word.of("the type", String.class, "requests", "requests"),
                    "Always requests here.",
                    "requests",
                    s -> "requests");
            time = required(
                    "time",
                    DistributionTable.EXPONENTIAL,
                    "Time a request holds a slot; a plain duration is the mean of an exponential one.",
                    s -> s instanceof ServiceSpec.Requests r ? r.time() : null);
            queue = fallback(
                    "queue",
                    Values.count(0),
                    "Requests that may wait over the whole workload; more are rejected.",
                    1000,
                    s -> s instanceof ServiceSpec.Requests r ? r.queue() : null);
            timeout = optional(
                    "timeout",
                    Values.DURATION,
                    "A request that has waited this long has failed.",
                    "never",
                    s -> s instanceof ServiceSpec.Requests r ? r.timeout() : null);
            retries = optional(
                    "retries",
                    RetriesTable.TABLE,
                    "What callers do whose attempt failed.",
                    "they do not come again",
                    s -> s instanceof ServiceSpec.Requests r ? r.retries() : null);
            writes = fallback(
                    "writes",
                    Values.SHARE,
                    "Share of the requests that only the primary can do, the replica that has been ready longest; the"
                            + " others, its read replicas, take the rest.",
                    0.0,
                    s -> s instanceof ServiceSpec.Requests r ? r.writes() : 0.0);
        }

        @Override
        @Nullable
        ServiceSpec build(Fields f) {
            Duration limit = f.find(timeout);
            if (limit != null && limit.isZero()) {
                f.at(timeout).error("with a timeout of 0 every request fails", "write a duration such as 10s");
            }
            if (f.get(writes) >= 1) {
                f.at(writes).error("with writes of 100% read replicas have nothing to do", "write a smaller share");
            }
            return takesTime(f, time)
                    ? new ServiceSpec.Requests(f.get(time), f.get(queue), limit, f.find(retries), f.get(writes))
                    : null;
        }
    }

    private static final class Queue extends Table<ServiceSpec> {
        private final Key<ServiceSpec, DistributionSpec> time;
        private final Key<ServiceSpec, Integer> batch;
        private final Key<ServiceSpec, Duration> visibility;
        private final Key<ServiceSpec, Double> failure;
        private final Key<ServiceSpec, Integer> maxReceives;

        Queue() {
            super("service-queue", "Items taken from a queue by workers.");
            required("type", Word.of("the type", String.class, "queue", "queue"), "Always queue here.", s -> "queue");
            time = required(
                    "time",
                    DistributionTable.EXPONENTIAL,
                    "Time an item holds a slot; a plain duration is the mean of an exponential one.",
                    s -> s instanceof ServiceSpec.Queue q ? q.time() : null);
            batch = fallback(
                    "batch",
                    Values.count(1),
                    "Items taken at once by a free slot.",
                    1,
                    s -> s instanceof ServiceSpec.Queue q ? q.batch() : null);
            visibility = fallback(
                    "visibility",
                    Values.DURATION,
                    "An item not done within this time is delivered again.",
                    Duration.ofMinutes(15),
                    s -> s instanceof ServiceSpec.Queue q ? q.visibility() : null);
            failure = fallback(
                    "failure",
                    Values.SHARE,
                    "Share of items whose processing fails.",
                    0.0,
                    s -> s instanceof ServiceSpec.Queue q ? q.failure() : null);
            maxReceives = fallback(
                    "max-receives",
                    Values.count(1),
                    "Deliveries after which an item is a dead letter.",
                    3,
                    s -> s instanceof ServiceSpec.Queue q ? q.maxReceives() : null);
        }

        @Override
        @Nullable
        ServiceSpec build(Fields f) {
            if (f.get(visibility).isZero()) {
                f.at(visibility)
                        .error(
                                "with a visibility of 0 every item is delivered for ever",
                                "write a duration such as 15m");
            }
            if (f.get(failure) >= 1) {
                f.at(failure).error("with a failure of 100% nothing is ever done", "write a smaller share");
            }
            return takesTime(f, time)
                    ? new ServiceSpec.Queue(
                            f.get(time), f.get(batch), f.get(visibility), f.get(failure), f.get(maxReceives))
                    : null;
        }
    }
}
