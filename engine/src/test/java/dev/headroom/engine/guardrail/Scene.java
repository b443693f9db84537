package dev.headroom.engine.guardrail;

import dev.headroom.engine.guardrail.Bounds.TierLimit;
import dev.headroom.engine.guardrail.GuardrailMemory.Action;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Money;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.ReplicaSpec;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.Situation;
import dev.headroom.engine.model.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A workload at rest around the guardrails, to be changed one thing at a time; remembers between decisions. */
final class Scene {
    static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

    int min = 0;
    int max = 1000;

    @Nullable
    TierLimit tier;

    Bounds.@Nullable BlindFloor blindFloor;

    List<DependencyLimit> dependencies = List.of();
    Stabilisation stabilisation = Stabilisation.NONE;
    RateLimits rates = RateLimits.NONE;

    @Nullable
    Cooldown cooldown;

    @Nullable
    Budget budget;

    List<FreezeWindow> freezes = List.of();
    BlastRadius blast = BlastRadius.NONE;

    Instant now = START;

    @Nullable
    Instant last;

    int current = 10;
    double urgency = 1;
    int floor = -1;
    int ceiling = -1;
    int asked;
    boolean blind;

    @Nullable
    Money price;

    List<SignalValue> signals = List.of();
    Map<String, Integer> tiers = new HashMap<>();
    Observations.Spending spending = Observations.Spending.NONE;
    List<ManualOverride> overrides = List.of();
    GuardrailMemory memory = GuardrailMemory.EMPTY;

    /** What the guardrails answered. */
    record Answer(int desired, List<Reason> reasons, List<Advice> advice, GuardrailMemory memory) {
        /** The lines of a rule, as people read them. */
        String text(String rule) {
            StringBuilder out = new StringBuilder();
            for (Reason r : reasons) {
                if (r.rule().equals(rule)) {
                    out.append(r.text()).append('\n');
                }
            }
            return out.toString().strip();
        }
    }

    /** One decision; nothing is remembered of it. */
    Answer ask(int proposed) {
        Fleet fleet = Fleet.steady(current);
        ReplicaSpec replica = new ReplicaSpec(Duration.ofSeconds(30), Duration.ZERO, 1, null, price);
        Situation s = new Situation(
                now, last, fleet, replica, Objective.NONE, min, max, signals, thresholds(), Map.of(), tiers);
        Observations seen = new Observations(fleet, List.of(), Map.of(), tiers, spending, overrides, asked);
        List<Reason> reasons = new ArrayList<>();
        List<Advice> advice = new ArrayList<>();
        GuardrailChain.Outcome o = GuardrailChain.apply(
                limits(), s, seen, proposed, urgency, floor, ceiling, blind, memory, reasons, advice);
        return new Answer(o.desired(), reasons, advice, o.memory());
    }

    private List<dev.headroom.engine.model.@Nullable Thresholds> thresholds() {
        List<dev.headroom.engine.model.@Nullable Thresholds> none = new ArrayList<>();
        for (int i = 0; i < signals.size(); i++) {
            none.add(null);
        }
        return none;
    }

    /** One decision that is carried out: remembered, and the fleet is as asked. */
    Answer decide(int proposed) {
        Answer a = ask(proposed);
        memory = a.memory();
        current = a.desired();
        last = now;
        return a;
    }

    /** Later. */
    Scene after(Duration span) {
        now = now.plus(span);
        return this;
    }

    Guardrails limits() {
        return new Guardrails(
                new Bounds(min, max, tier, blindFloor),
                dependencies,
                stabilisation,
                rates,
                cooldown,
                budget,
                freezes,
                blast);
    }

    /** Remembers actions that happened some seconds ago, oldest first: {ago, from, to} each. */
    Scene acted(int[]... actions) {
        List<Action> list = new ArrayList<>();
        for (int[] a : actions) {
            list.add(new Action(now.minusSeconds(a[0]).toEpochMilli(), a[1], a[2]));
        }
        memory = new GuardrailMemory(
                memory.ups(),
                memory.downs(),
                list,
                memory.flapUntilMillis(),
                memory.ledger(),
                memory.demand(),
                memory.overrides(),
                memory.freezes(),
                memory.blindSinceMillis());
        return this;
    }

    SignalValue value(Measure measure, double value) {
        return value(measure, value, "");
    }

    SignalValue value(Measure measure, double value, String source) {
        Signal any = Signal.of(measure.name(), measure, Unit.COUNT);
        Signal signal = new Signal(
                any.name(),
                source,
                any.query(),
                any.unit(),
                measure,
                0,
                any.window(),
                any.aggregate(),
                any.maxAge(),
                false,
                null);
        return new SignalValue(signal, SignalValue.State.OK, value, -1, now, "");
    }

    SignalValue failed(Measure measure) {
        Signal signal = Signal.of(measure.name(), measure, Unit.COUNT);
        return new SignalValue(signal, SignalValue.State.FAILED, Double.NaN, -1, now, "no answer");
    }
}
