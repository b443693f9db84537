package dev.headroom.spec;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A quantity for the planner: with its unit, uncertain, the name of another quantity, or a formula in CEL. */
final class InputForm extends Form<InputSpec> {

    /** A quantity. */
    static final InputForm QUANTITY = new InputForm();

    /** A word or name, as it stands. */
    static final Form<InputSpec> WORD =
            new Mapped<>(Values.TEXT, InputSpec.Text::new, v -> v instanceof InputSpec.Text t ? t.text() : "");

    /** A list of names. */
    static final Form<InputSpec> NAMES = new Mapped<>(
            ListForm.orOne(Values.TEXT),
            names -> {
                Map<String, InputSpec> parts = new LinkedHashMap<>();
                names.forEach(n -> parts.put(String.valueOf(parts.size()), new InputSpec.Text(n)));
                return new InputSpec.Group(parts);
            },
            v -> v instanceof InputSpec.Group g
                    ? g.parts().values().stream()
                            .map(p -> p instanceof InputSpec.Text t ? t.text() : "")
                            .toList()
                    : List.of());

    private static final List<String> SHAPES = List.of("range", "triangular", "normal", "lognormal", "empirical");
    private static final String PLAIN = "[+-]?[0-9][0-9_.eE+-]*\\s*[A-Za-z%/_ -]*|([0-9]+(\\.[0-9]+)?(ms|s|m|h|d|w))+";
    private static final String NAME = "[A-Za-z][A-Za-z0-9]*([-.][A-Za-z0-9]+)*";

    private InputForm() {}

    /** The name of something else in the spec. */
    static Form<InputSpec> reference(Reference to) {
        return new Mapped<>(to, InputSpec.Text::new, v -> v instanceof InputSpec.Text t ? t.text() : "");
    }

    /** Parts by name, each of the same form. */
    static Form<InputSpec> parts(String keyNoun, Form<InputSpec> each) {
        return new Mapped<>(
                MapForm.of(keyNoun, each),
                InputSpec.Group::new,
                v -> v instanceof InputSpec.Group g ? g.parts() : Map.of());
    }

    /** A mapping with known keys as one part of an input. */
    static Form<InputSpec> table(InputTable table) {
        return new Mapped<>(table, InputSpec.Group::new, v -> v instanceof InputSpec.Group g ? g.parts() : Map.of());
    }

    @Override
    @Nullable
    InputSpec read(Cursor at) {
        if (!at.isScalar()) {
            return uncertain(at);
        }
        String text = at.raw().strip();
        if (text.isEmpty()) {
            at.error("nothing stands where " + noun() + " is expected", "write it like " + example());
            return null;
        }
        boolean plain = text.matches(PLAIN) || text.matches(NAME);
        return plain || CelFormula.open(at.raw(), at::errorInside) != null ? new InputSpec.Text(text) : null;
    }

    private static @Nullable InputSpec uncertain(Cursor at) {
        Map<String, Cursor> entries = at.entries("a quantity");
        if (entries == null) {
            return null;
        }
        if (entries.size() != 1 || !SHAPES.contains(entries.keySet().iterator().next())) {
            String known = "write one of " + String.join(", ", SHAPES) + ", such as { range: [10, 20] }";
            at.errorAtName("that is neither a quantity nor a distribution", known);
            return null;
        }
        Map.Entry<String, Cursor> only = entries.entrySet().iterator().next();
        List<Cursor> items = only.getValue().items("a list of quantities");
        if (items == null) {
            return null;
        }
        List<String> values = new ArrayList<>();
        for (Cursor item : items) {
            String text = item.text("a quantity");
            if (text == null) {
                return null;
            }
            values.add(text);
        }
        return new InputSpec.Uncertain(only.getKey(), values);
    }

    @Override
    Object write(InputSpec value, Writing to) {
        return switch (value) {
            case InputSpec.Text t -> written(t.text());
            case InputSpec.Uncertain u ->
                Schemas.of(
                        u.shape(), u.values().stream().map(InputForm::written).toList());
            case InputSpec.Group g -> throw new IllegalArgumentException("no quantity: " + g);
        };
    }

    private static Object written(String text) {
        return text.matches("[0-9]+(\\.[0-9]+)?") ? new BigDecimal(text) : text;
    }

    @Override
    Map<String, Object> schema(Schemas schemas) {
        Map<String, Object> scalar = Schemas.of("type", List.of("string", "number"));
        Map<String, Object> shapes = new LinkedHashMap<>();
        SHAPES.forEach(s -> shapes.put(s, Schemas.of("type", "array", "items", scalar)));
        return Schemas.of(
                "anyOf",
                List.of(
                        scalar,
                        Schemas.of(
                                "type",
                                "object",
                                "properties",
                                shapes,
                                "minProperties",
                                1,
                                "maxProperties",
                                1,
                                "additionalProperties",
                                false)));
    }

    @Override
    String kind() {
        return "quantity";
    }

    @Override
    String noun() {
        return "a quantity";
    }

    @Override
    String example() {
        return "87s";
    }
}
