package dev.headroom.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CelFormulaTest {

    private static final Map<String, Double> SEEN = Map.of("rps", 120.0, "cpu", 0.6, "in-flight", 30.0, "zero", 0.0);

    private static double value(String expression) {
        List<String> problems = new ArrayList<>();
        CelFormula f = CelFormula.compile(expression, SEEN.keySet(), (l, c, message, mend) -> problems.add(message));
        assertThat(problems).isEmpty();
        Objects.requireNonNull(f);
        return f.evaluate(name -> SEEN.getOrDefault(name, Double.NaN));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "rps / 50; 2.4",
                "math.ceil(rps / 50); 3",
                "math.greatest(2, rps / 50, cpu); 2.4",
                "math.least(rps, 100); 100",
                "rps > 100 && cpu >= 0.5 ? 7 : 1; 7",
                "cpu > 0.8 || rps < 10 ? 7 : 1; 1",
                "in_flight / 10; 3",
                "-rps + 200; 80",
                "(rps + 30) * 2; 300",
                "1e2 + 1; 101",
                "5; 5",
                "math.floor(cpu * 10) + math.round(2.5); 9",
                "math.abs(-3); 3",
                "int(rps); 120",
                "rps / zero; Infinity",
            })
    void numbersAreDecimals(String expression, double expected) {
        assertThat(value(expression)).isEqualTo(expected, within(1e-12));
    }

    @Test
    void whatHasNoValueIsNaN() {
        assertThat(value("zero / zero")).isNaN();
        CelFormula f = CelFormula.compile("rps / 50", Set.of("rps"), (l, c, m, n) -> {});
        Objects.requireNonNull(f);
        assertThat(f.evaluate(name -> Double.NaN)).isNaN();
    }

    /** Which of several missing signals is named must not depend on the run: decisions are replayed to the letter. */
    @Test
    void namesItsSignalsInOrder() {
        CelFormula f = CelFormula.compile("zero + rps + cpu + in_flight", SEEN.keySet(), (l, c, m, n) -> {});
        assertThat(Objects.requireNonNull(f).signals()).containsExactly("cpu", "in-flight", "rps", "zero");
    }

    @Test
    void knowsTheSignalsItReads() {
        CelFormula f = CelFormula.compile("in_flight + rps", SEEN.keySet(), (l, c, m, n) -> {});
        Objects.requireNonNull(f);
        assertThat(f.signals()).containsExactlyInAnyOrder("in-flight", "rps");
        assertThat(f).isEqualTo(CelFormula.compile("in_flight + rps", SEEN.keySet(), (l, c, m, n) -> {}));
        assertThat(f).isNotEqualTo(CelFormula.compile("in_flight - rps", SEEN.keySet(), (l, c, m, n) -> {}));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "rsp / 50; 0:0 no signal 'rsp' is defined",
                "1 + rps * memory; 0:10 no signal 'memory' is defined",
                "rps >; 0:5 the expression does not compile: it ends too early",
                "rps rps; 0:4 the expression does not compile: 'rps' does not belong here",
                "rps > 1; 0:0 the expression gives a bool, and a number is expected",
                "rps + true; 0:4 the expression does not compile: found no matching overload for '_+_' applied to '(double, bool)'",
                "size(rps); 0:4 the expression does not compile: found no matching overload for 'size' applied to '(double)'",
            })
    void problemsHaveAPlace(String expression, String expected) {
        List<String> problems = new ArrayList<>();
        CelFormula f = CelFormula.compile(
                expression,
                SEEN.keySet(),
                (line, column, message, mend) -> problems.add(line + ":" + column + " " + message));
        assertThat(f).isNull();
        assertThat(problems).first().isEqualTo(expected);
    }
}
