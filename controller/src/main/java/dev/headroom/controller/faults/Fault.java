package dev.headroom.controller.faults;

/** What can go wrong in the simulated world. */
public enum Fault {
    SOURCE_FAILS("a source answers with an error"),
    SOURCE_SILENT("a source has no sample"),
    SOURCE_STALE("a source repeats an old sample"),
    SOURCE_REORDERS("a sample comes after a younger one"),
    SOURCE_NONSENSE("a sample is no number, negative, or from the future"),
    SOURCE_LIES("a sample is wrong, and looks right"),
    TARGET_UNSEEN("a target cannot be looked at"),
    TARGET_LIES("a target reports a wrong fleet"),
    ORDER_LOST("an order does not arrive, and nobody says so or not"),
    ORDER_DOUBTED("an order arrives, and its answer does not"),
    ORDER_REFUSED("a target refuses an order"),
    ORDER_DELAYED("an order is accepted and arrives later, maybe after a younger one"),
    ORDER_TWICE("an order arrives again later"),
    SOMEBODY_SCALES("somebody else scales a workload"),
    BOOT_SLOW("replicas take long to start"),
    STORE_FAILS("the store does not keep a decision"),
    STORE_DOUBTED("the store keeps a decision, and its answer does not arrive"),
    STORE_UNREACHABLE("the store and the leases do not answer"),
    TASKS_LATE("work begins late"),
    CLOCK_JUMPS("somebody sets the clock"),
    CRASH("a controller dies in the middle of a step"),
    PAUSE("a controller stands still in the middle of a step"),
    SPEC_CHANGES("somebody saves another spec, which comes at once or in stages");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    /** What happens, in words. */
    public String words() {
        return words;
    }

    /** The name as people write it. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
