package dev.headroom.bench;

import dev.headroom.bench.ExactQueues.Law;
import dev.headroom.engine.Combiner;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.ReplicaSpec;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.simulator.Billing;
import dev.headroom.simulator.Distribution;
import dev.headroom.simulator.Lifecycle;
import dev.headroom.simulator.Measurement;
import dev.headroom.simulator.Progress;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.Service;
import dev.headroom.simulator.Simulator;
import dev.headroom.simulator.Trace;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The simulator's mean waiting times beside the exact ones, over laws of arrivals and of service, numbers of servers and
 * utilisations: request by request, and solved in the per-interval mode.
 */
public final class QueueSweep {

    private static final double SERVICE_SECONDS = 0.1;
    private static final long START = 1_767_225_600_000L;

    private static final int[] SERVERS = {1, 2, 5, 20};
    private static final double[] UTILISATIONS = {0.5, 0.7, 0.9};

    private QueueSweep() {}

    /**
     * Prints two tables as Markdown: Poisson arrivals, and others. The argument is the number of requests of each simulation,
     * 10 million when absent.
     */
    public static void main(String[] arguments) {
        double requests = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 1e7;
        PrintStream out = System.out;
        out.println("| queue | ρ | exact wait | simulated | error | per interval | error |");
        out.println("| --- | --- | --- | --- | --- | --- | --- |");
        for (Law service : Law.values()) {
            for (int servers : SERVERS) {
                for (double rho : UTILISATIONS) {
                    out.println(line(Law.M, service, servers, rho, requests));
                }
            }
        }
        out.println();
        out.println("| queue | ρ | exact wait | simulated | error | per interval | error | Allen and Cunneen |");
        out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
        for (Law arrivals : List.of(Law.D, Law.E2, Law.H2)) {
            for (Law service : arrivals == Law.D ? List.of(Law.M) : List.of(Law.M, Law.E2, Law.H2)) {
                for (int servers : new int[] {1, 5, 20}) {
                    for (double rho : new double[] {0.7, 0.9}) {
                        double exact = ExactQueues.meanWait(arrivals, service, servers, rho);
                        double known = ExactQueues.allenCunneen(arrivals, service, servers, rho);
                        out.printf(
                                Locale.ROOT,
                                "%s %+.1f %% |%n",
                                line(arrivals, service, servers, rho, requests),
                                100 * (known / exact - 1));
                    }
                }
            }
        }
    }

    private static String line(Law arrivals, Law service, int servers, double rho, double requests) {
        double exact = ExactQueues.meanWait(arrivals, service, servers, rho);
        double simulated = simulated(arrivals, service, servers, rho, requests, Scenario.Mode.REQUEST);
        double solved = simulated(arrivals, service, servers, rho, requests, Scenario.Mode.INTERVAL);
        return String.format(
                Locale.ROOT,
                "| %s/%s/%d | %.1f | %.5f | %.5f | %+.1f %% | %.5f | %+.1f %% |",
                arrivals,
                service,
                servers,
                rho,
                exact,
                simulated,
                100 * (simulated / exact - 1),
                solved,
                100 * (solved / exact - 1));
    }

    /** The simulator's mean wait in mean service times. */
    static double simulated(Law arrivalLaw, Law service, int servers, double rho, double requests, Scenario.Mode mode) {
        double rate = rho * servers / SERVICE_SECONDS;
        double[] arrivals = new double[(int) Math.ceil(requests / rate / 60)];
        Arrays.fill(arrivals, rate * 60);
        Scenario scenario = new Scenario(
                        "fixed",
                        workload(),
                        QueueSweep::hold,
                        new Service.Requests(distribution(service), servers, Long.MAX_VALUE, Double.POSITIVE_INFINITY),
                        new Lifecycle(Distribution.constant(30), 0, 1, 3600),
                        1,
                        new Trace("flat", START, 60_000, arrivals),
                        Measurement.DEFAULT,
                        new Billing(1, "USD", 1, 0),
                        mode,
                        0,
                        // One seed for all would give all the same luck.
                        Math.round(10 * rho) + 10L * servers + Math.round(10_000 * service.scv()))
                .arriving(Math.sqrt(arrivalLaw.scv()));
        return Simulator.run(scenario, Progress.NONE).meanWaitSeconds() / SERVICE_SECONDS;
    }

    private static Distribution distribution(Law law) {
        return switch (law) {
            case M -> Distribution.exponential(SERVICE_SECONDS);
            case D -> Distribution.constant(SERVICE_SECONDS);
            // Gamma with a squared coefficient of variation of ½ is Erlang's of two phases; above 1 it is
            // hyperexponential.
            case E2, H2 -> new Distribution(Distribution.Shape.GAMMA, SERVICE_SECONDS, Math.sqrt(law.scv()));
        };
    }

    private static Workload workload() {
        return new Workload(
                "queue",
                Duration.ofMinutes(1),
                new ReplicaSpec(Duration.ofSeconds(30), Duration.ZERO, 1, null, null),
                new Objective(0.95, Duration.ofSeconds(1), null, 0.99),
                List.of(Signal.of("rate", Measure.RATE, Unit.COUNT)),
                List.of(),
                Combiner.MAXIMUM,
                Guardrails.of(0, 10));
    }

    private static Decision hold(Workload workload, WorkloadState state, Observations seen, Instant now) {
        int current = seen.fleet().desired();
        return new Decision(now, current, current, List.of(), List.of(), state);
    }
}
