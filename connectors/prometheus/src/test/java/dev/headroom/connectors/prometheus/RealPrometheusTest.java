package dev.headroom.connectors.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.connectors.http.ServerSettings;
import dev.headroom.engine.loop.MetricHistory;
import dev.headroom.engine.loop.MetricHistory.Past;
import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.testing.MetricSourceContract;
import dev.headroom.testing.RealPrometheus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract and the shapes of answers, against a real Prometheus on recorded samples. Skipped where there is none. */
class RealPrometheusTest extends MetricSourceContract {

    /** Samples every 15 s for an hour, up to here. */
    private static final Instant LAST = Instant.parse("2026-01-05T01:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path folder;

    private static @Nullable RealPrometheus server;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static PrometheusSource source;

    @BeforeAll
    static void start() throws Exception {
        RealPrometheus.assumeInstalled();
        StringBuilder text = new StringBuilder("# TYPE inflight gauge\n");
        for (String pod : List.of("a", "b")) {
            for (int i = 0; i <= 240; i++) {
                text.append(String.format(
                        Locale.ROOT,
                        "inflight{pod=\"%s\"} %d %d%n",
                        pod,
                        pod.equals("a") ? 3 : 4,
                        LAST.getEpochSecond() - 15L * (240 - i)));
            }
        }
        text.append("# TYPE nothing gauge\nnothing 0 ")
                .append(LAST.getEpochSecond())
                .append("\n# EOF\n");
        Path samples = Files.writeString(folder.resolve("samples.txt"), text);
        assertThat(RealPrometheus.promtool(
                        folder, "", "tsdb", "create-blocks-from", "openmetrics", samples.toString(), "data"))
                .isEmpty();
        server = RealPrometheus.start(folder, "global: {}\n");
        source = new PrometheusSource(ServerSettings.of(server.url()));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            source.close();
            server.close();
        }
    }

    @Override
    protected MetricSource source() {
        return source;
    }

    @Override
    protected Signal known() {
        return signal("sum(inflight)");
    }

    @Override
    protected Instant now() {
        return LAST;
    }

    private static Signal signal(String query) {
        Signal plain = Signal.of("a", Measure.OTHER, Unit.COUNT);
        return new Signal(
                "a",
                "prom",
                query,
                plain.unit(),
                plain.measures(),
                0,
                plain.window(),
                plain.aggregate(),
                plain.maxAge(),
                false,
                null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sum(inflight)                                | OK      | 7   |
            avg(inflight)                                | OK      | 3.5 |
            scalar(sum(inflight)) * 2                    | OK      | 14  |
            inflight{pod="a"}                            | OK      | 3   |
            sum(avg_over_time(inflight[30m]))            | OK      | 7   |
            inflight                                     | FAILED  | NaN | sum(inflight)
            absent_metric                                | MISSING | NaN | no series
            nothing / nothing                            | MISSING | NaN | NaN
            1 / nothing                                  | MISSING | NaN | +Inf
            inflight{pod="a"}[1m]                        | FAILED  | NaN | rate(
            sum(                                         | FAILED  | NaN | HTTP 400, Prometheus says: bad_data
            "text"                                       | FAILED  | NaN | a string
            """)
    void answersAreReadings(String query, Reading.Status status, double value, @Nullable String detail) {
        Reading reading = source.read(List.of(signal(query)), LAST).get(0);
        assertThat(reading.status()).as(reading.detail()).isEqualTo(status);
        assertThat(reading.value()).isEqualTo(Double.valueOf(value));
        if (status == Reading.Status.OK) {
            assertThat(reading.at()).isEqualTo(LAST);
        } else {
            assertThat(reading.detail()).contains(java.util.Objects.requireNonNull(detail));
        }
    }

    /** Two minutes after the last sample Prometheus still answers with it; the reading says how old it is. */
    @Test
    void aPlainSelectorKeepsTheTimeOfItsSample() {
        Instant later = LAST.plusSeconds(120);
        assertThat(source.read(List.of(signal("inflight{pod=\"b\"}")), later)).containsExactly(Reading.of(4, LAST));
        assertThat(source.read(List.of(signal("inflight{pod=\"b\"}")), LAST.plusSeconds(400)))
                .first()
                .extracting(Reading::status)
                .isEqualTo(Reading.Status.MISSING);
    }

    @Test
    void aTimeBetweenMillisecondsIsNotOfTheFuture() {
        Instant now = LAST.minusNanos(1);
        assertThat(source.read(List.of(known()), now)).first().satisfies(r -> {
            assertThat(r.status()).isEqualTo(Reading.Status.OK);
            assertThat(r.at()).isBeforeOrEqualTo(now);
        });
    }

    @Test
    void longQueriesGoThrough() {
        String query = "sum(inflight{pod=~\"a|" + "x".repeat(9000) + "\"})";
        assertThat(source.read(List.of(signal(query)), LAST)).containsExactly(Reading.of(3, LAST));
    }

    @Test
    void aRangeIsAskedInParts() {
        Instant from = LAST.minusSeconds(12_000);
        Past history = source.range("sum(inflight)", from, LAST, Duration.ofSeconds(1));
        assertThat(history).isInstanceOfSatisfying(Past.Known.class, found -> {
            assertThat(found.samples()).hasSize(3601);
            assertThat(found.samples().get(0)).isEqualTo(new MetricHistory.Sample(LAST.minusSeconds(3600), 7));
            assertThat(found.samples().get(3600)).isEqualTo(new MetricHistory.Sample(LAST, 7));
        });
        assertThat(source.range("inflight", from, LAST, Duration.ofMinutes(1)))
                .isInstanceOfSatisfying(
                        Past.Unknown.class, failed -> assertThat(failed.why()).contains("2 series"));
        assertThat(source.range("absent_metric", from, LAST, Duration.ofMinutes(1)))
                .isEqualTo(new Past.Known(List.of()));
    }
}
