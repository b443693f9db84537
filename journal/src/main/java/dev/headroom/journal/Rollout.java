package dev.headroom.journal;

import java.time.Instant;

/**
 * A change of the spec on its way, or the last one.
 *
 * @param version grows with every change of this record; 1 or more
 * @param stage how far it has come
 * @param begun when the roll-out began
 * @param since when its stage began
 * @param author whose change it is
 * @param former text of the spec that is replaced; empty when the first one came into force
 * @param next text of the spec that replaces it
 * @param first the workload that is decided for by the next spec before the others; empty when there is none
 * @param why why it was returned; else empty
 */
public record Rollout(
        long version,
        Stage stage,
        Instant begun,
        Instant since,
        String author,
        String former,
        String next,
        String first,
        String why) {

    /** How far a roll-out has come. */
    public enum Stage {
        /** The former spec acts; the next one decides beside it and is measured. */
        SHADOW,
        /** One workload is under the next spec. */
        FIRST,
        /** All workloads are under the next spec, and watched. */
        ALL,
        /** The next spec is in force. */
        DONE,
        /** The former spec is in force again. */
        RETURNED;

        /** Whether more is to come. */
        public boolean underWay() {
            return this == SHADOW || this == FIRST || this == ALL;
        }
    }

    /** The same in another stage. */
    public Rollout at(Stage other, Instant now, String because) {
        return new Rollout(version + 1, other, begun, now, author, former, next, first, because);
    }

    /** The text of the spec that is in force but for the first workload. */
    public String inForce() {
        return switch (stage) {
            case SHADOW, FIRST, RETURNED -> former;
            case ALL, DONE -> next;
        };
    }
}
