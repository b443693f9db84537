package dev.headroom.planner;

import dev.headroom.planner.sizer.Formulas;
import dev.headroom.planner.sizer.Input;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Short ways to write a plan's input in tests. */
final class Inputs {

    /** Tests here write no formulas; those of CEL are tested where CEL is. */
    static final Formulas NO_FORMULAS = text -> {
        throw new IllegalArgumentException("'" + text + "' is a formula");
    };

    private Inputs() {}

    /** {@code "key: value"} each; a value with commas is a group {@code "key: { a: 1, b: 2 }"} one level deep. */
    static Map<String, Input> inputs(Object... keysAndValues) {
        Map<String, Input> out = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            Object value = keysAndValues[i + 1];
            out.put((String) keysAndValues[i], value instanceof Input in ? in : new Input.Text(String.valueOf(value)));
        }
        return out;
    }

    static Input group(Object... keysAndValues) {
        return new Input.Group(inputs(keysAndValues));
    }

    static Input uncertain(String shape, String... values) {
        return new Input.Uncertain(shape, List.of(values));
    }

    static Plan plan(Map<String, Input> demand, Map<String, Map<String, Input>> services) {
        return plan(demand, services, Planner.Options.DEFAULT);
    }

    static Plan plan(Map<String, Input> demand, Map<String, Map<String, Input>> services, Planner.Options options) {
        return Planner.plan(
                new PlanInput(
                        demand,
                        services,
                        Map.of("web", new PlanInput.Allowed(1, 50)),
                        Map.of("m5.large", "0.096 USD/h")),
                options,
                NO_FORMULAS);
    }

    /** A figure of a plan of one service called s. */
    static double figure(String name, Object... keysAndValues) {
        return plan(inputs("peak-rate", "480/s"), Map.of("s", inputs(keysAndValues)))
                .figures()
                .value("s." + name)
                .amount()
                .toDouble();
    }
}
