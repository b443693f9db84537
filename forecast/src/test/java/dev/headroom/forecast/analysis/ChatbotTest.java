package dev.headroom.forecast.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.forecast.analysis.Histories.Noise;
import dev.headroom.forecast.history.History;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Four weeks of a chat service: the analysis must find its two release evenings to the hour, and nothing else. */
class ChatbotTest {

    private static final int SEEDS = 60;

    private static Analysis of(History h) {
        return Analysis.of(h, Analysis.Options.in(Histories.TOKYO));
    }

    private static List<String> hours(List<Event> events) {
        List<String> out = new ArrayList<>();
        for (Event e : events) {
            out.add(e.start().atZone(Histories.TOKYO).toLocalDateTime() + " to "
                    + e.end().atZone(Histories.TOKYO).toLocalTime());
        }
        return out;
    }

    @ParameterizedTest
    @EnumSource(Noise.class)
    void theReleasesAreFoundToTheHourWhateverTheSeed(Noise noise) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            int first = (int) (seed % 13);
            int second = 14 + (int) (seed * 5 % 13);
            Analysis a = of(Histories.chat(noise, seed, first, second));
            assertThat(hours(a.events()))
                    .as("seed %d", seed)
                    .containsExactly(
                            "2026-01-%02dT19:00 to 22:00".formatted(5 + first), date(second) + "T19:00 to 22:00");
            assertThat(a.drops()).as("seed %d", seed).isEmpty();
            assertThat(a.levels().shifts()).as("seed %d", seed).isEmpty();
        }
    }

    private static String date(int day) {
        return java.time.LocalDate.of(2026, 1, 5).plusDays(day).toString();
    }

    /** Two of four Fridays: half of the values of these hours of the week are releases, and no season hides them. */
    @ParameterizedTest
    @EnumSource(Noise.class)
    void releasesOnTheSameWeekdayAreEventsThatComeAgain(Noise noise) {
        for (long seed = 1; seed <= 20; seed++) {
            Analysis a = of(Histories.chat(noise, seed, 11, 25));
            assertThat(hours(a.events())).hasSize(2).allMatch(h -> h.endsWith("T19:00 to 22:00"));
            assertThat(a.events())
                    .allMatch(e -> e.recurrence() != null && e.recurrence().of() == 3);
        }
    }

    @ParameterizedTest
    @EnumSource(Noise.class)
    void withoutReleasesThereIsNoEvent(Noise noise) {
        for (long seed = 100; seed < 100 + SEEDS; seed++) {
            Analysis a = of(Histories.chat(noise, seed));
            assertThat(a.events()).as("seed %d", seed).isEmpty();
            assertThat(a.drops()).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void theDayIsDescribed() {
        Analysis a = of(Histories.chat(Noise.LOGNORMAL, 7, 10, 23));
        Profile p = Objects.requireNonNull(a.profile());
        assertThat(p.primeHours()).containsExactly(18, 19, 20, 21, 22);
        assertThat(p.primeTimes()).hasSize(1);
        assertThat(p.primeTimes().get(0)).containsExactly(18, 23);
        assertThat(p.primeShare()).isBetween(0.45, 0.50);
        assertThat(p.peakToMean()).isBetween(2.2, 2.7);
        assertThat(p.ordinaryPredictability()).isBetween(0.75, 0.92);
        assertThat(p.predictability()).isLessThan(p.ordinaryPredictability() - 0.3);
        assertThat(p.dailyStrength()).isGreaterThan(0.9);
        assertThat(a.season()).isEqualTo(Season.DAY);
        assertThat(a.levels().hasTrend()).isFalse();
        assertThat(a.events()).allMatch(e -> e.shape() == Event.Shape.SUSTAINED && e.multiple() > 2.5 && e.score() > 6);
        assertThat(a.flaggedPlain()).as("what a plain z-score would say").isBetween(4, 8);
    }

    @Test
    void theAdviceCarriesTheDay() {
        Analysis a = of(Histories.chat(Noise.LOGNORMAL, 7, 10, 23));
        Advice s = Adviser.of(a, new Capacity("chat", 1, 0.8, Duration.ofSeconds(65), false));
        assertThat(s.trigger()).isEqualTo(0.8);
        assertThat(s.min()).as("10 000 an hour at 0.8 a second").isBetween(3, 4);
        assertThat(s.baseline()).isBetween(9, 15);
        assertThat(s.max()).as("a fifth more than the highest").isBetween(100, 190);
        assertThat(s.eventReplicas()).isBetween(80, 160);
        assertThat(s.lead()).isEqualTo(Duration.ofMinutes(35));
        assertThat(s.confidence()).isGreaterThan(0.85);
        assertThat(s.schedule())
                .extracting(Advice.Entry::at)
                .containsExactly(LocalTime.of(7, 0), LocalTime.of(10, 0), LocalTime.of(18, 0), LocalTime.of(23, 0));
        assertThat(s.schedule()).extracting(Advice.Entry::raises).containsExactly(true, true, true, false);
        assertThat(s.schedule()).allMatch(e -> e.confidence() > 0.8 && e.days().contains(DayOfWeek.SUNDAY));
        assertThat(s.schedule().get(2).min()).isBetween(27, 31);
    }

    @Test
    void anEventOfEveryWeekGetsAnEntryOfItsOwn() {
        Analysis a = of(Histories.chat(Noise.UNIFORM, 3, 11, 25));
        Advice s = Adviser.of(a, new Capacity("chat", 1, 0.8, Duration.ofSeconds(65), false));
        Advice.Entry e = s.schedule().get(s.schedule().size() - 1);
        assertThat(e.days()).containsExactly(DayOfWeek.FRIDAY);
        assertThat(e.at()).isEqualTo(LocalTime.of(19, 0));
        assertThat(e.length()).isEqualTo(Duration.ofHours(3));
        assertThat(e.min()).isBetween(90, 115);
        assertThat(e.confidence()).isBetween(0.5, 0.7);
    }
}
