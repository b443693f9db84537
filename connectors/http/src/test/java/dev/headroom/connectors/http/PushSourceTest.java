package dev.headroom.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.testing.MetricSourceContract;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushSourceTest extends MetricSourceContract {

    private static final Instant NOW = Instant.parse("2026-01-05T00:00:00Z");

    private final PushSource source = new PushSource(new PushSource.Bounds(Duration.ofMinutes(10), 4));

    @Override
    protected MetricSource source() {
        push("{\"name\": \"inflight\", \"value\": 12, \"at\": \"2026-01-04T23:59:58Z\"}");
        return source;
    }

    @Override
    protected Signal known() {
        return signal("inflight");
    }

    @Override
    protected Instant now() {
        return NOW;
    }

    private static Signal signal(String query) {
        return Signal.of(query, Measure.OTHER, Unit.COUNT);
    }

    private Taken push(String... samples) {
        String body = "{\"samples\": [" + String.join(",", samples) + "]}";
        return source.take(Pushed.samples(body.getBytes(StandardCharsets.UTF_8)), NOW);
    }

    private static String sample(String name, String labels, double value, int secondsAgo) {
        return "{\"name\": \"%s\", \"labels\": {%s}, \"value\": %s, \"at\": %d}"
                .formatted(name, labels, value, NOW.getEpochSecond() - secondsAgo);
    }

    private static String counter(double value, int secondsAgo) {
        return sample("requests", "", value, secondsAgo).replace("{\"name", "{\"kind\": \"counter\", \"name");
    }

    private Reading read(String query) {
        return source.read(List.of(signal(query)), NOW).get(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            inflight{replica="1"}          | OK      | 4    | ``
            sum(inflight)                  | OK      | 10   | ``
            sum( inflight {zone="a"} )     | OK      | 10   | ``
            avg(inflight)                  | OK      | 5    | ``
            min(inflight)                  | OK      | 4    | ``
            max(inflight)                  | OK      | 6    | ``
            count(inflight)                | OK      | 2    | ``
            inflight                       | FAILED  | NaN  | 2 series where one number is needed; write sum(inflight)
            inflight{zone="b"}             | MISSING | NaN  | no sample of inflight was pushed within 300 s
            other                          | MISSING | NaN  | no sample of other
            rate(inflight{replica="1"})    | MISSING | NaN  | needs two samples
            sum(inflight                   | FAILED  | NaN  | is no query
            inflight{zone=a}               | FAILED  | NaN  | labels
            """)
    void queries(String query, Reading.Status status, double value, String detail) {
        assertThat(push(
                                sample("inflight", "\"replica\": \"1\", \"zone\": \"a\"", 4, 10),
                                sample("inflight", "\"replica\": 2, \"zone\": \"a\"", 6, 5))
                        .kept())
                .isEqualTo(2);
        Reading reading = read(query);
        assertThat(reading.status()).isEqualTo(status);
        assertThat(reading.value()).isEqualTo(Double.valueOf(value));
        assertThat(reading.detail()).contains(detail);
        if (query.startsWith("sum(inf")) {
            assertThat(reading.status() == Reading.Status.OK ? reading.sampled() : 2)
                    .isEqualTo(2);
        }
    }

    @Test
    void aReplicaThatFellSilentIsNotCountedAnyMore() {
        push(sample("inflight", "\"replica\": 1", 4, 301), sample("inflight", "\"replica\": 2", 6, 5));
        assertThat(read("sum(inflight)")).isEqualTo(Reading.of(6, NOW.minusSeconds(5), 1));
    }

    @Test
    void aRateIsThatOfTheLastMinuteAndKnowsResets() {
        push(counter(0, 100), counter(1000, 60), counter(1300, 30), counter(10, 20), counter(40, 0));
        // 300 in the first half, then the counter began again: 10 more, then 30.
        assertThat(read("rate(requests)").value()).isEqualTo((300 + 10 + 30) / 60.0);
    }

    @Test
    void changesAddUp() {
        for (int i = 0; i < 4; i++) {
            String sample = sample("jobs", "", i == 0 ? 100 : 6, 30 - 10 * i);
            push(sample.replace("{\"name", "{\"kind\": \"change\", \"name"));
        }
        assertThat(read("rate(jobs)").value()).isEqualTo(18 / 30.0);
        assertThat(read("jobs").value()).isEqualTo(118);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"value": 1}                                           | 'name' must be
            {"name": "a b", "value": 1}                            | 'name' must be
            {"name": "a"}                                          | 'value' must be a number
            {"name": "a", "value": "1"}                            | 'value' must be a number
            {"name": "a", "value": 1e999}                          | 'value' must be a number
            {"name": "a", "value": 1, "at": "noon"}                | 'at' must be
            {"name": "a", "value": 1, "kind": "meter"}             | 'kind' must be
            {"name": "a", "value": 1, "at": 1767571000000000}      | 'at' must be
            {"name": "a", "value": 1, "at": "2026-01-05T00:00:06Z"} | is to come
            {"name": "a", "value": 1, "at": "2026-01-04T23:49:59Z"} | is more than 600 s ago
            7                                                      | 'value' must be a number
            """)
    void whatIsWrongWithASampleIsSaid(String sample, String problem) {
        Taken taken = push(sample, sample("good", "", 1, 0));
        assertThat(taken.kept()).isEqualTo(1);
        assertThat(taken.refused()).isEqualTo(1);
        assertThat(taken.status()).isEqualTo(200);
        assertThat(taken.problems()).singleElement().asString().contains(problem);
        assertThat(push(sample).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"samples": 1}  | the body must be like
            []              | the body must be like
            {"samples": [   | the body is no JSON
            ``              | the body must be like
            """)
    void whatIsNoRequestIsTurnedAway(String body, String problem) {
        Taken taken = source.take(Pushed.samples(body.getBytes(StandardCharsets.UTF_8)), NOW);
        assertThat(taken.status()).isEqualTo(400);
        assertThat(taken.problems()).singleElement().asString().contains(problem);
        assertThat(new String(taken.json(), StandardCharsets.UTF_8))
                .startsWith("{\"kept\":0,\"refused\":0,\"problems\":[\"");
    }

    @Test
    void sizesAreBounded() {
        assertThat(source.take(Pushed.samples(new byte[Pushed.MOST_BYTES + 1]), NOW)
                        .status())
                .isEqualTo(413);
        String one = "{\"name\":\"a\",\"value\":1}";
        String many = "{\"samples\":[" + (one + ",").repeat(Pushed.MOST_SAMPLES) + one + "]}";
        assertThat(source.take(Pushed.samples(many.getBytes(StandardCharsets.UTF_8)), NOW)
                        .status())
                .isEqualTo(413);
    }

    @Test
    void seriesAreBoundedAndThoseThatEndedMakeRoom() {
        for (int i = 0; i < 4; i++) {
            assertThat(push(sample("a", "\"n\": " + i, 1, i == 0 ? 590 : 0)).kept())
                    .isEqualTo(1);
        }
        assertThat(push(sample("a", "\"n\": 5", 1, 0)).problems())
                .singleElement()
                .asString()
                .contains("there are 4 series already");
        String later = "{\"samples\": [{\"name\": \"a\", \"labels\": {\"n\": 6}, \"value\": 1}]}";
        assertThat(source.take(Pushed.samples(later.getBytes(StandardCharsets.UTF_8)), NOW.plus(Duration.ofSeconds(11)))
                        .kept())
                .isEqualTo(1);
        assertThat(source.series()).isEqualTo(4);
    }

    @Test
    void whatComesTwiceOrLateCountsOnce() {
        push(sample("a", "", 1, 10));
        Taken again = push(sample("a", "", 1, 10), sample("a", "", 2, 20));
        assertThat(again.kept()).isZero();
        assertThat(again.problems()).hasSize(2).allMatch(p -> p.contains("not after that of the one before"));
        assertThat(read("a")).isEqualTo(Reading.of(1, NOW.minusSeconds(10), 1));
    }

    @Test
    void manyPushesNeedNoMoreMemory() {
        for (int i = 0; i < 1000; i++) {
            Instant at = NOW.plusMillis(100L * i);
            source.take(
                    Pushed.samples("{\"samples\":[{\"name\":\"a\",\"value\":1}]}".getBytes(StandardCharsets.UTF_8)),
                    at);
        }
        assertThat(source.series()).isEqualTo(1);
        assertThat(source.read(List.of(signal("rate(a)")), NOW.plusSeconds(100))
                        .get(0)
                        .value())
                .isZero();
    }
}
