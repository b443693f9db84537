package dev.headroom.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.engine.loop.ScalingTarget.Applied;
import dev.headroom.engine.loop.ScalingTarget.Observed;
import dev.headroom.engine.model.Fleet;
import dev.headroom.testing.ScalingTargetContract;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookTargetTest extends ScalingTargetContract {

    private final LocalServer server = new LocalServer();
    private final AtomicInteger replicas = new AtomicInteger();

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected ScalingTarget withReplicas(int count) {
        replicas.set(count);
        server.behaviour = (e, r) -> {
            if (!r.method().equals("GET")) {
                replicas.set(Integer.parseInt(r.body().replaceAll(".*\"replicas\":(\\d+).*", "$1")));
            }
            LocalServer.reply(e, 200, "{\"replicas\": " + replicas + "}");
        };
        return target(server.settings(), null);
    }

    private static WebhookTarget target(ServerSettings settings, @Nullable String ready) {
        return new WebhookTarget(
                settings, new WebhookTarget.Routes("web", "/web", "/replicas", ready, "/web/scale", "PUT", 7));
    }

    @Test
    void anOrderIsAPutThatKeepsItsKeyOverItsTries() {
        AtomicInteger count = new AtomicInteger();
        server.behaviour = (e, r) -> LocalServer.reply(e, count.incrementAndGet() < 3 ? 503 : 204, "");
        ServerSettings settings =
                server.settings().trying(3, Duration.ofMillis(1)).with(new Credentials.Bearer("t0ken"));
        try (WebhookTarget target = target(settings, null)) {
            assertThat(target.apply(4)).isInstanceOf(Applied.Accepted.class);
            assertThat(target.apply(4)).isInstanceOf(Applied.Accepted.class);
        }
        assertThat(server.requests).hasSize(4).allSatisfy(r -> {
            assertThat(r.method() + " " + r.path()).isEqualTo("PUT /web/scale");
            assertThat(r.body()).isEqualTo("{\"workload\":\"web\",\"replicas\":4}");
            assertThat(r.header("Authorization")).isEqualTo("Bearer t0ken");
            assertThat(r.header("Headroom-lease")).isEqualTo("7");
        });
        List<String> keys = server.requests.stream()
                .map(r -> r.header("Idempotency-key"))
                .distinct()
                .toList();
        assertThat(keys).as("one key an order").hasSize(2).doesNotContain("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"replicas": 5, "ready": 3}   | 5 | 3 | ``
            {"replicas": "5", "ready": 5} | 5 | 5 | ``
            {"replicas": 5}               | 0 | 0 | no number of replicas at /ready; there is: replicas
            {"ready": 5}                  | 0 | 0 | no number of replicas at /replicas; there is: ready
            {"replicas": 1.5, "ready": 1} | 0 | 0 | no number of replicas at /replicas
            {"replicas": -1, "ready": 1}  | 0 | 0 | no number of replicas at /replicas
            {"replicas": 1e9, "ready": 1} | 0 | 0 | no number of replicas at /replicas
            """)
    void whatTheServerTellsIsSeen(String body, int desired, int ready, String why) {
        server.says(200, body);
        try (WebhookTarget target = target(server.settings(), "/ready")) {
            Observed seen = target.observe();
            if (why.isEmpty()) {
                assertThat(seen)
                        .isEqualTo(new Observed.Seen(new Fleet(desired, ready, 0, desired - ready, 0, List.of())));
            } else {
                assertThat(seen)
                        .isInstanceOfSatisfying(
                                Observed.Unreachable.class,
                                no -> assertThat(no.why()).contains(why));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            never answers       | did not answer within 300 ms
            stops in the middle | did not answer within 300 ms
            hangs up            | broke off
            talks without end   | larger than 65536 bytes
            is broken           | HTTP 500: stack trace
            is overloaded       | HTTP 503
            redirects           | HTTP 307 (a redirect, which is not followed
            """)
    void aServerThatMisbehavesIsUnreachable(String how, String why) {
        server.misbehaves(how);
        boolean silent = how.equals("never answers") || how.equals("stops in the middle");
        ServerSettings settings = server.settings().answersUpTo(64 << 10);
        try (WebhookTarget target = target(silent ? settings.within(Duration.ofMillis(300)) : settings, null)) {
            assertThat(target.observe())
                    .isInstanceOfSatisfying(
                            Observed.Unreachable.class,
                            no -> assertThat(no.why()).contains(why));
            assertThat(target.apply(3))
                    .isInstanceOfSatisfying(
                            Applied.Unreachable.class,
                            no -> assertThat(no.why()).contains(why));
        }
    }

    @ParameterizedTest
    @CsvSource({"400,true", "401,true", "403,true", "404,true", "409,true", "422,true", "408,false", "429,false"})
    void whatTheServerWillNotDoIsRefused(int status, boolean refused) {
        server.says(status, "quota");
        try (WebhookTarget target = target(server.settings(), null)) {
            Applied applied = target.apply(3);
            assertThat(applied instanceof Applied.Refused).isEqualTo(refused);
            assertThat(applied.toString()).contains("HTTP " + status, "quota");
        }
    }

    @Test
    void methodsAreKnown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebhookTarget.Routes("web", "", "/replicas", null, "", "PATCH", 0))
                .withMessageContaining("PATCH");
    }
}
