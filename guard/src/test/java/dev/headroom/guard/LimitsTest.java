package dev.headroom.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Buckets, windows and sliding windows, alone and together. */
class LimitsTest {

    private final ManualClock clock = new ManualClock();
    private final LocalLimits limits = new LocalLimits(clock, 1000);

    private int passes(List<LimitRule> rules, int requests) {
        int n = 0;
        for (int i = 0; i < requests; i++) {
            n += limits.take("k", rules, 1).allowed() ? 1 : 0;
        }
        return n;
    }

    @Test
    void aBucketFillsSteadily() {
        List<LimitRule> rules = List.of(LimitRule.bucket("b", 10, Duration.ofSeconds(1), 20));
        assertThat(passes(rules, 30)).isEqualTo(20);
        clock.pass(100);
        assertThat(passes(rules, 5)).isEqualTo(1);
        LimitDecision no = limits.take("k", rules, 1);
        assertThat(no.allowed()).isFalse();
        assertThat(no.retryAfter()).isEqualTo(Duration.ofMillis(100));
        clock.pass(10_000);
        assertThat(passes(rules, 30)).isEqualTo(20);
    }

    /** The night of 28 to 29 March 2026 has a clock change in Berlin: that day has 23 hours. */
    @ParameterizedTest
    @CsvSource({
        "UTC,           2026-03-28T23:59:59Z, 1,  true",
        "UTC,           2026-03-28T12:00:00Z, 43199, false",
        "UTC,           2026-03-28T12:00:00Z, 43200, true",
        "Europe/Berlin, 2026-03-28T22:59:59Z, 1,  true",
        "Europe/Berlin, 2026-03-28T23:00:00Z, 82799, false",
        "Europe/Berlin, 2026-03-28T23:00:00Z, 82800, true",
        "Asia/Tokyo,    2026-03-28T14:59:59Z, 1,  true",
    })
    void aWindowOfADayEndsAtMidnight(String zone, String start, long seconds, boolean whole) {
        clock.at(start);
        List<LimitRule> rules = List.of(LimitRule.window("day", 5, Duration.ofDays(1), ZoneId.of(zone)));
        assertThat(passes(rules, 7)).isEqualTo(5);
        clock.pass(Duration.ofSeconds(seconds));
        assertThat(passes(rules, 7)).isEqualTo(whole ? 5 : 0);
    }

    @Test
    void aWindowSaysWhenItEnds() {
        clock.at("2026-03-28T12:00:40Z");
        List<LimitRule> rules = List.of(LimitRule.window("m", 2, Duration.ofMinutes(1), ZoneId.of("UTC")));
        assertThat(limits.take("k", rules, 1).remaining()).isEqualTo(1);
        assertThat(limits.take("k", rules, 2))
                .isEqualTo(
                        new LimitDecision(false, rules.getFirst(), 1, Duration.ofSeconds(20), Duration.ofSeconds(20)));
    }

    /** Gaps in units of 100 ms: within any second never more than 10, and what is said to be the wait suffices. */
    @Property(tries = 200)
    void slidingNeverLetsMoreThroughWithinAnyPeriod(@ForAll @Size(max = 120) List<@IntRange(max = 4) Integer> gaps) {
        ManualClock t = new ManualClock();
        LocalLimits local = new LocalLimits(t, 10);
        List<LimitRule> rules = List.of(LimitRule.sliding("s", 10, Duration.ofSeconds(1)));
        List<Long> passed = new ArrayList<>();
        for (int gap : gaps) {
            t.pass(gap * 50L);
            LimitDecision d = local.take("k", rules, 1);
            if (d.allowed()) {
                passed.add(t.millis());
            } else {
                assertThat(d.retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofMillis(1018));
            }
            long now = t.millis();
            assertThat(passed.stream().filter(p -> now - p < 1000).count()).isLessThanOrEqualTo(10);
        }
    }

    @Test
    void slidingFreesWhatIsOlderThanThePeriod() {
        List<LimitRule> rules = List.of(LimitRule.sliding("s", 10, Duration.ofMinutes(1)));
        assertThat(passes(rules, 6)).isEqualTo(6);
        clock.pass(30_000);
        assertThat(passes(rules, 6)).isEqualTo(4);
        Duration wait = limits.take("k", rules, 1).retryAfter();
        assertThat(wait).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
        clock.pass(wait);
        assertThat(passes(rules, 10)).isEqualTo(6);
    }

    @Test
    void severalAtOnceTakeAllOrNothing() {
        LimitRule second = LimitRule.bucket("second", 5, Duration.ofSeconds(1), 5);
        LimitRule day = LimitRule.window("day", 8, Duration.ofDays(1), ZoneId.of("UTC"));
        LimitRule minute = LimitRule.sliding("minute", 7, Duration.ofMinutes(1));
        List<LimitRule> rules = List.of(second, day, minute);
        assertThat(passes(rules, 10)).isEqualTo(5);
        clock.pass(1000);
        assertThat(passes(rules, 10)).isEqualTo(2);
        LimitDecision no = limits.take("k", rules, 1);
        assertThat(no.rule()).isEqualTo(minute);
        clock.pass(60_000 + 2000);
        assertThat(passes(rules, 10)).isEqualTo(1); // refused ones cost nothing: one of the day is left
        assertThat(limits.take("k", rules, 1).rule()).isEqualTo(day);
    }

    @Test
    void weightsCountAndMoreThanEverFitsNeverPasses() {
        List<LimitRule> rules = List.of(LimitRule.bucket("tokens", 1000, Duration.ofMinutes(1), 1000));
        assertThat(limits.take("k", rules, 700).allowed()).isTrue();
        assertThat(limits.take("k", rules, 400).allowed()).isFalse();
        assertThat(limits.take("k", rules, 300).remaining()).isZero();
        clock.pass(600_000);
        assertThat(limits.take("k", rules, 1001).allowed()).isFalse();
        assertThat(limits.take("k", rules, 1000).allowed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"BUCKET", "WINDOW", "SLIDING"})
    void whatTurnsOutDearerIsPaidLater(LimitRule.Kind kind) {
        List<LimitRule> rules = List.of(new LimitRule("t", kind, 100, Duration.ofMinutes(1), 100, ZoneId.of("UTC")));
        clock.at("2026-03-28T12:00:00Z");
        assertThat(limits.take("k", rules, 50).allowed()).isTrue();
        limits.settle("k", rules, 40);
        assertThat(limits.take("k", rules, 11).allowed()).isFalse();
        limits.settle("k", rules, -80);
        assertThat(limits.take("k", rules, 90).allowed()).isTrue();
    }

    @Test
    void keysAreApart() {
        List<LimitRule> rules = List.of(LimitRule.bucket("b", 1, Duration.ofSeconds(1), 1));
        assertThat(limits.take("a", rules, 1).allowed()).isTrue();
        assertThat(limits.take("b", rules, 1).allowed()).isTrue();
        assertThat(limits.take("a", rules, 1).allowed()).isFalse();
    }

    @Test
    void whatIsSharedFallsBackToLocalAndComesBack() {
        boolean[] away = {true};
        int[] asked = {0};
        RateLimits shared = new RateLimits() {
            @Override
            public LimitDecision take(String key, List<LimitRule> rules, long weight) {
                asked[0]++;
                if (away[0]) {
                    throw new IllegalStateException("away");
                }
                return new LimitDecision(true, rules.getFirst(), 99, Duration.ZERO, Duration.ZERO);
            }

            @Override
            public void settle(String key, List<LimitRule> rules, long more) {}
        };
        BreakerRule rule = new BreakerRule(2, Duration.ofSeconds(10), Duration.ofSeconds(1), 1, Duration.ofMillis(100));
        FallbackLimits both = new FallbackLimits(shared, limits, rule, clock);
        List<LimitRule> rules = List.of(LimitRule.bucket("b", 3, Duration.ofHours(1), 3));
        int passed = 0;
        for (int i = 0; i < 10; i++) {
            passed += both.take("k", rules, 1).allowed() ? 1 : 0;
        }
        assertThat(passed).isEqualTo(3);
        assertThat(asked[0]).isEqualTo(2);
        assertThat(both.isShared()).isFalse();
        away[0] = false;
        clock.pass(1000);
        assertThat(both.take("k", rules, 1).remaining()).isEqualTo(99);
        assertThat(both.isShared()).isTrue();
    }
}
