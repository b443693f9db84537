package dev.headroom.connectors.prometheus;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.connectors.http.Exchange;
import dev.headroom.engine.loop.MetricHistory;
import dev.headroom.engine.loop.MetricHistory.Past;
import dev.headroom.engine.model.Reading;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Prometheus' answers as readings and histories; the form is that of <a
 * href="https://prometheus.io/docs/prometheus/latest/querying/api/">its HTTP API</a>.
 */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    /** The data of an answer, or what is wrong with it. */
    sealed interface Data {
        /** What Prometheus found. */
        record Found(String type, JsonNode result) implements Data {}

        /** What is wrong, as a sentence without a full stop. */
        record Wrong(String why) implements Data {}
    }

    static Data data(Exchange.Outcome outcome) {
        return switch (outcome) {
            case Exchange.Outcome.Failed failed -> new Data.Wrong(failed.why());
            case Exchange.Outcome.TooLarge large ->
                new Data.Wrong(large.why() + "; aggregate in the query, as sum(…) does");
            case Exchange.Outcome.Answered answered -> data(answered);
        };
    }

    private static Data data(Exchange.Outcome.Answered answered) {
        int status = answered.status();
        JsonNode answer;
        try {
            answer = JSON.readTree(answered.body());
        } catch (JacksonException e) {
            return new Data.Wrong("HTTP " + status + " with what is no JSON: " + answered.excerpt() + hint(answered));
        } catch (IOException e) {
            return new Data.Wrong("HTTP " + status + " with an answer that cannot be read: " + e);
        }
        if (answer.path("status").asText().equals("error")) {
            return new Data.Wrong("HTTP " + status + ", Prometheus says: "
                    + cut(answer.path("errorType").asText() + ": "
                            + answer.path("error").asText()));
        }
        if (!answered.ok()) {
            return new Data.Wrong("HTTP " + status + hint(answered));
        }
        JsonNode data = answer.path("data");
        if (!answer.path("status").asText().equals("success") || !data.has("result")) {
            return new Data.Wrong("the answer is not that of a Prometheus: " + cut(answer.toString()));
        }
        return new Data.Found(data.path("resultType").asText(), data.path("result"));
    }

    /** The one sample of an instant query, true at {@code now} or before. */
    static Reading reading(Data data, String query, Instant now) {
        return switch (data) {
            case Data.Wrong wrong -> Reading.failed(wrong.why());
            case Data.Found(String type, JsonNode result) ->
                switch (type) {
                    case "scalar" -> sample(result, query, now);
                    case "vector" ->
                        switch (result.size()) {
                            case 0 -> Reading.missing("no series at " + now + " for " + cut(query));
                            case 1 -> sample(result.path(0).path("value"), query, now);
                            default ->
                                Reading.failed(
                                        result.size() + " series where one number is needed; aggregate them: sum("
                                                + cut(query) + ") or avg(" + cut(query) + ")");
                        };
                    case "matrix" ->
                        Reading.failed("the query gives a range where one number is needed; put a function around it, "
                                + "such as rate(…) or avg_over_time(…): " + cut(query));
                    default -> Reading.failed("the query gives a " + type + ", not a number: " + cut(query));
                };
        };
    }

    private static Reading sample(JsonNode pair, String query, Instant now) {
        if (!pair.isArray() || pair.size() != 2 || !pair.path(0).isNumber()) {
            return Reading.failed(
                    "the answer holds a histogram or something else that is no number, for " + cut(query));
        }
        Instant at = Instant.ofEpochMilli(Math.round(pair.path(0).asDouble() * 1000));
        double value = number(pair.path(1).asText());
        if (!Double.isFinite(value)) {
            return Reading.missing(
                    "the query gives " + pair.path(1).asText() + ", as a division by nothing does: " + cut(query));
        }
        if (at.isAfter(now)) {
            return Reading.failed("the sample is of " + at + ", after the time asked about, " + now);
        }
        return Reading.of(value, at);
    }

    /** The samples of a range query with one series; numbers that are not finite are left out. */
    static Past history(Data data, String query) {
        return switch (data) {
            case Data.Wrong wrong -> new Past.Unknown(wrong.why());
            case Data.Found(String type, JsonNode result) -> {
                if (!type.equals("matrix")) {
                    yield new Past.Unknown("the answer to a range query is a " + type);
                }
                if (result.size() > 1) {
                    yield new Past.Unknown(result.size() + " series where one is needed; aggregate them: sum("
                            + cut(query) + ") or avg(" + cut(query) + ")");
                }
                List<MetricHistory.Sample> samples = new ArrayList<>();
                for (JsonNode pair : result.path(0).path("values")) {
                    double value = number(pair.path(1).asText());
                    if (Double.isFinite(value)) {
                        samples.add(new MetricHistory.Sample(
                                Instant.ofEpochMilli(Math.round(pair.path(0).asDouble() * 1000)), value));
                    }
                }
                yield new Past.Known(samples);
            }
        };
    }

    private static double number(String text) {
        try {
            return switch (text) {
                case "+Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static String hint(Exchange.Outcome.Answered answered) {
        return answered.status() == 404 ? " (nothing there: does the address end before /api/v1?)" : answered.hint();
    }

    private static String cut(String text) {
        return Exchange.excerpt(text);
    }
}
