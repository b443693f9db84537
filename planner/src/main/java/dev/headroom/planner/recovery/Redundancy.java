package dev.headroom.planner.recovery;

/**
 * How many copies of a component there are, over how many zones they are spread evenly, and how many must live for it to serve.
 *
 * @param copies at least 1
 * @param needed copies that carry the load, from 1 to the copies
 * @param zones from 1; beyond the number of copies, zones stand empty
 */
public record Redundancy(int copies, int needed, int zones) {

    public Redundancy {
        if (copies < 1 || needed < 1 || zones < 1) {
            throw new IllegalArgumentException("copies, needed copies and zones are 1 at least");
        }
        if (needed > copies) {
            throw new IllegalArgumentException(needed + " copies are needed, and there are " + copies);
        }
    }

    /** One copy of what one is needed of. */
    public static final Redundancy SINGLE = new Redundancy(1, 1, 1);

    /** Copies that may fail at the same time: the k of n + k. */
    public int spare() {
        return copies - needed;
    }

    /** Copies in the fullest zone: ⌈copies ÷ zones⌉. */
    public int inFullestZone() {
        return Math.ceilDiv(copies, zones);
    }

    /** Whether it serves on after the loss of any one copy. */
    public boolean survivesCopy() {
        return spare() >= 1;
    }

    /** Whether it serves on, without a recovery, after the loss of any one zone. */
    public boolean survivesZone() {
        return copies - inFullestZone() >= needed;
    }

    /**
     * The fewest copies that serve on after the loss of a zone: ⌈needed × zones ÷ (zones − 1)⌉, the least c with
     * c − ⌈c ÷ zones⌉ ≥ needed.
     *
     * @param zones 2 at least
     */
    public static int copiesToSurviveZone(int needed, int zones) {
        if (zones < 2) {
            throw new IllegalArgumentException("nothing survives the loss of its only zone");
        }
        return Math.toIntExact(Math.ceilDiv((long) needed * zones, zones - 1));
    }

    /** In words: {@code n+1 over 2 zones}. */
    public String words() {
        return (spare() == 0 ? "n" : "n+" + spare()) + (zones == 1 ? " in one zone" : " over " + zones + " zones");
    }
}
