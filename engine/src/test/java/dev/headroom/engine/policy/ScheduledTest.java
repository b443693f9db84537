package dev.headroom.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Recommendation.Kind;
import dev.headroom.engine.model.Recurrence;
import dev.headroom.engine.policy.Scheduled.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduledTest {

    private static Entry entry(
            String name, Recurrence start, Duration lead, @Nullable Duration length, int min, int max) {
        return new Entry(name, start, lead, length, null, null, min, max, -1);
    }

    /** The chat service of the examples: 50 from 17:30 and 10 from 23:30 in Tokyo, 100 half an hour before a release. */
    private static Scheduled shop() {
        return new Scheduled(List.of(
                entry("prime time", new Daily("17:30", "Asia/Tokyo"), Duration.ZERO, null, 50, -1),
                entry("night", new Daily("23:30", "Asia/Tokyo"), Duration.ZERO, null, 10, 60),
                entry(
                        "release",
                        new Daily.Once(Instant.parse("2026-03-05T10:00:00Z")),
                        Duration.ofMinutes(30),
                        Duration.ofHours(2),
                        100,
                        150),
                entry(
                        "flash sale",
                        new Daily.Once(Instant.parse("2026-03-05T11:00:00Z")),
                        Duration.ofHours(1),
                        Duration.ofMinutes(30),
                        120,
                        -1)));
    }

    private static Recommendation at(Scheduled policy, String t) {
        return policy.evaluate(new Scene().at(Instant.parse(t)).now(), null).recommendation();
    }

    @ParameterizedTest(name = "{0}: at least {1}, at most {2}")
    @CsvSource({
        "2026-03-04T08:29:59Z, 10, 60",
        "2026-03-04T08:30:00Z, 50, -1",
        "2026-03-04T14:29:59Z, 50, -1",
        "2026-03-04T14:30:00Z, 10, 60",
        "2026-03-05T09:29:59Z, 50, -1",
        "2026-03-05T09:30:00Z, 100, 150",
        "2026-03-05T10:00:00Z, 120, 150",
        "2026-03-05T11:29:59Z, 120, 150",
        "2026-03-05T11:30:00Z, 100, 150",
        "2026-03-05T12:00:00Z, 50, -1",
    })
    void setsBounds(String t, int floor, int ceiling) {
        Recommendation r = at(shop(), t);
        assertThat(r.kind()).isEqualTo(Kind.BOUND);
        assertThat(r.floor()).isEqualTo(floor);
        assertThat(r.ceiling()).isEqualTo(ceiling);
    }

    @Test
    void saysWhatHoldsAndUntilWhen() {
        assertThat(at(shop(), "2026-03-04T08:30:00Z").reason().text())
                .isEqualTo("prime time: at least 50 replicas until 2026-03-04T14:30:00Z");
        assertThat(at(shop(), "2026-03-05T10:00:00Z").reason().text())
                .isEqualTo("release and flash sale and prime time: at least 120 and at most 150 replicas until"
                        + " 2026-03-05T11:30:00Z");
    }

    /** Evaluated each minute with what it remembers, it says the same as without, and asks the calendar at changes only. */
    @Test
    void consultsTheCalendarOnlyAtChanges() {
        Daily evening = new Daily("17:30", "Europe/Berlin");
        Daily night = new Daily("23:30", "Europe/Berlin");
        Scheduled policy = new Scheduled(List.of(
                entry("evening", evening, Duration.ofMinutes(10), null, 50, -1),
                entry("night", night, Duration.ZERO, null, 10, -1)));
        Instant t = Instant.parse("2026-03-27T00:00:00Z");
        @Nullable Memory memory = null;
        List<Integer> floors = new ArrayList<>();
        for (int minute = 0; minute < 4 * 1440; minute++) {
            Evaluation e =
                    policy.evaluate(new Scene().at(t.plusSeconds(60L * minute)).now(), memory);
            memory = e.memory();
            floors.add(e.recommendation().floor());
        }
        assertThat(evening.asked + night.asked).isLessThan(4 * 2 * 2 * 2 + 8);
        for (int minute = 0; minute < 4 * 1440; minute++) {
            int alone = policy.evaluate(
                            new Scene().at(t.plusSeconds(60L * minute)).now(), null)
                    .recommendation()
                    .floor();
            assertThat(floors.get(minute)).as("minute %d", minute).isEqualTo(alone);
        }
    }

    /** Berlin jumps from 02:00 to 03:00 on 29 March 2026, and from 03:00 back to 02:00 on 25 October. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "2026-03-28T01:29:59Z, 5",
        "2026-03-28T01:30:00Z, 20",
        "2026-03-28T02:30:00Z, 5",
        "2026-03-29T00:59:59Z, 5",
        "2026-03-29T01:00:00Z, 20",
        "2026-03-29T01:59:59Z, 20",
        "2026-03-29T02:00:00Z, 5",
        "2026-10-25T00:29:59Z, 5",
        "2026-10-25T00:30:00Z, 20",
        "2026-10-25T01:29:59Z, 20",
        "2026-10-25T01:30:00Z, 5",
        "2026-10-25T01:45:00Z, 5",
    })
    void crossesTheChangesOfTheClocks(String t, int floor) {
        Scheduled policy = new Scheduled(List.of(
                entry("base", new Daily("00:00", "UTC"), Duration.ZERO, null, 5, -1),
                entry("batch", new Daily("02:30", "Europe/Berlin"), Duration.ZERO, Duration.ofHours(1), 20, -1)));
        assertThat(at(policy, t).floor()).isEqualTo(floor);
    }

    @Test
    void asksForNothingBeforeTheFirstOccurrence() {
        Scheduled policy = new Scheduled(List.of(
                entry("sale", new Daily.Once(Instant.parse("2026-06-01T00:00:00Z")), Duration.ZERO, null, 9, -1)));
        assertThat(at(policy, "2026-05-31T23:59:59Z").kind()).isEqualTo(Kind.ABSTAIN);
        assertThat(at(policy, "2027-01-01T00:00:00Z").floor()).isEqualTo(9);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "2026-03-02T12:00:00Z, -1",
        "2026-03-03T05:59:59Z, -1",
        "2026-03-03T06:00:00Z, 7",
        "2026-03-05T05:59:59Z, 7",
        "2026-03-05T11:59:59Z, 7",
        "2026-03-05T12:00:00Z, -1",
        "2026-03-06T07:00:00Z, -1",
    })
    void keepsToItsDates(String t, int floor) {
        Scheduled policy = new Scheduled(List.of(new Entry(
                "promotion",
                new Daily("06:00", "UTC"),
                Duration.ZERO,
                null,
                Instant.parse("2026-03-02T12:00:00Z"),
                Instant.parse("2026-03-05T12:00:00Z"),
                -1,
                -1,
                7)));
        assertThat(at(policy, t).floor()).isEqualTo(floor);
    }

    @Test
    void forgetsWhatItKnewWhenTheScheduleIsEdited() {
        Scheduled before = new Scheduled(List.of(entry("a", new Daily("00:00", "UTC"), Duration.ZERO, null, 5, -1)));
        Scheduled after = new Scheduled(List.of(entry("a", new Daily("00:00", "UTC"), Duration.ZERO, null, 8, -1)));
        Memory memory = before.evaluate(new Scene().now(), null).memory();
        assertThat(after.evaluate(new Scene().seconds(1).now(), memory)
                        .recommendation()
                        .floor())
                .isEqualTo(8);
    }

    @Test
    void theHighestFloorWinsAndLiftsTheCeiling() {
        Entry[] entries = {
            entry("big", new Daily("00:00", "UTC"), Duration.ZERO, Duration.ofHours(3), 40, -1),
            entry("small", new Daily("00:00", "UTC"), Duration.ZERO, Duration.ofHours(2), 10, 20),
        };
        assertThat(at(new Scheduled(Arrays.asList(entries)), "2026-03-02T01:00:00Z")
                        .ceiling())
                .isEqualTo(40);
        assertThat(at(new Scheduled(Arrays.asList(entries)), "2026-03-02T01:00:00Z")
                        .floor())
                .isEqualTo(40);
    }

    @Test
    void refuses() {
        Recurrence daily = new Daily("00:00", "UTC");
        assertThatThrownBy(() -> new Scheduled(List.of())).hasMessageContaining("at least one");
        assertThatThrownBy(() -> entry(" ", daily, Duration.ZERO, null, 1, 8)).hasMessageContaining("needs a name");
        assertThatThrownBy(() -> entry("x", daily, Duration.ZERO, null, -1, -1)).hasMessageContaining("neither");
        assertThatThrownBy(() -> entry("x", daily, Duration.ZERO, null, 9, 8)).hasMessageContaining("own maximum");
        assertThatThrownBy(() -> entry("x", daily, Duration.ofSeconds(-1), null, 1, 8))
                .hasMessageContaining("lead");
        assertThatThrownBy(() -> entry("x", daily, Duration.ZERO, Duration.ZERO, 1, 8))
                .hasMessageContaining("length");
    }
}
