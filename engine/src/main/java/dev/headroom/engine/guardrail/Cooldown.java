package dev.headroom.engine.guardrail;

import dev.headroom.engine.guardrail.GuardrailMemory.Action;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.SignalValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Quiet times after actions. Growth waits only for the quiet time after growth, never for that after a scale-in; a scale-in
 * waits for the quiet time after any action. During it a larger wish is held, too: only what the wish has become at its end
 * is carried out. A minimum or a schedule's floor is not delayed.
 *
 * <p><b>Dynamic</b> quiet times, in seconds, never under 60:
 *
 * <ul>
 *   <li>up: base × min(0.5 × n, 2) ÷ max(urgency, 0.5)
 *   <li>down: base × min(0.5 × n, 2) × load
 * </ul>
 *
 * where n counts the actions, in either direction, of the 600 s that end with the action waited for, that one included. So n
 * is at least 1 and the factor is 0.5 to 2; counted back from now instead, every quiet time would collapse after 600 s.
 * Urgency is the sum of: utilisation above 80 % 1, above 90 % 2; latency above 2 s 1, above 5 s 2; errors above 5 % 1.5,
 * above 10 % 3. A policy's own urgency counts instead when it is larger and above the ordinary 1, or when none of the three
 * can be seen. Load is the utilisation, at most 2; 1 when it cannot be seen.
 *
 * <p><b>Flapping</b>: more than {@code maxChangesPerHour} direction changes in the last hour freeze scaling in until {@code
 * flapFreeze} after the last of them. Growth stays free.
 *
 * @param up after scaling out, before scaling out again; the spec's base is 300 s
 * @param down after any action, before scaling in; the spec's base is 900 s
 * @param dynamic whether the two are bases that adapt to recent actions, urgency and load
 * @param maxChangesPerHour direction changes in an hour above which scaling in is frozen; 0 for no flap detection
 * @param flapFreeze how long scaling in is then frozen; positive with flap detection
 */
public record Cooldown(Duration up, Duration down, boolean dynamic, int maxChangesPerHour, Duration flapFreeze) {
    private static final String RULE = "cooldown";
    private static final Passed PASSED = new Passed(RULE, "no quiet time holds {after}");
    private static final String UP = "{before} is held at {after} until {until}: {limit|s} of quiet after scaling out";
    private static final String DOWN =
            "{before} is held at {after} until {until}: {limit|s} of quiet before scaling in";
    private static final String FLAPPING = "flapping";
    private static final String CALM = "{observed} direction changes in the last hour, {limit} are allowed";
    private static final String FROZEN =
            "{before} is held at {after} until {until}: {observed} direction changes in the last"
                    + " hour, {limit} are allowed";
    private static final String FREEZES =
            "scaling in is frozen until {until}: {observed} direction changes in the last hour, {limit} are allowed";

    private static final long COUNTED = 600_000;
    private static final double LEAST = 60_000;

    /** 300 s up and 900 s down, adapting; more than six direction changes an hour freeze scaling in for half an hour. */
    public static final Cooldown DYNAMIC =
            new Cooldown(Duration.ofMinutes(5), Duration.ofMinutes(15), true, 6, Duration.ofMinutes(30));

    public Cooldown {
        Limits.notNegative("the cooldown up", up);
        Limits.notNegative("the cooldown down", down);
        if (maxChangesPerHour < 0) {
            throw new IllegalArgumentException(
                    "direction changes per hour must not be negative, not " + maxChangesPerHour);
        }
        if (maxChangesPerHour > 0) {
            Limits.positive("the freeze for flapping", flapFreeze);
        } else {
            Limits.notNegative("the freeze for flapping", flapFreeze);
        }
    }

    void apply(Draft d) {
        quiet(d);
        if (maxChangesPerHour > 0) {
            flapping(d);
        }
    }

    private void quiet(Draft d) {
        boolean grows = d.grows();
        if (grows || d.shrinks()) {
            List<Action> actions = d.own();
            int last = last(actions, grows);
            if (last >= 0) {
                long at = actions.get(last).atMillis();
                long length = dynamic ? dynamic(d, actions, last, grows) : (grows ? up : down).toMillis();
                if (d.now < at + length) {
                    hold(d, grows, at + length, length);
                    return;
                }
            }
        }
        d.pass(PASSED);
    }

    private static void hold(Draft d, boolean grows, long end, long length) {
        int asked = d.desired;
        if (grows) {
            d.lowerTo(d.current);
        } else {
            d.raiseTo(d.current);
        }
        if (d.desired == asked) {
            d.pass(PASSED);
            return;
        }
        d.say(RULE, grows ? UP : DOWN, Double.NaN, length / 1000.0, asked, Instant.ofEpochMilli(end), "");
    }

    private static int last(List<Action> actions, boolean growing) {
        int i = actions.size() - 1;
        while (i >= 0 && growing && actions.get(i).to() < actions.get(i).from()) {
            i--;
        }
        return i;
    }

    private long dynamic(Draft d, List<Action> actions, int last, boolean grows) {
        long since = actions.get(last).atMillis() - COUNTED;
        int n = 0;
        for (int i = last; i >= 0 && actions.get(i).atMillis() > since; i--) {
            n++;
        }
        double base = (grows ? up : down).toMillis() * Math.min(0.5 * n, 2);
        return (long) Math.max(LEAST, grows ? base / Math.max(urgency(d), 0.5) : base * load(d));
    }

    private static double load(Draft d) {
        double load = read(d, Measure.UTILISATION);
        return Double.isNaN(load) ? 1 : Math.min(load, 2);
    }

    private static double urgency(Draft d) {
        double cpu = read(d, Measure.UTILISATION);
        double latency = read(d, Measure.LATENCY);
        double errors = read(d, Measure.ERRORS);
        double sum = grade(cpu, 0.8, 0.9, 1) + grade(latency, 2, 5, 1) + grade(errors, 0.05, 0.1, 1.5);
        boolean unseen = Double.isNaN(cpu) && Double.isNaN(latency) && Double.isNaN(errors);
        return unseen || d.urgency > 1 ? Math.max(sum, d.urgency) : sum;
    }

    private static double grade(double value, double high, double higher, double weight) {
        return value > higher ? 2 * weight : value > high ? weight : 0;
    }

    private static double read(Draft d, Measure measure) {
        SignalValue v = d.s.measuring(measure);
        return v != null && v.ok() ? v.value() : Double.NaN;
    }

    private void flapping(Draft d) {
        int changes = 0;
        int direction = 0;
        long lastChange = -1;
        List<Action> actions = d.own();
        for (int i = actions.size() - 1; i >= 0; i--) {
            Action a = actions.get(i);
            if (a.atMillis() <= d.now - Draft.HOUR) {
                break;
            }
            int went = Integer.signum(a.to() - a.from());
            if (direction != 0 && went != direction) {
                changes++;
                if (lastChange < 0) {
                    lastChange = actions.get(i + 1).atMillis();
                }
            }
            direction = went;
        }
        if (changes > maxChangesPerHour) {
            d.flapUntil = Math.max(d.flapUntil, lastChange + flapFreeze.toMillis());
        }
        boolean frozen = d.now < d.flapUntil;
        if (!frozen) {
            d.flapUntil = -1;
            d.say(FLAPPING, CALM, changes, maxChangesPerHour, d.desired, null, "");
            return;
        }
        int asked = d.desired;
        if (d.shrinks()) {
            d.raiseTo(d.current);
        }
        d.say(
                FLAPPING,
                d.desired == asked ? FREEZES : FROZEN,
                changes,
                maxChangesPerHour,
                asked,
                Instant.ofEpochMilli(d.flapUntil),
                "");
    }
}
