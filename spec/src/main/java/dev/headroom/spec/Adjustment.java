package dev.headroom.spec;

import dev.headroom.engine.policy.StepScaling;
import java.util.List;
import java.util.Map;

/**
 * What a step does.
 *
 * @param type what the value means
 * @param value replicas, or a ratio for percent
 */
record Adjustment(StepScaling.Type type, double value) {

    static final Scalar<Adjustment> FORM = new AdjustmentForm();

    private static final class AdjustmentForm extends Scalar<Adjustment> {
        AdjustmentForm() {
            super("adjustment", "an adjustment", "+3, -1, +20% or =10");
        }

        @Override
        Adjustment parse(String text) throws Unfit {
            String t = text.replace(" ", "");
            if (t.matches("=[0-9]{1,7}")) {
                return new Adjustment(StepScaling.Type.EXACT, Integer.parseInt(t.substring(1)));
            }
            if (t.matches("[+-][0-9]{1,7}")) {
                return new Adjustment(StepScaling.Type.CHANGE, Integer.parseInt(t));
            }
            if (t.matches("[+-].*") && Quantity.isPercent(t)) {
                return new Adjustment(StepScaling.Type.PERCENT, Quantity.percent(t));
            }
            if (t.matches("[0-9]+")) {
                throw new Unfit(
                        "'" + text + "' does not say which way",
                        "write +" + t + ", -" + t + ", or =" + t + " for exactly " + t);
            }
            if (Quantity.isPercent(t)) {
                throw new Unfit("'" + text + "' does not say which way", "write +" + t + " or -" + t);
            }
            throw unfit(text);
        }

        @Override
        Object format(Adjustment a) {
            String number = Quantity.number(Math.abs(a.value()));
            String sign = a.value() < 0 ? "-" : "+";
            return switch (a.type()) {
                case CHANGE -> sign + number;
                case EXACT -> "=" + number;
                case PERCENT -> sign + Quantity.percent(Math.abs(a.value()));
            };
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return Schemas.of(
                    "anyOf", List.of(Schemas.of("type", "integer"), pattern("^(=|[+-])\\s?[0-9]+(\\.[0-9]+)?\\s?%?$")));
        }
    }
}
