package dev.headroom.simulator.optimum;

import dev.headroom.engine.Combiner;
import dev.headroom.engine.Decider;
import dev.headroom.engine.Engine;
import dev.headroom.engine.Workload;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.ReplicaSpec;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.simulator.Billing;
import dev.headroom.simulator.Distribution;
import dev.headroom.simulator.Lifecycle;
import dev.headroom.simulator.Measurement;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.Service;
import dev.headroom.simulator.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Scenarios for the optimum: a web service of ten slots a replica and 100 ms a request, and variations of it. */
record Cases(
        double[] arrivals,
        double bucket,
        int min,
        int max,
        double boot,
        double warmup,
        double granularity,
        double minimum,
        double hourly,
        Objective objective,
        Service service) {

    static final Objective HALF_A_SECOND = new Objective(0.95, Duration.ofMillis(500), null, 0.999);
    static final Objective TEN_MINUTES = new Objective(0.95, null, Duration.ofMinutes(10), 0.999);

    static Cases web(double... arrivals) {
        return new Cases(
                arrivals,
                60,
                1,
                60,
                90,
                0,
                1,
                0,
                1,
                HALF_A_SECOND,
                new Service.Requests(new Distribution(Distribution.Shape.LOGNORMAL, 0.1, 0.5), 10, 10_000, 10));
    }

    static Cases queue(double... arrivals) {
        return new Cases(
                arrivals,
                60,
                0,
                200,
                60,
                0,
                1,
                0,
                1,
                TEN_MINUTES,
                new Service.QueueWorkers(Distribution.exponential(2), 1, 1, 300, 0, 3));
    }

    /** A walk with bursts, in arrivals a minute that keep up to about twenty web replicas busy. */
    static double[] walk(long seed, int minutes, double each) {
        Random random = new Random(seed);
        double[] a = new double[minutes];
        double level = 2 + random.nextInt(12);
        double roughness = 0.02 + 0.1 * random.nextDouble();
        for (int i = 0; i < minutes; i++) {
            level = Math.max(0.5, Math.min(18, level * Math.exp(roughness * random.nextGaussian())));
            double burst = random.nextInt(40) == 0 ? 1 + random.nextDouble() : 1;
            a[i] = level * burst * each;
        }
        return a;
    }

    Cases lives(double bootSeconds, double warmupSeconds) {
        return new Cases(
                arrivals,
                bucket,
                min,
                max,
                bootSeconds,
                warmupSeconds,
                granularity,
                minimum,
                hourly,
                objective,
                service);
    }

    Cases billed(double granules, double least, double price) {
        return new Cases(arrivals, bucket, min, max, boot, warmup, granules, least, price, objective, service);
    }

    Cases bounds(int least, int most) {
        return new Cases(arrivals, bucket, least, most, boot, warmup, granularity, minimum, hourly, objective, service);
    }

    Cases demanded(double... other) {
        return new Cases(other, bucket, min, max, boot, warmup, granularity, minimum, hourly, objective, service);
    }

    Cases aims(Objective other) {
        return new Cases(arrivals, bucket, min, max, boot, warmup, granularity, minimum, hourly, other, service);
    }

    Workload workload() {
        return new Workload(
                "test",
                Duration.ofSeconds(15),
                new ReplicaSpec(
                        Duration.ofMillis((long) (boot * 1000)),
                        Duration.ofMillis((long) (warmup * 1000)),
                        service.concurrency(),
                        null,
                        null),
                objective,
                List.of(
                        Signal.of("rate", Measure.RATE, Unit.PER_SECOND),
                        Signal.of("inflight", Measure.IN_FLIGHT, Unit.COUNT),
                        Signal.of("backlog", Measure.BACKLOG, Unit.COUNT)),
                List.of(),
                Combiner.MAXIMUM,
                Guardrails.of(min, max));
    }

    Scenario scenario() {
        return scenario("headroom", workload(), Engine.INSTANCE, -1);
    }

    Scenario scenario(String name, Workload workload, Decider decider, int initial) {
        return new Scenario(
                name,
                workload,
                decider,
                service,
                new Lifecycle(Distribution.constant(boot), warmup, 0.5, 60),
                initial,
                new Trace("test", 1_700_000_000_000L, (long) (bucket * 1000), arrivals),
                new Measurement(15_000, 0, 0, 0),
                new Billing(hourly, "USD", granularity, minimum),
                Scenario.Mode.INTERVAL,
                0,
                7);
    }

    Demand demand() {
        return Demand.of(scenario());
    }
}
