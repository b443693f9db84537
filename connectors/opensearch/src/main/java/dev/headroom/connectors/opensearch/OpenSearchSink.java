package dev.headroom.connectors.opensearch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.worker.BulkSink;
import dev.headroom.worker.Item;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes documents into an index of OpenSearch, or of what has its {@code _bulk} API, in one request a bulk. An item's key is its
 * document's id, so that writing it again replaces it. When this confirms, the documents are in the translog of all shards that
 * are there; they can be found after the index's next refresh.
 *
 * <p>Of a bulk, documents that are refused are told apart: for good when they do not fit (400, 404, 409 and the like), to be
 * written again when a shard is busy or away (429, 5xx). A request that is refused as a whole because it is too large or broken is
 * halved, until it is known which document is to blame.
 *
 * @param <T> what documents are made of
 */
public final class OpenSearchSink<T> implements BulkSink<T>, AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** OpenSearch's rules for names of indexes. */
    private static final Pattern INDEX = Pattern.compile("[a-z0-9][a-z0-9._-]{0,254}");

    private static final int OK = 200;
    private static final int BAD = 400;
    private static final int TOO_LARGE = 413;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;
    private static final int MOST_SAID = 300;

    private final URI bulk;
    private final @Nullable String authorization;
    private final Function<? super T, ? extends JsonNode> document;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /**
     * Into an index, which OpenSearch makes when it is not there.
     *
     * @param server such as {@code https://search.example:9200}; a user and a password in it are sent as such
     * @param index its name: lower-case letters, digits, '.', '_', '-'
     * @param document an item's value as a JSON object
     * @throws IllegalArgumentException if the address or the name cannot be one
     */
    public OpenSearchSink(URI server, String index, Function<? super T, ? extends JsonNode> document) {
        if (server.getHost() == null || !("http".equals(server.getScheme()) || "https".equals(server.getScheme()))) {
            throw new IllegalArgumentException("'" + server.getScheme() + "://" + server.getHost()
                    + "' is not the address of a server: http:// or https:// and a name");
        }
        if (!INDEX.matcher(index).matches()) {
            throw new IllegalArgumentException(
                    "'" + index + "' cannot be the name of an index: lower-case letters, digits, '.', '_', '-'");
        }
        String user = server.getRawUserInfo();
        authorization = server.getUserInfo() == null
                ? null
                : "Basic "
                        + Base64.getEncoder()
                                .encodeToString(server.getUserInfo().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        String whole = server.toString().replaceFirst("/+$", "");
        bulk = URI.create((user == null ? whole : whole.replace(user + "@", "")) + "/" + index + "/_bulk");
        this.document = document;
    }

    @Override
    public List<Rejected> write(List<Item<T>> items) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (Item<T> item : items) {
            ObjectNode action = JSON.createObjectNode();
            action.putObject("index").put("_id", item.key());
            lines.add(action + "\n" + document.apply(item.value()) + "\n");
        }
        List<Rejected> rejected = new ArrayList<>();
        write(lines, 0, lines.size(), rejected);
        return rejected;
    }

    /** Writes the lines of some items, in two halves if that is needed. */
    private void write(List<String> lines, int from, int to, List<Rejected> rejected)
            throws IOException, InterruptedException {
        if (from == to) {
            return;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(bulk)
                .timeout(ANSWER)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("", lines.subList(from, to))));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        int status = answer.statusCode();
        if (status == TOO_LARGE || status == BAD) {
            if (to - from == 1) {
                rejected.add(new Rejected(from, status + ": " + said(answer.body()), true));
                return;
            }
            int middle = (from + to) >>> 1;
            write(lines, from, middle, rejected);
            write(lines, middle, to, rejected);
        } else if (status == OK) {
            account(answer.body(), from, to, rejected);
        } else {
            throw new IOException("OpenSearch answers " + status + ": " + said(answer.body()));
        }
    }

    private static void account(String body, int from, int to, List<Rejected> rejected) throws IOException {
        JsonNode answer;
        try {
            answer = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IOException("OpenSearch's answer is no JSON: " + said(body), e);
        }
        JsonNode items = answer.path("items");
        if (items.size() != to - from) {
            throw new IOException("OpenSearch answers for " + items.size() + " documents instead of " + (to - from));
        }
        for (int i = 0; i < items.size(); i++) {
            JsonNode one = items.get(i).path("index");
            int status = one.path("status").asInt(SERVER);
            if (status >= BAD) {
                String why = one.path("error").path("type").asText("error") + ": "
                        + one.path("error").path("reason").asText("status " + status);
                rejected.add(new Rejected(from + i, said(why), status < SERVER && status != TOO_MANY));
            }
        }
    }

    private static String said(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= MOST_SAID ? line : line.substring(0, MOST_SAID) + "…";
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
