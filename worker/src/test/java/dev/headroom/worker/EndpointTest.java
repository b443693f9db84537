package dev.headroom.worker;

import static dev.headroom.worker.Ground.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker shows over HTTP, and what it asks there. */
class EndpointTest {

    @TempDir
    Path temporary;

    private final Ground.Time time = new Ground.Time();

    private static InetSocketAddress free() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static HttpResponse<String> get(InetSocketAddress address, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + address.getPort() + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void tellsWhatItDoesInPrometheusText() throws Exception {
        MemoryQueue queue = new MemoryQueue(time);
        Ground.send(queue, 30);
        queue.send("bad");
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Stage<Message, List<Item<String>>> stage = Stage.cpu("parse", (message, work) -> {
            if (message.body().equals("bad")) {
                throw new Refused("bad");
            }
            return List.of(Ground.item(message.body()));
        });
        Worker<String> worker = new Worker<>(
                queue, Pipeline.of(stage), new Ground.Remembering(), Ground.quick(temporary), registry, time);
        try (Endpoint endpoint = new Endpoint(free(), worker::state, registry)) {
            assertThat(get(endpoint.address(), "/ready").statusCode()).isEqualTo(503);
            worker.start();
            assertThat(get(endpoint.address(), "/ready").statusCode()).isEqualTo(200);
            // A message is counted a moment after the queue knows of it.
            await().until(() -> get(endpoint.address(), "/metrics").body().contains("headroom_worker_in_flight 0.0\n")
                    && worker.summary().done() + worker.summary().buried() == 31);
            HttpResponse<String> metrics = get(endpoint.address(), "/metrics");
            assertThat(metrics.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
            assertThat(metrics.body())
                    .contains(
                            "headroom_worker_stage_seconds_count{stage=\"parse\"} 31\n",
                            "headroom_worker_stage_errors_total{stage=\"parse\"} 1.0\n",
                            "headroom_worker_stage_in_flight{stage=\"parse\"} 0.0\n",
                            "headroom_worker_messages_total{outcome=\"done\"} 30.0\n",
                            "headroom_worker_messages_total{outcome=\"buried\"} 1.0\n",
                            "headroom_worker_received_total 31.0\n",
                            "headroom_worker_in_flight 0.0\n")
                    .contains(
                            "headroom_worker_queue_messages{state=\"visible\"}", "headroom_worker_bulk_items_sum 30.0");
            worker.drain(Ground.AMPLE);
            assertThat(get(endpoint.address(), "/live").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void asksTheMachineWhetherItIsTakenAway() throws Exception {
        HttpServer metadata = HttpServer.create(free(), 0);
        String[] action = {null};
        metadata.createContext("/latest/api/token", exchange -> {
            byte[] token = "secret".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(exchange.getRequestMethod().equals("PUT") ? 200 : 405, token.length);
            exchange.getResponseBody().write(token);
            exchange.close();
        });
        metadata.createContext("/latest/meta-data/spot/instance-action", exchange -> {
            boolean known = "secret".equals(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token"));
            byte[] body = (action[0] == null ? "" : action[0]).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    !known ? 401 : action[0] == null ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        metadata.start();
        URI address = URI.create("http://127.0.0.1:" + metadata.getAddress().getPort() + "/");
        try (SpotNotice notice = new SpotNotice(address)) {
            assertThat(notice.ask()).isEmpty();
            action[0] = "{\"action\": \"terminate\", \"time\": \"2026-01-05T00:02:00Z\"}";
            await().untilAsserted(() -> assertThat(notice.ask()).contains(Instant.parse("2026-01-05T00:02:00Z")));
            action[0] = "{\"action\": \"terminate\"}";
            assertThat(notice.ask()).isEmpty();
            action[0] = "{\"action\": \"terminate\", \"time\": \"2026-01-05T00:02:00Z\"}";
            MemoryQueue queue = new MemoryQueue(time);
            Worker<String> worker = Ground.worker(
                    queue,
                    Pipeline.of(Ground.keep("keep", 1)),
                    new Ground.Remembering(),
                    Ground.quick(temporary),
                    time);
            WorkerProcess.run(worker, Ground.AMPLE, address, time);
            assertThat(worker.state()).isEqualTo(Worker.State.ENDED);
        } finally {
            metadata.stop(0);
        }
    }
}
