package dev.headroom.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A mapping of planner inputs with known keys, kept by key. What they mean together is the planner's to judge. */
final class InputTable extends Table<Map<String, InputSpec>> {

    /**
     * A key.
     *
     * @param byDefault what is meant without it; {@code required} for a key that must be there
     */
    record Column(String key, Form<InputSpec> form, String doc, String byDefault) {}

    private final String hint;

    InputTable(String name, String doc, List<Column> columns) {
        this(name, doc, "", columns);
    }

    /**
     * A table.
     *
     * @param hint for who writes a key that it does not know
     */
    InputTable(String name, String doc, String hint, List<Column> columns) {
        super(name, doc);
        this.hint = hint;
        for (Column c : columns) {
            if (c.byDefault().equals("required")) {
                required(c.key(), c.form(), c.doc(), m -> m.get(c.key()));
            } else {
                optional(c.key(), c.form(), c.doc(), c.byDefault(), m -> m.get(c.key()));
            }
        }
    }

    @Override
    String mendUnknown(String key) {
        return super.mendUnknown(key) + hint;
    }

    /** A quantity that must be there. */
    static Column must(String key, String doc) {
        return new Column(key, InputForm.QUANTITY, doc, "required");
    }

    /** A quantity that may be left out. */
    static Column may(String key, String doc, String byDefault) {
        return new Column(key, InputForm.QUANTITY, doc, byDefault);
    }

    @Override
    Map<String, InputSpec> build(Fields f) {
        Map<String, InputSpec> out = new LinkedHashMap<>();
        for (Key<Map<String, InputSpec>, ?> key : keys()) {
            Object value = f.find(key);
            if (value instanceof InputSpec input) {
                out.put(key.name(), input);
            }
        }
        return out;
    }

    @Override
    boolean maybeNothing() {
        return false;
    }
}
