package dev.headroom.spec;

import dev.headroom.spec.TierSpec.Cache;
import dev.headroom.spec.TierSpec.Call;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What requests ask of another workload; the name of the workload alone is its short form. */
final class CallTable extends Table<Call> {

    private static final Form<Cache> CACHE = new Brief<>(
            Values.SHARE, Cache::steady, c -> c.equals(Cache.steady(c.hit())) ? c.hit() : null, new CacheTable());

    /** The short form, or the table. */
    static final Form<Call> FORM = new Brief<>(
            Reference.CALLED, Call::once, c -> c.equals(Call.once(c.to())) ? c.to() : null, new CallTable());

    private final Key<Call, String> to = required("to", Reference.CALLED, "The workload that is called.", Call::to);
    private final Key<Call, Double> times = fallback(
            "times",
            Values.FACTOR,
            "Calls a request makes on average: 2.5 is two calls, and a third by half of them.",
            1.0,
            Call::times);
    private final Key<Call, Boolean> waits = optional(
            "wait",
            Values.BOOL,
            "Whether the request holds its slot until it is answered, and fails if the call fails.",
            "true, unless the caller or the called one is a queue",
            Call::waits);
    private final Key<Call, Cache> cache = optional(
            "cache", CACHE, "Spares the calls it has an answer for; a share is its hit ratio.", "none", Call::cache);
    private final Key<Call, Integer> pool = optional(
            "pool",
            Values.count(1),
            "Connections each replica of the caller keeps open.",
            "'each' of guardrails.connections of the called one, else one per call while it lasts",
            Call::pool);

    private CallTable() {
        super("call", "What a request asks of another workload once its own work is done, in simulation.");
    }

    @Override
    @Nullable
    Call build(Fields f) {
        if (f.get(times) == 0 || f.get(times) > 1000) {
            f.at(times).error("a request makes more than 0 and at most 1000 calls", "write a number such as 1 or 20%");
        }
        Boolean held = f.find(waits);
        if (held != null && !held && f.has(pool)) {
            f.at(pool).errorAtName("a call that is not waited for holds no connection", "leave out 'pool'");
        }
        return new Call(f.get(to), f.get(times), held, f.find(cache), f.find(pool));
    }

    private static final class CacheTable extends Table<Cache> {
        private final Key<Cache, Double> hit =
                required("hit", Values.SHARE, "Hit ratio while the rate is as usual.", Cache::hit);
        private final Key<Cache, Double> dip =
                fallback("dip", Values.SHARE, "Share of the hits that an endless burst costs.", 0.0, Cache::dip);
        private final Key<Cache, Duration> burst = fallback(
                "burst",
                Values.DURATION,
                "Time over which the rate of the moment is averaged.",
                Duration.ofMinutes(1),
                Cache::burst);
        private final Key<Cache, Duration> usual = fallback(
                "usual",
                Values.DURATION,
                "Time over which the usual rate is averaged.",
                Duration.ofHours(1),
                Cache::usual);

        CacheTable() {
            super("cache", "A cache in front of a call: in a burst more of what is asked for is new, so it hits less.");
        }

        @Override
        Cache build(Fields f) {
            if (f.get(burst).isZero()) {
                f.at(burst).error("a time of 0 averages nothing", "write a duration such as 1m");
            }
            if (f.get(usual).compareTo(f.get(burst)) <= 0) {
                f.at(f.has(usual) ? usual : burst)
                        .error(
                                "the usual rate must be averaged over longer than a burst",
                                "raise usual or lower burst");
            }
            return new Cache(f.get(hit), f.get(dip), f.get(burst), f.get(usual));
        }
    }
}
