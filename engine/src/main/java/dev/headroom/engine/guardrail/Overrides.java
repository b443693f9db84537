package dev.headroom.engine.guardrail;

import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.ManualOverride;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * People's orders. Of several in force the one given last counts, alone.
 *
 * <ul>
 *   <li>A pin sets the number, inside the static bounds. It outranks everything before it: schedules, dependencies, rates,
 *       quiet times, the budget and freeze windows; and it scales in even while a policy lacks data. The blast radius
 *       still applies, so that a slip of the finger takes away only a share of the fleet at once.
 *   <li>A pause keeps what there is.
 *   <li>A freeze-in lets the fleet grow only.
 * </ul>
 *
 * Orders whose time is over are ignored. The end of one that was in force at the former decision is told once, whether it
 * expired or was taken back.
 */
final class Overrides {
    private static final String RULE = "override";
    private static final String PINNED = "{before} becomes {after}: pinned at {limit} until {until} by {detail}";
    private static final String PAUSED = "{before} is held at {after}: paused until {until} by {detail}";
    private static final String NEVER_IN = "{before} is held at {after}: no scaling in until {until}, by {detail}";

    private Overrides() {}

    static void apply(Draft d) {
        List<ManualOverride> given = d.seen.overrides();
        if (given.isEmpty() && d.overrides.isEmpty()) {
            return;
        }
        List<ManualOverride> active = inForce(given, d.s.now());
        tellEnded(d, active);
        d.overrides = active.equals(d.overrides) ? d.overrides : active;
        if (!active.isEmpty()) {
            obey(active.get(active.size() - 1), d);
        }
    }

    private static void obey(ManualOverride o, Draft d) {
        int asked = d.desired;
        switch (o.kind()) {
            case PIN -> {
                d.order(o.replicas());
                d.pinned = true;
                say(d, PINNED, o, asked);
            }
            case PAUSE -> {
                d.order(d.current);
                say(d, PAUSED, o, asked);
            }
            case FREEZE_IN -> {
                d.raiseTo(d.current);
                say(d, NEVER_IN, o, asked);
            }
        }
    }

    private static void say(Draft d, String template, ManualOverride o, int asked) {
        d.say(RULE, template, Double.NaN, o.replicas(), asked, o.until(), o.author());
    }

    private static List<ManualOverride> inForce(List<ManualOverride> given, Instant now) {
        @Nullable List<ManualOverride> some = null;
        for (int i = 0; i < given.size(); i++) {
            boolean holds = now.isBefore(given.get(i).until());
            if (!holds && some == null) {
                some = new ArrayList<>(given.subList(0, i));
            } else if (holds && some != null) {
                some.add(given.get(i));
            }
        }
        return List.copyOf(some == null ? given : some);
    }

    private static void tellEnded(Draft d, List<ManualOverride> active) {
        for (int i = 0; i < d.overrides.size(); i++) {
            ManualOverride o = d.overrides.get(i);
            if (!active.contains(o)) {
                Instant at = d.s.now().isBefore(o.until()) ? d.s.now() : o.until();
                d.advice.add(new Advice.OverrideEnded(o.author(), at));
            }
        }
    }
}
