package dev.headroom.controller.api;

import static dev.headroom.controller.api.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.testing.ManualTime;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The routes, over a real connection. */
class ApiServerTest {

    private static final String VIEWER = Tokens.random();
    private static final String OPERATOR = Tokens.random();
    private static final String ADMIN = Tokens.random();
    private static final Tokens TOKENS = Tokens.read(
            "tokens",
            List.of(
                    Tokens.line("vera", Role.VIEWER, VIEWER),
                    Tokens.line("otto", Role.OPERATOR, OPERATOR),
                    Tokens.line("ada", Role.ADMIN, ADMIN)));

    private final ManualTime time = new ManualTime();
    private final FakeConsole console = FakeConsole.shop(time);
    private ApiServer server = ApiServer.start(console, ApiSettings.local(0).with(TOKENS));
    private TestClient anybody = new TestClient(server, null);
    private TestClient operator = new TestClient(server, OPERATOR);
    private TestClient admin = new TestClient(server, ADMIN);

    @BeforeEach
    void decide() {
        console.run(Duration.ofHours(2));
    }

    @AfterEach
    void stop() {
        List.of(anybody, operator, admin).forEach(TestClient::close);
        server.close();
    }

    @Test
    void tellsOfTheControllerAndItsWorkloads() {
        JsonNode controller = json(anybody.get("/api/v1/controller"));
        assertThat(controller.get("mode").textValue()).isEqualTo("acting");
        assertThat(controller.get("workloads").intValue()).isEqualTo(3);
        JsonNode web = json(anybody.get("/api/v1/workloads")).get("workloads").get(0);
        assertThat(web).isEqualTo(json(anybody.get("/api/v1/workloads/web")));
        assertThat(web.get("name").textValue()).isEqualTo("web");
        assertThat(web.get("desired").intValue()).isBetween(2, 60);
        assertThat(web.get("fleet").get("ready").intValue()).isPositive();
        assertThat(web.get("signals").get(2).get("unit").textValue()).isEqualTo("ratio");
        assertThat(web.get("signals").get(2).get("value").doubleValue()).isBetween(0.0, 1.0);
        assertThat(web.get("signals").get(0).get("forecast").get("median")).hasSize(12);
        assertThat(web.get("reasons")).isNotEmpty();
        assertThat(json(anybody.get("/api/v1/workloads/mail")).get("attainment").isNull())
                .isTrue();
    }

    @Test
    void explainsADecision() {
        JsonNode latest = json(anybody.get("/api/v1/workloads/web/why"));
        assertThat(latest.get("at").textValue()).isEqualTo("2026-01-05T02:00:00Z");
        JsonNode then = json(anybody.get("/api/v1/workloads/web/why?at=2026-01-05T01:00:07Z"));
        assertThat(then.get("at").textValue()).isEqualTo("2026-01-05T01:00:00Z");
        assertThat(then.get("signals").get(0).get("forecast").get("median")).hasSize(12);
        assertThat(then.get("reasons")).anySatisfy(r -> {
            assertThat(r.get("stage").textValue()).isEqualTo("policy");
            assertThat(r.get("rule").textValue()).isEqualTo("target");
            assertThat(r.get("text").textValue()).contains("replicas").doesNotContain("{");
            assertThat(r.get("observed").doubleValue()).isPositive();
        });
        assertThat(then.get("reasons")
                        .get(then.get("deciding").intValue())
                        .get("text")
                        .textValue())
                .isEqualTo(then.get("summary").textValue());
        HttpResponse<String> before = anybody.get("/api/v1/workloads/web/why?at=2024-01-01T00:00:00Z");
        assertThat(before.statusCode()).isEqualTo(404);
        assertThat(json(before).get("detail").textValue()).contains("nothing was decided");
    }

    @Test
    void listsDecisions() {
        JsonNode latest = json(anybody.get("/api/v1/workloads/web/decisions?limit=3"));
        assertThat(latest.get("decisions")).hasSize(3);
        assertThat(latest.get("decisions").get(2).get("at").textValue()).isEqualTo("2026-01-05T02:00:00Z");
        assertThat(latest.get("next").isNull()).isTrue();

        String span = "/api/v1/workloads/web/decisions?from=2026-01-05T01:00:00Z&to=2026-01-05T01:10:00Z";
        assertThat(json(anybody.get(span)).get("decisions")).hasSize(40);
        JsonNode first = json(anybody.get(span + "&limit=30"));
        assertThat(first.get("decisions")).hasSize(30);
        assertThat(first.get("next").textValue()).isEqualTo("2026-01-05T01:07:30Z");

        JsonNode changes = json(anybody.get("/api/v1/workloads/web/decisions?changes=true"));
        assertThat(changes.get("decisions"))
                .isNotEmpty()
                .allSatisfy(d -> assertThat(d.get("desired")).isNotEqualTo(d.get("current")));
    }

    @Test
    void drawsATimeline() {
        JsonNode line = json(anybody.get(
                "/api/v1/workloads/web/timeline?from=2026-01-05T00:00:00Z&to=2026-01-05T03:00:00Z&points=12"));
        assertThat(line.get("stepSeconds").doubleValue()).isEqualTo(900);
        assertThat(line.get("decisions").intValue()).isEqualTo(480);
        assertThat(line.get("desired")).hasSize(12);
        assertThat(line.get("desired").get(11).isNull()).as("the future").isTrue();
        JsonNode inflight = line.get("signals").get(0);
        assertThat(inflight.get("peak").get(3).doubleValue())
                .isGreaterThanOrEqualTo(inflight.get("mean").get(3).doubleValue());
        assertThat(line.get("changes")).isNotEmpty();
    }

    @Test
    void takesOrdersAndLiftsThem() {
        String overrides = "/api/v1/workloads/web/overrides";
        HttpResponse<String> pinned = operator.send(
                "POST", overrides, "{\"kind\":\"pin\",\"replicas\":17,\"for\":\"2h\",\"reason\":\"launch\"}");
        assertThat(pinned.statusCode()).isEqualTo(200);
        assertThat(json(pinned).get("done").textValue()).contains("pinned at 17");
        console.run(Duration.ofMinutes(1));
        JsonNode web = json(anybody.get("/api/v1/workloads/web"));
        assertThat(web.get("desired").intValue()).isEqualTo(17);
        JsonNode order = json(anybody.get(overrides)).get("overrides").get(0);
        assertThat(order.get("author").textValue()).isEqualTo("otto");
        assertThat(order.get("until").textValue()).isEqualTo("2026-01-05T04:00:00Z");
        assertThat(order.get("reason").textValue()).isEqualTo("launch");
        JsonNode change = json(anybody.get("/api/v1/audit")).get("changes").get(0);
        assertThat(change.get("author").textValue()).isEqualTo("otto");
        assertThat(change.get("workload").textValue()).isEqualTo("web");

        assertThat(operator.send("POST", "/api/v1/workloads/web/turn", "").statusCode())
                .isEqualTo(200);
        assertThat(console.turns()).containsExactly("web");
        assertThat(operator.send("DELETE", overrides, "").statusCode()).isEqualTo(200);
        assertThat(json(anybody.get(overrides)).get("overrides")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"kind\":\"pin\",\"for\":\"2h\",\"reason\":\"r\"}             | 'replicas' must be a whole number",
                "{\"kind\":\"pause\",\"replicas\":3,\"for\":\"2h\",\"reason\":\"r\"} | 'replicas' belongs to a pin only",
                "{\"kind\":\"hold\",\"for\":\"2h\",\"reason\":\"r\"}            | 'kind' must be pin, pause or freeze",
                "{\"kind\":\"pause\",\"reason\":\"r\"}                          | an order must end",
                "{\"kind\":\"pause\",\"for\":\"2h\",\"until\":\"2026-01-06T00:00:00Z\",\"reason\":\"r\"} | an order must end",
                "{\"kind\":\"pause\",\"for\":\"soon\",\"reason\":\"r\"}         | 'for' must be a duration",
                "{\"kind\":\"pause\",\"for\":\"60d\",\"reason\":\"r\"}          | at most 30 days",
                "{\"kind\":\"pause\",\"for\":\"20w\",\"reason\":\"r\"}          | at most 30 days",
                "{\"kind\":\"pause\",\"until\":\"2025-01-01T00:00:00Z\",\"reason\":\"r\"} | over already",
                "{\"kind\":\"pause\",\"until\":\"noon\",\"reason\":\"r\"}       | 'until' must be a time",
                "{\"kind\":\"pause\",\"for\":\"2h\"}                            | 'reason' must say why",
                "{\"kind\":\"pause\",\"for\":\"2h\",\"reason\":\"a\\nb\"}       | one line",
                "{\"kind\":\"pause\",\"for\":\"2h\",\"reason\":\"r\",\"by\":1}  | there is no key 'by'",
                "{\"kind\":\"pause\",                                           | not JSON",
                "[]                                                             | must be a JSON object",
            })
    void refusesOrdersThatCannotBeMeant(String body, String told) {
        HttpResponse<String> refused = operator.send("POST", "/api/v1/workloads/web/overrides", body);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(refused).get("detail").textValue()).contains(told);
        assertThat(console.overrides("web")).isEmpty();
    }

    @Test
    void tellsAllThatIsWrongAtOnce() {
        JsonNode problem = json(operator.send(
                "POST", "/api/v1/workloads/web/overrides", "{\"kind\":\"hold\",\"for\":\"soon\",\"x\":1}"));
        assertThat(problem.get("problems")).hasSize(4);
        JsonNode query = json(anybody.get("/api/v1/workloads/web/decisions?form=1&limit=0&to=noon"));
        assertThat(query.get("problems"))
                .hasSize(1)
                .first()
                .satisfies(p -> assertThat(p.textValue())
                        .isEqualTo("there is no parameter 'form'; there are changes, from, limit, to"));
        assertThat(json(anybody.get("/api/v1/workloads/web/decisions?limit=0&to=noon"))
                        .get("problems"))
                .hasSize(2);
    }

    @Test
    void passesOnWhatTheControllerRefuses() {
        HttpResponse<String> refused = operator.send(
                "POST",
                "/api/v1/workloads/web/overrides",
                "{\"kind\":\"pin\",\"replicas\":1000,\"for\":\"2h\",\"reason\":\"launch\"}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(json(refused).get("detail").textValue()).contains("above the spec's bound of 60");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/workloads/web/overrides, nobody, 401",
        "POST, /api/v1/workloads/web/overrides, stranger, 401",
        "POST, /api/v1/workloads/web/overrides, viewer, 403",
        "POST, /api/v1/workloads/web/overrides, operator, 400",
        "POST, /api/v1/workloads/web/turn, nobody, 401",
        "POST, /api/v1/workloads/web/turn, viewer, 403",
        "POST, /api/v1/workloads/nosuch/turn, operator, 404",
        "DELETE, /api/v1/workloads/web/overrides, nobody, 401",
        "DELETE, /api/v1/workloads/web/overrides, viewer, 403",
        "PUT, /api/v1/spec, nobody, 401",
        "PUT, /api/v1/spec, viewer, 403",
        "PUT, /api/v1/spec, operator, 403",
        "PUT, /api/v1/spec, admin, 400",
        "GET, /api/v1/spec, nobody, 200",
        "GET, /api/v1/spec, stranger, 401",
    })
    void changesNothingWithoutTheRole(String method, String path, String who, int status) {
        String token = switch (who) {
            case "viewer" -> VIEWER;
            case "operator" -> OPERATOR;
            case "admin" -> ADMIN;
            case "stranger" -> Tokens.random();
            default -> null;
        };
        try (TestClient client = new TestClient(server, token)) {
            assertThat(client.send(method, path, "").statusCode()).isEqualTo(status);
        }
        assertThat(console.audit(10)).isEmpty();
    }

    /** A page elsewhere whose name is made to mean 127.0.0.1, and a proxy that passes on requests of others. */
    @ParameterizedTest
    @CsvSource({
        "Host, evil.example, 401",
        "Origin, http://evil.example, 403",
        "X-Forwarded-For, 10.0.0.1, 401",
        "Host, localhost:1234, 200"
    })
    void readingIsFreeForThisMachineOnly(String header, String value, int status) throws Exception {
        try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            String host = header.equals("Host") ? "" : "Host: localhost\r\n";
            socket.getOutputStream()
                    .write(("GET /api/v1/controller HTTP/1.1\r\n" + host + header + ": " + value
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 " + status);
        }
    }

    @Test
    void putsAnotherSpecInForce() {
        HttpResponse<String> present = anybody.get("/api/v1/spec");
        assertThat(present.headers().firstValue("Content-Type")).hasValue("application/yaml");
        String tag = present.headers().firstValue("ETag").orElseThrow();
        String other = present.body().replace("max: 60", "max: 80");

        HttpResponse<String> bad = admin.send("PUT", "/api/v1/spec", other.replace("max: 80", "max: many"));
        assertThat(bad.statusCode()).isEqualTo(422);
        assertThat(json(bad).get("detail").textValue()).contains("headroom.yaml:7");
        assertThat(anybody.get("/api/v1/spec").body()).isEqualTo(present.body());

        assertThat(put(other, "\"another\"").statusCode()).isEqualTo(412);
        assertThat(put(other, tag).statusCode()).isEqualTo(200);
        assertThat(anybody.get("/api/v1/spec").body()).isEqualTo(other);
        assertThat(console.audit(1).get(0).author()).isEqualTo("ada");
    }

    private HttpResponse<String> put(String body, String tag) {
        return admin.send(HttpRequest.newBuilder(admin.uri("/api/v1/spec"))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + ADMIN)
                .header("If-Match", tag)
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void saysWhenTheStoreCannotBeRead() {
        assertThat(anybody.get("/readyz").statusCode()).isEqualTo(200);
        console.breakStore("disk full");
        for (String path : List.of("decisions", "why", "timeline")) {
            HttpResponse<String> answer = anybody.get("/api/v1/workloads/web/" + path);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(json(answer).get("detail").textValue()).contains("disk full");
        }
        assertThat(anybody.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(anybody.get("/livez").body()).isEqualTo("alive\n");
        assertThat(anybody.get("/api/v1/workloads/web").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/workloads/shop, 404, there is no workload 'shop'",
        "GET, /nothing, 404, there is nothing at this path",
        "PATCH, /api/v1/spec, 405, 'there is GET, PUT'",
        "GET, /api/v1/spec?x=1, 400, there is no parameter 'x' here",
    })
    void whatIsNotThereIsAProblem(String method, String path, int status, String told) {
        HttpResponse<String> answer = anybody.send(method, path, "");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(answer).get("status").intValue()).isEqualTo(status);
        assertThat(json(answer).get("detail").textValue()).contains(told);
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'");
    }

    @Test
    void budgetsAndMetricsAreShown() {
        JsonNode budget = json(anybody.get("/api/v1/budgets")).get("budgets").get(0);
        assertThat(budget.get("hourly").doubleValue()).isEqualTo(3);
        assertThat(budget.get("monthly").isNull()).isTrue();
        HttpResponse<String> metrics = anybody.get("/metrics");
        assertThat(metrics.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(metrics.body()).contains("workload=\"web\"");
    }

    @Test
    void tellsWhatAnotherPolicyWouldHaveDone() {
        HttpResponse<String> answer =
                anybody.send("POST", "/api/v1/workloads/web/what-if", "{\"policy\":\"hpa\",\"span\":\"2h\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode runs = json(answer).get("runs");
        assertThat(runs.findValuesAsText("name")).containsExactly("recorded", "present", "hpa");
        assertThat(runs).allSatisfy(r -> {
            assertThat(r.get("cost").doubleValue()).isPositive();
            assertThat(r.get("desired")).hasSize(360);
        });
        assertThat(runs.get(0).get("attainment").isNull()).isTrue();
        assertThat(runs.get(2).get("attainment").doubleValue()).isBetween(0.0, 1.0);
        HttpResponse<String> wrong =
                anybody.send("POST", "/api/v1/workloads/web/what-if", "{\"policy\":\"magic\",\"span\":\"1s\"}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(json(wrong).get("problems")).hasSize(2);
        HttpResponse<String> refused = anybody.send("POST", "/api/v1/workloads/mail/what-if", "{\"policy\":\"hpa\"}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(json(refused).get("detail").textValue()).contains("how long a request takes");
    }

    @Test
    void otherMachinesNeedATokenEvenToRead() throws UnknownHostException {
        ApiSettings open = ApiSettings.local(0).on(InetAddress.getByName("0.0.0.0"));
        assertThatThrownBy(() -> ApiServer.start(console, open))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tokens are needed");
        try (ApiServer other = ApiServer.start(console, open.with(TOKENS));
                TestClient nobody = new TestClient(other, null);
                TestClient viewer = new TestClient(other, VIEWER)) {
            assertThat(nobody.get("/api/v1/workloads").statusCode()).isEqualTo(401);
            assertThat(viewer.get("/api/v1/workloads").statusCode()).isEqualTo(200);
            assertThat(nobody.get("/livez").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anAddressThatIsTakenIsTold() {
        assertThatThrownBy(() -> ApiServer.start(console, ApiSettings.local(server.port())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Address already in use; another controller may run already");
    }
}
