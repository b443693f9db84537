package dev.headroom.planner.quantity;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a plan by name, in order.
 *
 * @param all every one
 */
public record Figures(Map<String, Figure> all) {

    /** No figures. */
    public static final Figures NONE = new Figures(Map.of());

    public Figures {
        all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
    }

    public boolean has(String name) {
        return all.containsKey(name);
    }

    /** The figure of that name, or null. */
    public @Nullable Figure find(String name) {
        return all.get(name);
    }

    /**
     * The figure of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public Figure of(String name) {
        Figure f = all.get(name);
        if (f == null) {
            throw new IllegalArgumentException("the plan has no quantity '" + name + "'");
        }
        return f;
    }

    /** The value of the figure of that name. */
    public Quantity value(String name) {
        return of(name).value();
    }
}
