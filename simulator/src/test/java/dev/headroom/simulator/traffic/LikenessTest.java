package dev.headroom.simulator.traffic;

import static dev.headroom.simulator.traffic.Grids.correlation;
import static dev.headroom.simulator.traffic.Grids.cv;
import static dev.headroom.simulator.traffic.Grids.mean;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headroom.simulator.TokenKind;
import dev.headroom.simulator.Trace;
import dev.headroom.simulator.TraceReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** More of the same is the same in level, daily course and burstiness, within what is stated here. */
class LikenessTest {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Shape WEB = Shape.product(
            Shape.constant(100),
            new Daily(Map.of(LocalTime.of(4, 0), 0.2, LocalTime.of(14, 0), 1.0, LocalTime.of(20, 0), 1.3)),
            new Weekly(Map.of(DayOfWeek.SATURDAY, 0.6, DayOfWeek.SUNDAY, 0.5), 1),
            new Noise(0.2, Duration.ofMinutes(15)));

    private static Generated made(Shape rate, int days, String zone, List<TokenKind> tokens) {
        Grid grid = Grids.of(Grids.MONDAY, Duration.ofDays(days), Duration.ofMinutes(1), zone);
        return new Traffic(grid, rate, new ArrivalLaw.Poisson(), tokens).generate("history", 3);
    }

    /** Mean by the hour of the week. */
    private static double[] profile(Trace trace) {
        int hour = (int) (3_600_000 / trace.bucketMillis());
        double[] sum = new double[168];
        int[] seen = new int[168];
        for (int i = 0; i < trace.arrivals().length; i++) {
            int h = (int)
                    Math.floorMod((trace.startMillis() - Grids.MONDAY.toEpochMilli()) / 3_600_000 + i / hour, 168L);
            sum[h] += trace.arrivals()[i];
            seen[h]++;
        }
        for (int h = 0; h < 168; h++) {
            sum[h] /= seen[h];
        }
        return sum;
    }

    /** Each step over the mean of its hour of the week. */
    private static double[] rest(Trace trace) {
        double[] profile = profile(trace);
        int hour = (int) (3_600_000 / trace.bucketMillis());
        double[] out = new double[trace.arrivals().length];
        for (int i = 0; i < out.length; i++) {
            int h = (int)
                    Math.floorMod((trace.startMillis() - Grids.MONDAY.toEpochMilli()) / 3_600_000 + i / hour, 168L);
            out[i] = trace.arrivals()[i] / profile[h];
        }
        return out;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void levelCourseAndBurstsAreKept(long seed) {
        Trace old = made(WEB, 28, "UTC", List.of()).trace();
        Generated history = new Generated(old, new double[0], new double[0]);
        Trace more = Likeness.of(history, UTC)
                .more(Duration.ofDays(28), List.of(), "more", seed)
                .trace();

        assertThat(more.startMillis()).isEqualTo(old.endMillis());
        assertThat(more.arrivals()).hasSameSizeAs(old.arrivals());
        assertThat(mean(more.arrivals())).isCloseTo(mean(old.arrivals()), within(0.02 * mean(old.arrivals())));
        assertThat(correlation(profile(old), profile(more))).isGreaterThan(0.98);
        assertThat(cv(rest(more))).isCloseTo(cv(rest(old)), within(0.1 * cv(rest(old))));
        // How long bursts last, not only how high they are. Both profiles here are learnt from four weeks, and each
        // takes a quarter of the slow part of the bursts with it: the second time from what the first has left.
        assertThat(Grids.autocorrelation(rest(more), 15)).isCloseTo(Grids.autocorrelation(rest(old), 15), within(0.1));
        assertThat(more.arrivals()).isNotEqualTo(old.arrivals());
    }

    /** Real ones, of two or three weeks: too short for a trend. The second has bursts of hours and little of a course. */
    @ParameterizedTest
    @CsvSource({
        "mscloud_api_01.csv.gz, 21, 0.06, 0.97, 0.15",
        "servegen_m-large_10min.csv.gz, 14, 0.06, 0.75, 0.15",
        "nasa_http_july_1min.csv.gz, 21, 0.06, 0.97, 0.15",
    })
    void realTracesKeepLevelCourseAndBursts(String file, int days, double level, double course, double bursts)
            throws IOException {
        Path path = data().resolve("traces").resolve(file);
        assumeTrue(Files.exists(path), () -> path + " is not here");
        Trace read;
        try (InputStream in = Files.newInputStream(path)) {
            read = TraceReader.read(file, in, TraceReader.Options.ALL).trace();
        }
        int most = (int) (days * Grid.DAY / read.bucketMillis());
        Trace old = read.arrivals().length <= most
                ? read
                : new Trace(
                        file, read.startMillis(), read.bucketMillis(), java.util.Arrays.copyOf(read.arrivals(), most));
        Likeness likeness = Likeness.of(new Generated(old, new double[0], new double[0]), UTC);
        Trace more = likeness.more(Duration.ofDays(days), List.of(), "more", 1).trace();
        assertThat(likeness.growthPerWeek()).isZero();
        assertThat(mean(more.arrivals())).isCloseTo(mean(old.arrivals()), within(level * mean(old.arrivals())));
        assertThat(correlation(daily(old), daily(more))).isGreaterThan(course);
        assertThat(cv(more.arrivals())).isCloseTo(cv(old.arrivals()), within(bursts * cv(old.arrivals())));
    }

    /** Mean by the hour of the day: by that of the week, two weeks of bursts tell too little. */
    private static double[] daily(Trace trace) {
        double[] week = profile(trace);
        double[] out = new double[24];
        for (int h = 0; h < 168; h++) {
            out[h % 24] += week[h] / 7;
        }
        return out;
    }

    private static Path data() {
        String set = System.getenv("HEADROOM_DATA");
        return set != null ? Path.of(set) : Path.of(System.getProperty("headroom.root", ".."), "../shared/data");
    }

    @Test
    void aClearTrendGoesOnAndAnUnclearOneDoesNot() {
        Instant end = Grids.MONDAY.plus(Duration.ofDays(42));
        Shape growing = Shape.product(WEB, new Ramp(Grids.MONDAY, end, 1, 1.6));
        Likeness likeness = Likeness.of(made(growing, 42, "UTC", List.of()), UTC);
        assertThat(likeness.growthPerWeek()).isCloseTo(0.1 / 1.3, within(0.01));
        Generated more = likeness.more(Duration.ofDays(7), List.of(), "more", 1);
        double level = mean(made(WEB, 42, "UTC", List.of()).trace().arrivals());
        assertThat(mean(more.trace().arrivals()) / level).isCloseTo(1.65, within(0.05));

        assertThat(Likeness.of(made(WEB, 42, "UTC", List.of()), UTC).growthPerWeek())
                .isZero();
    }

    @Test
    void aSaleMultipliesItsSpanAndNothingElse() {
        Likeness likeness = Likeness.of(made(WEB, 14, "UTC", List.of()), UTC);
        Instant at = Grids.MONDAY.plus(Duration.ofDays(16)).plusSeconds(18 * 3600);
        Trace plain = likeness.more(Duration.ofDays(7), List.of(), "more", 1).trace();
        Trace sale = likeness.more(Duration.ofDays(7), List.of(new Sale(at, Duration.ofHours(2), 3.5)), "more", 1)
                .trace();
        int first = 2 * 1440 + 18 * 60;
        double during = 0;
        double usual = 0;
        for (int i = 0; i < plain.arrivals().length; i++) {
            if (i >= first && i < first + 120) {
                during += sale.arrivals()[i];
                usual += plain.arrivals()[i];
            } else {
                assertThat(sale.arrivals()[i]).isCloseTo(plain.arrivals()[i], within(1.0));
            }
        }
        assertThat(during / usual).isCloseTo(3.5, within(0.001));
    }

    /** Two quiet days, and 400 in the two hours that are there of the third: no whole block of six hours has seen any demand. */
    @Test
    void demandThatOnlyATornBlockHasIsNotLost() {
        double[] counts = new double[50];
        counts[48] = 100;
        counts[49] = 300;
        Trace history = new Trace("late", Grids.MONDAY.toEpochMilli(), 3_600_000, counts);
        double[] more = Likeness.of(new Generated(history, new double[0], new double[0]), UTC)
                .more(Duration.ofDays(100), List.of(), "more", 1)
                .trace()
                .arrivals();
        assertThat(more).doesNotContain(Double.NaN);
        assertThat(mean(more)).isBetween(mean(counts) / 2, mean(counts) * 2);
    }

    /** In New York clocks change on the ninth week: the daily course stays with the wall. */
    @Test
    void theCourseFollowsTheWallWhenClocksChange() {
        ZoneId zone = ZoneId.of("America/New_York");
        Shape evening = Shape.sum(
                Shape.constant(1),
                new PrimeTime(
                        java.util.EnumSet.allOf(DayOfWeek.class),
                        LocalTime.of(19, 0),
                        LocalTime.of(21, 0),
                        0,
                        100,
                        Duration.ZERO));
        Generated history = made(evening, 56, zone.getId(), List.of());
        Trace more = Likeness.of(history, zone)
                .more(Duration.ofDays(14), List.of(), "more", 1)
                .trace();
        Instant inSummer = Instant.parse("2026-03-10T00:00:00Z"); // 20:00 on the wall, an hour earlier than in winter
        assertThat(more.rate(inSummer.toEpochMilli())).isGreaterThan(50);
        assertThat(more.rate(inSummer.plusSeconds(3600 + 1800).toEpochMilli())).isLessThan(40);
    }

    @Test
    void tokensARequestStayWhatTheyWere() {
        List<TokenKind> kinds = List.of(new TokenKind(1, 800, 1, 200, 1));
        Generated more = Likeness.of(made(WEB, 14, "UTC", kinds), UTC).more(Duration.ofDays(14), List.of(), "more", 1);
        double requests = more.trace().total();
        assertThat(mean(more.inputTokens()) * more.inputTokens().length / requests)
                .isCloseTo(800, within(8.0));
        assertThat(mean(more.outputTokens()) * more.outputTokens().length / requests)
                .isCloseTo(200, within(2.0));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 50, 1000})
    void aLittleHistoryIsEnough(int steps) {
        double[] counts = new double[steps];
        java.util.Arrays.setAll(counts, i -> 60 + i % 7);
        Trace trace = new Trace("short", Grids.MONDAY.toEpochMilli(), 60_000, counts);
        Trace more = Likeness.of(new Generated(trace, new double[0], new double[0]), UTC)
                .more(Duration.ofDays(7), List.of(), "more", 1)
                .trace();
        assertThat(more.arrivals()).hasSize(7 * 1440);
        assertThat(mean(more.arrivals())).isCloseTo(mean(counts), within(3.0));
    }

    @Test
    void whatCannotBeLearntFromIsRefused() {
        Trace none = new Trace("none", 0, 60_000, new double[10]);
        assertThatThrownBy(() -> Likeness.of(new Generated(none, new double[0], new double[0]), UTC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no demand to be like");
        Likeness some = Likeness.of(made(WEB, 1, "UTC", List.of()), UTC);
        assertThatThrownBy(() -> some.more(Duration.ofDays(3650), List.of(), "more", 1))
                .hasMessageContaining("5256000 steps");
        assertThat(Objects.requireNonNull(some.more(Duration.ofDays(1), List.of(), "more", 1))
                        .hasTokens())
                .isFalse();
    }
}
