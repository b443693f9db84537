package dev.headroom.engine.guardrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headroom.engine.guardrail.Bounds.TierLimit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundsTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # min, max, floor, ceiling, proposed, desired, words
                    2,  20,  -1,  -1,   5,   5, 5 is within the bounds
                    2,  20,  -1,  -1,   0,   2, 0 is raised to the minimum of 2
                    2,  20,  -1,  -1,  21,  20, 21 is lowered to the maximum of 20
                    2,  20,  10,  -1,   5,  10, 5 is raised to the floor of 10 that a policy sets
                    2,  20,  30,  -1,   5,  20, 'the floor of 30 that a policy sets is above the maximum: 5 becomes 20'
                    2,  20,   1,  -1,   0,   2, 0 is raised to the minimum of 2
                    2,  20,  -1,   8,  15,   8, 15 is lowered to the ceiling of 8 that a policy sets
                    2,  20,  10,   8,  15,  10, 'the ceiling of 8 that a policy sets is below the floor in force: 15 becomes 10'
                    2,  20,  -1,   0,  15,   2, 'the ceiling of 0 that a policy sets is below the floor in force: 15 becomes 2'
                    0, 200,  50,  -1, 120, 120, 120 is within the bounds
                    """)
    void staticAndScheduled(int min, int max, int floor, int ceiling, int proposed, int desired, String words) {
        Scene scene = new Scene();
        scene.min = min;
        scene.max = max;
        scene.floor = floor;
        scene.ceiling = ceiling;
        Scene.Answer a = scene.ask(proposed);
        assertThat(a.desired()).isEqualTo(desired);
        assertThat(a.text("bounds")).contains(words);
    }

    /** Data that are missing for a while are held; for long, a static floor stands in, and goes only when there are data. */
    @Test
    void withoutDataForLong() {
        Scene scene = new Scene();
        scene.min = 2;
        scene.max = 20;
        scene.blindFloor = new Bounds.BlindFloor(8, Duration.ofMinutes(10));
        scene.current = 5;
        scene.blind = true;
        assertThat(scene.decide(5).desired()).isEqualTo(5);
        scene.after(Duration.ofSeconds(599));
        assertThat(scene.decide(3).desired()).isEqualTo(5);
        scene.after(Duration.ofSeconds(1));
        Scene.Answer a = scene.decide(3);
        assertThat(a.desired()).isEqualTo(8);
        assertThat(a.text("bounds")).contains("3 is raised to 8: for more than 10 min a policy has lacked data");
        scene.blind = false;
        scene.after(Duration.ofHours(1));
        assertThat(scene.decide(5).desired()).isEqualTo(5);
        scene.blind = true;
        scene.after(Duration.ofMinutes(1));
        assertThat(scene.decide(5).desired()).as("counted from anew").isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # asked, floor, proposed, desired, words
                    0,   -1,   5,   5, 5 is within the bounds
                    2,   -1,   5,   5, 5 is within the bounds
                    8,   -1,   5,   8, '5 is raised to 8: other workloads need 8 replicas here'
                    8,   -1,  12,  12, 12 is within the bounds
                    30,  -1,   5,  20, '5 is raised to 20: other workloads need 30 replicas here'
                    8,   15,   5,  15, 5 is raised to the floor of 15 that a policy sets
                    """)
    void othersAskFirst(int asked, int floor, int proposed, int desired, String words) {
        Scene scene = new Scene();
        scene.min = 2;
        scene.max = 20;
        scene.floor = floor;
        scene.asked = asked;
        Scene.Answer a = scene.ask(proposed);
        assertThat(a.desired()).isEqualTo(desired);
        assertThat(a.text("bounds")).contains(words);
    }

    /** As with the floor of a schedule: what others wait for is not held back by a limit on the rate. */
    @Test
    void whatOthersWaitForIsNotDelayed() {
        Scene scene = new Scene();
        scene.min = 2;
        scene.max = 20;
        scene.asked = 15;
        scene.current = 3;
        scene.rates = new RateLimits(
                java.util.List.of(), RateLimits.Select.DISABLED, java.util.List.of(), RateLimits.Select.DISABLED);
        assertThat(scene.ask(3).desired()).isEqualTo(15);
    }

    @Test
    void aFleetOutsideIsBroughtInEvenWhenAllScalingIsOff() {
        Scene scene = new Scene();
        scene.min = 3;
        scene.max = 20;
        scene.rates = new RateLimits(
                java.util.List.of(), RateLimits.Select.DISABLED, java.util.List.of(), RateLimits.Select.DISABLED);
        scene.current = 30;
        assertThat(scene.ask(30).desired()).isEqualTo(20);
        assertThat(scene.ask(5).desired()).isEqualTo(20);
        scene.current = 1;
        assertThat(scene.ask(1).desired()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # ready web, current, proposed, desired
                    4,  10, 50, 40
                    4,  10, 30, 30
                    4,  60, 60, 40
                    0,  10, 30,  2
                    ,   10, 30, 10
                    ,   10,  4,  4
                    ,    0,  9,  2
                    """)
    void anotherTierLimits(@org.jspecify.annotations.Nullable Integer ready, int current, int proposed, int desired) {
        Scene scene = new Scene();
        scene.min = 2;
        scene.max = 100;
        scene.tier = new TierLimit("web", 10);
        scene.current = current;
        if (ready != null) {
            scene.tiers.put("web", ready);
        }
        assertThat(scene.ask(proposed).desired()).isEqualTo(desired);
    }

    @Test
    void anUnknownTierIsNamed() {
        Scene scene = new Scene();
        scene.tier = new TierLimit("web", 10);
        assertThat(scene.ask(30).text("bounds"))
                .isEqualTo("the ready replicas of web are unknown: no growth beyond 10");
    }

    @Test
    void nonsenseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Bounds(-1, 3, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Bounds(4, 3, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Bounds.BlindFloor(0, Duration.ofMinutes(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Bounds.BlindFloor(1, Duration.ofMinutes(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new TierLimit("web", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new TierLimit(" ", 1));
    }
}
