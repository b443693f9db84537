package dev.headroom.spec;

import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The name of something defined elsewhere in the spec. */
final class Reference extends Form<String> {

    /** A signal of the same workload. */
    static final Reference SIGNAL = new Reference("signal", "signals", Reading::signalNames, (name, at) -> {});

    /** A metric source. */
    static final Reference SOURCE = new Reference("source", "sources", Reading::sources, (name, at) -> {});

    /** A workload. */
    static final Reference WORKLOAD = new Reference("workload", "workloads", Reading::workloads, (name, at) -> {});

    /** A workload that the one being read depends on. */
    static final Reference TIER = new Reference(
            "workload",
            "workloads",
            Reading::workloads,
            (name, at) -> at.reading().depends(name, at));

    /** A workload that the one being read calls. */
    static final Reference CALLED = new Reference(
            "workload",
            "workloads",
            Reading::workloads,
            (name, at) -> at.reading().calls(name, at));

    private final String what;
    private final String where;
    private final Function<Reading, Set<String>> defined;
    private final BiConsumer<String, Cursor> note;

    private Reference(
            String what, String where, Function<Reading, Set<String>> defined, BiConsumer<String, Cursor> note) {
        this.what = what;
        this.where = where;
        this.defined = defined;
        this.note = note;
    }

    @Override
    @Nullable
    String read(Cursor at) {
        String name = at.text(noun());
        if (name == null || !check(name, at)) {
            return null;
        }
        note.accept(name, at);
        return name;
    }

    /** Whether the name is defined; reports it when not. */
    boolean check(String name, Cursor at) {
        Set<String> names = defined.apply(at.reading());
        if (names.contains(name)) {
            return true;
        }
        at.error(
                "no " + what + " '" + name + "' is defined",
                names.isEmpty() ? "define it under " + where : Nearest.mend(name, names));
        return false;
    }

    @Override
    Object write(String value, Writing to) {
        return value;
    }

    @Override
    Map<String, Object> schema(Schemas schemas) {
        return Schemas.of("type", "string");
    }

    @Override
    String kind() {
        return "name of a " + what;
    }

    @Override
    String example() {
        return "name";
    }

    @Override
    String noun() {
        return "the name of a " + what;
    }
}
