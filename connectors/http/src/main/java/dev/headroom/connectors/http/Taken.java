package dev.headroom.connectors.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
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

    private static final int INVALID_ARGUMENT = 3;

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
     * The answer to an OTLP request, in the form in which it came; for one that fails, a status message.
     *
     * @param asJson whether that was JSON; else protobuf
     */
    public byte[] otlp(boolean asJson) {
        String words = String.join("; ", problems);
        if (status != 200) {
            return asJson ? status(words) : status(words.getBytes(StandardCharsets.UTF_8));
        }
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

    /** A google.rpc.Status, as OTLP wants it with a failure: code 3 (INVALID_ARGUMENT) and a message. */
    private static byte[] status(String words) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("code", INVALID_ARGUMENT)
                .put("message", words)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The same in protobuf: field 1 the code, field 2 the message. */
    private static byte[] status(byte[] words) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        1,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(INVALID_ARGUMENT)
                                .build())
                .addField(
                        2,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFrom(words))
                                .build())
                .build()
                .toByteArray();
    }
}
