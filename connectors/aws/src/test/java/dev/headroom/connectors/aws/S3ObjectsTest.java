package dev.headroom.connectors.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.adobe.testing.s3mock.S3MockApplication;
import dev.headroom.worker.Refused;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Against a real server with S3's protocol. */
class S3ObjectsTest {
    private static final byte[] CONTENT =
            "%PDF-1.7 and so on".repeat(10_000).getBytes(java.nio.charset.StandardCharsets.UTF_8);

    /** Held, or its level would be forgotten. */
    private static final Logger TOMCAT = Logger.getLogger("org.apache");

    @TempDir
    static Path folder;

    private static S3MockApplication server;
    private static URI endpoint;

    @BeforeAll
    @SuppressWarnings("deprecation") // its other port speaks TLS
    static void start() {
        TOMCAT.setLevel(Level.SEVERE);
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        Map<String, Object> settings = new HashMap<>(); // it takes some out
        settings.put(S3MockApplication.PROP_HTTP_PORT, 0);
        settings.put(S3MockApplication.PROP_HTTPS_PORT, 0);
        settings.put(S3MockApplication.PROP_SILENT, true);
        server = S3MockApplication.start(settings);
        endpoint = URI.create("http://127.0.0.1:" + server.getHttpPort());
        try (S3Client client = Clients.prepared(
                        S3Client.builder(), null, endpoint, Duration.ofSeconds(10), Duration.ofSeconds(10))
                .forcePathStyle(true)
                .build()) {
            client.createBucket(r -> r.bucket("scans"));
            for (String key : new String[] {"in/a.pdf", "in/b/ä c.pdf", "in/folder/", "other.pdf"}) {
                client.putObject(
                        r -> r.bucket("scans").key(key),
                        RequestBody.fromBytes(key.endsWith("/") ? new byte[0] : CONTENT));
            }
        }
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    private static S3Objects at(String where) {
        return new S3Objects(URI.create(where), null, endpoint);
    }

    @Test
    void anObjectIsFetchedIntoAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "old");
        try (S3Objects objects = at("s3://scans/in")) {
            assertThat(objects.fetch("a.pdf", file, CONTENT.length)).isEqualTo(CONTENT.length);
            assertThat(Files.readAllBytes(file)).isEqualTo(CONTENT);
            assertThat(objects.fetch("b/ä c.pdf", file, 1 << 20)).isEqualTo(CONTENT.length);
        }
    }

    @Test
    void whatIsTooLargeOrGoneOrAFolderIsRefused() throws Exception {
        Path file = Files.createFile(folder.resolve("empty"));
        try (S3Objects objects = at("s3://scans/in/")) {
            assertThatThrownBy(() -> objects.fetch("a.pdf", file, 1000))
                    .isInstanceOf(Refused.class)
                    .hasMessage("the file has 1 MiB; 1 MiB are read at most");
            assertThatThrownBy(() -> objects.fetch("none.pdf", file, 1000))
                    .isInstanceOf(Refused.class)
                    .hasMessage("the file is not there (any more)");
            assertThatThrownBy(() -> objects.fetch("folder/", file, 1000))
                    .isInstanceOf(Refused.class)
                    .hasMessage("it is a directory, not a file");
        }
        assertThat(file).isEmptyFile();
    }

    @Test
    void aBucketOrAServerThatIsNotThereIsAFailure() throws Exception {
        Path file = folder.resolve("nothing");
        try (S3Objects objects = at("s3://none")) {
            assertThatThrownBy(() -> objects.fetch("a.pdf", file, 1000))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("bucket");
            assertThatThrownBy(() -> objects.names(10)).isInstanceOf(IOException.class);
        }
        try (S3Objects away = new S3Objects(URI.create("s3://scans"), null, URI.create("http://127.0.0.1:1"))) {
            assertThatThrownBy(() -> away.fetch("a.pdf", file, 1000)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void namesAreThoseBelowThePrefix() throws Exception {
        try (S3Objects in = at("s3://scans/in");
                S3Objects all = at("s3://scans")) {
            assertThat(in.names(10)).containsExactly("a.pdf", "b/ä c.pdf");
            assertThat(all.names(10)).containsExactly("in/a.pdf", "in/b/ä c.pdf", "other.pdf");
            assertThat(all.names(1)).hasSize(1);
        }
        assertThatThrownBy(() -> at("https://scans/in")).hasMessageContaining("is not of the form s3://bucket/prefix");
    }
}
