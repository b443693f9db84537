package dev.headroom.engine.model;

/**
 * What one policy wants.
 *
 * @param kind how the combiner must treat it
 * @param desired replicas wanted; −1 when it wants no number
 * @param floor least replicas while it holds; −1 for none
 * @param ceiling most replicas while it holds; −1 for none
 * @param urgency 1 is ordinary; see {@link Urgency}
 * @param confidence 0 to 1
 * @param reason its line of the explanation
 */
public record Recommendation(
        Kind kind, int desired, int floor, int ceiling, double urgency, double confidence, Reason reason) {

    /** How the combiner treats a recommendation. */
    public enum Kind {
        /** Takes part with {@code desired}. */
        DESIRE,
        /** Only sets bounds ({@code floor}, {@code ceiling}); what is desired is left to others. */
        BOUND,
        /** Has no opinion, and that is in order (no schedule is active, nothing to do yet). */
        ABSTAIN,
        /** Has no opinion because its data cannot be trusted: nothing may scale in. */
        BLIND
    }

    /** Wants {@code desired} replicas. */
    public static Recommendation desire(int desired, double urgency, double confidence, Reason reason) {
        return new Recommendation(Kind.DESIRE, desired, -1, -1, urgency, confidence, reason);
    }

    /** Wants at least {@code floor} replicas, and leaves the rest to others. */
    public static Recommendation floor(int floor, Reason reason) {
        return new Recommendation(Kind.BOUND, -1, floor, -1, 1, 1, reason);
    }

    /** Wants bounds; −1 for an absent one. */
    public static Recommendation bound(int floor, int ceiling, Reason reason) {
        return new Recommendation(Kind.BOUND, -1, floor, ceiling, 1, 1, reason);
    }

    /** Has no opinion, and that is in order. */
    public static Recommendation abstain(Reason reason) {
        return new Recommendation(Kind.ABSTAIN, -1, -1, -1, 0, 0, reason);
    }

    /** Has no opinion for lack of data it can trust. */
    public static Recommendation blind(Reason reason) {
        return new Recommendation(Kind.BLIND, -1, -1, -1, 0, 0, reason);
    }
}
