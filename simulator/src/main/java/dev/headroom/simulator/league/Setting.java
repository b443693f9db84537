package dev.headroom.simulator.league;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Money;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.ReplicaSpec;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.TokenRates;
import dev.headroom.engine.model.Unit;
import dev.headroom.simulator.Billing;
import dev.headroom.simulator.Distribution;
import dev.headroom.simulator.Lifecycle;
import dev.headroom.simulator.Measurement;
import dev.headroom.simulator.Service;
import dev.headroom.simulator.TokenKind;
import java.time.Duration;
import java.util.List;

/**
 * A world that every policy meets. In all of them metrics are taken every 15 s and seen 30 s late, replicas are billed by the
 * second and for 60 s at least, and 99.9 % are to be in time.
 *
 * @param name as in the table
 * @param summary what it stands for, in a sentence
 * @param service what replicas do
 * @param lifecycle how they come and go
 * @param objective what is promised
 * @param min least replicas
 * @param signals what can be seen of the workload
 */
public record Setting(
        String name,
        String summary,
        Service service,
        Lifecycle lifecycle,
        Objective objective,
        int min,
        List<Signal> signals) {

    /** Replicas at full load that the 99.9th percentile of a trace is scaled to. */
    public static final double REPLICAS = 40;

    /** Most replicas, as a careful user sets it: five times what the 99.9th percentile needs. */
    public static final int MAX = 200;

    /** How the world is seen. */
    public static final Measurement MEASUREMENT = new Measurement(15_000, 30_000, 0, 0);

    /** What a replica costs. */
    public static final Billing BILLING = new Billing(0.1, "USD", 1, 60);

    private static final double ATTAINMENT = 0.999;
    private static final double PATIENCE_SECONDS = 10;
    private static final Distribution REQUEST = new Distribution(Distribution.Shape.LOGNORMAL, 0.1, 0.5);
    private static final Service REQUESTS = new Service.Requests(REQUEST, 10, 1_000_000, PATIENCE_SECONDS);
    private static final Objective WITHIN_A_SECOND = new Objective(ATTAINMENT, Duration.ofSeconds(1), null, ATTAINMENT);
    private static final Signal RATE = Signal.of("rate", Measure.RATE, Unit.PER_SECOND);
    private static final Signal IN_FLIGHT = Signal.of("in-flight", Measure.IN_FLIGHT, Unit.COUNT);

    /** A web service: boot 120 s, 10 requests at a time of 100 ms each. */
    public static final Setting WEB = requests("web", "boot 120 s", life(120, 0), 1);

    /** A service on a virtual machine that compiles as it runs: boot 300 s, then 120 s at half its rate. */
    public static final Setting JVM_SLOW = requests("jvm-slow", "boot 300 s, warm-up 120 s", life(300, 120), 1);

    /** Instances that start in 2 s and may all go. */
    public static final Setting SERVERLESS = requests("serverless", "boot 2 s, scales to zero", life(2, 0), 0);

    /** Items with a deadline of 10 min: boot 120 s, 10 items at a time of 10 s each. */
    public static final Setting QUEUE = new Setting(
            "queue",
            "items of 10 s, 10 at a time, boot 120 s; in time within 10 min",
            new Service.QueueWorkers(
                    new Distribution(Distribution.Shape.LOGNORMAL, 10, 0.5), 10, 1, Double.POSITIVE_INFINITY, 0, 1),
            life(120, 0),
            new Objective(ATTAINMENT, null, Duration.ofMinutes(10), ATTAINMENT),
            0,
            List.of(
                    RATE,
                    IN_FLIGHT,
                    Signal.of("backlog", Measure.BACKLOG, Unit.COUNT),
                    Signal.of("age", Measure.AGE, Unit.SECONDS)));

    /**
     * A language model: boot 240 s, prompts read at 20 000 tokens a second, 48 sequences that share 2 000 tokens a second and
     * get 50 each at most, 400 000 tokens in the cache. Where the trace tells no tokens, four of five requests are chats
     * with prompts of 1 200 tokens and answers of 220, and one is about a document of 6 000 and gets 400; where it tells
     * means per step, lengths vary around them as much as in this mix; where it tells every request, these are drawn.
     */
    public static final Setting LLM = new Setting(
            "llm",
            "a language model, 48 answers at a time, boot 240 s; first token within 10 s, gone after 30 s",
            new Service.Llm(
                    new TokenRates(20_000, 2_000, 50, 400_000),
                    48,
                    1_000_000,
                    30,
                    List.of(new TokenKind(0.8, 1200, 1, 220, 0.8), new TokenKind(0.2, 6000, 1, 400, 0.8)),
                    Service.Llm.Promise.FIRST_TOKEN),
            life(240, 0),
            new Objective(ATTAINMENT, Duration.ofSeconds(10), null, ATTAINMENT),
            1,
            List.of(
                    RATE,
                    IN_FLIGHT,
                    Signal.of("input-tokens", Measure.INPUT_TOKENS, Unit.PER_SECOND),
                    Signal.of("output-tokens", Measure.OUTPUT_TOKENS, Unit.PER_SECOND)));

    /** All settings, in the order of the table. */
    public static final List<Setting> ALL = List.of(WEB, JVM_SLOW, SERVERLESS, QUEUE, LLM);

    private static Setting requests(String name, String boot, Lifecycle life, int min) {
        return new Setting(
                name,
                "requests of 100 ms, 10 at a time, " + boot + "; in time within 1 s, gone after 10 s",
                REQUESTS,
                life,
                WITHIN_A_SECOND,
                min,
                List.of(RATE, IN_FLIGHT));
    }

    private static Lifecycle life(double bootSeconds, double warmupSeconds) {
        return new Lifecycle(Distribution.constant(bootSeconds), warmupSeconds, 0.5, 60);
    }

    /** What one replica is; how long a request takes is not told, it has to be found out. */
    ReplicaSpec replica() {
        return new ReplicaSpec(
                Duration.ofMillis(Math.round(lifecycle.boot().mean() * 1000)),
                Duration.ofMillis(Math.round(lifecycle.warmupSeconds() * 1000)),
                service.concurrency(),
                null,
                Money.of("0.10", BILLING.currency()),
                service instanceof Service.Llm l ? l.rates() : null);
    }

    /** Requests or items a second that one replica serves when every slot is busy. */
    double perReplica() {
        return service.concurrency() / service.time().mean();
    }
}
