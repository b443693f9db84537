package dev.headroom.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.testing.MetricSourceContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSourceTest extends MetricSourceContract {

    private static final Instant NOW = Instant.parse("2026-01-05T00:00:00Z");
    private static final String STATS =
            "{\"inflight\": 7, \"queue\": {\"depth\": \"3.5\"}, \"none\": null, \"a/b\": 1}";

    private final LocalServer server = new LocalServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected MetricSource source() {
        server.says(200, STATS);
        return new HttpSource(server.settings(), "/stats", null);
    }

    @Override
    protected Signal known() {
        return signal("inflight");
    }

    @Override
    protected Instant now() {
        return NOW;
    }

    private static Signal signal(String query) {
        return Signal.of(query, Measure.OTHER, Unit.COUNT);
    }

    private Reading read(String query, String time) {
        try (HttpSource source = new HttpSource(server.settings(), "/stats", time.isEmpty() ? null : time)) {
            return source.read(List.of(signal(query)), NOW).get(0);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            inflight     | OK      | 7   | ''
            /inflight    | OK      | 7   | ''
            #/inflight   | OK      | 7   | ''
            /queue/depth | OK      | 3.5 | ''
            a/b          | OK      | 1   | ''
            /a~1b        | OK      | 1   | ''
            none         | MISSING | NaN | null at /none
            other        | MISSING | NaN | nothing at /other; there is: inflight, queue, none, a/b
            /queue/age   | MISSING | NaN | nothing at /queue/age; there is under /queue: depth
            /queue       | FAILED  | NaN | is no number
            """)
    void aQueryIsAPointer(String query, Reading.Status status, double value, String detail) {
        server.says(200, STATS);
        Reading reading = read(query, "");
        assertThat(reading.status()).isEqualTo(status);
        assertThat(reading.value()).isEqualTo(Double.valueOf(value));
        assertThat(reading.detail()).contains(detail);
    }

    @Test
    void aDocumentMayBeOneNumber() {
        server.says(200, "42");
        assertThat(read("#", "")).isEqualTo(Reading.of(42, NOW));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1767571190               | 2026-01-04T23:59:50Z     | ''
            1767571190.25            | 2026-01-04T23:59:50.250Z | ''
            1767571190000            | 2026-01-04T23:59:50Z     | ''
            "1767571190"             | 2026-01-04T23:59:50Z     | ''
            "2026-01-05T01:59:50+02:00" | 2026-01-04T23:59:50Z  | ''
            "2026-01-05T00:00:04Z"   | 2026-01-05T00:00:00Z     | ''
            "2026-01-05T00:00:06Z"   | 1970-01-01T00:00:00Z     | after the time asked about
            "yesterday"              | 1970-01-01T00:00:00Z     | is no time
            null                     | 1970-01-01T00:00:00Z     | is no time
            true                     | 1970-01-01T00:00:00Z     | is no time
            """)
    void aTimeInTheDocumentIsThatOfTheValues(String json, Instant at, String detail) {
        server.says(200, "{\"v\": 1, \"at\": " + json + "}");
        Reading reading = read("v", "at");
        assertThat(reading.at()).isEqualTo(at);
        assertThat(reading.detail()).contains(detail);
    }

    @Test
    void aTimeThatIsNotThereFails() {
        server.says(200, "{\"v\": 1}");
        assertThat(read("v", "/at").detail()).isEqualTo("no time at /at; there is: v");
    }

    @Test
    void oneRequestAnswersAllSignals() {
        server.says(200, STATS);
        try (HttpSource source = new HttpSource(server.settings(), "/stats?full=1", null)) {
            assertThat(source.read(List.of(signal("inflight"), signal("/queue/depth"), signal("/")), NOW))
                    .extracting(Reading::status)
                    .containsExactly(Reading.Status.OK, Reading.Status.OK, Reading.Status.MISSING);
        }
        assertThat(server.requests).extracting(LocalServer.Request::path).containsExactly("/stats?full=1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            never answers       | did not answer within 300 ms
            stops in the middle | did not answer within 300 ms
            hangs up            | broke off
            talks without end   | larger than 65536 bytes
            talks garbage       | HTTP 200 with what is no JSON
            says nothing        | HTTP 200 with an empty answer
            is broken           | HTTP 500: stack trace
            is overloaded       | HTTP 503
            redirects           | HTTP 307 (a redirect, which is not followed
            """)
    void aServerThatMisbehaves(String how, String detail) {
        server.misbehaves(how);
        ServerSettings settings = server.settings().answersUpTo(64 << 10);
        boolean silent = how.equals("never answers") || how.equals("stops in the middle");
        try (HttpSource source =
                new HttpSource(silent ? settings.within(Duration.ofMillis(300)) : settings, "/stats", null)) {
            assertThat(source.read(List.of(signal("a"), signal("b")), NOW))
                    .hasSize(2)
                    .allSatisfy(reading -> {
                        assertThat(reading.status()).isEqualTo(Reading.Status.FAILED);
                        assertThat(reading.detail()).contains(detail);
                    });
        }
    }

    @Test
    void whatMayPassIsTriedAgain() {
        AtomicInteger count = new AtomicInteger();
        server.behaviour = (e, r) -> LocalServer.reply(e, count.incrementAndGet() < 3 ? 503 : 200, STATS);
        try (HttpSource source = new HttpSource(server.settings().trying(3, Duration.ofMillis(1)), "/stats", null)) {
            assertThat(source.read(List.of(signal("inflight")), NOW)).containsExactly(Reading.of(7, NOW));
        }
    }
}
