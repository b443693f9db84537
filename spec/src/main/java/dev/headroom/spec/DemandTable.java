package dev.headroom.spec;

import static dev.headroom.spec.InputTable.may;
import static dev.headroom.spec.InputTable.must;

import dev.headroom.spec.InputTable.Column;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The planner's input: the demand. */
final class DemandTable {

    private static final InputTable FORMULA = new InputTable(
            "quantity",
            "A quantity of the user's own: a formula in CEL over the plan's quantities, each a number in the unit the plan shows "
                    + "it in and written with _ for every - and dot.",
            List.of(
                    must("formula", "Formula in CEL."),
                    new Column("unit", InputForm.WORD, "Unit of its result, such as `requests/s`.", "a plain number")));

    /** A quantity, or a formula with its unit. */
    static final Form<InputSpec> OWN = new Form<>() {
        private final Form<InputSpec> formula = InputForm.table(FORMULA);

        @Override
        @Nullable
        InputSpec read(Cursor at) {
            Map<String, Cursor> entries = at.isMapping() ? at.entries("a quantity") : null;
            boolean named = entries != null && (entries.containsKey("formula") || entries.containsKey("unit"));
            return named ? formula.read(at) : InputForm.QUANTITY.read(at);
        }

        @Override
        Object write(InputSpec value, Writing to) {
            return value instanceof InputSpec.Group ? formula.write(value, to) : InputForm.QUANTITY.write(value, to);
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return Schemas.of("anyOf", List.of(InputForm.QUANTITY.schema(schemas), formula.schema(schemas)));
        }

        @Override
        String kind() {
            return "quantity or " + formula.kind();
        }

        @Override
        String noun() {
            return "a quantity";
        }

        @Override
        void tables(Consumer<Table<?>> visitor) {
            formula.tables(visitor);
        }
    };

    private static final InputTable REQUEST = new InputTable(
            "request-type",
            "A type of request.",
            List.of(
                    must("share", "Part of all requests."),
                    may("input", "Tokens it reads.", "0"),
                    may("output", "Tokens it writes.", "0"),
                    may("time", "Time it takes.", "not said")));

    private static final InputTable GROWTH = new InputTable(
            "growth",
            "How the demand grows.",
            List.of(
                    must("per-year", "Growth in a year as a factor, such as `1.5`."),
                    new Column(
                            "of", InputForm.NAMES, "Quantities that grow.", "what was entered of the demand's size")));

    static final InputTable TABLE = new InputTable(
            "demand",
            "The planner's input: what is known of the demand.",
            List.of(
                    may("daily-requests", "Requests of a day.", "not said"),
                    may("sustained-rate", "Requests on average.", "daily-requests ÷ 86 400 s"),
                    may("peak-sessions", "Sessions at the same time, at the peak.", "not said"),
                    may("session", "Length of a session.", "not said"),
                    may("requests-per-session", "Requests of a session.", "not said"),
                    may("think-time", "Time between two requests of a session.", "session ÷ requests-per-session"),
                    may("peak-factor", "Peak as a multiple of the average, where sessions are not known.", "3"),
                    may("peak-rate", "Requests at the peak.", "peak-sessions ÷ think-time"),
                    may("cache-hits", "Part of the requests that a cache in front answers.", "0%"),
                    new Column(
                            "models",
                            InputForm.parts("a model", InputForm.QUANTITY),
                            "Shares of the requests that reach the services.",
                            "none"),
                    new Column(
                            "requests",
                            InputForm.parts("a request type", InputForm.table(REQUEST)),
                            "The mix of requests.",
                            "none"),
                    may("percentile", "Percentile of the mix to size on as well.", "p95"),
                    may("tokens-per-request", "Tokens of a request, input and output.", "the mean of the mix"),
                    new Column("quantities", InputForm.parts("a quantity", OWN), "Quantities of your own.", "none"),
                    new Column("growth", InputForm.table(GROWTH), "How the demand grows.", "it does not"),
                    new Column(
                            "entered",
                            InputForm.parts("a quantity", InputForm.QUANTITY),
                            "Figures that somebody has rounded: the plan shows what comes of them beside its own.",
                            "none")));

    private DemandTable() {}
}
