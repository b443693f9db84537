package dev.headroom.planner.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AvailabilityTest {

    private static final Availability WEB = Availability.part("web", 0.99);
    private static final Availability DB = Availability.part("db", 0.999);

    @Test
    void seriesAndParallel() {
        assertThat(new Availability.Series(List.of(WEB, DB)).availability()).isEqualTo(0.98901, within(1e-15));
        assertThat(new Availability.Parallel(List.of(WEB, WEB)).availability()).isEqualTo(0.9999, within(1e-15));
        Availability stack = new Availability.Series(List.of(new Availability.Redundant(WEB, 1, 2), DB));
        assertThat(stack.availability()).isEqualTo(0.9999 * 0.999, within(1e-15));
        assertThat(stack.formula()).isEqualTo("(1 of 2 web 99 %) × db 99.9 %");
        assertThat(new Availability.Parallel(List.of(WEB, DB)).formula())
                .isEqualTo("(1 − (1 − web 99 %) × (1 − db 99.9 %))");
        assertThat(WEB.downAYear()).isEqualTo(Duration.ofMinutes(5256)); // 87.6 h
    }

    @Test
    void ofFailuresAndRepair() {
        Availability p = Availability.part("db", Duration.ofHours(999), Duration.ofHours(1));
        assertThat(p.availability()).isEqualTo(0.999, within(1e-15));
    }

    /** Nine nines in parallel are not lost to rounding. */
    @Test
    void manyNinesKeepTheirDigits() {
        Availability five = new Availability.Redundant(Availability.part("x", 0.999), 1, 6);
        assertThat(five.unavailability()).isEqualTo(1e-18, within(1e-24));
        assertThat(five.formula()).isEqualTo("(1 of 6 x 99.9 %)");
    }

    /** Against the sum over every subset of parts that are up. */
    @Property(tries = 300)
    void ofCopiesAgainstEverySubset(
            @ForAll @IntRange(min = 1, max = 8) int copies,
            @ForAll @IntRange(min = 1, max = 8) int wanted,
            @ForAll @DoubleRange(min = 0, max = 1) double a) {
        int needed = Math.min(wanted, copies);
        double up = 0;
        for (int set = 0; set < 1 << copies; set++) {
            int alive = Integer.bitCount(set);
            if (alive >= needed) {
                up += Math.pow(a, alive) * Math.pow(1 - a, copies - alive);
            }
        }
        assertThat(new Availability.Redundant(Availability.part("x", a), needed, copies).availability())
                .isEqualTo(up, within(1e-9));
    }

    @Property(tries = 300)
    void moreSparesNeverHurtAndMoreInSeriesNeverHelps(
            @ForAll @IntRange(min = 1, max = 50) int needed, @ForAll @DoubleRange(min = 0.5, max = 0.99) double a) {
        Availability part = Availability.part("x", a);
        assertThat(new Availability.Redundant(part, needed, needed + 1).unavailability())
                .isLessThanOrEqualTo(new Availability.Redundant(part, needed, needed).unavailability() * (1 + 1e-12));
        assertThat(new Availability.Series(List.of(part, DB)).unavailability())
                .isGreaterThanOrEqualTo(part.unavailability() * (1 - 1e-12));
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> Availability.part("x", 1.5))
                .hasMessageStartingWith("x: an availability is from 0 to 1");
        assertThatThrownBy(() -> Availability.part("x", Duration.ZERO, Duration.ZERO))
                .hasMessageContaining("above 0");
        assertThatThrownBy(() -> new Availability.Redundant(WEB, 3, 2))
                .hasMessage("from 1 to 2 copies are needed, not 3");
        assertThatThrownBy(() -> new Availability.Parallel(List.of())).hasMessage("one of no parts cannot serve");
    }
}
