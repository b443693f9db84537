package dev.headroom.report;

import java.util.List;

/**
 * An axis of a {@link Chart}: what its numbers mean and how they are written.
 *
 * @param kind what the numbers are
 * @param name what is measured, with the unit where it has one, such as {@code "requests per second"} or
 *     {@code "cost, USD/h"}; empty for none
 * @param log whether the axis is logarithmic at first; the reader of a page can change it where {@link #canLog}
 * @param canLog whether a logarithmic axis makes sense
 * @param zero whether a linear axis begins at zero (or ends there); time axes never do
 * @param categories names of the places 0, 1, … of a category axis, else empty
 */
public record Axis(Kind kind, String name, boolean log, boolean canLog, boolean zero, List<String> categories) {

    /** What the numbers of an axis are. */
    public enum Kind {
        /** Milliseconds since 1970, written as dates and times in UTC. */
        TIME,
        /** Plain numbers. */
        NUMBER,
        /** Durations in seconds, written in the unit that fits: {@code 120 ms}, {@code 3 min}. */
        SECONDS,
        /** Ratios, 1 is all, written as percent. */
        SHARE,
        /** Places with names. */
        CATEGORY
    }

    public Axis {
        categories = List.copyOf(categories);
        if (kind == Kind.CATEGORY && categories.isEmpty()) {
            throw new IllegalArgumentException("a category axis needs at least one category");
        }
    }

    /** Points in time: milliseconds since 1970, shown in UTC. */
    public static Axis time() {
        return new Axis(Kind.TIME, "UTC", false, false, false, List.of());
    }

    /** Plain numbers; the name says the unit, such as {@code "requests per second"}. Begins at zero. */
    public static Axis number(String name) {
        return new Axis(Kind.NUMBER, name, false, false, true, List.of());
    }

    /** Durations in seconds, written in the unit that fits. Begins at zero. */
    public static Axis seconds(String name) {
        return new Axis(Kind.SECONDS, name, false, false, true, List.of());
    }

    /** Ratios from 0 to 1, or beyond, written as percent. Begins at zero. */
    public static Axis share(String name) {
        return new Axis(Kind.SHARE, name, false, false, true, List.of());
    }

    /** Named places: those of the first value, the second, and so on. */
    public static Axis categories(List<String> names) {
        return new Axis(Kind.CATEGORY, "", false, false, false, names);
    }

    /** The same with a name. */
    public Axis named(String what) {
        return new Axis(kind, what, log, canLog, zero, categories);
    }

    /** Logarithmic at first; the reader can make it linear. Values ≤ 0 are gaps. Of time and categories: no change. */
    public Axis logarithmic() {
        return numeric() ? new Axis(kind, name, true, true, zero, categories) : this;
    }

    /** Linear at first; the reader can make it logarithmic. Of time and categories: no change. */
    public Axis maybeLogarithmic() {
        return numeric() ? new Axis(kind, name, false, true, zero, categories) : this;
    }

    /** Spans the values rather than beginning at zero. */
    public Axis fitted() {
        return new Axis(kind, name, log, canLog, false, categories);
    }

    private boolean numeric() {
        return kind != Kind.TIME && kind != Kind.CATEGORY;
    }
}
