package dev.headroom.engine;

import dev.headroom.engine.WorkloadState.PolicyMemory;
import dev.headroom.engine.WorkloadState.SignalMemory;
import dev.headroom.engine.guardrail.GuardrailChain;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.Situation;
import dev.headroom.engine.model.Thresholds;
import dev.headroom.engine.model.Window;
import dev.headroom.engine.policy.Evaluation;
import dev.headroom.engine.policy.Memory;
import dev.headroom.engine.policy.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decision engine: a pure function of workload, state, observations and time.
 *
 * <p>Readings become signal values (converted, checked, aged, aggregated); every policy makes its recommendation; the
 * combiner makes one of them; the guardrails limit it. Each step leaves a line of explanation.
 */
public final class Engine implements Decider {

    /** The engine; it has no state. */
    public static final Engine INSTANCE = new Engine();

    private Engine() {}

    @Override
    public Decision decide(Workload workload, WorkloadState before, Observations seen, Instant now) {
        List<Signal> signals = workload.signals();
        if (seen.readings().size() != signals.size()) {
            throw new IllegalArgumentException("workload " + workload.name() + " has " + signals.size()
                    + " signals, but " + seen.readings().size() + " readings were given");
        }
        int current = seen.fleet().desired();
        List<Reason> reasons = new ArrayList<>(24);
        List<Advice> advice = new ArrayList<>(0);

        int n = signals.size();
        SignalValue[] values = new SignalValue[n];
        List<@Nullable Thresholds> thresholds = new ArrayList<>(n);
        SignalMemory[] signalMemories = new SignalMemory[n];
        for (int i = 0; i < n; i++) {
            Signal signal = signals.get(i);
            Reading reading = seen.readings().get(i);
            SignalMemory old = signalMemory(before.signals(), i, signal.name());
            SignalMemory fresh = Signals.remember(signal, reading, old, now);
            values[i] = Signals.value(signal, reading, old, fresh, now);
            signalMemories[i] = fresh;
            thresholds.add(signal.adaptive() == null ? null : fresh.thresholds());
            if (!values[i].ok()) {
                reasons.add(Reason.of(
                        Reason.Stage.SIGNAL,
                        signal.name(),
                        "not used: {detail}",
                        current,
                        current,
                        values[i].detail()));
            }
        }
        Situation situation = new Situation(
                now,
                before.decidedAt(),
                seen.fleet(),
                workload.replica(),
                workload.objective(),
                workload.guardrails().bounds().min(),
                workload.guardrails().bounds().max(),
                Collections.unmodifiableList(Arrays.asList(values)),
                Collections.unmodifiableList(thresholds),
                seen.forecasts(),
                seen.tiers());

        List<Workload.Weighted> policies = workload.policies();
        Recommendation[] wishes = new Recommendation[policies.size()];
        String[] labels = new String[policies.size()];
        PolicyMemory[] policyMemories = new PolicyMemory[policies.size()];
        for (int i = 0; i < wishes.length; i++) {
            Policy policy = policies.get(i).policy();
            String label = policy.label();
            Memory remembered = policyMemory(before.policies(), i, label);
            Evaluation e = policy.evaluate(situation, remembered);
            wishes[i] = e.recommendation();
            reasons.add(e.recommendation().reason());
            if (!e.advice().isEmpty()) {
                advice.addAll(e.advice());
            }
            labels[i] = label;
            policyMemories[i] = new PolicyMemory(label, e.memory());
        }
        Combination c = Combination.of(workload.combiner(), policies, labels, wishes, current, reasons);
        GuardrailChain.Outcome limited = GuardrailChain.apply(
                workload.guardrails(),
                situation,
                seen,
                c.desired(),
                c.urgency(),
                c.floor(),
                c.ceiling(),
                c.blind(),
                before.guardrails(),
                reasons,
                advice);
        WorkloadState after = new WorkloadState(
                WorkloadState.VERSION,
                now,
                Collections.unmodifiableList(Arrays.asList(signalMemories)),
                Collections.unmodifiableList(Arrays.asList(policyMemories)),
                limited.memory());
        return new Decision(
                now,
                current,
                limited.desired(),
                Collections.unmodifiableList(reasons),
                advice.isEmpty() ? List.of() : Collections.unmodifiableList(advice),
                after);
    }

    private static SignalMemory signalMemory(List<SignalMemory> all, int i, String name) {
        if (i < all.size() && all.get(i).name().equals(name)) {
            return all.get(i);
        }
        // After a change of the spec a signal may stand elsewhere; what it remembers is still true.
        for (SignalMemory m : all) {
            if (m.name().equals(name)) {
                return m;
            }
        }
        return new SignalMemory(name, Long.MIN_VALUE, Window.EMPTY, Window.EMPTY, null, 0, 0, 0);
    }

    /** What a policy remembered, unless another policy stands in its place now. */
    private static @Nullable Memory policyMemory(List<PolicyMemory> all, int i, String label) {
        return i < all.size() && all.get(i).label().equals(label) ? all.get(i).memory() : null;
    }
}
