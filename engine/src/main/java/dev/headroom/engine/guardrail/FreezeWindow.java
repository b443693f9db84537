package dev.headroom.engine.guardrail;

import dev.headroom.engine.guardrail.GuardrailMemory.FreezeCache;
import dev.headroom.engine.model.Recurrence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A window in which nothing changes, or nothing downwards. Where several overlap the strictest counts. The static bounds
 * stand in a freeze, too; a person's pin ends it for as long as it lasts.
 *
 * <p>Calendars are consulted only when a window begins or ends, or when the windows of the spec have changed.
 *
 * @param name how explanations call it
 * @param start when it begins
 * @param length how long it lasts, positive
 * @param onlyIn whether only scaling in is frozen
 */
public record FreezeWindow(String name, Recurrence start, Duration length, boolean onlyIn) {
    private static final String RULE = "freeze";
    private static final Passed PASSED = new Passed(RULE, "no freeze window is open");
    private static final String OPEN = "{after} agrees with the freeze window {detail}, open until {until}";
    private static final String HELD = "{before} is held at {after} until {until}: freeze window {detail}";

    private static final int NONE = 0;
    private static final int IN = 1;
    private static final int ALL = 2;

    public FreezeWindow {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a freeze window needs a name");
        }
        Limits.positive("the length of freeze window " + name, length);
    }

    static void apply(List<FreezeWindow> windows, Draft d) {
        if (windows.isEmpty()) {
            d.freezes = null;
            return;
        }
        int key = key(windows);
        FreezeCache cache = d.freezes;
        if (cache == null || cache.key() != key || d.now < cache.fromMillis() || d.now >= cache.untilMillis()) {
            cache = look(windows, d.s.now(), d.now, key);
            d.freezes = cache;
        }
        if (cache.level() == NONE) {
            d.pass(PASSED);
            return;
        }
        int asked = d.desired;
        if (d.shrinks()) {
            d.raiseTo(d.current);
        } else if (cache.level() == ALL && d.grows()) {
            d.capAt(d.current);
        }
        d.say(
                RULE,
                d.desired == asked ? OPEN : HELD,
                Double.NaN,
                Double.NaN,
                asked,
                Instant.ofEpochMilli(cache.untilMillis()),
                cache.name());
    }

    /** Tells changed windows apart without asking a calendar; a text's hash is computed once by its String. */
    private static int key(List<FreezeWindow> windows) {
        int key = windows.size();
        for (int i = 0; i < windows.size(); i++) {
            FreezeWindow w = windows.get(i);
            key = key * 31 + w.name.hashCode();
            key = key * 31 + w.start.text().hashCode();
            key = key * 31 + w.length.hashCode();
            key = key * 31 + (w.onlyIn ? 1 : 0);
        }
        return key;
    }

    /** What is frozen now and until when that is certain. */
    private static FreezeCache look(List<FreezeWindow> windows, Instant now, long nowMillis, int key) {
        int level = NONE;
        String name = "";
        long until = Long.MAX_VALUE;
        for (FreezeWindow w : windows) {
            @Nullable Instant last = w.start.lastAtOrBefore(now);
            @Nullable Instant next = w.start.nextAfter(now);
            if (next != null) {
                until = Math.min(until, next.toEpochMilli());
            }
            if (last == null) {
                continue;
            }
            long end = last.plus(w.length).toEpochMilli();
            if (nowMillis < end) {
                until = Math.min(until, end);
                int own = w.onlyIn ? IN : ALL;
                if (own > level) {
                    level = own;
                    name = w.name;
                }
            }
        }
        return new FreezeCache(nowMillis, until, level, name, key);
    }
}
