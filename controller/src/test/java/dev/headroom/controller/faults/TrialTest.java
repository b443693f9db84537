package dev.headroom.controller.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialTest {

    private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);

    @Test
    void whateverHappensTheInvariantsHold() {
        Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
        for (long seed = 1; seed <= 60; seed++) {
            Course course = Trial.run(seed, ALL, Bug.NONE, false);
            assertThat(course.broken()).as("seed %d", seed).isEmpty();
            assertThat(course.decisions()).isGreaterThan(50);
            course.struck().forEach((fault, n) -> struck.merge(fault, n, Integer::sum));
        }
        assertThat(struck.keySet()).as("every kind has struck").isEqualTo(ALL);
    }

    @Test
    void theSameSeedIsTheSameCourse() {
        for (long seed = 100; seed < 105; seed++) {
            Course once = Trial.run(seed, ALL, Bug.NONE, true);
            assertThat(Trial.run(seed, ALL, Bug.NONE, true)).isEqualTo(once);
            assertThat(once.events()).isNotEmpty();
        }
    }

    @Test
    void aWorldWithoutFaultsIsQuiet() {
        Course course = Trial.run(7, Set.of(), Bug.NONE, false);
        assertThat(course.struck()).isEmpty();
        assertThat(course.held()).isTrue();
        assertThat(course.lives()).isLessThanOrEqualTo(2);
    }

    /** Every mistake that is built in is found within a few seeds, by the invariant that it breaks, and its story is short. */
    @ParameterizedTest
    @CsvSource({
        "ZERO_WITHOUT_DATA, BAD_DATA",
        "BEYOND_BOUNDS, BOUNDS",
        "STORE_FORGETS, NOTHING_LOST",
        "STORE_WITHOUT_FENCE, ONE_ACTOR",
        "TARGET_DEAF, CONVERGES",
        "DECIDER_WITH_A_MOOD, REPLAYS"
    })
    void plantedBugsAreFound(Bug bug, Invariant invariant) {
        Course found = LongStream.rangeClosed(1, 200)
                .mapToObj(seed -> Trial.run(seed, ALL, bug, false))
                .filter(c -> c.broken().stream().anyMatch(b -> b.invariant() == invariant))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not found in 200 seeds"));
        Story story = Story.of(found, ALL, bug);
        assertThat(story.events()).hasSizeLessThanOrEqualTo(40);
        assertThat(story.faults().size()).isLessThanOrEqualTo(found.struck().size());
        Course again = Trial.run(story.seed(), story.faults(), bug, false);
        assertThat(again.broken()).contains(story.broken());
    }
}
