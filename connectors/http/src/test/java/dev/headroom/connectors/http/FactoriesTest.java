package dev.headroom.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headroom.engine.loop.Connection;
import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.loop.NotifierFactory;
import dev.headroom.engine.loop.SourceFactory;
import dev.headroom.engine.loop.TargetFactory;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.testing.ManualTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactoriesTest {

    private static final Map<String, String> VARIABLES =
            Map.of("TOKEN", "t0ken", "PASSWORD", "hidden", "HOOK", "http://127.0.0.1:1/secret");

    private static Connection with(Map<String, Object> options) {
        return new Connection("it", options, 7, "state", ".", VARIABLES::get, new ManualTime());
    }

    @Test
    void allAreFound() {
        TreeSet<String> found = new TreeSet<>();
        ServiceLoader.load(SourceFactory.class).forEach(f -> found.add("source " + f.type()));
        ServiceLoader.load(TargetFactory.class).forEach(f -> found.add("target " + f.type()));
        ServiceLoader.load(NotifierFactory.class).forEach(f -> found.add("notifier " + f.type()));
        assertThat(found)
                .containsExactly(
                        "notifier log",
                        "notifier slack",
                        "notifier webhook",
                        "source exec",
                        "source http",
                        "source push",
                        "target exec",
                        "target webhook");
    }

    @Test
    void aSourceIsAskedAsItsOptionsSay() throws Exception {
        try (LocalServer server = new LocalServer()) {
            server.says(200, "{\"inflight\": 3, \"at\": 1767571190}");
            MetricSource source = new SourceFactories.Http()
                    .open(with(Map.of("url", server.uri() + "/s/?a=b", "time", "at", "token-env", "TOKEN")));
            List<Reading> readings =
                    source.read(List.of(Signal.of("inflight", Measure.OTHER, Unit.COUNT)), new ManualTime().now());
            assertThat(readings).extracting(Reading::value).containsExactly(3.0);
            assertThat(server.requests).singleElement().satisfies(r -> {
                assertThat(r.path()).isEqualTo("/s/?a=b");
                assertThat(r.header("Authorization")).isEqualTo("Bearer t0ken");
            });
            ((AutoCloseable) source).close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user=me                          | belong together
            token-env=TOKEN,user=me,password-env=PASSWORD | a token and a user
            token-env=ABSENT                 | environment variable ABSENT, which is not set
            ca=absent.pem                    | absent.pem
            url=http://u:hidden@host/        | must not hold a user or password
            url=ftp://host/                  | http://host:8080/stats
            url=http://host/#a               | before '#'
            url=:                            | no address
            """)
    void whatIsWrongIsSaid(String options, String problem) {
        Map<String, Object> all = new HashMap<>(Map.of("url", "http://127.0.0.1:1/"));
        for (String option : options.split(",", -1)) {
            all.put(option.split("=", 2)[0], option.split("=", 2)[1]);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SourceFactories.Http().open(with(all)))
                .withMessageContaining(problem)
                .satisfies(e -> assertThat(e.toString()).doesNotContain("hidden"));
    }

    @Test
    void notifiersNeedAnAddress() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NotifierFactories.Slack().open(with(Map.of())))
                .withMessageContaining("one of 'url' and 'url-env'");
        ((AutoCloseable) new NotifierFactories.Slack().open(with(Map.of("url-env", "HOOK")))).close();
        ((AutoCloseable) new NotifierFactories.Log().open(with(Map.of("least", "warning")))).close();
    }

    @Test
    void aTargetsTwoAddressesAreOfOneServer() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TargetFactories.Webhook()
                        .open(with(Map.of("url", "http://a/x", "apply-url", "http://b/x")), Workloads.web()))
                .withMessageContaining("one server");
    }
}
