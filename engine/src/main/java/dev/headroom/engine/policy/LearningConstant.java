package dev.headroom.engine.policy;

/**
 * A constant of the automatic policy. None is known for a workload beforehand; what each is worth when it is halved or
 * doubled is in {@code docs/concepts/automatic-policy.md}.
 */
public enum LearningConstant {
    /** Times by which the share of requests that may be late is divided before it is planned for. */
    CAUTION(1),
    /** What a rate changes by within a lead, relative to it, as long as it is not known. */
    USUAL(0.2),
    /** Samples that {@link #USUAL} is worth. */
    USUAL_SAMPLES(30),
    /** Leads after which what was learned counts half. */
    HALF(4),
    /** Most times the allowed share that is planned for while less was spent. */
    GENEROUS(1),
    /** Times by which the allowed share is cut at most while more was spent than allowed. */
    THRIFTY(3),
    /** Times by which the share of a guess is cut at most whose plans were surpassed too often. */
    STRICTEST(10),
    /** Part of the lateness allowed above which the share is cut, and below which replicas are loaded higher: what is late is late by chance. */
    SPENDING(0.7),
    /** Samples that the share late so far is taken to be as allowed for, to begin with. */
    UNSPENT(1000),
    /** Days after which what was learned counts e times less. */
    MEMORY_DAYS(7),
    /** Share of their load that replicas are spared by at least. */
    SPARE(0.03),
    /** Part of {@link #SPARE} that is given up where nothing was late. */
    EASED(0.025),
    /** Leads for which the highest rate of late is looked back, but not more than three minutes, besides the lead itself. */
    HOLD(3),
    /**
     * Leads times the share of requests that may be late, from which on a plan surpassed is a surprise: chance alone surpasses a plan
     * in one of n + 1 leads.
     */
    SURPRISING(0.1);

    private final double standard;

    LearningConstant(double standard) {
        this.standard = standard;
    }

    /** The value it ships with. */
    public double standard() {
        return standard;
    }
}
