package dev.headroom.forecast.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.forecast.history.Column;
import dev.headroom.forecast.history.History;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalysisTest {

    private static Analysis of(History h) {
        return Analysis.of(h, Analysis.Options.in(ZoneOffset.UTC));
    }

    @ParameterizedTest
    @CsvSource({"NONE, 28", "DAY, 28", "WEEKDAYS, 28", "WEEKENDS, 28", "WEEK, 56", "DAY, 4"})
    void theSeasonIsThePlainestThatForetells(Season season, int days) {
        Analysis a = of(Histories.hours(days, 5, i -> {
            int weekday = i / 24 % 7;
            return switch (season) {
                case NONE -> 1000;
                case DAY -> Histories.day(i);
                case WEEKDAYS -> Histories.day(i) * (1 + 0.15 * weekday);
                case WEEKENDS -> weekday >= 5 ? Histories.day(i + 9) / 2 : Histories.day(i);
                case WEEK -> Histories.day(i + 4 * weekday);
            };
        }));
        assertThat(a.season()).isEqualTo(season);
        assertThat(a.events()).isEmpty();
        assertThat(a.drops()).isEmpty();
    }

    @Test
    void shapesAreToldApart() {
        double[] tail = {3, 2.1, 1.6, 1.35, 1.2};
        Analysis a = of(Histories.hours(28, 8, i -> {
            double base = 1000;
            if (i == 100) {
                return 3 * base;
            }
            if (i >= 200 && i < 206) {
                return 2.5 * base;
            }
            if (i >= 300 && i < 305) {
                return tail[i - 300] * base;
            }
            return i >= 400 && i < 405 ? tail[404 - i] * base : base;
        }));
        assertThat(a.events())
                .extracting(Event::shape)
                .containsExactly(
                        Event.Shape.SPIKE, Event.Shape.SUSTAINED, Event.Shape.SPIKE_AND_DECAY, Event.Shape.BUILD_UP);
        assertThat(a.events().get(1).length()).isEqualTo(Duration.ofHours(6));
        assertThat(a.events().get(1).multiple()).isCloseTo(2.5, within(0.4));
        assertThat(a.events().get(1).extra()).isCloseTo(9000, within(900.0));
    }

    @Test
    void aLevelThatStaysIsAShiftAndNoEventForever() {
        Analysis a = of(Histories.hours(42, 8, i -> Histories.day(i) * (i < 24 * 21 ? 1 : 1.6)));
        assertThat(a.levels().shifts()).hasSize(1);
        LevelShift s = a.levels().shifts().get(0);
        assertThat(s.at()).isEqualTo(Instant.parse("2026-01-26T00:00:00Z"));
        assertThat(s.change()).isCloseTo(0.6, within(0.05));
        assertThat(s.before() * 3600).isCloseTo(1000, within(60.0));
        assertThat(a.events()).allMatch(e -> e.shape() == Event.Shape.STEP);
    }

    @Test
    void growthIsATrendAndNoStairs() {
        Analysis a = of(Histories.hours(56, 8, i -> Histories.day(i) * Math.exp(0.04 * i / 168)));
        assertThat(a.levels().hasTrend()).isTrue();
        assertThat(a.levels().trendPerWeek()).isCloseTo(0.041, within(0.006));
        assertThat(a.levels().shifts()).isEmpty();
        assertThat(a.events()).isEmpty();
    }

    @Test
    void outagesAreDrops() {
        Analysis a = of(Histories.hours(28, 8, i -> i >= 350 && i < 353 ? 0 : Histories.day(i)));
        assertThat(a.events()).isEmpty();
        assertThat(a.drops()).hasSize(1);
        assertThat(a.drops().get(0).start()).isEqualTo(a.history().at(350));
        assertThat(a.drops().get(0).length()).isEqualTo(Duration.ofHours(3));
        assertThat(a.drops().get(0).height()).isZero();
    }

    @Test
    void whatIsMissingIsNoDrop() {
        History h = Histories.hours(28, 8, Histories::day);
        java.util.Arrays.fill(h.requests(), 350, 380, Double.NaN);
        Analysis a = of(h);
        assertThat(a.drops()).isEmpty();
        assertThat(a.events()).isEmpty();
        assertThat(h.gaps()).hasSize(1);
        assertThat(a.rates()[350]).isNaN();
        assertThat(a.expected()[350]).isPositive();
    }

    @Test
    void monthlyAndQuarterlyEventsAreKnown() {
        ZoneId zone = ZoneOffset.UTC;
        History h = Histories.hours(400, 8, i -> {
            var t = Instant.parse("2026-01-05T00:00:00Z").plusSeconds(3600L * i).atZone(zone);
            boolean monthly = t.getDayOfMonth() == 25 && t.getHour() == 12;
            boolean quarterly = t.getMonthValue() % 3 == 1 && t.getDayOfMonth() == 10 && t.getHour() == 3;
            return 1000 * (monthly ? 3 : quarterly ? 4 : 1);
        });
        Analysis a = of(h);
        assertThat(a.events()).filteredOn(e -> e.multiple() > 3.4).hasSize(5).allSatisfy(e -> {
            assertThat(Objects.requireNonNull(e.recurrence()).every()).isEqualTo(Event.Recurrence.Period.QUARTERLY);
        });
        assertThat(a.events()).filteredOn(e -> e.multiple() < 3.4).hasSize(13).allSatisfy(e -> {
            assertThat(Objects.requireNonNull(e.recurrence()).every()).isEqualTo(Event.Recurrence.Period.MONTHLY);
        });
    }

    @Test
    void aCacheThatFailsInBurstsIsSeen() {
        History plain = Histories.hours(28, 8, i -> i % 100 >= 96 ? 2500 : 1000);
        double[] x = plain.requests();
        double[] hits = new double[x.length];
        double[] latency = new double[x.length];
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < x.length; i++) {
            double share = Math.min(0.95, 0.8 * Math.pow(1000 / x[i], 0.4)) + 0.01 * random.nextDouble();
            hits[i] = share * x[i];
            latency[i] = 50 + random.nextDouble();
        }
        Map<Column, double[]> columns = new EnumMap<>(plain.columns());
        columns.put(Column.CACHE_HITS, hits);
        columns.put(Column.LATENCY, latency);
        Analysis a = of(new History(
                "cached", plain.startMillis(), plain.stepMillis(), columns, History.Singles.NONE, List.of()));
        Companion cache = a.companions().get(0);
        assertThat(cache.together()).isTrue();
        assertThat(cache.correlation()).isLessThan(-0.9);
        assertThat(cache.ordinary()).isCloseTo(0.8, within(0.02));
        assertThat(cache.bursts()).isCloseTo(0.56, within(0.03));
        assertThat(cache.behindCache()).as("2.5 × 44 % ÷ 20 %").isCloseTo(5.5, within(0.5));
        assertThat(a.companions().get(1).together()).as("latency does not move").isFalse();
    }

    @Test
    void tokensThatGrowWhileRequestsDoNotAreSeen() {
        History plain = Histories.hours(14, 8, i -> 1000);
        double[] in = new double[plain.size()];
        double[] out = new double[plain.size()];
        for (int i = 0; i < in.length; i++) {
            boolean heavy = i % 24 >= 20;
            in[i] = plain.requests()[i] * (heavy ? 4000 : 500);
            out[i] = plain.requests()[i] * 250;
        }
        Map<Column, double[]> columns = new EnumMap<>(plain.columns());
        columns.put(Column.INPUT_TOKENS, in);
        columns.put(Column.OUTPUT_TOKENS, out);
        Analysis a = of(new History(
                "tokens", plain.startMillis(), plain.stepMillis(), columns, History.Singles.NONE, List.of()));
        TokenUse t = Objects.requireNonNull(a.tokens());
        assertThat(t.single()).isFalse();
        assertThat(t.input().mean()).isCloseTo(500 + 3500 / 6.0, within(20.0));
        assertThat(t.output().p50()).isCloseTo(250, within(0.1));
        assertThat(t.hours()[0][21]).isCloseTo(4250, within(1.0));
        assertThat(t.hours()[0][3]).isCloseTo(750, within(1.0));
        assertThat(t.spread()).isCloseTo(4250 / 750.0, within(0.1));
        assertThat(t.shortfall()).as("1333 planned, 4250 come").isCloseTo(1 - 1333 / 4250.0, within(0.02));
    }

    @Test
    void shortHistoriesSayWhatTheyCan() {
        Analysis one = of(History.of("one", 0, 60_000, new double[] {5}));
        assertThat(one.profile()).isNull();
        assertThat(one.events()).isEmpty();
        Analysis hour = of(History.of("hour", 0, 1000, filled(3600, 2)));
        assertThat(hour.stepMillis()).isEqualTo(30_000);
        assertThat(hour.season()).isEqualTo(Season.NONE);
        assertThat(hour.events()).isEmpty();
        assertThatThrownBy(() -> of(History.of("nothing", 0, 1000, new double[60])))
                .hasMessage("nothing: there is no demand in it");
    }

    private static double[] filled(int n, double value) {
        double[] out = new double[n];
        java.util.Arrays.fill(out, value);
        return out;
    }

    /** Nothing comes in three quarters of the hours; the rest varies evenly by a fifth, which is no event. */
    @Test
    void hoursWithoutTrafficDoNotMakeTheOthersSuspicious() {
        for (long seed = 1; seed <= 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] x = new double[24 * 42];
            for (int i = 0; i < x.length; i++) {
                boolean office = i % 24 >= 9 && i % 24 < 17 && i / 24 % 7 < 5;
                x[i] = office ? 80 + random.nextInt(41) : 0;
            }
            Analysis a = of(
                    History.of("office", Instant.parse("2026-01-05T00:00:00Z").toEpochMilli(), Histories.HOUR, x));
            assertThat(a.season()).as("any that knows weekends").isNotIn(Season.NONE, Season.DAY);
            assertThat(a.events()).isEmpty();
            assertThat(a.drops()).isEmpty();
            Advice s = Adviser.of(a, new Capacity("office", 0.002, 0.8, Duration.ofSeconds(60), false));
            assertThat(s.schedule()).hasSize(3).allMatch(e -> e.confidence() > 0.9);
        }
    }

    @Test
    void daysAreStepsToo() {
        double[] x = new double[120];
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < x.length; i++) {
            x[i] = (i % 7 >= 5 ? 400 : 1000) * Math.exp(0.05 * Histories.normal(random)) * (i == 60 ? 4 : 1);
        }
        Analysis a = of(History.of("days", Instant.parse("2026-01-05T00:00:00Z").toEpochMilli(), 86_400_000, x));
        assertThat(a.profile()).as("no hours in days").isNull();
        assertThat(a.season()).isIn(Season.WEEKENDS, Season.WEEKDAYS);
        assertThat(a.events()).hasSize(1);
        assertThat(a.events().get(0).start()).isEqualTo(a.history().at(60));
    }

    @Test
    void workdaysAndWeekendsGetSchedulesOfTheirOwn() {
        Analysis a = of(Histories.hours(28, 8, i -> i / 24 % 7 >= 5 ? 300 : Histories.day(i)));
        Advice s = Adviser.of(a, new Capacity("web", 0.05, 0.8, Duration.ofSeconds(60), false));
        assertThat(s.schedule()).anyMatch(e -> e.days().size() == 5 && e.raises());
        assertThat(s.schedule())
                .filteredOn(e -> e.days().contains(DayOfWeek.SUNDAY))
                .singleElement()
                .satisfies(e -> {
                    assertThat(e.min()).isEqualTo(3);
                    assertThat(e.at().getHour()).isZero();
                });
    }
}
