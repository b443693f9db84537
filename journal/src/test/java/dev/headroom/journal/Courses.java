package dev.headroom.journal;

import dev.headroom.engine.Decision;
import dev.headroom.engine.Engine;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.loop.Store.Entry;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Forecast;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Replica;
import dev.headroom.engine.model.Signal;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecReader;
import dev.headroom.spec.WorkloadSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** The workloads of every good spec, and random courses of decisions of them. */
final class Courses {

    private static final Instant START = Instant.parse("2026-03-28T20:00:00Z");

    private Courses() {}

    /** Every workload of the corpus of good specs. */
    static List<Workload> workloads() {
        Path good =
                Path.of(System.getProperty("headroom.root", ".."), "spec/src/test/resources/dev/headroom/spec/good");
        try (Stream<Path> files = Files.list(good)) {
            return files.sorted()
                    .map(SpecReader::read)
                    .map(l -> l.orThrow())
                    .map(Spec::workloads)
                    .flatMap(w -> w.values().stream())
                    .map(WorkloadSpec::workload)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A course of decisions under random observations: busy and idle times, failed readings, overrides, forecasts. */
    static List<Entry> course(Workload workload, long seed, int ticks) {
        Random r = new Random(seed);
        List<Entry> entries = new ArrayList<>();
        WorkloadState state = WorkloadState.INITIAL;
        int desired = Math.max(1, workload.guardrails().bounds().min());
        double level = 0.5;
        Instant now = START;
        for (int i = 0; i < ticks; i++) {
            level = Math.max(0, level + r.nextGaussian() * 0.1);
            List<Reading> readings = new ArrayList<>();
            for (Signal s : workload.signals()) {
                readings.add(reading(s, level, desired, now, r));
            }
            int ready = Math.max(0, desired - r.nextInt(3));
            Observations seen = new Observations(
                    new Fleet(
                            desired,
                            ready,
                            0,
                            desired - ready,
                            r.nextInt(2),
                            List.of(new Replica(Replica.Phase.BOOTING, now.minusSeconds(30), null))),
                    readings,
                    r.nextInt(4) == 0 && !workload.signals().isEmpty()
                            ? Map.of(workload.signals().getFirst().name(), forecast(workload, now, r))
                            : Map.of(),
                    Map.of("database", 3),
                    new Observations.Spending(1.25, 10.0 / 3, 100),
                    r.nextInt(20) == 0
                            ? List.of(new ManualOverride(
                                    ManualOverride.Kind.PIN, 7, now.plusSeconds(60), "on call", "a test"))
                            : List.of());
            Decision d = Engine.INSTANCE.decide(workload, state, seen, now);
            entries.add(new Entry(workload.name(), state, seen, d));
            state = d.state();
            desired = d.desired();
            now = now.plus(workload.interval());
        }
        return entries;
    }

    private static Reading reading(Signal s, double level, int desired, Instant now, Random r) {
        int luck = r.nextInt(30);
        if (luck == 0) {
            return Reading.failed("the source timed out");
        }
        if (luck == 1) {
            return Reading.missing("no such series");
        }
        double base =
                s.measures() == Measure.UTILISATION || s.measures() == Measure.MEMORY ? level : level * 37 * desired;
        return Reading.of(base / s.unit().toBase(1), now.minusMillis(r.nextInt(2000)), desired);
    }

    private static Forecast forecast(Workload w, Instant now, Random r) {
        double[][] values = {{r.nextDouble() * 50, 60, 70}, {r.nextDouble() * 50, 61, Double.NaN}};
        return new Forecast(
                w.signals().getFirst().name(),
                "test",
                now,
                now,
                Duration.ofMinutes(5),
                new double[] {0.1, 0.5, 0.9},
                values,
                Double.NaN);
    }
}
