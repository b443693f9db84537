package dev.headroom.connectors.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.engine.model.Reading;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Numbers and times in a server's JSON, found by <a href="https://www.rfc-editor.org/rfc/rfc6901">JSON pointers</a>. */
sealed interface JsonAnswer {

    /** Clocks of other machines may be ahead of ours by this much. */
    Duration AHEAD = Duration.ofSeconds(5);

    /** Seconds since 1970 stay below this for three thousand years; milliseconds passed it in 1973. */
    double LARGEST_SECONDS = 1e11;

    ObjectMapper JSON = new ObjectMapper();

    /** There is none, and why, as a sentence without a full stop. */
    record Wrong(String why) implements JsonAnswer {}

    /** The document. */
    record Document(JsonNode root) implements JsonAnswer {

        /** The number under a pointer; {@code at} when it was true. */
        Reading number(JsonPointer pointer, Instant at) {
            JsonNode node = root.at(pointer);
            if (node.isMissingNode()) {
                return Reading.missing("nothing at " + shown(pointer) + neighbours(pointer));
            }
            if (node.isNull()) {
                return Reading.missing("null at " + shown(pointer));
            }
            Optional<Double> number = numeric(node);
            return number.isPresent()
                    ? Reading.of(number.get(), at)
                    : Reading.failed(Exchange.excerpt(node.toString()) + " at " + shown(pointer) + " is no number");
        }

        /** The whole, non-negative number under a pointer; empty if there is none. */
        Optional<Integer> count(JsonPointer pointer) {
            return numeric(root.at(pointer))
                    .filter(v -> v >= 0 && v <= 1_000_000 && Math.rint(v) == v)
                    .map(Double::intValue);
        }

        /** What the document holds beside a pointer that leads nowhere. */
        String neighbours(JsonPointer pointer) {
            JsonPointer above = pointer.head();
            JsonNode parent = above == null ? root : root.at(above);
            while (above != null && parent.isMissingNode() && !above.matches()) {
                above = above.head();
                parent = above == null ? root : root.at(above);
            }
            List<String> names = new ArrayList<>();
            parent.fieldNames().forEachRemaining(names::add);
            String where = above == null || above.matches() ? "" : " under " + above;
            return names.isEmpty() ? "" : "; there is" + where + ": " + Exchange.excerpt(String.join(", ", names));
        }
    }

    /** Reads an outcome as JSON. */
    static JsonAnswer of(Exchange.Outcome outcome) {
        return switch (outcome) {
            case Exchange.Outcome.Failed failed -> new Wrong(failed.why());
            case Exchange.Outcome.TooLarge large -> new Wrong(large.why());
            case Exchange.Outcome.Answered answered -> of(answered);
        };
    }

    private static JsonAnswer of(Exchange.Outcome.Answered answered) {
        if (!answered.ok()) {
            String said = answered.excerpt();
            return new Wrong("HTTP " + answered.status() + answered.hint() + (said.isEmpty() ? "" : ": " + said));
        }
        try {
            JsonNode root = JSON.readTree(answered.body());
            return root == null || root.isMissingNode()
                    ? new Wrong("HTTP " + answered.status() + " with an empty answer")
                    : new Document(root);
        } catch (JacksonException e) {
            return new Wrong("HTTP " + answered.status() + " with what is no JSON: " + answered.excerpt());
        } catch (IOException e) {
            return new Wrong("HTTP " + answered.status() + " with an answer that cannot be read: " + e);
        }
    }

    /**
     * The pointer that a text means: {@code /a/b}, {@code #/a/b}, {@code #} for the whole document, or the name of a key at
     * the top.
     *
     * @throws IllegalArgumentException if it is none
     */
    static JsonPointer pointer(String text) {
        String plain = text.startsWith("#") ? text.substring(1) : text;
        if (plain.isEmpty()) {
            return JsonPointer.empty();
        }
        return plain.startsWith("/")
                ? JsonPointer.compile(plain)
                : JsonPointer.empty().appendProperty(plain);
    }

    private static String shown(JsonPointer pointer) {
        return pointer.matches() ? "the top" : pointer.toString();
    }

    private static Optional<Double> numeric(JsonNode node) {
        double value = Double.NaN;
        if (node.isNumber()) {
            value = node.doubleValue();
        } else if (node.isTextual()) {
            try {
                value = Double.parseDouble(node.textValue().strip());
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    }

    /**
     * The time that a value means: seconds or milliseconds since 1970, or ISO 8601 with a zone.
     *
     * @return empty if it means none
     */
    static Optional<Instant> time(JsonNode node) {
        Optional<Double> number = numeric(node);
        if (number.isPresent()) {
            double v = number.get();
            double millis = Math.abs(v) < LARGEST_SECONDS ? v * 1000 : v;
            return Math.abs(millis) < 1e15
                    ? Optional.of(Instant.ofEpochMilli((long) Math.floor(millis)))
                    : Optional.empty();
        }
        try {
            return node.isTextual()
                    ? Optional.of(OffsetDateTime.parse(node.textValue().strip()).toInstant())
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
