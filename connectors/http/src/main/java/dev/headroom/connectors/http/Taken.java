package dev.headroom.connectors.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What became of pushed samples.
 *
 * @param kept how many were taken
 * @param refused how many were not
 * @param status of HTTP to answer with: 200 unless nothing could be taken
 * @param problems why some were not, as sentences without a full stop; the first ones
 */
public record Taken(int kept, int refused, int status, List<String> problems) {

    public Taken {
        problems = List.copyOf(problems);
    }

    /** The answer to a REST request, as JSON. */
    public byte[] json() {
        ObjectNode answer =
                JsonNodeFactory.instance.objectNode().put("kept", kept).put("refused", refused);
        problems.forEach(answer.putArray("problems")::add);
        return answer.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The answer to an OTLP request, in the form in which it came.
     *
     * @param asJson whether that was JSON; else protobuf
     */
    public byte[] otlp(boolean asJson) {
        String words = String.join("; ", problems);
        ExportMetricsServiceResponse.Builder answer = ExportMetricsServiceResponse.newBuilder();
        if (refused > 0) {
            answer.setPartialSuccess(ExportMetricsPartialSuccess.newBuilder()
                    .setRejectedDataPoints(refused)
                    .setErrorMessage(words));
        }
        try {
            return asJson
                    ? JsonFormat.printer()
                            .omittingInsignificantWhitespace()
                            .print(answer)
                            .getBytes(StandardCharsets.UTF_8)
                    : answer.build().toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("an answer of our own cannot be written", e);
        }
    }
}
