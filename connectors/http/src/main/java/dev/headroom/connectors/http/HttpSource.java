package dev.headroom.connectors.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads signals from one JSON document of an HTTP server. A signal's query is a JSON pointer, such as {@code /queue/depth}, or
 * the name of a key at the top; all signals of a read are answered by one request. Numbers may be written as texts.
 *
 * <p>A value is of the time that stands in the document, if a pointer to it is given, else of the time of the evaluation. A
 * time up to five seconds ahead is a clock that goes fast, and counts as the time of the evaluation.
 *
 * <p>Thread-safe.
 */
public final class HttpSource implements MetricSource, AutoCloseable {
    private final Exchange exchange;
    private final Exchange.Request request;
    private final @Nullable JsonPointer time;

    /**
     * A source.
     *
     * @param server how it is asked
     * @param path of the document, below the server's address
     * @param time a pointer to the time of the values; null if they are as of the time of asking
     * @throws IllegalArgumentException if the pointer is none, or the file of authorities cannot be used
     */
    public HttpSource(ServerSettings server, String path, @Nullable String time) {
        this(server, path, time, System::nanoTime);
    }

    HttpSource(ServerSettings server, String path, @Nullable String time, LongSupplier nanos) {
        this.time = time == null ? null : JsonAnswer.pointer(time);
        this.request = Exchange.Request.get(path);
        this.exchange = new Exchange(server, nanos);
    }

    @Override
    public List<Reading> read(List<Signal> signals, Instant now) {
        if (signals.isEmpty()) {
            return List.of();
        }
        return switch (JsonAnswer.of(exchange.ask(request))) {
            case JsonAnswer.Wrong wrong -> Collections.nCopies(signals.size(), Reading.failed(wrong.why()));
            case JsonAnswer.Document document -> readings(document, signals, now);
        };
    }

    private List<Reading> readings(JsonAnswer.Document document, List<Signal> signals, Instant now) {
        Instant at = now;
        if (time != null) {
            JsonNode stated = document.root().at(time);
            Optional<Instant> known = JsonAnswer.time(stated);
            String wrong = "";
            if (stated.isMissingNode()) {
                wrong = "no time at " + time + document.neighbours(time);
            } else if (known.isEmpty()) {
                wrong = Exchange.excerpt(stated.toString()) + " at " + time
                        + " is no time: write seconds since 1970, or like 2026-01-05T00:00:00Z";
            } else if (known.get().isAfter(now.plus(JsonAnswer.AHEAD))) {
                wrong = "the values are of " + known.get() + ", after the time asked about, " + now;
            }
            if (!wrong.isEmpty()) {
                return Collections.nCopies(signals.size(), Reading.failed(wrong));
            }
            at = known.filter(k -> k.isBefore(now)).orElse(now);
        }
        Instant then = at;
        return signals.stream().map(s -> reading(document, s.query(), then)).toList();
    }

    private static Reading reading(JsonAnswer.Document document, String query, Instant at) {
        JsonPointer pointer;
        try {
            pointer = JsonAnswer.pointer(query);
        } catch (IllegalArgumentException e) {
            return Reading.failed("'" + query + "' is no JSON pointer; write it like /queue/depth");
        }
        return document.number(pointer, at);
    }

    @Override
    public void close() {
        exchange.close();
    }
}
