package dev.headroom.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Recurrence;
import dev.headroom.engine.policy.Policy;
import dev.headroom.engine.policy.Scheduled;
import dev.headroom.engine.policy.TargetTracking;
import dev.headroom.engine.policy.Vertical;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CombinationTest {

    private static final int CURRENT = 10;
    private static final Policy ANY = new TargetTracking("cpu", TargetTracking.Mode.AVERAGE, 0.7, 0.1, 0.1);

    private final List<Reason> reasons = new ArrayList<>();

    private Combination combine(Combiner combiner, Recommendation... wishes) {
        List<Workload.Weighted> policies = new ArrayList<>();
        String[] labels = new String[wishes.length];
        for (int i = 0; i < wishes.length; i++) {
            policies.add(new Workload.Weighted(ANY, i + 1.0));
            labels[i] = "policy " + i;
        }
        return Combination.of(combiner, policies, labels, wishes, CURRENT, reasons);
    }

    private static Reason because(String rule) {
        return Reason.of(Reason.Stage.POLICY, rule, "so", CURRENT, CURRENT, "");
    }

    private static Recommendation wants(int n) {
        return Recommendation.desire(n, 1, 1, because("wants " + n));
    }

    @ParameterizedTest
    @CsvSource({
        "MAXIMUM,12,8,20,20",
        "MINIMUM,12,8,20,8",
        "PRIORITY,12,8,20,12",
        "WEIGHTED,12,8,20,15", // (1·12 + 2·8 + 3·20) ÷ 6 = 14.67
        "WEIGHTED,6,6,6,6",
    })
    void severalWishesBecomeOne(Combiner combiner, int a, int b, int c, int expected) {
        assertThat(combine(combiner, wants(a), wants(b), wants(c)).desired()).isEqualTo(expected);
    }

    @Test
    void anAbstentionIsNoWish() {
        Combination c = combine(Combiner.PRIORITY, Recommendation.abstain(because("quiet")), wants(7));
        assertThat(c.desired()).isEqualTo(7);
        assertThat(c.blind()).isFalse();
    }

    @Test
    void withoutAnyWishTheNumberIsHeld() {
        assertThat(combine(Combiner.MAXIMUM, Recommendation.abstain(because("quiet")))
                        .desired())
                .isEqualTo(CURRENT);
    }

    @Test
    void whileAPolicyIsBlindNothingScalesIn() {
        Combination c = combine(Combiner.MAXIMUM, Recommendation.blind(because("no data")), wants(3));
        assertThat(c.desired()).isEqualTo(CURRENT);
        assertThat(reasons.getLast().text()).contains("nothing scales in");
        assertThat(combine(Combiner.MAXIMUM, Recommendation.blind(because("no data")), wants(30))
                        .desired())
                .isEqualTo(30);
    }

    @Test
    void namesThePolicyThatDecides() {
        combine(Combiner.MAXIMUM, wants(3), wants(12), wants(7));
        assertThat(reasons.getLast().text()).isEqualTo("policy 1 wants the most: 12");
    }

    /** A schedule is usually a floor for others; alone, it must also let go of what it has raised. */
    @ParameterizedTest
    @CsvSource({
        "true, true, 4, 4",
        "true, true, 30, 30",
        "true, true, -1, 0",
        "false, true, 4, 10",
        "true, false, 4, 10"
    })
    void aScheduleAloneSetsTheNumber(boolean scheduled, boolean alone, int floor, int expected) {
        Policy schedule = new Scheduled(
                List.of(new Scheduled.Entry("day", new Never(), Duration.ZERO, null, null, null, 1, -1, -1)));
        Policy vertical = new Vertical("cpu", null, null, 0.9, 0.15, Duration.ofDays(1), List.of());
        List<Workload.Weighted> policies = List.of(
                new Workload.Weighted(scheduled ? schedule : vertical, 1),
                new Workload.Weighted(alone ? vertical : ANY, 1));
        Recommendation[] wishes = {
            floor < 0 ? Recommendation.abstain(because("nothing now")) : Recommendation.floor(floor, because("day")),
            Recommendation.abstain(because("no number")),
        };
        Combination c = Combination.of(Combiner.MAXIMUM, policies, new String[] {"a", "b"}, wishes, CURRENT, reasons);
        assertThat(c.desired()).isEqualTo(expected);
    }

    private record Never() implements Recurrence {
        @Override
        public String text() {
            return "never";
        }

        @Override
        public @Nullable Instant lastAtOrBefore(Instant t) {
            return null;
        }

        @Override
        public @Nullable Instant nextAfter(Instant t) {
            return null;
        }
    }

    @Test
    void boundsAreTheTightest() {
        Combination c = combine(
                Combiner.MAXIMUM,
                Recommendation.bound(5, 40, because("a")),
                Recommendation.bound(8, -1, because("b")),
                Recommendation.bound(-1, 30, because("c")));
        assertThat(c.floor()).isEqualTo(8);
        assertThat(c.ceiling()).isEqualTo(30);
        assertThat(c.desired()).isEqualTo(CURRENT);
    }
}
