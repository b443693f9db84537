package dev.headroom.spec;

import java.time.Duration;

/** What callers do whose attempt failed. */
final class RetriesTable extends Table<RetriesSpec> {

    static final RetriesTable TABLE = new RetriesTable();

    private final Key<RetriesSpec, Double> share = fallback(
            "share",
            Values.SHARE,
            "Share of the failed attempts that are followed by another one.",
            1.0,
            RetriesSpec::share);
    private final Key<RetriesSpec, Integer> attempts = fallback(
            "attempts", Values.count(1), "Most attempts a request, the first included.", 3, RetriesSpec::attempts);
    private final Key<RetriesSpec, Duration> backoff = fallback(
            "backoff",
            Values.DURATION,
            "Pause before the second attempt.",
            Duration.ofSeconds(1),
            RetriesSpec::backoff);
    private final Key<RetriesSpec, Double> factor =
            fallback("factor", Values.FACTOR, "Growth of the pauses after that.", 2.0, RetriesSpec::factor);
    private final Key<RetriesSpec, Duration> most =
            fallback("most", Values.DURATION, "Longest pause.", Duration.ofMinutes(1), RetriesSpec::most);
    private final Key<RetriesSpec, Double> jitter =
            fallback("jitter", Values.SHARE, "Share of the pause that is random.", 1.0, RetriesSpec::jitter);

    private RetriesTable() {
        super("retries", "What callers do whose attempt failed, in simulation.");
    }

    @Override
    RetriesSpec build(Fields f) {
        if (f.get(factor) < 1) {
            f.at(factor).error("pauses cannot shrink", "write a factor of at least 1");
        }
        if (f.get(most).compareTo(f.get(backoff)) < 0) {
            f.at(most).error("the longest pause is shorter than the first", "write a duration of at least 'backoff'");
        }
        return new RetriesSpec(
                f.get(share), f.get(attempts), f.get(backoff), f.get(factor), f.get(most), f.get(jitter));
    }
}
