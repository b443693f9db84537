package dev.headroom.engine.guardrail;

import dev.headroom.engine.guardrail.GuardrailMemory.Action;
import dev.headroom.engine.guardrail.GuardrailMemory.Demand;
import dev.headroom.engine.guardrail.GuardrailMemory.FreezeCache;
import dev.headroom.engine.guardrail.GuardrailMemory.Ledger;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Situation;
import dev.headroom.engine.model.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One decision on its way through the guardrails: made for a single call, never shared. The guardrails change the number
 * only through {@link #lowerTo}, {@link #raiseTo} and {@link #order}, which keep it inside the static bounds, so no order
 * and no memory can lead out of them.
 */
final class Draft {
    /** The most actions remembered; at one per 15 s they span more than an hour. */
    static final int MOST_ACTIONS = 256;

    static final long HOUR = 3_600_000;

    final Guardrails limits;
    final Situation s;
    final Observations seen;
    final double urgency;
    final int scheduleFloor;
    final int scheduleCeiling;
    final boolean blind;
    final List<Reason> reasons;
    final List<Advice> advice;

    /** Time of the decision, epoch milliseconds. */
    final long now;
    /** Time since the former decision in milliseconds; 0 at the first. */
    final long elapsed;
    /** The replicas last asked of the target. */
    final int current;
    /** Static bounds. */
    final int min;

    final int max;

    /** The least that growth limits leave: the static minimum, raised by a schedule. */
    int floor;

    int desired;
    /** Whether a person has ordered this very number. */
    boolean pinned;

    private final GuardrailMemory before;
    Window ups;
    Window downs;
    List<Action> actions;
    long flapUntil;
    long blindSince;
    Ledger ledger;
    Demand demand;
    List<ManualOverride> overrides;

    @Nullable
    FreezeCache freezes;

    Draft(
            Guardrails limits,
            Situation s,
            Observations seen,
            int proposed,
            double urgency,
            int scheduleFloor,
            int scheduleCeiling,
            boolean blind,
            GuardrailMemory memory,
            List<Reason> reasons,
            List<Advice> advice) {
        this.limits = limits;
        this.s = s;
        this.seen = seen;
        this.urgency = urgency;
        this.scheduleFloor = scheduleFloor;
        this.scheduleCeiling = scheduleCeiling;
        this.blind = blind;
        this.reasons = reasons;
        this.advice = advice;
        now = s.now().toEpochMilli();
        Instant last = s.lastDecidedAt();
        elapsed = last == null ? 0 : Math.max(0, now - last.toEpochMilli());
        current = s.current();
        min = limits.bounds().min();
        max = limits.bounds().max();
        floor = min;
        desired = proposed;
        before = memory;
        ups = memory.ups();
        downs = memory.downs();
        actions = taken(memory.actions(), last);
        flapUntil = memory.flapUntilMillis();
        blindSince = limits.bounds().blind() == null ? -1 : memory.blindSinceMillis();
        ledger = memory.ledger();
        demand = memory.demand();
        overrides = memory.overrides();
        freezes = memory.freezes();
    }

    /**
     * Without the last action if the target did not take it: a refused order must not start a cooldown. If it asks for
     * something else than was known, that is a change as well; what is seen first is where they begin.
     */
    private List<Action> taken(List<Action> all, @Nullable Instant decided) {
        if (all.isEmpty()) {
            return List.of(new Action(now, current, current, false));
        }
        Action last = all.get(all.size() - 1);
        if (last.to() == current) {
            return all;
        }
        // A refusal shows at once; later, somebody has gone back.
        boolean latest = decided == null || decided.toEpochMilli() <= last.atMillis();
        return last.own() && latest && last.from() == current
                ? List.copyOf(all.subList(0, all.size() - 1))
                : with(all, new Action(now, last.to(), current, false));
    }

    /** The actions decided here, oldest first. */
    List<Action> own() {
        for (Action a : actions) {
            if (!a.own()) {
                return actions.stream().filter(Action::own).toList();
            }
        }
        return actions;
    }

    boolean grows() {
        return desired > current;
    }

    boolean shrinks() {
        return desired < current;
    }

    /** Limits growth: at most {@code limit}, but never below the floor in force. */
    void lowerTo(int limit) {
        desired = Math.max(Math.min(desired, limit), Math.min(floor, desired));
    }

    /** As {@link #lowerTo}, for limits that also outrank a schedule's floor; only the static minimum stands. */
    void capAt(int limit) {
        floor = Math.max(min, Math.min(floor, limit));
        desired = Math.max(Math.min(desired, limit), Math.min(min, desired));
    }

    /** Limits shrinking: at least {@code limit}, but never above the static maximum. */
    void raiseTo(int limit) {
        desired = Math.max(desired, Math.min(limit, max));
    }

    /** Sets the number, inside the static bounds. */
    void order(int replicas) {
        desired = Math.max(min, Math.min(max, replicas));
    }

    /** Replicas added minus replicas removed by actions later than {@code since}. */
    int netAddedAfter(long since) {
        int net = 0;
        for (int i = actions.size() - 1; i >= 0; i--) {
            Action a = actions.get(i);
            if (a.atMillis() <= since) {
                break;
            }
            net += a.to() - a.from();
        }
        return net;
    }

    /** A line of the explanation: what was asked before this step, the limit, and what stands now. */
    void say(String rule, String template, double limit, int asked, String detail) {
        reasons.add(Reason.guardrail(rule, template, limit, asked, desired, detail));
    }

    /** As {@link #say(String, String, double, int, String)}, with what was seen and when the effect ends. */
    void say(
            String rule,
            String template,
            double observed,
            double limit,
            int asked,
            @Nullable Instant until,
            String detail) {
        reasons.add(new Reason(
                Reason.Stage.GUARDRAIL, rule, template, observed, Double.NaN, limit, asked, desired, until, detail));
    }

    /** A line that says the number was let through. */
    void pass(Passed line) {
        reasons.add(line.of(desired));
    }

    /** What to remember: the former memory itself when nothing in it has changed. */
    @SuppressWarnings("ReferenceEquality") // the very objects of before mean: nothing to allocate
    GuardrailMemory remember() {
        if (desired != current) {
            actions = with(actions, new Action(now, current, desired));
        }
        if (ups == before.ups()
                && downs == before.downs()
                && actions == before.actions()
                && flapUntil == before.flapUntilMillis()
                && ledger == before.ledger()
                && demand == before.demand()
                && overrides == before.overrides()
                && freezes == before.freezes()
                && blindSince == before.blindSinceMillis()) {
            return before;
        }
        return new GuardrailMemory(ups, downs, actions, flapUntil, ledger, demand, overrides, freezes, blindSince);
    }

    private List<Action> with(List<Action> former, Action latest) {
        long since = now - limits.lookBackMillis();
        int from = Math.max(0, former.size() - MOST_ACTIONS + 1);
        while (from < former.size() && former.get(from).atMillis() <= since) {
            from++;
        }
        List<Action> all = new ArrayList<>(former.size() - from + 1);
        all.addAll(former.subList(from, former.size()));
        all.add(latest);
        return List.copyOf(all);
    }

    /** ⌊x⌋ as a count, forgiving the last bits of a division; saturates. */
    static int down(double x) {
        return (int) Math.floor(x + 1e-9);
    }

    /** ⌈x⌉ as a count, forgiving the last bits of a product; saturates. */
    static int up(double x) {
        return (int) Math.ceil(x - 1e-9);
    }
}
