package dev.headroom.engine.guardrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headroom.engine.model.Advice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DependencyLimitTest {

    private static DependencyLimit connections(double leastEach) {
        return new DependencyLimit("db connections", 1000, 20, null, false, leastEach);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # proposed, least each, desired, resize to each
                    50,  20,  50,  0
                    51,  20,  50,  0
                    80,  20,  50,  0
                    # a thousand connections for 80 replicas are 12 each
                    80,  10,  80, 12
                    100, 10, 100, 10
                    # at the least share of 10 the pool carries 100
                    120, 10, 100, 10
                    51,   1,  51, 19
                    """)
    void aThousandConnectionsAtTwenty(int proposed, double leastEach, int desired, int each) {
        Scene scene = new Scene();
        scene.dependencies = List.of(connections(leastEach));
        Scene.Answer a = scene.ask(proposed);
        assertThat(a.desired()).isEqualTo(desired);
        if (each == 0) {
            assertThat(a.advice()).isEmpty();
        } else {
            assertThat(a.advice()).containsExactly(new Advice.ResizePool("db connections", desired, each));
        }
    }

    @Test
    void theProviderIsAskedToGrowFirst() {
        Scene scene = new Scene();
        scene.tiers.put("db", 2);
        scene.dependencies = List.of(new DependencyLimit("db connections", 500, 20, "db", true, 20));
        Scene.Answer a = scene.ask(80);
        assertThat(a.desired()).isEqualTo(50);
        // 80 × 20 = 1 600 connections need four of the replicas with 500 each.
        assertThat(a.advice())
                .containsExactly(
                        new Advice.ScaleFirst("db", 4, "db connections carries 50 replicas, and 80 are wanted"));
        assertThat(a.text("dependencies"))
                .isEqualTo("80 is lowered to 50: db connections carries 50 replicas\ndb must grow to 4 first");
    }

    @Test
    void aPoolForTheWholeProviderGrowsInProportion() {
        Scene scene = new Scene();
        scene.tiers.put("db", 2);
        scene.dependencies = List.of(new DependencyLimit("db connections", 1000, 20, "db", false, 20));
        assertThat(scene.ask(80).advice()).singleElement().isInstanceOfSatisfying(Advice.ScaleFirst.class, first -> {
            assertThat(first.workload()).isEqualTo("db");
            assertThat(first.replicas()).isEqualTo(4);
        });
    }

    @Test
    void theTightestOfSeveralCounts() {
        Scene scene = new Scene();
        scene.dependencies = List.of(connections(20), new DependencyLimit("addresses", 40, 1, null, false, 1));
        assertThat(scene.ask(80).desired()).isEqualTo(40);
    }

    @Test
    void anUnseenProviderAllowsNoGrowth() {
        Scene scene = new Scene();
        scene.dependencies = List.of(new DependencyLimit("db connections", 500, 20, "db", true, 20));
        assertThat(scene.ask(12).desired()).isEqualTo(10);
        assertThat(scene.ask(7).desired()).isEqualTo(7);
        assertThat(scene.ask(12).text("dependencies"))
                .isEqualTo("the capacity of db connections is unknown: no growth beyond 10");
    }

    @Test
    void theMinimumStandsButAScheduleDoesNot() {
        Scene scene = new Scene();
        scene.dependencies = List.of(connections(20));
        scene.floor = 70;
        assertThat(scene.ask(5).desired()).isEqualTo(50);
        scene.min = 60;
        scene.floor = -1;
        Scene.Answer a = scene.ask(5);
        assertThat(a.desired()).isEqualTo(60);
        assertThat(a.text("dependencies")).contains("carries only 50 replicas, but the minimum stands: 60");
    }

    @Test
    void nonsenseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DependencyLimit("", 1, 1, null, false, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new DependencyLimit("x", -1, 1, null, false, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new DependencyLimit("x", 1, 0, null, false, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new DependencyLimit("x", 1, 1, null, false, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new DependencyLimit("x", 1, 1, null, true, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new DependencyLimit("x", Double.NaN, 1, null, false, 1));
    }
}
