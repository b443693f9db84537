package dev.headroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.spec.GatewaySpec.Revert;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parts of the gateway that decide, each by a table. */
class PartsTest {

    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9  |                                  | 203.0.113.9",
                // who is not trusted may say what it likes
                "203.0.113.9  | 1.2.3.4                          | 203.0.113.9",
                "10.0.0.1     | 1.2.3.4                          | 1.2.3.4",
                "10.0.0.1     | 6.6.6.6, 1.2.3.4                 | 1.2.3.4",
                "10.0.0.1     | 6.6.6.6, 1.2.3.4, 10.9.9.9       | 1.2.3.4",
                "10.0.0.1     | 10.1.1.1                         | 10.1.1.1",
                "10.0.0.1     | 6.6.6.6, evil.example, 10.9.9.9  | 10.9.9.9",
                "10.0.0.1     | ''                               | 10.0.0.1",
                "10.0.0.1     | 1.2.3.4,,10.9.9.9                | 10.9.9.9",
                "10.0.0.1     | 999.1.1.1                        | 10.0.0.1",
                "2001:db8::1  | 2001:0db8:0:0::2, 1.2.3.4        | 1.2.3.4",
                "2001:db8::1  | [2a00::7]                        | 2a00:0:0:0:0:0:0:7",
                "2001:db9::1  | 1.2.3.4                          | 2001:db9:0:0:0:0:0:1",
            })
    void whoAsks(String peer, @Nullable String forwarded, String client) {
        ClientAddress addresses = new ClientAddress(new Networks(List.of("10.0.0.0/8", "2001:db8::/32")));
        assertThat(addresses.of(peer, forwarded == null ? List.of() : List.of(forwarded)))
                .isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.128/25, 10.1.2.127, false",
        "10.1.2.128/25, 10.1.2.128, true",
        "0.0.0.0/0, 255.1.1.1, true",
        "192.0.2.1/32, 192.0.2.1, true",
        "192.0.2.1/32, 192.0.2.2, false",
        "10.0.0.0/8, ::ffff, false",
    })
    void networks(String network, String address, boolean inside) {
        assertThat(new Networks(List.of(network)).hold(Networks.literal(address)))
                .isEqualTo(inside);
    }

    /** Steps: {@code f} fails, {@code o} answers, {@code x} a check fails, {@code v} one succeeds, a number passes seconds. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "f f                | true",
                "f f f              | false",
                "f f o f f          | true",
                "f f f 29           | false",
                "f f f 30           | true",
                "f f f 30 f         | false",
                "f f f 30 f 59      | false",
                "f f f 30 f 60      | true",
                "f f f 30 o f f     | true",
                "f f f f f f f 30   | true",
                "x x                | true",
                "x x x              | false",
                "x x v x x          | true",
                "x x x v            | false",
                "x x x v v          | true",
                "x x x o            | false",
                "x x x v x v        | false",
                "f f f x x x 30     | false",
                "f f f x x x 30 v v | true",
            })
    void health(String steps, boolean well) {
        ReplicaHealth h = ReplicaHealth.NEW;
        long now = 17;
        for (String step : steps.strip().split(" ", -1)) {
            switch (step) {
                case "f", "o" -> h = h.answered(step.equals("f"), 3, Duration.ofSeconds(30), now);
                case "x", "v" -> h = h.checked(step.equals("v"));
                default -> now += Long.parseLong(step) * SECOND;
            }
        }
        assertThat(h.isWell(now)).isEqualTo(well);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/                       | ",
                "/a/b.c/..d/e..          | ",
                "/a%20b;v=1/%C3%A9       | ",
                "/a/../b                 | out",
                "/a/%2e%2E/b             | out",
                "/a/.%2e;x=1/b           | out",
                "/./a                    | out",
                "/a//b                   | empty segment",
                "/a%2fb                  | encoded character",
                "/a%5cb                  | encoded character",
                "/a%00                   | encoded character",
                "/a%0d%0aX:%201          | encoded character",
                "/a%zz                   | encoded wrongly",
                "/a%4                    | encoded wrongly",
                "/a\\b                   | character",
                "*                       | begin",
                "http://evil/            | begin",
            })
    void paths(String path, @Nullable String refused) {
        if (refused == null) {
            assertThat(RequestChecks.path(path)).isNull();
        } else {
            assertThat(RequestChecks.path(path)).contains(refused);
        }
    }

    private static Replicas replicas(SplittableRandom random, Duration slowStart, int servers) {
        Replicas r = new Replicas(slowStart, new Locality(null, LocalityTest.RULES), random::nextDouble);
        Map<String, Listed> all = new LinkedHashMap<>();
        for (int i = 0; i < servers; i++) {
            all.put("h:" + i, Listed.PLAIN);
        }
        r.update(all, 0);
        return r;
    }

    @Test
    void theLessBusyOfTwoIsTaken() {
        Replicas replicas = replicas(new SplittableRandom(1), Duration.ZERO, 10);
        for (int i = 0; i < 1000; i++) {
            Objects.requireNonNull(replicas.pick(Set.of(), 0)).inFlight().incrementAndGet();
        }
        // at random alone the busiest of ten would have some 120
        assertThat(replicas.all())
                .allSatisfy(r -> assertThat(r.inFlight().get()).isBetween(96, 104));
    }

    @Test
    void aNewServerGetsMoreAndMore() {
        SplittableRandom random = new SplittableRandom(1);
        Replicas replicas = replicas(random, Duration.ofSeconds(10), 1);
        replicas.update(Map.of("h:0", Listed.PLAIN, "h:1", Listed.PLAIN), 100 * SECOND);
        Map<Integer, Integer> share = new TreeMap<>();
        for (int at : new int[] {0, 5, 10}) {
            replicas.all().forEach(r -> r.inFlight().set(0));
            for (int i = 0; i < 1000; i++) {
                Objects.requireNonNull(replicas.pick(Set.of(), (100 + at) * SECOND))
                        .inFlight()
                        .incrementAndGet();
            }
            share.put(
                    at,
                    replicas.all().stream()
                            .filter(r -> r.authority().equals("h:1"))
                            .mapToInt(r -> r.inFlight().get())
                            .sum());
        }
        assertThat(share.get(0)).isBetween(85, 95); // 1 of 11
        assertThat(share.get(5)).isBetween(330, 336); // 1 of 3
        assertThat(share.get(10)).isBetween(495, 505);
    }

    @Test
    void whatIsEjectedDrainingOrTriedIsLeftOut() {
        Replicas replicas = replicas(new SplittableRandom(1), Duration.ZERO, 4);
        Replica bad = replicas.all().getFirst();
        for (int i = 0; i < 5; i++) {
            bad.learn(h -> h.answered(true, 5, Duration.ofSeconds(30), 0));
        }
        Listed leaves = new Listed(true, null, null);
        replicas.update(Map.of("h:0", Listed.PLAIN, "h:1", leaves, "h:2", Listed.PLAIN, "h:3", Listed.PLAIN), 0);
        Replica tried = replicas.all().stream()
                .filter(r -> r.authority().equals("h:2"))
                .findFirst()
                .orElseThrow();
        for (int i = 0; i < 100; i++) {
            assertThat(replicas.pick(Set.of(tried), 0)).hasToString("h:3");
        }
    }

    @Test
    void whenMostAreEjectedAllAreTried() {
        Replicas replicas = replicas(new SplittableRandom(1), Duration.ZERO, 3);
        for (Replica r : replicas.all()) {
            for (int i = 0; i < 5; i++) {
                r.learn(h -> h.answered(true, 5, Duration.ofSeconds(30), 0));
            }
        }
        assertThat(replicas.pick(Set.of(), 0)).isNotNull();
        replicas.update(Map.of(), 0);
        assertThat(replicas.pick(Set.of(), 0)).isNull();
    }

    @Test
    void aSplitGivesEachItsShareUntilOneFailsTooOften() {
        Map<String, Double> shares = new LinkedHashMap<>();
        shares.put("web", 0.9);
        shares.put("canary", 0.1);
        Split split = new Split(shares, new Revert(0.05, 20));
        SplittableRandom random = new SplittableRandom(3);
        int canary = 0;
        for (int i = 0; i < 10_000; i++) {
            canary += split.choose(random.nextDouble()).equals("canary") ? 1 : 0;
        }
        assertThat(canary).isBetween(900, 1100);
        for (int i = 0; i < 100; i++) {
            assertThat(split.answered("web", true, SECOND)).isFalse();
        }
        for (int i = 0; i < 19; i++) {
            assertThat(split.answered("canary", i < 2, SECOND)).isFalse();
        }
        assertThat(split.answered("canary", false, SECOND)).isTrue();
        assertThat(split.returned()).containsExactly("canary");
        assertThat(split.choose(0.95)).isEqualTo("web");
    }

    @Test
    void failuresOfAnotherMinuteDoNotCount() {
        Map<String, Double> shares = new LinkedHashMap<>();
        shares.put("web", 0.5);
        shares.put("canary", 0.5);
        Split split = new Split(shares, new Revert(0.05, 4));
        for (int i = 0; i < 20; i++) {
            assertThat(split.answered("canary", i % 4 == 0, 40 * SECOND * i)).isFalse();
        }
    }

    @Test
    void aFileOfTargetsIsRead() throws IOException {
        assertThat(Discovery.parse(
                        bytes("[{\"targets\":[\"127.0.0.1:9001\"],\"labels\":{\"replica\":\"0\"}},"
                                + "{\"targets\":[\"[::1]:9002\",\"web:80\"],\"labels\":"
                                + "{\"__draining\":\"true\",\"region\":\"tokyo\",\"zone\":\"b\"}}]"),
                        "f"))
                .isEqualTo(Map.of(
                        "127.0.0.1:9001",
                        Listed.PLAIN,
                        "[::1]:9002",
                        new Listed(true, "tokyo", "b"),
                        "web:80",
                        new Listed(true, "tokyo", "b")));
        assertThatThrownBy(() -> Discovery.parse(bytes("[{\"targets\":[\"http://x\"]}]"), "f"))
                .hasMessageContaining("not a host and port");
        assertThatThrownBy(() -> Discovery.parse(bytes("{}"), "f")).hasMessageContaining("no list");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void recentAnswersAreForgottenAfterTenSeconds() {
        RecentAnswers recent = new RecentAnswers();
        for (int i = 0; i < 980; i++) {
            recent.add(10_000_000, false, SECOND);
        }
        for (int i = 0; i < 20; i++) {
            recent.add(300_000_000, i < 10, SECOND);
        }
        assertThat(recent.quantile(0.97, SECOND)).isBetween(Duration.ofMillis(10), Duration.ofMillis(11));
        assertThat(recent.quantile(0.99, 10 * SECOND)).isBetween(Duration.ofMillis(300), Duration.ofMillis(330));
        assertThat(recent.timeouts(SECOND)).isEqualTo(0.01);
        assertThat(recent.quantile(0.99, 12 * SECOND)).isZero();
        assertThat(recent.timeouts(12 * SECOND)).isZero();
    }
}
