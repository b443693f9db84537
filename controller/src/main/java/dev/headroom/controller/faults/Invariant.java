package dev.headroom.controller.faults;

/** What must hold whatever happens. */
public enum Invariant {
    BOUNDS("no decision and no order is outside of the bounds"),
    BUDGET("nothing grows beyond its budget, and who is at its end is told"),
    ALERTS("what a recorded decision has to tell is told, even if the controller dies meanwhile"),
    ONE_ACTOR("never two actors on a workload: no order without the lease, none under an older token than one before"),
    RECORDED_FIRST("no order that is not the last recorded decision"),
    BAD_DATA("never scale in on missing, failed, stale, late or impossible data"),
    HALF("never less than half of the fleet of the last five minutes, whatever data say"),
    PEOPLE("an order of a person that was taken is obeyed until it ends"),
    NOTHING_LOST("nothing recorded is lost, and every decision goes on from the last recorded one"),
    CONVERGES("when all faults have ended, enough replicas within 5 minutes, the right number and rest within 30"),
    REPLAYS("the recorded decisions, made again, come out the same");

    private final String words;

    Invariant(String words) {
        this.words = words;
    }

    /** What it says. */
    public String words() {
        return words;
    }

    /** The name as people write it. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
