package dev.headroom.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonTest {

    private static String say(String template, double observed) {
        return Reason.policy("r", template, observed, Double.NaN, 3, 4, "cpu").text();
    }

    @ParameterizedTest
    @CsvSource({
        "123.4, 123",
        "12.34, 12.3",
        "1.234, 1.23",
        "2, 2",
        "0, 0",
        "0.1, 0.1",
        "0.0123, 0.012",
        "0.00004, 0.00004",
        "0.000000018, almost 0",
        "-0.0123, -0.012",
        "-5, -5",
        "NaN, unknown",
        "Infinity, unlimited",
    })
    void numbersAreShort(double v, String text) {
        assertThat(say("{observed}", v)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0.25, 250 ms",
        "1, 1 s",
        "60, 60 s",
        "90, 90 s",
        "119.6, 120 s",
        "120, 2 min",
        "300, 5 min",
        "355, 355 s",
        "3600, 60 min",
        "5400, 90 min",
        "7200, 2 h",
        "86400, 24 h",
    })
    void durationsAreInTheUnitTheyAreRoundIn(double seconds, String text) {
        assertThat(say("{observed|s}", seconds)).isEqualTo(text);
    }

    @Test
    void whatHasNoEndSaysSo() {
        Reason r = Reason.of(Reason.Stage.POLICY, "schedule", "{detail} until {until}", 3, 4, "sale");
        assertThat(r.text()).isEqualTo("sale until further notice");
        assertThat(r.until(Instant.parse("2026-01-06T01:14:55.198Z")).text())
                .isEqualTo("sale until 2026-01-06T01:14:55Z");
    }

    @Test
    void fieldsAreNamedInBraces() {
        assertThat(say("{rule}: {detail} is {observed|%}, {before} becomes {after}", 0.425))
                .isEqualTo("r: cpu is 42.5 %, 3 becomes 4");
        assertThatIllegalStateException().isThrownBy(() -> say("{nothing}", 1));
    }

    @Test
    void sharesTooSmallToMatterSaySo() {
        assertThat(say("{observed|%}", 0.00004)).isEqualTo("0.004 %");
        assertThat(say("{observed|%}", 0.000000018)).isEqualTo("under 0.001 %");
    }

    @Test
    void oneIsNotMany() {
        String template = "{before|replica stays|replicas stay}, {after|replica keeps|replicas keep} pace";
        assertThat(Reason.of(Reason.Stage.POLICY, "r", template, 2, 1, "").text())
                .isEqualTo("2 replicas stay, 1 replica keeps pace");
    }

    @Test
    void decidedByTheLastGuardrailThatMadeTheNumberElseThePolicyThatAskedForIt() {
        Reason policy = Reason.policy("cpu", "", 1, 1, 4, 9, "");
        Reason other = Reason.policy("rps", "", 1, 1, 4, 6, "");
        Reason combiner = Reason.of(Reason.Stage.COMBINER, "maximum", "", 4, 9, "");
        Reason limit = Reason.guardrail("rate", "", 1, 9, 6, "");
        Reason idle = Reason.guardrail("bounds", "", 1, 6, 6, "");
        assertThat(Reason.deciding(List.of(policy, other, combiner, limit, idle), 6))
                .isEqualTo(3);
        assertThat(Reason.deciding(List.of(other, policy, combiner), 9)).isEqualTo(1);
        assertThat(Reason.deciding(List.of(policy, combiner, idle), 5)).isEqualTo(1);
        assertThat(Reason.deciding(List.of(idle), 5)).isZero();
        assertThat(Reason.deciding(List.of(), 5)).isEqualTo(-1);
    }
}
