package dev.headroom.engine.policy;

import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Recurrence;
import dev.headroom.engine.model.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bounds and sizes by the calendar. Entries without a length hold until the next such entry begins; of those with a length
 * all that are active count, and the highest floor wins.
 *
 * <p>An upper bound of an entry with a length replaces one of an entry without; of several the highest counts, and it is
 * never under the floor. An occurrence counts when it lies in [from, to), takes effect {@code lead} earlier, and ends
 * with {@code to} at the latest. Before the first occurrence nothing is asked.
 *
 * @param entries the entries, in the order of the spec; of two that begin at once the later one wins
 */
public record Scheduled(List<Entry> entries) implements Policy {

    private static final String RULE = "schedule";
    private static final String HOLDS = "{detail}: at least {after|replica|replicas} until {until}";
    private static final String BOUNDS = "{detail}: at least {after} and at most {limit} replicas until {until}";
    private static final String NOTHING = "nothing is scheduled now: no opinion";

    /**
     * One entry.
     *
     * @param name how explanations call it
     * @param start when it begins
     * @param lead how long before that it takes effect
     * @param length how long it holds; null until the next entry without a length
     * @param from not before; null for always
     * @param to not at or after; null for always
     * @param min lower bound; −1 for none
     * @param max upper bound; −1 for none
     * @param desired size to set while it holds, as a floor; −1 for none
     */
    public record Entry(
            String name,
            Recurrence start,
            Duration lead,
            @Nullable Duration length,
            @Nullable Instant from,
            @Nullable Instant to,
            int min,
            int max,
            int desired) {

        public Entry {
            Sight.require(!name.isBlank(), RULE, "an entry needs a name");
            Sight.require(!lead.isNegative(), RULE, "the lead of '" + name + "' must not be negative");
            Sight.require(length == null || length.isPositive(), RULE, "the length of '" + name + "' must be positive");
            Sight.require(
                    from == null || to == null || from.isBefore(to), RULE, "'" + name + "' must begin before it ends");
            Sight.require(
                    min >= -1 && max >= -1 && desired >= -1, RULE, "'" + name + "' cannot ask for negative replicas");
            Sight.require(
                    min >= 0 || max >= 0 || desired >= 0,
                    RULE,
                    "'" + name + "' sets neither a least, nor a most, nor a desired number");
            Sight.require(
                    max < 0 || Math.max(min, desired) <= max,
                    RULE,
                    "'" + name + "' asks for more than its own maximum");
        }

        int floor() {
            return Math.max(min, desired);
        }

        /** The occurrence in effect, before its end is looked at; null without one. */
        @Nullable
        Instant occurrence(Instant now) {
            if (to != null && !now.isBefore(to)) {
                return null;
            }
            Instant latest = now.plus(lead);
            if (to != null && !latest.isBefore(to)) {
                latest = to.minusMillis(1);
            }
            Instant at = start.lastAtOrBefore(latest);
            return at == null || (from != null && at.isBefore(from)) ? null : at;
        }

        /** When the next occurrence takes effect, epoch milliseconds; the largest long without one. */
        long next(Instant now) {
            Instant after = now.plus(lead);
            if (from != null && after.isBefore(from)) {
                after = from.minusMillis(1);
            }
            Instant at = start.nextAfter(after);
            return at == null || (to != null && !at.isBefore(to))
                    ? Long.MAX_VALUE
                    : at.minus(lead).toEpochMilli();
        }
    }

    /**
     * What holds in [from, until), so that calendars are consulted only at changes.
     *
     * @param fingerprint of the entries it was made from
     * @param names the entries that hold; empty when none
     */
    public record Active(
            int fingerprint, long fromMillis, long untilMillis, int min, int max, int desired, String names)
            implements Memory {}

    public Scheduled {
        entries = List.copyOf(entries);
        Sight.require(!entries.isEmpty(), RULE, "needs at least one entry");
    }

    @Override
    public String label() {
        return RULE;
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        long now = s.now().toEpochMilli();
        int fingerprint = fingerprint();
        Active a = memory instanceof Active old
                        && old.fingerprint() == fingerprint
                        && old.fromMillis() <= now
                        && now < old.untilMillis()
                ? old
                : consult(s.now(), fingerprint);
        if (a.names().isEmpty()) {
            return Sight.abstain(RULE, NOTHING, s, "", a);
        }
        int floor = Math.max(a.min(), a.desired());
        Reason reason = new Reason(
                Reason.Stage.POLICY,
                RULE,
                a.max() < 0 ? HOLDS : BOUNDS,
                Double.NaN,
                Double.NaN,
                a.max(),
                s.current(),
                Math.max(0, floor),
                a.untilMillis() == Long.MAX_VALUE ? null : Instant.ofEpochMilli(a.untilMillis()),
                a.names());
        return Evaluation.of(Recommendation.bound(floor, a.max(), reason), a);
    }

    private Active consult(Instant now, int fingerprint) {
        long nowMillis = now.toEpochMilli();
        long until = Long.MAX_VALUE;
        Entry base = null;
        long baseBegan = Long.MIN_VALUE;
        int min = -1;
        int max = -1;
        int desired = -1;
        StringBuilder names = new StringBuilder();
        for (Entry e : entries) {
            until = Math.min(until, e.next(now));
            Instant at = e.occurrence(now);
            if (at == null) {
                continue;
            }
            if (e.length() == null) {
                long began = at.minus(e.lead()).toEpochMilli();
                if (began >= baseBegan) {
                    base = e;
                    baseBegan = began;
                }
                until = Math.min(until, end(e));
                continue;
            }
            long ends = Math.min(at.plus(e.length()).toEpochMilli(), end(e));
            if (ends > nowMillis) {
                until = Math.min(until, ends);
                min = Math.max(min, e.min());
                max = Math.max(max, e.max());
                desired = Math.max(desired, e.desired());
                join(names, e.name());
            }
        }
        if (base != null) {
            min = Math.max(min, base.min());
            max = max < 0 ? base.max() : max;
            desired = Math.max(desired, base.desired());
            join(names, base.name());
        }
        max = max < 0 ? -1 : Math.max(max, Math.max(min, desired));
        return new Active(fingerprint, nowMillis, until, min, max, desired, names.toString());
    }

    private static long end(Entry e) {
        Instant to = e.to();
        return to == null ? Long.MAX_VALUE : to.toEpochMilli();
    }

    private static void join(StringBuilder names, String name) {
        names.append(names.isEmpty() ? "" : " and ").append(name);
    }

    /** Of the entries' texts and numbers: a schedule that was edited is consulted anew. */
    private int fingerprint() {
        int h = 1;
        for (int i = 0; i < entries.size(); i++) {
            Entry e = entries.get(i);
            h = 31 * h + e.name().hashCode();
            h = 31 * h + e.start().text().hashCode();
            h = 31 * h + e.lead().hashCode();
            h = 31 * h + hash(e.length());
            h = 31 * h + hash(e.from());
            h = 31 * h + hash(e.to());
            h = 31 * h + e.min();
            h = 31 * h + e.max();
            h = 31 * h + e.desired();
        }
        return h;
    }

    private static int hash(@Nullable Object o) {
        return o == null ? 0 : o.hashCode();
    }
}
