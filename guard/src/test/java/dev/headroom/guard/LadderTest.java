package dev.headroom.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Triggers of each level, and the way back with hysteresis: 80 % of the limits, held 10 s, one level at a time. */
class LadderTest {

    private static Health health(String words) {
        Health h = Health.GOOD;
        for (String word : words.split("\\+", -1)) {
            String[] p = word.split("=", -1);
            String v = p.length > 1 ? p[1] : "0";
            h = switch (p[0]) {
                case "good" -> h;
                case "p99" ->
                    new Health(
                            Duration.ofMillis(Long.parseLong(v)),
                            h.dependencyAway(),
                            h.gpuMemory(),
                            h.timeouts(),
                            h.replicas(),
                            h.failing(),
                            h.outage());
                case "away" ->
                    new Health(h.dependencyP99(), true, h.gpuMemory(), h.timeouts(), h.replicas(), h.failing(), false);
                case "gpu" ->
                    new Health(
                            h.dependencyP99(),
                            h.dependencyAway(),
                            Double.parseDouble(v),
                            h.timeouts(),
                            h.replicas(),
                            h.failing(),
                            false);
                case "timeouts" ->
                    new Health(
                            h.dependencyP99(),
                            h.dependencyAway(),
                            h.gpuMemory(),
                            Double.parseDouble(v),
                            h.replicas(),
                            h.failing(),
                            false);
                case "failing" ->
                    new Health(
                            h.dependencyP99(),
                            h.dependencyAway(),
                            h.gpuMemory(),
                            h.timeouts(),
                            3,
                            Integer.parseInt(v),
                            false);
                case "outage" ->
                    new Health(h.dependencyP99(), h.dependencyAway(), h.gpuMemory(), h.timeouts(), 3, 3, true);
                default -> throw new IllegalArgumentException(word);
            };
        }
        return h;
    }

    @ParameterizedTest
    @CsvSource({
        "good, 0",
        "p99=100, 0",
        "p99=101, 1",
        "away, 2",
        "gpu=0.90, 0",
        "gpu=0.91, 2",
        "timeouts=0.05, 0",
        "timeouts=0.06, 2",
        "failing=2, 0",
        "failing=3, 3",
        "outage, 4",
        "p99=101+gpu=0.91, 2",
        "p99=101+failing=3, 3",
        "failing=3+away+outage, 4",
    })
    void triggers(String seen, int level) {
        assertThat(Ladder.TOP.next(LadderRules.USUAL, health(seen), 0).level().level())
                .isEqualTo(level);
    }

    /** What is seen, each for so many seconds after the one before: the level after each. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 p99=101, 5 p99=90, 60 p99=90, 60 p99=80, 9 good, 1 good | 1 1 1 1 1 0",
                "0 p99=101, 1 good, 9 good, 1 good                         | 1 1 1 0",
                "0 p99=101, 1 good, 5 p99=90, 5 good, 9 good, 1 good       | 1 1 1 1 1 0",
                "0 outage, 1 good, 10 good, 10 good, 10 good, 10 good      | 4 4 3 2 1 0",
                "0 outage, 1 good, 10 good, 5 away, 5 good, 10 good        | 4 4 3 3 2 1",
                "0 gpu=0.95, 1 gpu=0.8, 10 gpu=0.8, 1 gpu=0.72, 9 gpu=0.7, 1 gpu=0.7 | 2 2 2 2 2 1",
                "0 away, 1 p99=150, 10 p99=150, 100 p99=150                | 2 2 1 1",
                "0 p99=101, 1 away, 1 failing=3, 1 outage                  | 1 2 3 4",
                "0 good, 100 good, 0 p99=500                               | 0 0 1",
            })
    void wayBack(String steps, String levels) {
        Ladder ladder = Ladder.TOP;
        long now = 77;
        StringBuilder seen = new StringBuilder();
        for (String step : steps.split(",", -1)) {
            List<String> words = List.of(step.strip().split(" ", -1));
            now += Duration.ofSeconds(Long.parseLong(words.getFirst())).toNanos();
            ladder = ladder.next(LadderRules.USUAL, health(words.getLast()), now);
            seen.append(ladder.level().level()).append(' ');
        }
        assertThat(seen.toString().strip()).isEqualTo(levels.strip());
    }
}
