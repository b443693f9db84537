package dev.headroom.simulator;

import java.util.List;

/**
 * Availability zones. Each machine is had in the open zone that has the fewest, the first of those; an outage takes all that a
 * zone has at once, without notice, and no machine is had there until it is over. Nothing moves back by itself.
 *
 * @param count zones, at least 1
 * @param outages when zones are out
 */
public record Zones(int count, List<Outage> outages) {

    /** Most zones; platforms have three to six a region. */
    public static final int MOST = 100;

    /**
     * A zone that is out for a time.
     *
     * @param zone 1 to the number of zones
     * @param atMillis begin, epoch milliseconds
     * @param seconds how long, positive
     */
    public record Outage(int zone, long atMillis, double seconds) {
        public Outage {
            if (!(seconds > 0)) {
                throw new IllegalArgumentException("an outage needs a positive time");
            }
        }
    }

    public Zones {
        outages = List.copyOf(outages);
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("there must be 1 to " + MOST + " zones, not " + count);
        }
        for (Outage o : outages) {
            if (o.zone() < 1 || o.zone() > count) {
                throw new IllegalArgumentException("there is no zone " + o.zone() + " among " + count);
            }
        }
    }
}
