package dev.headroom.planner.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.planner.recovery.Component.Loss;
import dev.headroom.planner.recovery.Component.Objective;
import dev.headroom.planner.recovery.Component.Times;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecoveryTest {

    private static final Times TIMES =
            new Times(seconds(30), seconds(20), minutes(4), minutes(3), minutes(25), seconds(60));

    private static Duration seconds(long s) {
        return Duration.ofSeconds(s);
    }

    private static Duration minutes(long m) {
        return Duration.ofMinutes(m);
    }

    private static Component component(Strategy strategy, Redundancy redundancy, Objective objective) {
        Loss loss = strategy == Strategy.BACKUP
                ? Loss.backups(Duration.ofHours(6), minutes(10))
                : Loss.following(seconds(2));
        return new Component("orders", strategy, redundancy, TIMES, loss, objective);
    }

    @ParameterizedTest
    @CsvSource({
        "ACTIVE_ACTIVE, PT50S, PT2S", // 30 + 20
        "HOT_STANDBY, PT1M50S, PT2S", // 30 + 20 + 60
        "WARM_STANDBY, PT4M50S, PT2S", // 30 + 20 + 180 + 60
        "COLD_STANDBY, PT5M50S, PT2S", // 30 + 240 + 20 + 60
        "BACKUP, PT30M30S, PT6H10M" // 30 + 240 + 1500 + 60
    })
    void timesAddUpByStrategy(Strategy strategy, Duration rto, Duration rpo) {
        Recovery r = Recovery.of(component(strategy, new Redundancy(3, 2, 3), Objective.NONE));
        assertThat(r.rto()).isEqualTo(rto);
        assertThat(r.rpo()).isEqualTo(rpo);
        assertThat(r.isMet()).isTrue();
    }

    @Test
    void activeActiveWithoutASpareScalesUpFirst() {
        Recovery r = Recovery.of(component(Strategy.ACTIVE_ACTIVE, new Redundancy(2, 2, 2), Objective.NONE));
        assertThat(r.rto()).isEqualTo(Duration.parse("PT3M50S"));
        assertThat(r.steps()).containsOnlyKeys("detection", "promotion", "scale-up");
    }

    @Test
    void gapsAreNamedWithTheirFigures() {
        Recovery r = Recovery.of(
                component(Strategy.BACKUP, Redundancy.SINGLE, new Objective(minutes(15), Duration.ofHours(8))));
        assertThat(r.rtoGap()).isEqualTo(Duration.parse("PT15M30S"));
        assertThat(r.rpoGap()).isNull();
        assertThat(r.derivation())
                .containsExactly(
                        "RTO = detection 30s + start 4m + restore 25m + DNS 1m = 30m30s; objective 15m, missed by"
                                + " 15m30s",
                        "RPO = backup interval 6h + backup 10m = 6h10m, in the mean 3h10m; objective 8h, met");
    }

    @Test
    void singlePointsAreFoundFromTheCounts() {
        Stack stack = Stack.of(
                List.of(named("db", 1, 1, 1), named("pooler", 2, 1, 1), named("web", 6, 4, 3), named("api", 5, 4, 2)));
        assertThat(stack.singlePoints())
                .extracting(p -> p.component() + ": " + p.what() + " (" + p.why() + "); " + p.mend())
                .containsExactly(
                        "db: one copy (1 copy, 1 needed); have 2 copies (n+1)",
                        "db: one zone (1 copy, 1 needed, all in one zone); have 2 copies over 2 zones",
                        "pooler: one zone (2 copies, 1 needed, all in one zone); have 2 copies over 2 zones",
                        "api: one zone (5 copies, 4 needed, 3 in the fullest of 2 zones); have 8 copies over 2 zones");
    }

    private static Component named(String name, int copies, int needed, int zones) {
        return new Component(
                name,
                Strategy.HOT_STANDBY,
                new Redundancy(copies, needed, zones),
                Times.NONE,
                Loss.STATELESS,
                Objective.NONE);
    }

    @Test
    void theSlowestComponentIsTheStacks() {
        Component fast = named("web", 2, 1, 2);
        Component slow = component(Strategy.WARM_STANDBY, Redundancy.SINGLE, new Objective(minutes(5), seconds(1)));
        Stack stack = Stack.of(List.of(fast, slow));
        assertThat(stack.rto()).isEqualTo(Duration.parse("PT4M50S"));
        assertThat(stack.rpo()).isEqualTo(seconds(2));
        assertThat(Objects.requireNonNull(stack.slowest()).component().name()).isEqualTo("orders");
        assertThat(stack.gaps()).extracting(g -> g.component().name()).containsExactly("orders");
    }

    @Property(tries = 500)
    void theFewestCopiesThatSurviveAZone(
            @ForAll @IntRange(min = 1, max = 200) int needed, @ForAll @IntRange(min = 2, max = 6) int zones) {
        int copies = Redundancy.copiesToSurviveZone(needed, zones);
        assertThat(new Redundancy(copies, needed, zones).survivesZone()).isTrue();
        assertThat(copies == needed || !new Redundancy(copies - 1, needed, zones).survivesZone())
                .isTrue();
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new Redundancy(2, 3, 1)).hasMessage("3 copies are needed, and there are 2");
        assertThatThrownBy(() -> component(Strategy.ACTIVE_ACTIVE, Redundancy.SINGLE, Objective.NONE))
                .hasMessage("orders: active-active needs two copies, not 1");
        assertThatThrownBy(() -> new Component(
                        "db", Strategy.BACKUP, Redundancy.SINGLE, TIMES, Loss.following(seconds(1)), Objective.NONE))
                .hasMessage("db: a backup strategy needs the interval of the backups");
        assertThatThrownBy(() -> new Component(
                        "db",
                        Strategy.HOT_STANDBY,
                        Redundancy.SINGLE,
                        TIMES,
                        Loss.backups(minutes(5), seconds(1)),
                        Objective.NONE))
                .hasMessageStartingWith("db: the copies of hot standby need the lag they follow by");
        assertThatThrownBy(() -> Loss.backups(Duration.ZERO, Duration.ZERO)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> Stack.of(List.of(named("a", 1, 1, 1), named("a", 1, 1, 1))))
                .hasMessage("two components are called 'a'");
    }
}
