package dev.headroom.engine.guardrail;

import dev.headroom.engine.model.Reason;

/**
 * The line of a guardrail that lets the number through. Nearly every line of nearly every decision is one of these, so those
 * for common numbers are made once.
 */
final class Passed {
    private static final int COMMON = 128;

    private final String rule;
    private final String template;
    private final Reason[] common = new Reason[COMMON];

    Passed(String rule, String template) {
        this.rule = rule;
        this.template = template;
        for (int n = 0; n < COMMON; n++) {
            common[n] = line(n);
        }
    }

    Reason of(int replicas) {
        return replicas >= 0 && replicas < COMMON ? common[replicas] : line(replicas);
    }

    private Reason line(int replicas) {
        return Reason.guardrail(rule, template, Double.NaN, replicas, replicas, "");
    }
}
