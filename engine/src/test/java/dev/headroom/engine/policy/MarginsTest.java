package dev.headroom.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.engine.model.Forecast;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarginsTest {

    private static final long START = Scene.START.toEpochMilli();
    private static final long HORIZON = 120_000;
    private static final int TICK = 15;
    private static final int DAY = 86_400 / TICK;

    private Margins margins = Margins.NONE;
    private Arrivals arrivals = Arrivals.NONE;
    private Margins.@Nullable Plan plan;

    /**
     * Share of the requests of the last {@code scored} ticks that surpassed what was planned for them a boot time before.
     *
     * @param told whether the policy learns how many were late
     */
    private double late(int ticks, int scored, double allowed, boolean told, IntToDoubleFunction rate) {
        int boot = (int) (HORIZON / 1000 / TICK);
        double[] planned = new double[ticks];
        double late = 0;
        double all = 0;
        for (int i = 0; i < ticks; i++) {
            double seen = rate.applyAsDouble(i);
            double ready = i < boot ? Double.POSITIVE_INFINITY : planned[i - boot] / Staffing.FULLEST;
            planned[i] = step(i, seen, allowed, told ? ready : Double.POSITIVE_INFINITY, null)
                    .demand();
            if (i >= ticks - scored) {
                late += seen > ready ? seen : 0;
                all += seen;
            }
        }
        return late / all;
    }

    private Margins.Plan step(int i, double rate, double allowed, double carried, @Nullable Forecast forecast) {
        Instant now = Instant.ofEpochMilli(START + 1000L * TICK * i);
        arrivals = arrivals.with(rate, now.toEpochMilli(), HORIZON);
        Margins seen = margins.seen(arrivals, arrivals.level(), carried, HORIZON, LearningConstants.STANDARD);
        Margins.Plan p =
                seen.plan(now, arrivals, arrivals.level(), 2, forecast, HORIZON, allowed, LearningConstants.STANDARD);
        margins = p.margins();
        plan = p;
        return p;
    }

    /** Half as much more for five minutes, once in about an hour and a half, out of the calm. */
    private static double bursts(int i) {
        return 1000 * (1 + 0.02 * Math.sin(i / 7.0)) * (i % 367 < 20 ? 1.5 : 1);
    }

    /** Healthy: 0.02 %, 0.7 % and 4.4 %. */
    @ParameterizedTest(name = "{0} may be late")
    @CsvSource({"0.001, 0.0015", "0.01, 0.013", "0.05, 0.06"})
    void noMoreAreLateThanAllowed(double allowed, double most) {
        assertThat(late(8 * DAY, 4 * DAY, allowed, true, MarginsTest::bursts)).isLessThan(most);
    }

    @Test
    void whereLittleMayBeLateThePlanCoversTheBurst() {
        late(4 * DAY + 200, 1, 0.001, true, MarginsTest::bursts);
        double careful = plan().demand();
        margins = Margins.NONE;
        arrivals = Arrivals.NONE;
        late(4 * DAY + 200, 1, 0.2, true, MarginsTest::bursts);
        assertThat(careful).isGreaterThan(1450);
        assertThat(plan().demand()).isLessThan(1200);
    }

    /** With nothing spent what is allowed is planned for, at a higher load; when too few replicas were there, a third of it. */
    @Test
    void spendsWhatIsAllowed() {
        late(DAY, 1, 0.02, false, MarginsTest::bursts);
        assertThat(plan().how()).endsWith("a margin for 2.0 % late");
        assertThat(plan().fullest()).isBetween(0.978, 0.98);
        margins = Margins.NONE;
        arrivals = Arrivals.NONE;
        for (int i = 0; i < DAY; i++) {
            step(i, bursts(i), 0.02, 0, null);
        }
        assertThat(plan().how()).endsWith("a margin for 0.667 % late");
        assertThat(plan().fullest()).isEqualTo(0.97);
    }

    /** Twice the caution plans for half of what may be late. */
    @Test
    void cautionDividesWhatMayBeLate() {
        late(DAY, 1, 0.02, false, MarginsTest::bursts);
        Instant now = Instant.ofEpochMilli(START + 1000L * TICK * DAY);
        LearningConstants careful = LearningConstants.STANDARD.with(LearningConstant.CAUTION, 2);
        Margins.Plan p = margins.plan(now, arrivals, arrivals.level(), 2, null, HORIZON, 0.02, careful);
        assertThat(p.how()).endsWith("a margin for 1.0 % late");
        assertThat(p.demand()).isGreaterThanOrEqualTo(plan().demand());
    }

    @Test
    void whatAnotherVersionLearnedIsForgotten() {
        late(DAY, 1, 0.02, false, MarginsTest::bursts);
        Margins older = new Margins(
                margins.guesses().subList(0, 7),
                margins.pending(),
                margins.squares(),
                margins.levels(),
                margins.late(),
                margins.requests(),
                margins.leads(),
                margins.seenMillis(),
                margins.records());
        assertThat(older.guesses()).isEmpty();
        assertThat(older.pending()).isEmpty();
        margins = older;
        assertThat(step(DAY, bursts(DAY), 0.02, Double.POSITIVE_INFINITY, null).how())
                .isEqualTo("recent peaks and changes");
    }

    @Test
    void beginsWithWhatIsPlannedWithoutIt() {
        Margins.Plan first = step(0, 100, 0.01, Double.POSITIVE_INFINITY, null);
        // Two times √(½ · 0.2²), and a thousandth, of the rate.
        assertThat(first.demand()).isCloseTo(100 * (1 + 2 * (0.1414 + 0.001)), within(0.1));
        assertThat(first.how()).isEqualTo("recent peaks and changes");
        late(DAY, 1, 0.01, true, i -> 100);
        assertThat(plan().demand()).isCloseTo(100, within(10.0));
    }

    /** A square wave of 2 h that the forecast knows: everything else pays for the steps all the time. */
    @Test
    void aForecastThatIsRightDecides() {
        Duration step = Duration.ofMinutes(1);
        for (int i = 0; i < 4 * DAY; i++) {
            double[][] values = new double[4][];
            for (int k = 0; k < values.length; k++) {
                double then = square(i + 4 * k);
                values[k] = new double[] {then, 1.05 * then};
            }
            Instant now = Instant.ofEpochMilli(START + 1000L * TICK * i);
            Forecast known = new Forecast("rate", "oracle", now, now, step, new double[] {0.5, 0.95}, values, 0.01);
            step(i, square(i), 0.001, Double.POSITIVE_INFINITY, known);
        }
        assertThat(plan().how()).startsWith("the forecast and");
    }

    private static double square(int i) {
        return i / 240 % 2 == 0 ? 100 : 1000;
    }

    @Test
    void remembersLittle() {
        late(2 * DAY, 1, 0.001, true, MarginsTest::bursts);
        assertThat(margins.pending()).hasSizeLessThanOrEqualTo(Margins.PENDING + 1);
        assertThat(margins.guesses()).hasSize(8);
        assertThat(margins.records().maxima().size()).isLessThanOrEqualTo(Records.SLOTS);
    }

    /** A calm day, then a rise like none before: the margins of the calm are worth nothing, at once and for a lead. */
    @Test
    void whatNoGuessHadPlannedForIsASurprise() {
        late(DAY, 1, 0.001, true, i -> 1000 + 10 * Math.sin(i / 7.0));
        double calm = plan().demand();
        assertThat(calm).isLessThan(1100);
        Margins.Plan first = step(DAY, 1500, 0.001, Double.POSITIVE_INFINITY, null);
        assertThat(first.how()).isEqualTo("more than any guess had planned for");
        // It went on growing as it did, and a few of the changes that were usual.
        assertThat(first.demand()).isBetween(2000.0, 3000.0);
        int boot = (int) (HORIZON / 1000 / TICK);
        for (int i = 1; i <= boot + 1; i++) {
            step(DAY + i, 1500, 0.001, Double.POSITIVE_INFINITY, null);
        }
        assertThat(plan().how()).contains("a margin for");
    }

    /** The next of n surpasses them all one time in n + 1: among few leads that says nothing. */
    @Test
    void amongFewLeadsNothingIsASurprise() {
        late(8 * (int) (HORIZON / 1000 / TICK), 1, 0.001, true, i -> 1000 + 10 * Math.sin(i / 7.0));
        assertThat(step(64, 1500, 0.001, Double.POSITIVE_INFINITY, null).how()).contains("a margin for");
    }

    /** A forecast that was there from the first knows more than has been seen here; one that comes later does not. */
    @ParameterizedTest(name = "forecast from sample {0} on")
    @CsvSource({"0, 2900, 2900", "200, 100, 160"})
    void onlyAForecastFromHistoryIsBelievedAboveRecentPeaks(int from, double least, double most) {
        double[][] wild = {{800, 2900, 3000}, {800, 2900, 3000}, {800, 2900, 3000}};
        for (int i = 0; i < 240; i++) {
            Instant now = Instant.ofEpochMilli(START + 1000L * TICK * i);
            Forecast forecast = new Forecast(
                    "rate", "wild", now, now, Duration.ofMinutes(1), new double[] {0.5, 0.9, 0.95}, wild, Double.NaN);
            step(i, 100, 0.001, Double.POSITIVE_INFINITY, i < from ? null : forecast);
            if (i == from + 20) {
                assertThat(plan().demand()).isBetween(least, most);
            }
        }
    }

    private Margins.Plan plan() {
        return Objects.requireNonNull(plan);
    }

    @ParameterizedTest(name = "{0} of the requests surpass {1}")
    @CsvSource({"0.005, 5, 6.7", "0.05, 0.5, 0.8", "0.5, 0.25, 0.53", "0.995, -2.2, -1.6"})
    void quantiles(double share, double least, double most) {
        Misses m = Misses.NONE;
        assertThat(m.quantile(share)).isNaN();
        for (int i = 0; i < 1000; i++) {
            m = m.with(i % 100 == 0 ? 6 : i % 100 == 1 ? -2 : 0.52, 3, 1);
        }
        assertThat(m.quantile(share)).isBetween(least, most);
    }

    /** Ten requests in a hundred surpassed plans that were to be surpassed by one: 10 and the prior over 1 and the prior. */
    @Test
    void countsWhatSurpassedItsPlans() {
        Misses m = Misses.NONE;
        for (int i = 0; i < 100; i++) {
            m = m.judged(i % 10 == 0, 1, 0.01, 1);
        }
        assertThat(m.excess(1)).isCloseTo(5.5, within(1e-9));
        assertThat(Misses.NONE.judged(false, 100, 0.01, 1).excess(1)).isEqualTo(1);
    }

    /** A day of calm, a burst every two hours: the highest rate of two hours needs no margin, and no hour of learning. */
    @Test
    void aRecordCoversWhatComesAgain() {
        late(DAY, 1, 0.001, true, i -> i % 400 < 8 ? 3000 : 1000 + 10 * Math.sin(i / 7.0));
        assertThat(plan().demand()).isBetween(2990.0, 4200.0);
    }

    @Test
    void forgets() {
        Misses m = Misses.NONE.with(6, 1, 1);
        for (int i = 0; i < 1000; i++) {
            m = m.with(0, 1, 0.99);
        }
        assertThat(m.quantile(0.001)).isLessThan(0.5);
        assertThat(m.total()).isCloseTo(100, within(0.1));
    }
}
