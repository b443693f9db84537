package dev.headroom.controller.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.testing.Certificate;
import dev.headroom.testing.ManualTime;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The interface over TLS, with the files that a certificate authority hands out. */
class ApiTlsTest {

    private final FakeConsole console = FakeConsole.shop(new ManualTime());

    @TempDir
    Path folder = Path.of("");

    @Test
    void servesWithACertificate() throws Exception {
        Certificate certificate = Certificate.in(folder);
        try (ApiServer server = ApiServer.start(
                        console, ApiSettings.local(0).withTls(folder.resolve("cert.pem"), folder.resolve("key.pem")));
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(certificate.trusting())
                        .build()) {
            assertThat(server.url().getScheme()).isEqualTo("https");
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + "/api/v1/controller"))
                            .timeout(Duration.ofSeconds(60))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            client.shutdownNow();
        }
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> ApiServer.start(
                        console, ApiSettings.local(0).withTls(folder.resolve("no.pem"), folder.resolve("key.pem"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no.pem");
    }
}
