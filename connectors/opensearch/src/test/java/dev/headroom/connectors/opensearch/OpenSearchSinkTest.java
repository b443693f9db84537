package dev.headroom.connectors.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.headroom.worker.BulkSink;
import dev.headroom.worker.Item;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.codelibs.opensearch.runner.OpenSearchRunner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real node of OpenSearch; what it cannot be made to answer comes from a server that does. */
class OpenSearchSinkTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static OpenSearchRunner node;
    private static URI address;

    @BeforeAll
    static void start() {
        node = new OpenSearchRunner();
        node.onBuild((number, settings) -> {
                    settings.put("discovery.type", "single-node");
                    settings.put("network.host", "127.0.0.1");
                    settings.put("http.port", "0");
                    settings.put("transport.port", "0");
                    settings.put("http.max_content_length", "1mb");
                    settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
                })
                .build(OpenSearchRunner.newConfigs()
                        .basePath(folder.toString())
                        .numOfNode(1)
                        .disableESLogger());
        address = URI.create("http://127.0.0.1:"
                + node.node()
                        .injector()
                        .getInstance(org.opensearch.http.HttpServerTransport.class)
                        .boundAddress()
                        .publishAddress()
                        .getPort());
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
    }

    private static JsonNode ask(String method, String path, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return JSON.readTree(client.send(
                            HttpRequest.newBuilder(URI.create(address + path))
                                    .header("Content-Type", "application/json")
                                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
        }
    }

    private static OpenSearchSink<String> sink(String index) {
        return new OpenSearchSink<>(
                address, index, text -> JSON.createObjectNode().put("text", text));
    }

    private static List<Item<String>> items(int count, String text) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Item<>("key-" + i, text + " number" + i, 20))
                .toList();
    }

    @Test
    void documentsAreFoundAndWritingAgainReplaces() throws Exception {
        try (OpenSearchSink<String> sink = sink("letters")) {
            assertThat(sink.write(items(500, "first"))).isEmpty();
            assertThat(sink.write(items(500, "“second” ä\n"))).isEmpty();
            assertThat(sink.write(List.of())).isEmpty();
        }
        ask("POST", "/letters/_refresh", "");
        assertThat(ask("GET", "/letters/_count", "").path("count").asInt()).isEqualTo(500);
        JsonNode hits =
                ask("GET", "/letters/_search?q=text:number77", "").path("hits").path("hits");
        assertThat(hits).hasSize(1);
        assertThat(hits.get(0).path("_id").asText()).isEqualTo("key-77");
        assertThat(hits.get(0).path("_source").path("text").asText()).isEqualTo("“second” ä\n number77");
    }

    @Test
    void whatDoesNotFitIsToldApartFromItsBulk() throws Exception {
        ask("PUT", "/numbers", "{\"mappings\": {\"properties\": {\"text\": {\"type\": \"integer\"}}}}");
        try (OpenSearchSink<String> sink = sink("numbers")) {
            List<BulkSink.Rejected> rejected =
                    sink.write(List.of(new Item<>("a", "1", 9), new Item<>("b", "two", 9), new Item<>("c", "3", 9)));
            assertThat(rejected).singleElement().satisfies(no -> {
                assertThat(no.index()).isEqualTo(1);
                assertThat(no.forGood()).isTrue();
                assertThat(no.why()).contains("failed to parse field [text]");
            });
        }
        ask("POST", "/numbers/_refresh", "");
        assertThat(ask("GET", "/numbers/_count", "").path("count").asInt()).isEqualTo(2);
    }

    @Test
    void aBulkThatIsTooLargeIsHalvedUntilItIsKnownWhoIsToBlame() throws Exception {
        List<Item<String>> items = new ArrayList<>(items(6, "word ".repeat(60_000)));
        items.set(3, new Item<>("giant", "x".repeat(2_000_000), 2_000_000));
        try (OpenSearchSink<String> sink = sink("large")) {
            assertThat(sink.write(items)).singleElement().satisfies(no -> {
                assertThat(no.index()).isEqualTo(3);
                assertThat(no.forGood()).isTrue();
            });
        }
        ask("POST", "/large/_refresh", "");
        assertThat(ask("GET", "/large/_count", "").path("count").asInt()).isEqualTo(5);
    }

    @Test
    void anIndexThatIsClosedFailsAndMayWorkLater() throws Exception {
        ask("PUT", "/readonly", "{\"settings\": {\"index.blocks.write\": true}}");
        try (OpenSearchSink<String> sink = sink("readonly")) {
            assertThat(sink.write(items(2, "a")))
                    .hasSize(2)
                    .allSatisfy(no -> assertThat(no.why()).contains("block"));
        }
    }

    /** Answers that a healthy node does not give: made up in the form that OpenSearch documents. */
    private static HttpServer answering(int status, String body, List<String> seen) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            seen.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void aBusyShardIsNoDocumentsFault() throws Exception {
        List<String> seen = new ArrayList<>();
        HttpServer server = answering(200, """
                {"took": 3, "errors": true, "items": [
                  {"index": {"_id": "key-0", "status": 201}},
                  {"index": {"_id": "key-1", "status": 429, "error":
                    {"type": "rejected_execution_exception", "reason": "queue capacity"}}}]}""", seen);
        URI there = URI.create(
                "http://us%20er:pa%3Ass@127.0.0.1:" + server.getAddress().getPort() + "/");
        try (OpenSearchSink<String> sink = new OpenSearchSink<>(
                there, "files", text -> JSON.createObjectNode().put("text", text))) {
            assertThat(sink.write(items(2, "a")))
                    .containsExactly(new BulkSink.Rejected(1, "rejected_execution_exception: queue capacity", false));
            assertThatThrownBy(() -> sink.write(items(3, "a"))).hasMessageContaining("for 2 documents instead of 3");
            assertThat(seen.get(0)).isEqualTo("/files/_bulk Basic dXMgZXI6cGE6c3M=");
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429, 500, 503})
    void aServerThatRefusesAllIsAFailureOfAll(int status) throws Exception {
        HttpServer server = answering(status, "no", new ArrayList<>());
        URI there = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (OpenSearchSink<String> sink = new OpenSearchSink<>(there, "files", text -> JSON.createObjectNode())) {
            assertThatThrownBy(() -> sink.write(items(2, "a")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("OpenSearch answers " + status + ": no");
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://there", "search:9200", "http:///files"})
    void anAddressThatIsNoneIsRefused(String address) {
        assertThatThrownBy(
                        () -> new OpenSearchSink<String>(URI.create(address), "files", text -> JSON.createObjectNode()))
                .hasMessageContaining("is not the address of a server");
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        assertThatThrownBy(() -> sink("Letters")).hasMessageContaining("cannot be the name of an index");
    }
}
