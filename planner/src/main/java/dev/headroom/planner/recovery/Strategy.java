package dev.headroom.planner.recovery;

/** How a component comes back after a failure. What each needs on the way is said in {@link Recovery}. */
public enum Strategy {
    /** Every copy serves; the failed one's traffic goes to the others. */
    ACTIVE_ACTIVE("active-active"),
    /** A copy of full size runs and follows, and is promoted. */
    HOT_STANDBY("hot standby"),
    /** A smaller copy runs and follows, and is promoted and scaled up. */
    WARM_STANDBY("warm standby"),
    /** Data follow; the machines are started only then. */
    COLD_STANDBY("cold standby"),
    /** Machines are started and a backup is restored. */
    BACKUP("backup");

    private final String words;

    Strategy(String words) {
        this.words = words;
    }

    /** As people write it. */
    public String words() {
        return words;
    }
}
