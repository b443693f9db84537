package dev.headroom.connectors.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Samples as somebody sent them.
 *
 * @param form of the bytes
 * @param bytes as they came
 * @param gzip whether they are compressed, as the header {@code Content-Encoding: gzip} says
 */
public record Pushed(Form form, byte[] bytes, boolean gzip) {

    /** Most bytes of one push, after decompression. */
    public static final int MOST_BYTES = 4 << 20;

    /** Most samples of one push. */
    static final int MOST_SAMPLES = 50_000;

    /** What the bytes are. */
    public enum Form {
        /** Headroom's own JSON. */
        SAMPLES,
        /** An OTLP ExportMetricsServiceRequest in JSON. */
        OTLP_JSON,
        /** An OTLP ExportMetricsServiceRequest in protobuf. */
        OTLP_PROTOBUF
    }

    /** What was read. */
    sealed interface Read {
        /** Samples, and what is wrong with others. */
        record Samples(List<PushedSample> samples, int refused, List<String> problems) implements Read {}

        /** Nothing; why, and with which status of HTTP that is answered. */
        record Unfit(int status, String why) implements Read {}
    }

    /** Headroom's own JSON. */
    public static Pushed samples(byte[] bytes) {
        return new Pushed(Form.SAMPLES, bytes, false);
    }

    /**
     * An OTLP request by its headers.
     *
     * @param contentType with or without parameters; of JSON, else it is protobuf
     * @param encoding value of Content-Encoding; empty without
     */
    public static Pushed otlp(byte[] bytes, String contentType, String encoding) {
        boolean json = contentType.toLowerCase(Locale.ROOT).startsWith("application/json");
        return new Pushed(
                json ? Form.OTLP_JSON : Form.OTLP_PROTOBUF,
                bytes,
                encoding.strip().equalsIgnoreCase("gzip"));
    }

    Read read(Instant now) {
        byte[] plain;
        try {
            plain = gzip ? unpacked() : bytes;
        } catch (IOException e) {
            return new Read.Unfit(400, "the body is not compressed by gzip as its header says: " + e.getMessage());
        }
        if (plain.length > MOST_BYTES) {
            return new Read.Unfit(413, "the body has more than " + MOST_BYTES + " bytes; push fewer samples at once");
        }
        Read read = switch (form) {
            case SAMPLES -> PushedJson.read(plain, now);
            case OTLP_JSON -> PushedOtlp.json(plain, now);
            case OTLP_PROTOBUF -> PushedOtlp.protobuf(plain, now);
        };
        return read instanceof Read.Samples samples && samples.samples().size() > MOST_SAMPLES
                ? new Read.Unfit(413, "more than " + MOST_SAMPLES + " samples; push fewer at once")
                : read;
    }

    private byte[] unpacked() throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readNBytes(MOST_BYTES + 1);
        }
    }
}
