package dev.headroom.controller;

import dev.headroom.engine.Decision;
import dev.headroom.engine.model.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A decision in one line: the policy that had its way, and every limit that changed what it wanted. */
public final class Sentence {

    private Sentence() {}

    /** Why a decision is what it is. */
    public static String why(Decision decision) {
        return why(decision.reasons());
    }

    /** Why a decision with these reasons is what it is. */
    public static String why(List<Reason> reasons) {
        int wanted = reasons.stream()
                .filter(r -> r.stage() == Reason.Stage.COMBINER)
                .reduce((a, b) -> b)
                .map(Reason::after)
                .orElse(Integer.MIN_VALUE);
        List<Reason> policies =
                reasons.stream().filter(r -> r.stage() == Reason.Stage.POLICY).toList();
        Optional<Reason> had =
                policies.stream().filter(r -> r.after() == wanted).findFirst();
        Optional<Reason> first = policies.stream().findFirst();
        String policy = had.or(() -> first).map(r -> r.rule() + ": " + r.text()).orElse("no policy has a wish");
        String limits = reasons.stream()
                .filter(r -> r.stage() == Reason.Stage.GUARDRAIL && r.changed())
                .map(r -> "; " + r.rule() + ": " + r.text())
                .collect(Collectors.joining());
        String blind = policies.isEmpty()
                ? reasons.stream()
                        .filter(r -> r.stage() == Reason.Stage.SIGNAL)
                        .map(r -> "; " + r.rule() + ": " + r.text())
                        .collect(Collectors.joining())
                : "";
        return policy + blind + limits;
    }
}
