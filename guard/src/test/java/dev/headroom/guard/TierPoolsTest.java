package dev.headroom.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 40, 30 and 10 % reserved, at most 50, 40 and 30 %, 20 % shared, under three tiers that compete. */
class TierPoolsTest {

    private static int takeAll(TierPools pools, int tier) {
        int n = 0;
        while (pools.take(tier)) {
            n++;
        }
        return n;
    }

    /** Each tier alone, then all three in the given order: what each gets. */
    @ParameterizedTest
    @CsvSource({
        "100, 0, 1, 2, 50, 40, 10",
        "100, 2, 1, 0, 30, 30, 40",
        "100, 1, 0, 2, 40, 50, 10",
        "100, 2, 0, 1, 30, 40, 30",
        "10,  0, 1, 2,  5,  4,  1",
        "10,  2, 1, 0,  3,  3,  4",
        "7,   0, 1, 2,  3,  2,  2",
        "1,   2, 1, 0,  1,  0,  0",
    })
    void whoComesFirst(int places, int first, int second, int third, int gets1, int gets2, int gets3) {
        TierPools pools = new TierPools(Tiers.USUAL, places);
        assertThat(List.of(takeAll(pools, first), takeAll(pools, second), takeAll(pools, third)))
                .containsExactly(gets1, gets2, gets3);
        assertThat(pools.total()).isEqualTo(gets1 + gets2 + gets3).isLessThanOrEqualTo(places);
    }

    @ParameterizedTest
    @CsvSource({"0, 50", "1, 40", "2, 30"})
    void aloneEachReachesItsMaximum(int tier, int most) {
        assertThat(takeAll(new TierPools(Tiers.USUAL, 100), tier)).isEqualTo(most);
    }

    @Test
    void whatIsGivenBackFromTheBurstIsForAll() {
        TierPools pools = new TierPools(Tiers.USUAL, 100);
        assertThat(takeAll(pools, 2)).isEqualTo(30);
        assertThat(takeAll(pools, 1)).isEqualTo(30);
        pools.give(2);
        assertThat(takeAll(pools, 1)).isEqualTo(1);
        assertThat(takeAll(pools, 2)).isZero();
    }

    /** Whatever the others hold, a tier below its reserve gets a place at once. */
    @Property(tries = 300)
    void reservesAreNeverLent(
            @ForAll @Size(max = 400) List<@IntRange(max = 5) Integer> steps,
            @ForAll @IntRange(min = 1, max = 60) int places) {
        TierPools pools = new TierPools(Tiers.USUAL, places);
        for (int step : steps) {
            int tier = step % 3;
            if (step < 3) {
                int reserved = (int) Math.floor(Tiers.USUAL.tiers().get(tier).reserved() * places + 1e-9);
                boolean below = pools.used(tier) < reserved;
                boolean got = pools.take(tier);
                assertThat(got || !below).isTrue();
            } else if (pools.used(tier) > 0) {
                pools.give(tier);
            }
            assertThat(pools.total()).isLessThanOrEqualTo(places);
            for (int t = 0; t < 3; t++) {
                assertThat(pools.used(t)).isLessThanOrEqualTo(Math.max(1, (int)
                        Math.floor(Tiers.USUAL.tiers().get(t).maximum() * places + 1e-9)));
            }
        }
    }

    @Test
    void fewerPlacesTakeNoneAwayButGiveNoneUntilThereAreEnough() {
        TierPools pools = new TierPools(Tiers.USUAL, 100);
        assertThat(takeAll(pools, 0)).isEqualTo(50);
        pools.resize(10);
        assertThat(pools.used(0)).isEqualTo(50);
        assertThat(pools.take(0)).isFalse();
        assertThat(takeAll(pools, 1)).isEqualTo(3);
        for (int i = 0; i < 45; i++) {
            pools.give(0);
        }
        assertThat(takeAll(pools, 0)).isZero();
        pools.give(0);
        assertThat(takeAll(pools, 0)).isEqualTo(1);
    }

    @Test
    void refusesMoreThanAll() {
        assertThatThrownBy(() -> new Tiers(List.of(new Tiers.Tier("a", 0.9, 1)), 0.2))
                .hasMessageContaining("more than 100%");
        assertThatThrownBy(() -> new Tiers.Tier("a", 0.5, 0.4)).hasMessageContaining("'a'");
    }
}
