package dev.headroom.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.headroom.spec.ShapeSpec.Amount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Traffic files: every key read, and a corpus of bad ones with all that is said about each. */
class TrafficReaderTest {

    record Case(String name, String yaml, String expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Path resources() {
        return Specs.root().resolve("spec/src/test/resources/dev/headroom/spec");
    }

    static List<Case> cases() throws IOException {
        List<Case> out = new ArrayList<>();
        for (String part :
                Files.readString(resources().resolve("bad-traffic.txt")).split("(?m)^=== ", -1)) {
            if (!part.isEmpty()) {
                int name = part.indexOf('\n');
                int expected = part.indexOf("--- expected\n");
                out.add(new Case(
                        part.substring(0, name),
                        part.substring(name + 1, expected),
                        part.substring(expected + "--- expected\n".length())));
            }
        }
        return out;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void badOnesAreRefusedInOurOwnWords(Case c) {
        TrafficReader.Loaded loaded = TrafficReader.read("traffic.yaml", c.yaml());
        StringBuilder said = new StringBuilder();
        loaded.problems().forEach(p -> said.append(p.render()).append('\n'));
        assertThat(said.toString()).isEqualTo(c.expected());
        assertThat(loaded.traffic()).isNull();
    }

    @Test
    void corpusIsLargeAndNamesAreUnique() throws IOException {
        assertThat(cases()).hasSizeGreaterThan(30);
        assertThat(cases().stream().map(Case::name)).doesNotHaveDuplicates();
    }

    private static TrafficSpec good() {
        TrafficReader.Loaded loaded = TrafficReader.read(resources().resolve("good-traffic.yaml"));
        assertThat(loaded.problems()).isEmpty();
        return Objects.requireNonNull(loaded.traffic());
    }

    @Test
    void everyShapeIsReadAsWritten() {
        TrafficSpec traffic = good();
        assertThat(traffic.from()).isEqualTo(Instant.parse("2026-01-04T15:00:00Z")); // midnight in Tokyo
        assertThat(traffic.steps()).isEqualTo(28 * 24 * 30);
        assertThat(traffic.timezone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(traffic.seed()).isEqualTo(-7);
        ShapeSpec.Sum sum = (ShapeSpec.Sum) traffic.rate();
        ShapeSpec.Product product = (ShapeSpec.Product) sum.parts().get(0);
        assertThat(product.parts())
                .containsExactly(
                        new ShapeSpec.Constant(new Amount(1500, true)),
                        new ShapeSpec.Daily(Map.of(
                                LocalTime.MIDNIGHT,
                                new Amount(0.3, false),
                                LocalTime.of(20, 0),
                                new Amount(1.3, false))),
                        new ShapeSpec.Weekly(Map.of(DayOfWeek.SATURDAY, 0.6, DayOfWeek.SUNDAY, 0.55)),
                        new ShapeSpec.PrimeTime(
                                java.util.Set.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY),
                                LocalTime.of(19, 0),
                                LocalTime.of(1, 0),
                                new Amount(1.5, false),
                                Duration.ofMinutes(30)),
                        new ShapeSpec.Ramp(
                                Instant.parse("2026-01-04T15:00:00Z"),
                                Instant.parse("2026-02-01T00:00:00Z"),
                                new Amount(1.2, false)),
                        new ShapeSpec.Noise(0.05, Duration.ofMinutes(10)),
                        new ShapeSpec.Bursts(0.2, 0.85));
        assertThat(sum.parts().subList(1, 4))
                .containsExactly(
                        new ShapeSpec.Flash(
                                Instant.parse("2026-01-07T05:00:00Z"),
                                new Amount(2400, true),
                                Duration.ofMinutes(3),
                                Duration.ofMinutes(45)),
                        new ShapeSpec.Step(
                                Instant.parse("2026-01-09T19:00:00Z"),
                                Duration.ofHours(2),
                                new Amount(10, true),
                                Duration.ofMinutes(5)),
                        new ShapeSpec.OnOff(
                                DistributionSpec.constant(Duration.ofMinutes(10)),
                                DistributionSpec.exponential(Duration.ofMinutes(50)),
                                new Amount(300, true)));
        assertThat(traffic.arrivals())
                .isEqualTo(new TrafficSpec.Arrivals(TrafficSpec.Law.BATCHES, new TrafficSpec.Batches(5, 1.6)));
        assertThat(traffic.tokens().get("documents"))
                .isEqualTo(new TrafficSpec.TokenKind(
                        0.3, new TrafficSpec.Length(6000, 0.8), new TrafficSpec.Length(300, 1)));
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        TrafficReader.Loaded loaded = TrafficReader.read("traffic.yaml", """
                apiVersion: headroom/v1
                traffic: { from: 2026-01-05, for: 1d, rate: { constant: 90/min } }
                """);
        assertThat(loaded.traffic())
                .isEqualTo(new TrafficSpec(
                        Instant.parse("2026-01-05T00:00:00Z"),
                        Duration.ofDays(1),
                        Duration.ofMinutes(1),
                        ZoneId.of("UTC"),
                        1,
                        new ShapeSpec.Constant(new Amount(1.5, true)),
                        TrafficSpec.Arrivals.STEADY,
                        Map.of()));
    }

    @Test
    void writtenAndReadAgainIsTheSame() {
        String written = SpecWriter.flow(TrafficFile.TABLE.write(good(), Writing.PLAIN));
        TrafficReader.Loaded again = TrafficReader.read("written", written);
        assertThat(again.problems()).isEmpty();
        assertThat(again.traffic()).isEqualTo(good());
    }

    @Test
    void eventsThatAreNeverSeenAreWarnedOf() {
        TrafficReader.Loaded loaded = TrafficReader.read("traffic.yaml", """
                apiVersion: headroom/v1
                traffic:
                  from: 2026-01-05
                  for: 1d
                  rate:
                    sum:
                      - constant: 10/s
                      - flash: { at: 2025-01-05T14:00, height: 100/s }
                      - step: { at: 2025-01-05T14:00, to: 100/s }
                      - step: { at: 2026-01-06, to: 100/s, for: 1h }
                """);
        assertThat(loaded.traffic()).isNotNull();
        assertThat(loaded.problems().stream().map(Problem::render))
                .containsExactly(
                        "traffic.yaml:8:18: warning: traffic.rate.sum[1].flash.at: 2025-01-05T14:00:00Z is not within the"
                                + " traffic; it has 2026-01-05T00:00:00Z to 2026-01-06T00:00:00Z",
                        "traffic.yaml:10:17: warning: traffic.rate.sum[3].step.at: 2026-01-06T00:00:00Z is not within the"
                                + " traffic; it has 2026-01-05T00:00:00Z to 2026-01-06T00:00:00Z");
    }

    @Test
    void referenceHasNotDrifted() throws IOException {
        Path page = Specs.root().resolve("docs/reference/traffic.md");
        if (Boolean.getBoolean("headroom.update")) {
            Files.writeString(page, SpecReference.traffic());
        }
        assertThat(Files.readString(page))
                .as("docs/reference/traffic.md; run this test with -Dheadroom.update=true to write it anew")
                .isEqualTo(SpecReference.traffic());
    }

    @Test
    void schemaTakesTheGoodAndRefusesTheMisspelt() throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(JsonSchema.traffic());
        String yaml = Files.readString(resources().resolve("good-traffic.yaml"));
        assertThat(schema.validate(new ObjectMapper().valueToTree(tree(yaml)))).isEmpty();
        assertThat(schema.validate(new ObjectMapper().valueToTree(tree(yaml.replace("hurst", "hearst")))))
                .isNotEmpty();
        assertThat(schema.validate(new ObjectMapper().valueToTree(tree(yaml.replace("1500/s", "1500")))))
                .isNotEmpty();
    }

    private static Object tree(String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        return new LinkedHashMap<>((Map<?, ?>) new Load(settings).loadFromString(yaml));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-02-01T18:00/2h*3.5 | 2026-02-01T09:00:00Z | PT2H | 3.5",
                "2026-02-01T18:00Z/90m*50% | 2026-02-01T18:00:00Z | PT1H30M | 0.5",
            })
    void salesAreReadInTheirZone(String text, Instant at, Duration span, double factor) {
        assertThat(SaleSpec.parse(text, ZoneId.of("Asia/Tokyo"))).isEqualTo(new SaleSpec(at, span, factor));
    }

    static List<Map.Entry<String, String>> badSales() {
        return List.of(
                Map.entry(
                        "2026-02-01",
                        "'2026-02-01' is not a sale; write begin/length*factor, such as 2026-02-01T18:00/2h*3.5"),
                Map.entry("2026-02-01/2h*-1", "'-1' is out of range; it must not be negative"),
                Map.entry("2026-02-01/0s*2", "'2026-02-01/0s*2' lasts no time; write a length such as 2h"),
                Map.entry("2026-02-01/2*3", "2 has no unit; write 2s"),
                Map.entry(
                        "soon/2h*3",
                        "'soon' is not a date and time; write it like 2026-11-27T20:00 or 2026-11-27T20:00+09:00"));
    }

    @ParameterizedTest
    @MethodSource("badSales")
    void badSalesAreRefused(Map.Entry<String, String> bad) {
        assertThatThrownBy(() -> SaleSpec.parse(bad.getKey(), ZoneId.of("UTC")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(bad.getValue());
    }
}
