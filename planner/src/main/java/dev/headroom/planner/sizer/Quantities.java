package dev.headroom.planner.sizer;

import dev.headroom.planner.quantity.Quantity;
import dev.headroom.planner.quantity.Unit;
import dev.headroom.planner.sizer.Draft.Bound;
import java.util.Map;

/** Quantities that a user names: a plain quantity, or a formula with the unit that its result is in. */
final class Quantities {

    private Quantities() {}

    static void define(Draft draft, String path, String prefix, Map<String, Input> all) {
        all.forEach((name, input) -> one(draft, path + "." + name, prefix + name, input));
    }

    private static void one(Draft draft, String path, String name, Input input) {
        if (!(input instanceof Input.Group g)) {
            String first = input instanceof Input.Text t
                    ? t.text()
                    : input instanceof Input.Uncertain u && !u.values().isEmpty()
                            ? u.values().getFirst()
                            : "";
            Quantity example = Quantity.parse(first);
            if (example == null) {
                draft.problem(
                        path,
                        "the formula does not say the unit of its result",
                        "write { formula: \"…\", unit: requests/s }");
            } else {
                draft.read(path, name, input, example.unit(), Bound.ANY, true, "as entered");
            }
            return;
        }
        for (String key : g.parts().keySet()) {
            if (!key.equals("formula") && !key.equals("unit")) {
                draft.problem(path + "." + key, "unknown key '" + key + "'", "known are formula, unit");
            }
        }
        Input unit = g.parts().get("unit");
        Unit known = unit == null ? Unit.ONE : unit instanceof Input.Text t ? Unit.parse(t.text()) : null;
        Input formula = g.parts().get("formula");
        if (known == null) {
            draft.problem(path + ".unit", "that is not a unit", "write it like requests/s, tokens/min, GiB or %");
        } else if (formula == null) {
            draft.problem(path, "'formula' is missing", "add formula: \"peak_rate * 2\"");
        } else {
            draft.read(path + ".formula", name, formula, known, Bound.ANY, true, "a formula of the spec");
        }
    }
}
