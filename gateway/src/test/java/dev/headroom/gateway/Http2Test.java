package dev.headroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.testing.Certificate;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 and TLS in front, HTTP/1.1 behind. */
class Http2Test {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path folder;

    private static final AtomicReference<Wire.Answer> ANSWER = new AtomicReference<>();

    @SuppressWarnings("NullAway.Init") // set before all
    private static Wire.Server server;

    @SuppressWarnings("NullAway.Init") // set before all
    private static Gateway secure;

    @SuppressWarnings("NullAway.Init") // set before all
    private static Gateway plain;

    @SuppressWarnings("NullAway.Init") // set before all
    private static Certificate certificate;

    @BeforeAll
    static void start() throws Exception {
        certificate = Certificate.in(folder);
        server = new Wire.Server((head, body, out) -> ANSWER.get().to(head, body, out));
        String keys = "upstreams: { web: { addresses: \"" + server.url()
                + "\" } }\nroutes: { path: /, upstream: web, limits: { by: all, allow: 100, per: 1h } }\n";
        secure = GatewayTest.start(folder, "tls: { certificate: cert.pem, key: key.pem }\n" + keys);
        plain = GatewayTest.start(folder, "bounds: { body: 1Ki, headers: 4Ki, read: 500ms, idle: 1s }\n" + keys);
    }

    @AfterAll
    static void stop() throws IOException {
        secure.close();
        plain.close();
        server.close();
    }

    private static HttpClient client(HttpClient.Version version) {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(certificate.trusting())
                .build();
    }

    private static URI at(String path) {
        return URI.create("https://localhost:" + secure.port() + path);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void overTlsEachClientGetsWhatItSpeaks(HttpClient.Version version) throws Exception {
        ANSWER.set((head, body, out) -> Wire.ok(out, "hi"));
        server.heads.clear();
        try (HttpClient client = client(version)) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(at("/a%20b?c=1"))
                            .header("X-Mine", "1")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("hi");
            assertThat(answer.headers().firstValue("RateLimit-Limit")).contains("100");
        }
        assertThat(server.heads.getFirst())
                .startsWith("GET /a%20b?c=1 HTTP/1.1\r\n")
                .containsIgnoringCase("Host: localhost:" + secure.port() + "\r\n")
                .containsIgnoringCase("X-Mine: 1\r\n")
                .contains("X-Forwarded-Proto: https\r\n");
    }

    @Test
    void bodiesPassBothWays() throws Exception {
        CompletableFuture<String> got = new CompletableFuture<>();
        ANSWER.set((head, body, out) -> {
            int length = Integer.parseInt(head.replaceAll("(?is).*content-length: (\\d+).*", "$1"));
            got.complete(new String(body.readNBytes(length), StandardCharsets.UTF_8));
            Wire.ok(out, "x".repeat(300_000));
        });
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(at("/"))
                            .POST(HttpRequest.BodyPublishers.ofString("y".repeat(200_000)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).hasSize(300_000);
            assertThat(got.get(60, TimeUnit.SECONDS)).hasSize(200_000);
        }
    }

    @Test
    void eventsPassAsTheyCome() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        ANSWER.set((head, body, out) -> {
            Wire.text(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            Wire.text(out, "9\r\ndata: 1\n\n\r\n");
            try {
                if (!seen.await(60, TimeUnit.SECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            Wire.text(out, "9\r\ndata: 2\n\n\r\n0\r\n\r\n");
        });
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            HttpResponse<InputStream> answer =
                    client.send(HttpRequest.newBuilder(at("/")).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = answer.body()) {
                assertThat(new String(in.readNBytes(9), StandardCharsets.UTF_8)).isEqualTo("data: 1\n\n");
                seen.countDown();
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("data: 2\n\n");
            }
        }
    }

    @Test
    void anAnswerThatIsCutShortIsNoWholeOne() {
        ANSWER.set((head, body, out) -> {
            Wire.text(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            throw new IOException("gone");
        });
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            assertThatThrownBy(() ->
                            client.send(HttpRequest.newBuilder(at("/")).build(), HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusalsAreProblemDocumentsToo() throws Exception {
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(at("/a%2f..")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("\"status\":400");
        }
    }

    /** A client that knows: no TLS, and no upgrade. Names and values by {@code =}, separated by spaces. */
    @ParameterizedTest
    @CsvSource({
        ":method=GET :scheme=http :authority=shop.example :path=/, 200",
        ":method=GET :scheme=http :authority=shop.example :path=/../x, 400",
        ":method=GET :scheme=http :authority=shop.example :path=/%0d%0aX, 400",
    })
    void withoutTlsByThePreface(String headers, int status) throws IOException {
        ANSWER.set((head, body, out) -> Wire.ok(out, "hi"));
        assertThat(status(headers)).isEqualTo(status);
    }

    /** What is no HTTP/2 at all ends the stream or the connection, and reaches no server. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ":method=GET :scheme=http :authority=a", // no path
                ":method=GET :scheme=http :authority=a :path=/ host=b",
                ":method=POST :scheme=http :authority=a :path=/ transfer-encoding=chunked",
                ":method=POST :scheme=http :authority=a :path=/ content-length=2000", // and no body
                ":method=GET :scheme=http :authority=a :path=/ X-Upper=1",
                ":method=GET :scheme=http :authority=a :path=/ connection=x",
                ":method=GET :scheme=http :authority=a :path=/ x=a\r\nb",
            })
    void whatIsNoHttp2IsRefused(String headers) throws IOException {
        ANSWER.set((head, body, out) -> Wire.ok(out, "hi"));
        int before = server.heads.size();
        int status = status(headers);
        assertThat(status).isNotEqualTo(200);
        assertThat(server.heads).hasSize(before);
    }

    @Test
    void noConnectionIsUpgraded() throws IOException {
        ANSWER.set((head, body, out) -> Wire.ok(out, "hi"));
        server.heads.clear();
        String answer = Wire.exchange(
                plain.port(),
                String.join(
                        "\r\n",
                        "GET / HTTP/1.1",
                        "Host: a",
                        "Connection: Upgrade, HTTP2-Settings, close",
                        "Upgrade: h2c",
                        "HTTP2-Settings: AAMAAABkAAQAAP__",
                        "",
                        ""));
        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("hi");
        assertThat(server.heads.getFirst())
                .doesNotContainIgnoringCase("upgrade")
                .doesNotContainIgnoringCase("h2c");
    }

    /** Sends a head on stream 1, and the status that comes back; −1 when the stream or the connection ends without. */
    private static int status(String headers) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (String h : headers.split(" ", -1)) {
            String[] p = h.split("=", 2);
            switch (p[0]) { // names and values of RFC 7541's table where the server wants them from there
                case ":method" -> block.write(p[1].equals("GET") ? 0x82 : 0x83);
                case ":scheme" -> block.write(0x86);
                case ":authority" -> block.write(1);
                case ":path" -> block.write(4);
                default -> {
                    block.write(0);
                    text(block, p[0]);
                }
            }
            if (!p[0].matches(":method|:scheme")) {
                text(block, p[1]);
            }
        }
        try (Socket s = new Socket(InetAddress.getLoopbackAddress(), plain.port())) {
            s.setSoTimeout(10_000);
            OutputStream out = s.getOutputStream();
            out.write(String.join("\r\n", "PRI * HTTP/2.0", "", "SM", "", "").getBytes(StandardCharsets.US_ASCII));
            frame(out, 4, 0, 0, new byte[0]);
            frame(out, 1, 0x5, 1, block.toByteArray());
            out.flush();
            DataInputStream in = new DataInputStream(s.getInputStream());
            List<Integer> seen = new ArrayList<>();
            while (seen.size() < 100) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                in.readUnsignedByte();
                int stream = in.readInt();
                byte[] payload = in.readNBytes(length);
                seen.add(type);
                if (type == 1 && stream == 1) {
                    return first(payload);
                }
                if (type == 3 || type == 7) {
                    return -1;
                }
            }
            return -1;
        } catch (IOException e) {
            return -1;
        }
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    /** The status at the beginning of a block of headers. */
    private static int first(byte[] block) {
        int[] indexed = {200, 204, 206, 304, 400, 404, 500};
        int b = block[0] & 0xff;
        if (b >= 0x88 && b <= 0x8e) {
            return indexed[b - 0x88];
        }
        // a literal: as digits, plain or in Huffman's code, whose digits 0 to 2 have five bits
        int length = block[1] & 0x7f;
        if ((block[1] & 0x80) == 0) {
            return Integer.parseInt(new String(block, 2, length, StandardCharsets.US_ASCII));
        }
        String bits = "";
        for (int i = 0; i < length; i++) {
            bits += String.format("%8s", Integer.toBinaryString(block[2 + i] & 0xff))
                    .replace(' ', '0');
        }
        String digits = "";
        for (int at = 0; digits.length() < 3; ) {
            int five = Integer.parseInt(bits.substring(at, at + 5), 2);
            if (five < 3) {
                digits += five;
                at += 5;
            } else {
                digits += Integer.parseInt(bits.substring(at, at + 6), 2) - 0x19 + 3;
                at += 6;
            }
        }
        return Integer.parseInt(digits);
    }

    private static void frame(OutputStream out, int type, int flags, int stream, byte[] payload) throws IOException {
        out.write(payload.length >> 16);
        out.write(payload.length >> 8);
        out.write(payload.length);
        out.write(type);
        out.write(flags);
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(stream >> shift);
        }
        out.write(payload);
    }
}
