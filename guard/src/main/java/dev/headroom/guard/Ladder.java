package dev.headroom.guard;

/**
 * The ladder of degradation, as a value. Down it goes at once, to whatever level health asks for; back up one level at a time,
 * each only after health has asked for less, by limits that are stricter than those on the way down, for the whole hold.
 *
 * @param level where it stands
 * @param wellSince monotonic nanoseconds since when health has asked for less than {@code level} without a break; 0 with
 *     {@code well} false
 * @param well whether it has
 */
public record Ladder(Degradation level, long wellSince, boolean well) {

    /** At the start nothing is left out. */
    public static final Ladder TOP = new Ladder(Degradation.FULL, 0, false);

    /** Where it stands after a look at health. */
    public Ladder next(LadderRules rules, Health health, long now) {
        Degradation asked = rules.asked(health, 1);
        if (asked.compareTo(level) > 0) {
            return new Ladder(asked, 0, false);
        }
        if (level == Degradation.FULL || rules.asked(health, rules.clear()).compareTo(level) >= 0) {
            return well ? new Ladder(level, 0, false) : this;
        }
        long since = well ? wellSince : now;
        return now - since >= rules.hold().toNanos()
                ? new Ladder(level.better(), now, true)
                : well ? this : new Ladder(level, since, true);
    }
}
