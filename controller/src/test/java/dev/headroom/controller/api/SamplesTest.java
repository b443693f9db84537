package dev.headroom.controller.api;

import static dev.headroom.controller.api.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.connectors.http.PushSource;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.testing.FakeSource;
import dev.headroom.testing.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Samples that are pushed, over a real connection. */
class SamplesTest {

    private static final String OPERATOR = Tokens.random();
    private static final String ONE = "{\"samples\": [{\"name\": \"inflight\", \"value\": 12}, {\"name\": \"\"}]}";

    private final ManualTime time = new ManualTime();
    private final FakeConsole console = FakeConsole.shop(time);
    private final PushSource source = new PushSource(PushSource.Bounds.USUAL);
    private final ApiServer server = ApiServer.start(
            console,
            ApiSettings.local(0).with(Tokens.read("tokens", List.of(Tokens.line("otto", Role.OPERATOR, OPERATOR)))));
    private final TestClient operator = new TestClient(server, OPERATOR);

    @AfterEach
    void stop() {
        operator.close();
        server.close();
    }

    private double read(String query) {
        Reading reading = source.read(
                        List.of(Signal.of(query, Measure.OTHER, Unit.COUNT)),
                        console.controller().now())
                .get(0);
        return reading.value();
    }

    @Test
    void whatIsGoodIsKeptAndTheRestIsTold() {
        console.source("own", source);
        console.source("prom", new FakeSource());
        HttpResponse<String> answer = operator.send("POST", "/api/v1/samples", ONE);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("kept").intValue()).isEqualTo(1);
        assertThat(json(answer).get("problems").get(0).textValue()).contains("samples[1]: 'value' must be a number");
        assertThat(read("inflight")).isEqualTo(12);
        HttpResponse<String> none = operator.send("POST", "/api/v1/samples", "{}");
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(json(none).get("detail").textValue()).contains("the body must be like");
    }

    @Test
    void itTakesATokenAndASource() {
        try (TestClient anybody = new TestClient(server, null)) {
            assertThat(anybody.send("POST", "/api/v1/samples", ONE).statusCode())
                    .isEqualTo(401);
        }
        HttpResponse<String> none = operator.send("POST", "/api/v1/samples", ONE);
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(json(none).get("detail").textValue()).contains("no source of type push");
        console.source("own", source);
        console.source("other", new PushSource(PushSource.Bounds.USUAL));
        assertThat(json(operator.send("POST", "/api/v1/samples", ONE))
                        .get("detail")
                        .textValue())
                .contains("?source=NAME; there are other, own");
        assertThat(operator.send("POST", "/api/v1/samples?source=own", ONE).statusCode())
                .isEqualTo(200);
        assertThat(read("inflight")).isEqualTo(12);
    }

    @Test
    void openTelemetryPushesAsWell() throws IOException {
        console.source("own", source);
        String request = "{\"resourceMetrics\": [{\"scopeMetrics\": [{\"metrics\": [{\"name\": \"depth\", \"gauge\":"
                + " {\"dataPoints\": [{\"asInt\": \"17\"}]}}]}]}]}";
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write(request.getBytes(StandardCharsets.UTF_8));
        }
        HttpResponse<String> answer = operator.send(HttpRequest.newBuilder(operator.uri("/v1/metrics"))
                .header("Authorization", "Bearer " + OPERATOR)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(zipped.toByteArray()))
                .build());
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(read("depth")).isEqualTo(17);
        HttpResponse<String> garbage = operator.send("POST", "/v1/metrics", "garbage");
        assertThat(garbage.statusCode()).isEqualTo(400);
        assertThat(json(garbage).get("detail").textValue()).contains("no OTLP metrics request");
    }
}
