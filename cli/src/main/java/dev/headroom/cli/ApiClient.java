package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks a running controller over its REST interface; what it refuses becomes a {@link Refusal} with all that it says. */
final class ApiClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final URI url;
    private final @Nullable String token;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    /**
     * A client.
     *
     * @param url where the controller listens
     * @param token to show; null or empty for none
     * @throws Refusal when that is no address
     */
    ApiClient(URI url, @Nullable String token) {
        if (url.getHost() == null || (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme()))) {
            throw Refusal.ofUsage("--url: an address such as " + ServerOptions.URL + " is needed, not '" + url + "'");
        }
        this.url = url;
        this.token = token == null || token.isBlank() ? null : token.strip();
    }

    /** A part of a path or a value of a query. */
    static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return send("GET", path, null);
    }

    JsonNode delete(String path) {
        return send("DELETE", path, null);
    }

    JsonNode post(String path, JsonNode body) {
        return send("POST", path, body.toString());
    }

    private JsonNode send(String method, String path, @Nullable String body) {
        String base = url.toString().replaceAll("/+$", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/api/v1" + path))
                .timeout(ANSWER)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> answer;
        try {
            answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw Refusal.ofUnreachable("nothing listens at " + base
                    + ": start a controller with 'headroom run', or say with --url where it is");
        } catch (HttpTimeoutException e) {
            throw Refusal.ofUnreachable("the controller at " + base + " does not answer in time");
        } catch (IOException e) {
            throw Refusal.ofUnreachable("no connection to " + base + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.ofUnreachable("interrupted");
        }
        JsonNode tree = tree(base, answer);
        if (answer.statusCode() == 200) {
            return tree;
        }
        throw new Refusal(why(answer.statusCode(), tree));
    }

    private static JsonNode tree(String base, HttpResponse<String> answer) {
        try {
            JsonNode tree = JSON.readTree(answer.body());
            if (tree != null && tree.isObject()) {
                return tree;
            }
        } catch (JsonProcessingException e) {
            // told below
        }
        throw new Refusal(
                "what answers at " + base + " is no controller: status " + answer.statusCode() + " without JSON");
    }

    private static String why(int status, JsonNode problem) {
        StringBuilder why = new StringBuilder(problem.path("detail").asText("refused with status " + status));
        if (problem.path("problems").size() > 1) {
            problem.path("problems").forEach(p -> why.append("\n  ").append(p.asText()));
        }
        if (status == 401) {
            why.append("; the environment variable HEADROOM_TOKEN holds the token to show");
        }
        return why.toString();
    }
}
