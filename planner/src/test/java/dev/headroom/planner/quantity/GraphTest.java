package dev.headroom.planner.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphTest {

    private static final Definition SESSIONS = input("sessions", "20000", "sessions");
    private static final Definition LENGTH = input("session", "87", "s");
    private static final Definition EACH = input("each", "3.2", "");
    private static final Definition THINK =
            made("think-time", "s", Expression.name("session").over(Expression.name("each")));
    private static final Definition RATE =
            made("rate", "requests/s", Expression.name("sessions").over(Expression.name("think-time")));

    @Test
    void everyFigureHasItsFormulaAndOperands() {
        Figures figures = new Graph(List.of(RATE, THINK, SESSIONS, LENGTH, EACH)).evaluate();
        assertThat(figures.value("think-time")).isEqualTo(Quantity.of("27.1875", "s"));
        assertThat(figures.value("rate").amount()).hasToString("735.632183908046");
        assertThat(figures.of("rate").operands()).containsExactly("sessions", "think-time");
        assertThat(RATE.formula().text()).isEqualTo("sessions ÷ think-time");
    }

    @Test
    void anEnteredFigureTakesThePlaceOfItsFormula() {
        Graph graph = new Graph(List.of(SESSIONS, LENGTH, EACH, THINK, RATE));
        Figures figures = graph.evaluate(Map.of("think-time", Quantity.of("27", "s")));
        assertThat(figures.value("rate").amount()).hasToString("740.740740740741");
        assertThat(figures.of("think-time").definition().isInput()).isTrue();
    }

    @Test
    void onlyWholeUnitsAreRoundedAndTheUnroundedStays() {
        Definition units = made(
                "units",
                "units",
                Expression.name("sessions").over(Expression.name("each")).up());
        Definition third = made("third", "", Expression.of(1).over(Expression.of(3)));
        Figures figures = new Graph(List.of(SESSIONS, EACH, units, third)).evaluate();
        assertThat(figures.of("units").unrounded()).isEqualTo(Quantity.of("6250", "units"));
        assertThat(figures.value("third").amount()).isEqualTo(Fraction.of(1, 3));
        assertThat(figures.of("third").unrounded()).isNull();
    }

    @Test
    void aCycleIsNamed() {
        Graph graph = new Graph(List.of(
                made("a", "", Expression.name("b")),
                made("b", "", Expression.name("c")),
                made("c", "", Expression.name("a"))));
        assertThatThrownBy(graph::evaluate)
                .isInstanceOf(Refused.class)
                .hasMessage("the formulas go in a cycle: a → b → c → a");
    }

    @Test
    void aDivisionByZeroNamesItsOperands() {
        Graph graph = new Graph(List.of(
                SESSIONS,
                input("none", "0", "s"),
                made("x", "/s", Expression.name("sessions").over(Expression.name("none")))));
        assertThatThrownBy(graph::evaluate)
                .isInstanceOf(Refused.class)
                .hasMessage(
                        "'x' has no value: division by zero, in sessions ÷ none with sessions = 20,000 sessions, none = 0 s");
    }

    @Test
    void aResultInTheWrongUnitIsRefusedWithBoth() {
        Graph graph = new Graph(List.of(
                SESSIONS,
                LENGTH,
                made("x", "tokens", Expression.name("sessions").plus(Expression.name("session")))));
        assertThatThrownBy(graph::evaluate)
                .isInstanceOf(Refused.class)
                .hasMessageContaining("cannot add s (a duration) to sessions (a count)");
    }

    private static Definition input(String name, String amount, String unit) {
        return new Definition(name, Unit.of(unit), Expression.of(Quantity.of(amount, unit)), null, "");
    }

    private static Definition made(String name, String unit, Expression formula) {
        return new Definition(name, Unit.of(unit), formula, null, "");
    }
}
