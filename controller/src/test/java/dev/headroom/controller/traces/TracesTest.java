package dev.headroom.controller.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import dev.headroom.controller.Console.Event;
import dev.headroom.controller.ControllerStatus;
import dev.headroom.controller.WorkloadStatus;
import dev.headroom.controller.WorkloadStatus.Outcome;
import dev.headroom.engine.model.Fleet;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Turns as spans, as a real collector's door would get them. */
class TracesTest {

    private static final Instant AT = Instant.parse("2026-01-05T00:00:00.250Z");

    private final Queue<ExportTraceServiceRequest> got = new ConcurrentLinkedQueue<>();
    private final Queue<String> told = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("NullAway.Init") // set before each test
    private HttpServer collector;

    @BeforeEach
    void start() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            got.add(ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    private Map<String, String> environment() {
        return Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + collector.getAddress().getPort(),
                "OTEL_SERVICE_NAME",
                "capacity");
    }

    private static WorkloadStatus status(Outcome outcome, String why) {
        return new WorkloadStatus(
                "web",
                "process",
                ControllerStatus.Mode.ACTING,
                outcome,
                why,
                AT,
                Fleet.steady(4),
                7,
                2,
                40,
                List.of(),
                List.of(),
                "",
                Double.NaN,
                Double.NaN,
                Double.NaN,
                "",
                List.of(),
                "",
                null);
    }

    @Test
    void everyTurnIsASpan() {
        try (Traces traces = Traces.of(environment(), "0.1.0", told::add).orElseThrow()) {
            traces.accept(new Event.Turn(status(Outcome.SCALED, ""), Duration.ofMillis(40), Duration.ofMillis(7)));
            traces.accept(
                    new Event.Turn(status(Outcome.NOT_APPLIED, "no answer"), Duration.ZERO, Duration.ofMillis(1)));
            traces.accept(new Event.Told(AT, "web", dev.headroom.controller.Console.Severity.INFO, "no turn"));
        }
        List<Span> spans = got.stream()
                .flatMap(r -> r.getResourceSpansList().stream())
                .peek(r -> assertThat(r.getResource().getAttributesList())
                        .anySatisfy(
                                a -> assertThat(a.getValue().getStringValue()).isEqualTo("capacity")))
                .flatMap(r -> r.getScopeSpansList().stream())
                .flatMap(s -> s.getSpansList().stream())
                .toList();
        assertThat(spans).hasSize(2);
        Span scaled = spans.get(0);
        assertThat(HexFormat.of().formatHex(scaled.getTraceId().toByteArray())).isEqualTo(TraceId.of("web", AT));
        assertThat(scaled.getStartTimeUnixNano()).isEqualTo(AT.toEpochMilli() * 1_000_000);
        assertThat(scaled.getEndTimeUnixNano() - scaled.getStartTimeUnixNano()).isEqualTo(7_000_000);
        assertThat(scaled.getAttributesList())
                .anySatisfy(a -> {
                    assertThat(a.getKey()).isEqualTo("headroom.replicas.desired");
                    assertThat(a.getValue().getIntValue()).isEqualTo(7);
                })
                .anySatisfy(a -> {
                    assertThat(a.getKey()).isEqualTo("headroom.late_seconds");
                    assertThat(a.getValue().getDoubleValue()).isEqualTo(0.04);
                });
        assertThat(scaled.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
        assertThat(spans.get(1).getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(spans.get(1).getStatus().getMessage()).isEqualTo("no answer");
    }

    /** Where nobody listens is said once, in a sentence, and nothing else is printed. */
    @Test
    void aCollectorThatIsNotThereIsToldOnce() {
        Logger speaker = Logger.getLogger("io.opentelemetry");
        Map<String, String> nobody = Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://me:secret@127.0.0.1:1",
                "OTEL_JAVA_EXPORTER_OTLP_RETRY_DISABLED",
                "true");
        try (Traces traces = Traces.of(nobody, "0.1.0", told::add).orElseThrow()) {
            speaker.info("a processor was made");
            traces.accept(new Event.Turn(status(Outcome.HELD, ""), Duration.ZERO, Duration.ofMillis(1)));
        }
        assertThat(speaker.getUseParentHandlers()).isFalse();
        assertThat(told)
                .singleElement()
                .asString()
                .startsWith("traces cannot be sent to http://127.0.0.1:1, and are dropped until they can")
                .contains("Failed to export")
                .doesNotContain("\n", "secret");
    }

    @Test
    void thereAreNoneUnlessTheEnvironmentSaysWhere() {
        assertThat(Traces.of(Map.of("OTEL_SERVICE_NAME", "capacity"), "0.1.0", told::add))
                .isEmpty();
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Traces.of(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "nowhere"), "0.1.0", told::add))
                .withMessageContaining("OTEL_");
        assertThat(Logger.getLogger("io.opentelemetry").getHandlers()).isEmpty();
    }
}
