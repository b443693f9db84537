package dev.headroom.spec;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/** Local times as instants where clocks change: skipped times fall on the jump, repeated times on their first pass. */
final class LocalTimes {

    private LocalTimes() {}

    /** The instant of a local time. Monotone: a later local time is never an earlier instant. */
    static Instant instant(LocalDateTime local, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition change = rules.getTransition(local);
        if (change == null) {
            return local.toInstant(rules.getOffset(local));
        }
        return change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
    }

    /**
     * The last local time whose instant is not after {@code t}: the time on the wall, or, while the autumn change repeats an
     * hour, the last moment of its first pass.
     */
    static LocalDateTime wall(Instant t, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        LocalDateTime wall = LocalDateTime.ofInstant(t, zone);
        ZoneOffsetTransition change = rules.getTransition(wall);
        if (change != null && change.isOverlap() && !t.isBefore(change.getInstant())) {
            return change.getDateTimeBefore().minusNanos(1);
        }
        return wall;
    }
}
