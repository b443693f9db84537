package dev.headroom.simulator.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.simulator.Distribution;
import dev.headroom.simulator.TokenKind;
import dev.headroom.simulator.TraceReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.opentest4j.TestAbortedException;

/** Whatever the shapes: never negative, finite, the same for the same seed, and read back as written. */
class TrafficPropertyTest {

    @Provide
    Arbitrary<Traffic> traffics() {
        Arbitrary<Grid> grids = Combinators.combine(
                        Arbitraries.longs().between(0, 700),
                        Arbitraries.of(1L, 60L, 300L, 3600L, 86_400L),
                        Arbitraries.integers().between(2, 400),
                        Arbitraries.of("UTC", "Asia/Tokyo", "America/New_York", "Australia/Lord_Howe"))
                .as((day, step, count, zone) -> Grids.of(
                        Instant.parse("2025-01-01T00:00:00Z").plus(Duration.ofDays(day)),
                        Duration.ofSeconds(step * count),
                        Duration.ofSeconds(step),
                        zone));
        Arbitrary<ArrivalLaw> laws =
                Arbitraries.of(new ArrivalLaw.Steady(), new ArrivalLaw.Poisson(), new ArrivalLaw.Batches(3, 1.2));
        Arbitrary<List<TokenKind>> tokens = Arbitraries.of(
                List.of(), List.of(new TokenKind(1, 300, 2, 100, 0), new TokenKind(2, 5000, 0.5, 900, 1)));
        return Combinators.combine(grids, shapes(2), laws, tokens).as(Traffic::new);
    }

    private static Arbitrary<Shape> shapes(int depth) {
        Arbitrary<Double> levels = Arbitraries.doubles().between(0, 500);
        Arbitrary<Instant> times = Arbitraries.longs()
                .between(0, 800L * 86_400)
                .map(s -> Instant.parse("2024-12-01T00:00:00Z").plusSeconds(s));
        Arbitrary<Duration> spans = Arbitraries.longs().between(0, 200_000).map(Duration::ofSeconds);
        Arbitrary<LocalTime> clock = Arbitraries.integers().between(0, 86_399).map(LocalTime::ofSecondOfDay);
        Arbitrary<Set<DayOfWeek>> days = Arbitraries.of(DayOfWeek.class).set();
        Arbitrary<Distribution> turns = Arbitraries.of(
                Distribution.constant(900),
                Distribution.exponential(60),
                new Distribution(Distribution.Shape.GAMMA, 600, 3),
                new Distribution(Distribution.Shape.LOGNORMAL, 600, 2));
        List<Arbitrary<Shape>> leaves = List.of(
                levels.map(Constant::new),
                Arbitraries.maps(clock, levels).ofMinSize(1).ofMaxSize(6).map(Daily::new),
                Arbitraries.maps(Arbitraries.of(DayOfWeek.class), levels).map(m -> new Weekly(m, 1)),
                Combinators.combine(days, clock, clock, levels, spans)
                        .as((d, from, to, level, edge) -> new PrimeTime(d, from, to, 1, level, edge)),
                Combinators.combine(times, levels, spans, spans)
                        .as((at, level, rise, decay) -> new Flash(at, 1, level, rise, decay)),
                Combinators.combine(times, spans.injectNull(0.3), levels, spans)
                        .as((at, span, level, edge) -> new Step(at, span, 1, level, edge)),
                Combinators.combine(times, spans, levels)
                        .as((at, span, level) -> new Ramp(at, at.plus(span), 1, level)),
                Combinators.combine(turns, turns, levels).as((on, off, level) -> new OnOff(on, off, 0, level)),
                Combinators.combine(Arbitraries.doubles().between(0, 10), spans).as(Noise::new),
                Combinators.combine(
                                Arbitraries.doubles().between(0, 10),
                                Arbitraries.doubles().between(0.01, 0.99))
                        .as(Bursts::new));
        Arbitrary<Shape> leaf = Arbitraries.oneOf(leaves);
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<List<Shape>> parts = shapes(depth - 1).list().ofMinSize(1).ofMaxSize(3);
        return Arbitraries.oneOf(List.of(leaf, parts.map(Sum::new), parts.map(Product::new)));
    }

    @Property(tries = 300)
    void isFiniteNeverNegativeAndWhole(@ForAll("traffics") Traffic traffic, @ForAll long seed) {
        double[] rate = traffic.rate().over(traffic.grid(), new Draws(seed));
        for (double r : rate) {
            assertThat(r).isGreaterThanOrEqualTo(0).isFinite();
        }
        Generated made = made(traffic, "test", seed);
        assertThat(made.trace().arrivals()).hasSize(traffic.grid().count());
        for (double count : made.trace().arrivals()) {
            assertThat(count).isGreaterThanOrEqualTo(0).isFinite().isEqualTo(Math.rint(count));
        }
    }

    @Property(tries = 100)
    void theSameSeedGivesTheSameBytes(@ForAll("traffics") Traffic traffic, @ForAll long seed) throws IOException {
        assertThat(csv(made(traffic, "test", seed))).isEqualTo(csv(made(traffic, "test", seed)));
    }

    @Property(tries = 100)
    void whatIsWrittenIsReadBack(@ForAll("traffics") Traffic traffic) throws IOException {
        Generated made = made(traffic, "test.csv", 1);
        byte[] bytes = csv(made).getBytes(StandardCharsets.UTF_8);
        for (String column :
                made.hasTokens() ? List.of("requests", "input_tokens", "output_tokens") : List.of("requests")) {
            TraceReader.Options options = new TraceReader.Options(column, null, null);
            TraceReader.Loaded read = TraceReader.read("test.csv", new ByteArrayInputStream(bytes), options);
            assertThat(read.trace()).isEqualTo(made.trace(options));
            assertThat(read.notes()).isEmpty();
        }
    }

    @Property(tries = 100)
    void moreOfTheSameIsTraffic(@ForAll("traffics") Traffic traffic, @ForAll long seed) {
        Generated made = made(traffic, "test", seed);
        if (!(made.trace().total() > 0)) {
            return;
        }
        Duration span = Duration.ofMillis(300 * made.trace().bucketMillis());
        Generated more = Likeness.of(made, traffic.grid().zone()).more(span, List.of(), "more", seed);
        for (double count : more.trace().arrivals()) {
            assertThat(count).isGreaterThanOrEqualTo(0).isFinite();
        }
        assertThat(more).isEqualTo(Likeness.of(made, traffic.grid().zone()).more(span, List.of(), "more", seed));
    }

    /** Products of products may come to more than can be counted; that is refused, and no case of these. */
    private static Generated made(Traffic traffic, String name, long seed) {
        try {
            return traffic.generate(name, seed);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("more than can be simulated");
            throw new TestAbortedException(refused.getMessage());
        }
    }

    private static String csv(Generated made) throws IOException {
        StringBuilder out = new StringBuilder();
        made.csv(out);
        return out.toString();
    }
}
