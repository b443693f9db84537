package dev.headroom.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.engine.model.Formula;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Recommendation.Kind;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {

    private record Quotient(String text, Set<String> signals) implements Formula {
        static final Quotient A_BY_B = new Quotient("a / b", Set.of("a", "b"));

        @Override
        public double evaluate(ToDoubleFunction<String> signal) {
            return signal.applyAsDouble("a") / signal.applyAsDouble("b");
        }
    }

    @ParameterizedTest(name = "{0} / {1} for {2}: {3}")
    @CsvSource({"70, 10, NaN, 7", "71, 10, NaN, 8", "-5, 1, NaN, 0", "500, 1, 100, 5", "501, 1, 100, 6", "0, 1, 100, 0"
    })
    void givesReplicas(double a, double b, double target, int wants) {
        Recommendation r = new Expression(Quotient.A_BY_B, target)
                .evaluate(new Scene().sees("a", a).sees("b", b).now(), null)
                .recommendation();
        assertThat(r.kind()).isEqualTo(Kind.DESIRE);
        assertThat(r.desired()).isEqualTo(wants);
        assertThat(r.reason().text()).startsWith("a / b gives");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "-1, 0"})
    void isBlindWithoutAFiniteResult(double a, double b) {
        Recommendation r = new Expression(Quotient.A_BY_B, Double.NaN)
                .evaluate(new Scene().sees("a", a).sees("b", b).now(), null)
                .recommendation();
        assertThat(r.kind()).isEqualTo(Kind.BLIND);
        assertThat(r.reason().text()).contains("a / b has no finite result");
    }

    @Test
    void isBlindWithoutASignal() {
        Expression policy = new Expression(Quotient.A_BY_B, Double.NaN);
        Recommendation failed =
                policy.evaluate(new Scene().sees("a", 1).fails("b").now(), null).recommendation();
        assertThat(failed.kind()).isEqualTo(Kind.BLIND);
        assertThat(failed.reason().text()).contains("b cannot be used");
        assertThat(policy.evaluate(new Scene().sees("a", 1).now(), null)
                        .recommendation()
                        .kind())
                .isEqualTo(Kind.BLIND);
    }

    @Test
    void refuses() {
        assertThatThrownBy(() -> new Expression(Quotient.A_BY_B, 0)).hasMessageContaining("positive");
    }
}
