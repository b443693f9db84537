package dev.headroom.controller.traces;

import dev.headroom.controller.Console.Event;
import dev.headroom.controller.Sentence;
import dev.headroom.controller.WorkloadStatus;
import dev.headroom.controller.WorkloadStatus.Outcome;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A span for each turn of each workload, sent by OTLP. What is sent where is said by OpenTelemetry's own variables of the
 * environment ({@code OTEL_EXPORTER_OTLP_ENDPOINT} and the others); without one of them there are no traces.
 */
public final class Traces implements Consumer<Event>, AutoCloseable {

    private static final AttributeKey<String> WORKLOAD = AttributeKey.stringKey("headroom.workload");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("headroom.outcome");
    private static final AttributeKey<String> WHY = AttributeKey.stringKey("headroom.why");
    private static final AttributeKey<Long> FROM = AttributeKey.longKey("headroom.replicas.current");
    private static final AttributeKey<Long> TO = AttributeKey.longKey("headroom.replicas.desired");
    private static final AttributeKey<Double> LATE = AttributeKey.doubleKey("headroom.late_seconds");
    private static final long FLUSH_SECONDS = 5;

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;
    private final Ids ids;
    private final Runnable quiet;

    private Traces(OpenTelemetrySdk sdk, Ids ids, Runnable quiet) {
        this.sdk = sdk;
        this.ids = ids;
        this.quiet = quiet;
        this.tracer = sdk.getTracer("dev.headroom.controller");
    }

    /**
     * Traces as the environment says; empty if it says nothing of traces.
     *
     * @param trouble is told in a sentence when they cannot be sent, and once an hour while that lasts
     * @throws IllegalArgumentException if what it says cannot be
     */
    public static Optional<Traces> of(Map<String, String> environment, String version, Consumer<String> trouble) {
        String where = environment.getOrDefault(
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", environment.get("OTEL_EXPORTER_OTLP_ENDPOINT"));
        if (where == null) {
            return Optional.empty();
        }
        Map<String, String> properties = new HashMap<>(Map.of(
                "otel.service.name", "headroom",
                "otel.resource.attributes", "service.version=" + version,
                "otel.exporter.otlp.protocol", "http/protobuf",
                "otel.metrics.exporter", "none",
                "otel.logs.exporter", "none"));
        environment.forEach((name, value) -> {
            if (name.startsWith("OTEL_")) {
                properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        Ids ids = new Ids();
        Runnable quiet = Untold.instead(where.replaceFirst("//[^/]*@", "//"), trouble);
        try {
            OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesCustomizer(found -> properties)
                    .addTracerProviderCustomizer((provider, found) -> provider.setIdGenerator(ids))
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk();
            return Optional.of(new Traces(sdk, ids, quiet));
        } catch (RuntimeException e) {
            quiet.run();
            throw new IllegalArgumentException("the OTEL_ variables of the environment: " + e.getMessage(), e);
        }
    }

    @Override
    public void accept(Event event) {
        if (event instanceof Event.Turn turn && turn.workload().at() != null) {
            turn(turn, turn.workload().at());
        }
    }

    private void turn(Event.Turn turn, Instant at) {
        WorkloadStatus w = turn.workload();
        ids.next(TraceId.of(w.name(), at));
        Span span = tracer.spanBuilder("turn")
                .setParent(Context.root())
                .setSpanKind(SpanKind.INTERNAL)
                .setStartTimestamp(at)
                .setAttribute(WORKLOAD, w.name())
                .setAttribute(OUTCOME, w.outcome().name().toLowerCase(Locale.ROOT))
                .setAttribute(LATE, turn.late().toNanos() / 1e9)
                .startSpan();
        if (w.fleet() != null) {
            span.setAttribute(FROM, w.fleet().desired());
        }
        if (w.desired() >= 0) {
            span.setAttribute(TO, w.desired());
            span.setAttribute(WHY, Sentence.why(w.reasons()));
        }
        if (w.outcome() == Outcome.NOT_APPLIED || w.outcome() == Outcome.NOT_RECORDED || w.outcome() == Outcome.BLIND) {
            span.setStatus(StatusCode.ERROR, w.why());
        }
        span.end(at.plus(turn.took()));
    }

    /** What has not been sent yet is sent, within some seconds. */
    @Override
    public void close() {
        sdk.shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS);
        quiet.run();
    }

    /** Ids of traces are those of turns. */
    private static final class Ids implements IdGenerator {
        private final ThreadLocal<String> next = new ThreadLocal<>();

        void next(String trace) {
            next.set(trace);
        }

        @Override
        public String generateSpanId() {
            return IdGenerator.random().generateSpanId();
        }

        @Override
        public String generateTraceId() {
            String trace = next.get();
            next.remove();
            return trace == null ? IdGenerator.random().generateTraceId() : trace;
        }
    }
}
