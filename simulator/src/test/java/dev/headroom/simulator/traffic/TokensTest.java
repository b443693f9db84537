package dev.headroom.simulator.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.simulator.TokenKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

    private static final List<TokenKind> MIX =
            List.of(new TokenKind(0.7, 400, 1, 250, 0.5), new TokenKind(0.3, 6000, 0.8, 300, 0));

    private static Generated of(double perSecond, List<TokenKind> mix) {
        Grid grid = Grids.utc(Duration.ofDays(14), Duration.ofMinutes(1));
        return new Traffic(grid, Shape.constant(perSecond), new ArrivalLaw.Steady(), mix).generate("test", 5);
    }

    /** Few requests a step are drawn one by one, many by the central limit theorem: the moments are the same. */
    @ParameterizedTest
    @ValueSource(doubles = {1.0, 4.0, 5.0, 100.0})
    void sumsHaveTheMomentsOfTheMix(double perSecond) {
        Generated made = of(perSecond, MIX);
        double n = perSecond * 60;
        double input = 0.7 * 400 + 0.3 * 6000;
        double output = 0.7 * 250 + 0.3 * 300;
        assertThat(Grids.mean(made.inputTokens())).isCloseTo(n * input, within(0.01 * n * input));
        assertThat(Grids.mean(made.outputTokens())).isCloseTo(n * output, within(0.01 * n * output));
        double variance = 0.7 * 400 * 400 * 2 + 0.3 * 6000 * 6000 * 1.64 - input * input;
        double spread = 0.7 * 250 * 250 * 1.25 + 0.3 * 300 * 300 - output * output;
        double together = 0.7 * 400 * 250 + 0.3 * 6000 * 300 - input * output;
        assertThat(Grids.variance(made.inputTokens()) / n).isCloseTo(variance, within(0.06 * variance));
        assertThat(Grids.variance(made.outputTokens()) / n).isCloseTo(spread, within(0.06 * spread));
        assertThat(Grids.correlation(made.inputTokens(), made.outputTokens()))
                .isCloseTo(together / Math.sqrt(variance * spread), within(0.03));
    }

    @Test
    void everyRequestHasAToken() {
        Generated made = of(2, List.of(new TokenKind(1, 1, 3, 1, 3)));
        for (int i = 0; i < made.inputTokens().length; i++) {
            assertThat(made.inputTokens()[i]).isGreaterThanOrEqualTo(120);
        }
    }

    @Test
    void sharesThatAddUpToNothingAreRefused() {
        assertThatThrownBy(() -> of(1, List.of(new TokenKind(0, 10, 1, 10, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("add up to nothing");
    }
}
