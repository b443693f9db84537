package dev.headroom.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.controller.WorkloadStatus.Band;
import dev.headroom.controller.WorkloadStatus.SignalStatus;
import dev.headroom.engine.loop.MetricHistory.Sample;
import dev.headroom.engine.model.Reading;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forecasts of a source that cannot look back go on from the readings in the journal. */
class JournalPastTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String SPEC = """
            apiVersion: headroom/v1
            sources:
              m: { type: prometheus, url: "http://m:9090" }
            workloads:
              web:
                target: { type: exec, observe: ["true"], apply: ["true"] }
                replica: { boot: 30s, concurrency: 10 }
                bounds: { min: 1, max: 50 }
                signals: { web: { source: m, query: web, measures: rate, unit: per-second, max-age: 1m } }
                policies:
                  - predict: { signal: web, per-replica: 10/s, buffer: 1m, history: 1d }
            """;

    /** A load that changes with the minute, the same in every world of a seed. */
    private static void minutes(World world, Random load, int n) {
        for (int i = 0; i < n; i++) {
            world.source("m").set("web", 50 + load.nextInt(50));
            world.pass(MINUTE);
        }
    }

    private static @Nullable Band band(Controller c) {
        List<SignalStatus> signals = c.workload("web").orElseThrow().signals();
        return signals.isEmpty() ? null : signals.getFirst().forecast();
    }

    private static List<String> begins(World world) {
        return world.told().stream().filter(t -> t.contains("the forecast of")).toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void afterARestartTheForecastIsThatOfAControllerThatWentOn(long seed) {
        World whole = new World(seed);
        Random load = new Random(seed);
        Controller uninterrupted = whole.controller(SPEC);
        minutes(whole, load, 65);

        World cut = new World(seed);
        World.Life life = cut.new Life();
        load = new Random(seed);
        cut.started(cut.parts("a", life), SPEC);
        minutes(cut, load, 60);
        // Within one step: both fit their models to the same sixty steps.
        cut.source("m").set("web", 50 + load.nextInt(50));
        cut.pass(Duration.ofSeconds(20));
        life.kill();
        Controller second = cut.started(cut.parts("b", cut.time), SPEC);
        cut.pass(Duration.ofSeconds(40));
        minutes(cut, load, 4);

        Band expected = Objects.requireNonNull(band(uninterrupted));
        Band found = Objects.requireNonNull(band(second));
        assertThat(found.start()).isEqualTo(expected.start());
        assertThat(found.median()).containsExactly(expected.median());
        assertThat(found.low()).containsExactly(expected.low());
        assertThat(found.high()).containsExactly(expected.high());
        assertThat(begins(cut))
                .singleElement()
                .asString()
                .matches("web: the forecast of signal 'web' begins from the journal: 2[34]\\d readings since "
                        + "2026-01-05T00:00:..Z");
        assertThat(begins(whole)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    max-age: 1m      | max-age: 2m         | true
                    http://m:9090    | http://moved:9090   | true
                    unit: per-second | unit: per-minute    | false
                    query: web       | query: sum(web)     | false
                    """)
    void aSignalThatWasAnotherOneBeginsAnew(String from, String to, boolean same) {
        World world = new World();
        World.Life life = world.new Life();
        world.started(world.parts("a", life), SPEC);
        minutes(world, new Random(1), 15);
        life.kill();
        Controller second = world.started(world.parts("b", world.time), SPEC.replace(from, to));
        world.pass(MINUTE.plusSeconds(30));
        assertThat(band(second) != null).isEqualTo(same);
        assertThat(begins(world)).hasSize(same ? 1 : 0);
    }

    @Test
    void onlyTheSpanAskedForIsRead() {
        World world = new World();
        world.controller(SPEC);
        minutes(world, new Random(1), 30);
        Spec spec = SpecReader.read("headroom.yaml", Path.of("."), SPEC).orThrow();
        JournalPast past = new JournalPast(world.store, world.specs, text -> spec, world.time);
        Instant now = world.time.now();
        List<Sample> all =
                past.read(spec, "web", Map.of("web", Duration.ofDays(1)), now).of("web");
        List<Sample> some = past.read(spec, "web", Map.of("web", Duration.ofMinutes(10)), now)
                .of("web");
        assertThat(all)
                .containsExactlyElementsOf(world.store.journal().stream()
                        .map(e -> e.seen().readings().getFirst())
                        .filter(r -> r.status() == Reading.Status.OK)
                        .map(r -> new Sample(r.at(), r.value()))
                        .toList());
        assertThat(some).containsExactlyElementsOf(all.subList(all.size() - some.size(), all.size()));
        assertThat(some).hasSizeBetween(38, 41);
        assertThat(past.read(spec, "api", Map.of("web", Duration.ofDays(1)), now)
                        .of("web"))
                .isEmpty();
    }

    @Test
    void aJournalThatDoesNotAnswerIsToldAndTheForecastBeginsFromNow() {
        World world = new World();
        World.Life life = world.new Life();
        Spec spec = SpecReader.read("headroom.yaml", Path.of("."), SPEC).orThrow();
        StringBuilder told = new StringBuilder();
        Foreseen foreseen = new Foreseen(Objects.requireNonNull(spec.workloads().get("web")), life, told::append);
        foreseen.begin(Map.of(), spans -> {
            throw new IllegalStateException("no room");
        });
        for (int i = 0; i < 12; i++) {
            world.pass(MINUTE);
            foreseen.take(List.of(Reading.of(i, world.time.now())));
        }
        world.pass(MINUTE);
        assertThat(told)
                .asString()
                .isEqualTo("the forecast of signal 'web' begins from now; the journal cannot tell it: no room");
        assertThat(foreseen.forecasts()).containsKey("web");
    }
}
