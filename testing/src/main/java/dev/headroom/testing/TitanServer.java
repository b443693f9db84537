package dev.headroom.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks the protocol of Bedrock's InvokeModel with Titan's image model, and refuses what comes too often or too
 * much at once: the vector of an image is made of random numbers whose seed is the image. It does not take an image that is the
 * word "broken".
 */
public final class TitanServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LENGTH = 256;
    private static final long SECOND = 1_000_000_000L;
    private static final long WORK_MILLIS = 100;

    private final HttpServer server;
    private final int aSecond;
    private final int atOnce;
    private final int everyFails;
    private final Deque<Long> arrivals = new ArrayDeque<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private int calls;
    private int throttled;
    private int inside;
    private int mostAtOnce;

    /**
     * Starts on a free port.
     *
     * @param aSecond calls that it allows in any second; those that are under way may come on top, since they may come late
     * @param atOnce calls that it allows at once
     * @param everyFails one call in so many fails with 503; 0 for none
     */
    public TitanServer(int aSecond, int atOnce, int everyFails) throws IOException {
        this.aSecond = aSecond;
        this.atOnce = atOnce;
        this.everyFails = everyFails;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/model/", this::serve);
        server.start();
    }

    /** Where it is. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Method and path of each call. */
    public List<String> asked() {
        return asked;
    }

    /** Calls so far. */
    public synchronized int calls() {
        return calls;
    }

    /** Calls that were too many. */
    public synchronized int throttled() {
        return throttled;
    }

    /** The most that were under way at once. */
    public synchronized int mostAtOnce() {
        return mostAtOnce;
    }

    private record Answer(int status, @Nullable String error, ObjectNode body) {}

    private void serve(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
        byte[] body = exchange.getRequestBody().readAllBytes();
        Answer answer;
        int number = enter();
        try {
            answer = answer(number, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } finally {
            leave(); // before the client knows, who then may send another
        }
        try (exchange) {
            byte[] bytes = JSON.writeValueAsBytes(answer.body);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            if (answer.error != null) {
                exchange.getResponseHeaders().set("x-amzn-ErrorType", answer.error);
            }
            exchange.sendResponseHeaders(answer.status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Answer answer(int number, byte[] body) throws IOException, InterruptedException {
        if (number < 0) {
            return error(429, "ThrottlingException", "Too many requests, please wait before trying again.");
        }
        if (everyFails > 0 && number % everyFails == 0) {
            return error(503, "ServiceUnavailableException", "The service is not available.");
        }
        return embed(JSON.readTree(body));
    }

    private synchronized int enter() {
        long now = System.nanoTime();
        while (!arrivals.isEmpty() && now - arrivals.peek() >= SECOND) {
            arrivals.remove();
        }
        arrivals.add(now);
        mostAtOnce = Math.max(mostAtOnce, ++inside);
        calls++;
        // Those that are under way may come late, and with those that are sent later.
        if (arrivals.size() > aSecond + atOnce || inside > atOnce) {
            throttled++;
            return -1;
        }
        return calls;
    }

    private synchronized void leave() {
        inside--;
    }

    private static Answer embed(JsonNode request) throws InterruptedException {
        byte[] image = Base64.getDecoder().decode(request.path("inputImage").asText());
        String text = new String(image, StandardCharsets.UTF_8);
        if (text.equals("broken")) {
            return error(400, "ValidationException", "Unable to process provided image");
        }
        Thread.sleep(WORK_MILLIS);
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode vector = answer.putArray("embedding");
        Random random = new Random(text.hashCode());
        for (int i = 0; i < LENGTH; i++) {
            vector.add(random.nextGaussian());
        }
        answer.put("inputTextTokenCount", 0).putNull("message");
        return new Answer(200, null, answer);
    }

    private static Answer error(int status, String type, String message) {
        return new Answer(status, type, JSON.createObjectNode().put("message", message));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
