package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class PromptWaitsTest {

    /** Gathering waits changes nothing that can be seen of the times to the first token, nor of how many are in time. */
    @Test
    void toldTogetherIsAsToldOneByOne() {
        TokenLaw law = new TokenLaw(List.of(LlmWorlds.kind(2000, 1, 200, 0.8)), null);
        double own = 0.2;
        double limit = 3;
        Answers each = new Answers(limit, false);
        Answers together = new Answers(limit, false);
        LogHistogram eachFirst = new LogHistogram();
        LogHistogram togetherFirst = new LogHistogram();
        PromptWaits waits = new PromptWaits(law);
        Random random = new Random(2);
        for (int i = 0; i < 4000; i++) {
            double wait = i % 3 == 0 ? 0 : -Math.log(random.nextDouble());
            double much = 1 + random.nextInt(5);
            waits.add(wait, much);
            PromptWaits alone = new PromptWaits(law);
            alone.add(wait, much);
            alone.tell(own, limit, each, eachFirst);
        }
        waits.tell(own, limit, together, togetherFirst);
        assertThat(together.judged()).isCloseTo(each.judged(), Percentage.withPercentage(1e-9));
        assertThat(together.met() / together.judged()).isCloseTo(each.met() / each.judged(), Offset.offset(1e-4));
        for (double q : new double[] {0.1, 0.5, 0.95, 0.99}) {
            assertThat(togetherFirst.quantile(q)).isCloseTo(eachFirst.quantile(q), Percentage.withPercentage(1));
        }
        double before = togetherFirst.total();
        waits.tell(own, limit, together, togetherFirst);
        assertThat(togetherFirst.total()).isEqualTo(before);
    }
}
