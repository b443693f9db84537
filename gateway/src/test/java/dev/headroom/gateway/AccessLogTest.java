package dev.headroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.spec.GatewaySpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line a request, with what one needs to know and nothing that is secret. */
class AccessLogTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private static final String REQUESTS = String.join(
            "\r\n",
            "GET /v1/\"x\"?key=s3cret HTTP/1.1",
            "Host: a",
            "Authorization: Bearer s3cret",
            "X-Api-Key: s3cret",
            "Cookie: s3cret",
            "X-Forwarded-For: 6.6.6.6",
            "Referer: http://from.example/page?token=s3cret",
            "User-Agent: me \"again\"",
            "Content-Length: 6",
            "",
            "s3cret");

    private List<String> logged(String keys, String... requests) throws Exception {
        try (Wire.Server server = new Wire.Server((head, body, out) -> {
                    body.readNBytes(6);
                    Wire.ok(out, "hello");
                });
                Gateway g = GatewayTest.start(
                        folder,
                        keys + "\nupstreams: { web: { addresses: \"" + server.url()
                                + "\" } }\nroutes: { path: /v1, upstream: web, limits: { by: ip, allow: 1, per: 1h } }")) {
            for (String r : requests) {
                Wire.exchange(g.port(), r);
            }
        }
        return Files.readAllLines(folder.resolve("logs/access.log"));
    }

    @Test
    void asJson() throws Exception {
        List<String> lines = logged(
                "access-log: { file: logs/access.log }",
                REQUESTS.replace("/\"x\"", "/x"),
                "GET /v1/%22 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "GET /other HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "GET /../s HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(String.join("\n", lines)).doesNotContain("s3cret").doesNotContain("6.6.6.6");
        assertThat(lines).hasSize(4);
        ObjectMapper json = new ObjectMapper();
        JsonNode first = json.readTree(lines.getFirst());
        assertThat(first.path("client").asText()).isEqualTo("127.0.0.1");
        assertThat(first.path("method").asText()).isEqualTo("GET");
        assertThat(first.path("path").asText()).isEqualTo("/v1/x");
        assertThat(first.path("status").asInt()).isEqualTo(200);
        assertThat(first.path("bytes").asInt()).isEqualTo(5);
        assertThat(first.path("ms").asDouble()).isPositive();
        assertThat(first.path("route").asText()).isEqualTo("/v1");
        assertThat(first.path("server").asText()).startsWith("127.0.0.1:");
        assertThat(first.has("reason")).isFalse();
        assertThat(json.readTree(lines.get(1)).path("reason").asText()).isEqualTo("limit");
        assertThat(json.readTree(lines.get(2)).path("reason").asText()).isEqualTo("no_route");
        assertThat(json.readTree(lines.get(3)).path("reason").asText()).isEqualTo("bad_request");
    }

    @Test
    void asCombined() throws Exception {
        List<String> lines =
                logged("access-log: { file: logs/access.log, format: combined }", REQUESTS.replace("/\"x\"", "/x"));
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst())
                .matches("127\\.0\\.0\\.1 - - \\[\\d\\d/\\w{3}/\\d{4}:[\\d:]{8} \\+0000] \"GET /v1/x HTTP/1\\.1\" 200 5"
                        + " \"http://from\\.example/page\" \"me \\\\x22again\\\\x22\"");
    }

    @Test
    void aFileThatHasGrownIsPutAside() throws Exception {
        Path file = folder.resolve("access.log");
        try (AccessLog log = new AccessLog(new GatewaySpec.AccessLog("access.log", "json", 100), folder, text -> {})) {
            for (int i = 0; i < 3; i++) {
                log.add("x".repeat(99 + i));
                while (!Files.exists(folder.resolve("access.log.1"))
                        || Files.size(folder.resolve("access.log.1")) != 100 + i) {
                    Thread.onSpinWait();
                }
            }
            log.add("last");
        }
        assertThat(Files.readAllLines(file)).containsExactly("last");
        assertThat(Files.readAllLines(folder.resolve("access.log.1"))).containsExactly("x".repeat(101));
    }
}
