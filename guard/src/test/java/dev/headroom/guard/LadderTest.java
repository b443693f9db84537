package dev.headroom.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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

    /** Readings of something called queue: above 100 is level 1, above 1000 level 3. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 100, 1 101, 1 1001, 1 800, 10 800                 | 0 1 3 3 2",
                "0 1001, 1 801, 20 801, 1 800, 10 800, 10 800, 99 81 | 3 3 3 3 2 1 1",
                "0 1001, 1 80, 10 80, 10 80, 10 80                   | 3 3 2 1 0",
                // what is not known asks for nothing
                "0 1001, 1 -, 10 -, 10 -, 10 -                       | 3 3 2 1 0",
            })
    void whateverElseIsWatched(String steps, String levels) {
        LadderRules rules = new LadderRules(
                Duration.ofMillis(100),
                0.9,
                0.05,
                0.8,
                Duration.ofSeconds(10),
                List.of(
                        new LadderRules.Trigger("queue", 100, Degradation.REDUCED),
                        new LadderRules.Trigger("queue", 1000, Degradation.CACHED),
                        new LadderRules.Trigger("nobody knows", 0, Degradation.REFUSING)));
        Ladder ladder = Ladder.TOP;
        long now = 0;
        StringBuilder seen = new StringBuilder();
        for (String step : steps.split(",", -1)) {
            List<String> words = List.of(step.strip().split(" ", -1));
            now += Duration.ofSeconds(Long.parseLong(words.getFirst())).toNanos();
            String value = words.getLast();
            Map<String, Double> readings = value.equals("-") ? Map.of() : Map.of("queue", Double.parseDouble(value));
            ladder = ladder.next(rules, new Health(Duration.ZERO, false, 0, 0, 1, 0, false, readings), now);
            seen.append(ladder.level().level()).append(' ');
        }
        assertThat(seen.toString().strip()).isEqualTo(levels.strip());
    }

    @Test
    void theWorstOfSeveralReadingsCounts() {
        Health one = new Health(Duration.ZERO, false, 0, 0, 1, 0, false, Map.of("a", 1.0, "b", 5.0));
        Health two = new Health(Duration.ZERO, false, 0, 0, 1, 0, false, Map.of("a", 2.0));
        Health worst = Health.worst(List.of(one, two));
        assertThat(worst.readings()).isEqualTo(Map.of("a", 2.0, "b", 5.0));
        LadderRules rules = new LadderRules(
                Duration.ofMillis(100),
                0.9,
                0.05,
                0.8,
                Duration.ofSeconds(10),
                List.of(
                        new LadderRules.Trigger("a", 1.5, Degradation.SIMPLE),
                        new LadderRules.Trigger("b", 5, Degradation.REDUCED)));
        assertThat(rules.asking(worst.readings())).containsExactly("a");
        assertThatThrownBy(() -> new LadderRules.Trigger("a", -1, Degradation.SIMPLE))
                .hasMessageContaining("no way");
    }
}
