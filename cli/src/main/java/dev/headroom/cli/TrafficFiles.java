package dev.headroom.cli;

import dev.headroom.controller.whatif.Worlds;
import dev.headroom.simulator.Distribution;
import dev.headroom.simulator.traffic.ArrivalLaw;
import dev.headroom.simulator.traffic.Bursts;
import dev.headroom.simulator.traffic.Constant;
import dev.headroom.simulator.traffic.Daily;
import dev.headroom.simulator.traffic.Flash;
import dev.headroom.simulator.traffic.Generated;
import dev.headroom.simulator.traffic.Grid;
import dev.headroom.simulator.traffic.Noise;
import dev.headroom.simulator.traffic.OnOff;
import dev.headroom.simulator.traffic.PrimeTime;
import dev.headroom.simulator.traffic.Product;
import dev.headroom.simulator.traffic.Ramp;
import dev.headroom.simulator.traffic.Shape;
import dev.headroom.simulator.traffic.Step;
import dev.headroom.simulator.traffic.Sum;
import dev.headroom.simulator.traffic.Traffic;
import dev.headroom.simulator.traffic.Weekly;
import dev.headroom.spec.DistributionSpec;
import dev.headroom.spec.Problem;
import dev.headroom.spec.ShapeSpec;
import dev.headroom.spec.TrafficReader;
import dev.headroom.spec.TrafficSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From traffic files to traffic. */
final class TrafficFiles {

    private TrafficFiles() {}

    /** Whether a file describes traffic, rather than having it recorded. */
    static boolean isTraffic(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /**
     * The traffic that a file describes; every problem is printed first.
     *
     * @param seed instead of the file's own; null for that
     * @throws Refusal when the file cannot be used
     */
    static Generated generate(Path file, @Nullable Long seed, PrintWriter err) {
        TrafficReader.Loaded loaded = TrafficReader.read(file);
        for (Problem p : loaded.problems()) {
            err.println(p.render());
        }
        TrafficSpec spec = loaded.traffic();
        if (spec == null) {
            long errors = loaded.problems().stream()
                    .filter(p -> p.severity() == Problem.Severity.ERROR)
                    .count();
            throw new Refusal(
                    "the traffic has " + (errors == 1 ? "a problem" : errors + " problems") + ", shown above");
        }
        Grid grid = new Grid(
                spec.from().toEpochMilli(), spec.step().toMillis(), Math.toIntExact(spec.steps()), spec.timezone());
        Traffic traffic = new Traffic(grid, shape(spec.rate()), law(spec.arrivals()), Worlds.tokens(spec.tokens()));
        try {
            return traffic.generate(String.valueOf(file.getFileName()), seed == null ? spec.seed() : seed);
        } catch (IllegalArgumentException e) {
            throw new Refusal(file + ": " + e.getMessage());
        }
    }

    private static Shape shape(ShapeSpec spec) {
        return switch (spec) {
            case ShapeSpec.Sum s ->
                new Sum(s.parts().stream().map(TrafficFiles::shape).toList());
            case ShapeSpec.Product s ->
                new Product(s.parts().stream().map(TrafficFiles::shape).toList());
            case ShapeSpec.Constant s -> new Constant(s.level().value());
            case ShapeSpec.Daily s -> {
                Map<LocalTime, Double> points = new LinkedHashMap<>();
                s.points().forEach((time, level) -> points.put(time, level.value()));
                yield new Daily(points);
            }
            case ShapeSpec.Weekly s -> new Weekly(s.days(), 1);
            case ShapeSpec.PrimeTime s ->
                new PrimeTime(
                        s.days(), s.from(), s.to(), s.level().rest(), s.level().value(), s.edge());
            case ShapeSpec.Flash s ->
                new Flash(s.at(), s.height().rest(), s.height().value(), s.rise(), s.decay());
            case ShapeSpec.Step s -> new Step(s.at(), s.span(), s.to().rest(), s.to().value(), s.edge());
            case ShapeSpec.Ramp s -> new Ramp(s.from(), s.until(), s.to().rest(), s.to().value());
            case ShapeSpec.OnOff s ->
                new OnOff(
                        distribution(s.on()),
                        distribution(s.off()),
                        s.level().rest(),
                        s.level().value());
            case ShapeSpec.Noise s -> new Noise(s.cv(), s.correlation());
            case ShapeSpec.Bursts s -> new Bursts(s.cv(), s.hurst());
        };
    }

    private static Distribution distribution(DistributionSpec d) {
        return new Distribution(
                Distribution.Shape.valueOf(d.shape().name()), d.mean().toNanos() / 1e9, d.cv());
    }

    private static ArrivalLaw law(TrafficSpec.Arrivals arrivals) {
        TrafficSpec.Batches batches = arrivals.batches();
        return switch (arrivals.law()) {
            case STEADY -> new ArrivalLaw.Steady();
            case POISSON -> new ArrivalLaw.Poisson();
            case BATCHES -> {
                if (batches == null) {
                    throw new IllegalStateException("batches without sizes");
                }
                yield new ArrivalLaw.Batches(batches.mean(), batches.tail());
            }
        };
    }
}
