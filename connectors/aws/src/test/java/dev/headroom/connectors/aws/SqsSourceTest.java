package dev.headroom.connectors.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.loop.Connection;
import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.loop.SourceFactory;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.testing.MetricSourceContract;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SqsSourceTest extends MetricSourceContract {
    private static ElasticMq server;
    private static String url;

    @BeforeAll
    static void start() throws InterruptedException {
        server = new ElasticMq();
        url = server.queue();
        SqsQueue queue = new SqsQueue(server.client(), url, server.queue());
        for (int i = 0; i < 5; i++) {
            queue.send("message " + i);
        }
        server.client().sendMessage(r -> r.queueUrl(url).messageBody("later").delaySeconds(300));
        queue.receive(2, Duration.ZERO, Duration.ofMinutes(5));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected MetricSource source() {
        SourceFactory factory = ServiceLoader.load(SourceFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(f -> f.type().equals("sqs"))
                .findFirst()
                .orElseThrow();
        String here = ".";
        return factory.open(new Connection(
                "files",
                Map.of("queue-url", url, "endpoint", server.endpoint().toString()),
                0,
                here,
                here,
                name -> null,
                InstantSource.system()));
    }

    @Override
    protected Signal known() {
        return signal("backlog");
    }

    @Override
    protected Instant now() {
        return Instant.parse("2026-01-05T00:00:00Z");
    }

    private static Signal signal(String query) {
        return Signal.of(query, Measure.OTHER, Unit.COUNT);
    }

    @Test
    void tellsWhatWaitsWhatIsWorkedOnAndTheirSum() {
        List<Reading> readings = source().read(
                        List.of(signal("visible"), signal("in-flight"), signal("delayed"), signal("backlog")), now());
        assertThat(readings).extracting(Reading::value).containsExactly(3.0, 2.0, 1.0, 6.0);
        assertThat(source().read(List.of(Signal.of("backlog", Measure.OTHER, Unit.BYTES)), now()))
                .extracting(Reading::detail)
                .containsExactly("'backlog' of a queue is a count, not bytes");
    }

    @Test
    void aQueueThatIsNotThereIsAFailedReading() {
        try (SqsSource source =
                new SqsSource(SqsClients.client(null, server.endpoint()), server.endpoint() + "/000000000000/none")) {
            Reading reading = source.read(List.of(known()), now()).get(0);
            assertThat(reading.status()).isEqualTo(Reading.Status.FAILED);
            assertThat(reading.detail()).containsIgnoringCase("queue");
        }
    }
}
