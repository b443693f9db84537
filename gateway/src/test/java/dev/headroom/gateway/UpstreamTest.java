package dev.headroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.guard.LadderRules;
import dev.headroom.spec.GatewaySpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an upstream goes through, and the level of degradation after each: a table of the triggers that a gateway sees. */
class UpstreamTest {

    private static final long MILLI = 1_000_000L;
    private static final LadderRules RULES =
            new LadderRules(Duration.ofMillis(100), 0.9, 0.05, 0.8, Duration.ofSeconds(10));

    private long now = 5_000 * MILLI;

    private static Upstream upstream(Duration hold) {
        return new Upstream(
                "web",
                new GatewaySpec.Upstream(
                        List.of(),
                        "targets.json",
                        null,
                        5,
                        Duration.ofSeconds(30),
                        Duration.ZERO,
                        hold,
                        10,
                        LocalityTest.RULES),
                null,
                () -> 0.5,
                0);
    }

    /**
     * Steps: {@code servers=N}; {@code ok=MS}, {@code error}, {@code timeout}, {@code refused} of every server, ten times;
     * {@code wait=S}, with a look each half second. After each, the level.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // a slow dependency, and back after ten seconds below 80 ms
                "servers=2 ok=10 ok=150 wait=11 wait=7 wait=5      | 0 0 1 1 1 0",
                // timeouts
                "servers=2 ok=10 timeout wait=11                   | 0 0 2 2",
                "servers=2 ok=10 timeout ok=10 wait=60             | 0 0 2 2 0",
                // all replicas answer with errors
                "servers=2 error                                   | 0 3",
                "servers=2 error ok=5 wait=9 wait=2 wait=10 wait=10| 0 3 3 3 2 1 0",
                // one of two is not all
                "servers=2 error=1                                 | 0 0",
                // nobody is there: after ten seconds an outage; what answers again leads back
                "servers=2 refused wait=9 wait=2                   | 0 3 3 4",
                "servers=2 refused wait=11 ok=5 wait=11 wait=10    | 0 3 4 4 3 2",
                // a server that starts anew within ten seconds
                "servers=1 refused wait=5 ok=5 wait=9              | 0 3 3 3 3",
                // none are listed any more
                "servers=2 servers=0 wait=9 wait=2 servers=2 wait=11| 0 0 0 4 4 3",
                // none have ever been
                "servers=0 wait=60                                 | 0 0",
            })
    void levels(String steps, String levels) {
        Upstream u = upstream(Duration.ZERO);
        StringBuilder seen = new StringBuilder();
        for (String step : steps.strip().split(" +", -1)) {
            String[] p = step.split("=", -1);
            switch (p[0]) {
                case "servers" -> list(u, Integer.parseInt(p[1]));
                case "wait" -> look(u, 1000L * Integer.parseInt(p[1]));
                default -> answers(u, p[0], p.length > 1 ? Integer.parseInt(p[1]) : 99);
            }
            look(u, 500);
            seen.append(u.degradation().level()).append(' ');
        }
        assertThat(seen.toString().strip()).isEqualTo(levels.strip());
    }

    @ParameterizedTest
    @CsvSource({"0, 4", "20, 0"})
    void anUpstreamThatIsHeldForMayHaveNoServers(long hold, int level) {
        Upstream u = upstream(Duration.ofSeconds(hold));
        list(u, 1);
        list(u, 0);
        look(u, 30_000);
        assertThat(u.degradation().level()).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({"0 500 999, 1", "0 1000 2000, 3", "0 1 1001 1002, 2"})
    void oneRequestASecondIsLetThrough(String at, int through) {
        Upstream u = upstream(Duration.ZERO);
        int seen = 0;
        for (String t : at.split(" ", -1)) {
            seen += u.mayTry(now + Long.parseLong(t) * MILLI) ? 1 : 0;
        }
        assertThat(seen).isEqualTo(through);
    }

    @Test
    void serversAreWantedWhileThereAreNoneOnceASecond() {
        Upstream u = upstream(Duration.ofSeconds(20));
        assertThat(u.wantsServers(now)).isTrue();
        assertThat(u.wantsServers(now + 999 * MILLI)).isFalse();
        assertThat(u.wantsServers(now + 1000 * MILLI)).isTrue();
        list(u, 1);
        assertThat(u.wantsServers(now + 5000 * MILLI)).isFalse();
    }

    private void list(Upstream u, int count) {
        Map<String, Listed> servers = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            servers.put("127.0.0.1:" + (9001 + i), Listed.PLAIN);
        }
        u.replicas().update(servers, now);
    }

    private void look(Upstream u, long millis) {
        for (long t = 0; t < millis; t += 500) {
            now += 500 * MILLI;
            u.step(RULES, Map.of(), now);
        }
    }

    private void answers(Upstream u, String what, int number) {
        List<Replica> all = u.replicas().all();
        List<Replica> these = what.equals("error") ? all.subList(0, Math.min(all.size(), number)) : all;
        for (int i = 0; i < 10; i++) {
            for (Replica r : these) {
                boolean ok = what.equals("ok");
                r.unreachable(what.equals("refused"));
                r.learn(h -> h.answered(!ok && !what.equals("timeout"), 5, Duration.ofSeconds(30), now));
                u.recent().add(ok ? number * MILLI : 10 * MILLI, what.equals("timeout"), now);
            }
        }
    }
}
