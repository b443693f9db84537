package dev.headroom.simulator.league;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.simulator.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DemandTest {
    private static final long START = 1_700_000_000_000L;
    private static final long HOUR = 3_600_000;

    private static Trace trace(long bucket, double... arrivals) {
        return new Trace("t", START, bucket, arrivals);
    }

    @Test
    void hoursBecomeMinutesAlongTheLineBetweenTheirMiddles() {
        double[] minutes = Demand.byMinute(trace(HOUR, 6000, 12_000)).arrivals();
        assertThat(minutes).hasSize(120);
        // Up to the middle of the first hour 100 a minute, from the middle of the second one 200, and a straight line
        // between.
        assertThat(minutes[0]).isEqualTo(100, within(1e-9));
        assertThat(minutes[29]).isEqualTo(100, within(1e-9));
        assertThat(minutes[30]).isEqualTo(100 + 100 * 0.5 / 60, within(1e-9));
        assertThat(minutes[59] + minutes[60]).isEqualTo(300, within(1e-9));
        assertThat(minutes[60] - minutes[59]).isEqualTo(100.0 / 60, within(1e-9));
        assertThat(minutes[90]).isEqualTo(200, within(1e-9));
        assertThat(minutes[119]).isEqualTo(200, within(1e-9));
    }

    @Property(tries = 200)
    void aStraightLineStaysOne(
            @ForAll @DoubleRange(min = 0, max = 1000) double from,
            @ForAll @DoubleRange(min = 0, max = 100) double slope,
            @ForAll @IntRange(min = 2, max = 30) int steps) {
        double[] arrivals = IntStream.range(0, steps)
                .mapToDouble(i -> 10 * (from + slope * i))
                .toArray();
        double[] minutes = Demand.byMinute(trace(600_000, arrivals)).arrivals();
        for (int m = 5; m < minutes.length - 5; m++) {
            assertThat(minutes[m]).isCloseTo(from + slope * ((m + 0.5) / 10 - 0.5), within(1e-6));
        }
        assertThat(Arrays.stream(minutes).sum())
                .isCloseTo(Arrays.stream(arrivals).sum(), within(1e-6 * minutes.length * 5000));
    }

    @Test
    void minutesAndFinerStayAsTheyAre() {
        Trace t = trace(60_000, 1, 2, 3);
        assertThat(Demand.byMinute(t)).isSameAs(t);
    }

    @Test
    void theBusiestFourWeeksAreTaken() {
        double[] hours = new double[24 * 60];
        Arrays.fill(hours, 1);
        Arrays.fill(hours, 400, 500, 10);
        Trace busy = Demand.busiest(trace(HOUR, hours));
        assertThat(busy.arrivals()).hasSize(24 * 28);
        assertThat(Arrays.stream(busy.arrivals()).sum()).isEqualTo(24 * 28 + 900, within(1e-6));
        int from = (int) ((busy.startMillis() - START) / HOUR);
        assertThat(busy.arrivals()).isEqualTo(Arrays.copyOfRange(hours, from, from + 24 * 28));
        assertThat(Demand.of(trace(HOUR, hours), true, 10).arrivals()).hasSize(60 * hours.length);
        assertThat(Demand.of(trace(HOUR, hours), false, 10).arrivals()).hasSize(60 * 24 * 28);
    }

    @Property(tries = 100)
    void oneMinuteInAThousandIsBusierThanTheScale(
            @ForAll @Size(min = 2, max = 3000) List<@DoubleRange(min = 0.1, max = 1000) Double> demand) {
        Trace t = Demand.of(
                trace(60_000, demand.stream().mapToDouble(Double::doubleValue).toArray()), false, 4000);
        long above = Arrays.stream(t.arrivals())
                .filter(a -> a > 4000 * 60 * (1 + 1e-9))
                .count();
        long atLeast = Arrays.stream(t.arrivals())
                .filter(a -> a >= 4000 * 60 * (1 - 1e-9))
                .count();
        assertThat(above).isLessThanOrEqualTo(demand.size() / 1000);
        assertThat(atLeast).isGreaterThan(demand.size() / 1000);
    }

    @Test
    void aBurstRarerThanThePercentileStillSetsAScale() {
        double[] quiet = new double[5000];
        quiet[17] = 3;
        assertThat(Demand.of(trace(60_000, quiet), false, 4000).arrivals()[17]).isEqualTo(4000 * 60, within(1e-6));
    }

    @Test
    void requestsAreCountedByTheMinute() {
        double[] seconds = new double[150];
        seconds[0] = 2;
        seconds[59] = 1;
        seconds[60] = 5;
        seconds[149] = 9;
        Trace t = Demand.counted(trace(1000, seconds));
        assertThat(t.bucketMillis()).isEqualTo(60_000);
        assertThat(t.arrivals()).containsExactly(3, 5);
    }

    @Test
    void halvesMeetInTheMiddle() {
        Trace t = trace(60_000, 1, 2, 3, 4, 5);
        assertThat(Demand.firstHalf(t).arrivals()).containsExactly(1, 2);
        assertThat(Demand.secondHalf(t).arrivals()).containsExactly(3, 4, 5);
        assertThat(Demand.secondHalf(t).startMillis())
                .isEqualTo(Demand.firstHalf(t).endMillis());
    }

    @Test
    void whatCannotBePlayedIsRefused() {
        assertThatThrownBy(() -> Demand.of(trace(60_000, 5), false, 10)).hasMessageContaining("too short");
        assertThatThrownBy(() -> Demand.of(trace(60_000, 0, 0), false, 10)).hasMessageContaining("nothing arrives");
    }
}
