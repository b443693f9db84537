package dev.headroom.controller.whatif;

import dev.headroom.engine.Decider;
import dev.headroom.engine.Engine;
import dev.headroom.engine.Workload;
import dev.headroom.engine.guardrail.Bounds;
import dev.headroom.engine.guardrail.DependencyLimit;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.model.Money;
import dev.headroom.simulator.Billing;
import dev.headroom.simulator.Distribution;
import dev.headroom.simulator.Foresight;
import dev.headroom.simulator.Launches;
import dev.headroom.simulator.Lifecycle;
import dev.headroom.simulator.Measurement;
import dev.headroom.simulator.Nodes;
import dev.headroom.simulator.Retries;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.Service;
import dev.headroom.simulator.Spot;
import dev.headroom.simulator.SpotPool;
import dev.headroom.simulator.Supply;
import dev.headroom.simulator.TokenKind;
import dev.headroom.simulator.Trace;
import dev.headroom.simulator.WarmPool;
import dev.headroom.simulator.Zones;
import dev.headroom.simulator.baseline.Baseline;
import dev.headroom.simulator.baseline.Baselines;
import dev.headroom.simulator.baseline.Offer;
import dev.headroom.spec.DistributionSpec;
import dev.headroom.spec.LaunchesSpec;
import dev.headroom.spec.RetriesSpec;
import dev.headroom.spec.ServiceSpec;
import dev.headroom.spec.SupplySpec;
import dev.headroom.spec.TrafficSpec;
import dev.headroom.spec.WorkloadSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns a workload of a spec into the world it is simulated in. */
public final class Worlds {

    /** Requests that are simulated one by one without being asked for; about five seconds a policy. */
    private static final double MOST_REQUESTS = 20e6;

    private final WorkloadSpec spec;
    private final Trace trace;
    private final Scenario.Mode mode;
    private final long seed;
    private final Function<String, Trace> recorded;
    private final Service service;
    private final @Nullable Trace earlier;

    /**
     * The world of a workload.
     *
     * @throws IllegalArgumentException when the spec does not say what the replicas do
     */
    public Worlds(WorkloadSpec spec, Trace trace, Scenario.Mode mode, long seed, Function<String, Trace> recorded) {
        this(spec, trace, null, mode, seed, recorded);
    }

    /**
     * The same when demand had been seen before.
     *
     * @param earlier what forecasts are made of besides, or null
     * @throws IllegalArgumentException when the spec does not say what the replicas do
     */
    public Worlds(
            WorkloadSpec spec,
            Trace trace,
            @Nullable Trace earlier,
            Scenario.Mode mode,
            long seed,
            Function<String, Trace> recorded) {
        this.recorded = recorded;
        this.spec = spec;
        this.trace = trace;
        this.mode = mode;
        this.seed = seed;
        this.service = service(spec);
        this.earlier = earlier;
    }

    /** The mode asked for; if none, every request as an event unless they are too many for that. */
    public static Scenario.Mode mode(Scenario.@Nullable Mode asked, Trace trace) {
        if (asked != null) {
            return asked;
        }
        return trace.total() <= MOST_REQUESTS ? Scenario.Mode.REQUEST : Scenario.Mode.INTERVAL;
    }

    /** The workload under its own policies. */
    public Scenario own(String name) {
        return own(name, Engine.INSTANCE);
    }

    /** The same, decided by the engine behind {@code decider}. */
    public Scenario own(String name, Decider decider) {
        return foreseeing(scenario(name, alone(spec.workload()), decider, measurement()));
    }

    /** The workloads whose replicas limit this one: they are not simulated with it. */
    public static Set<String> absent(Workload w) {
        Set<String> names = new TreeSet<>();
        Bounds.TierLimit tier = w.guardrails().bounds().tier();
        if (tier != null) {
            names.add(tier.workload());
        }
        for (DependencyLimit limit : w.guardrails().dependencies()) {
            String provider = limit.workload();
            if (limit.perTierReplica() && provider != null) {
                names.add(provider);
            }
        }
        return names;
    }

    /** Without the limits that other workloads' replicas set: unknown as these are here, nothing would ever grow. */
    private static Workload alone(Workload w) {
        if (absent(w).isEmpty()) {
            return w;
        }
        Guardrails g = w.guardrails();
        return w.with(new Guardrails(
                new Bounds(g.bounds().min(), g.bounds().max(), null, g.bounds().blind()),
                g.dependencies().stream()
                        .filter(limit -> !limit.perTierReplica())
                        .toList(),
                g.stabilisation(),
                g.rates(),
                g.cooldown(),
                g.budget(),
                g.freezes(),
                g.blast()));
    }

    /** The workload under its own policies, among those that it is limited by. */
    public Scenario among(String name, Decider decider) {
        return foreseeing(scenario(name, spec.workload(), decider, measurement()));
    }

    /** With the forecasts that its policies ask for. */
    private Scenario foreseeing(Scenario s) {
        Foresight foresight = Foresight.of(spec.workload(), spec.histories(), earlier);
        return foresight.signals().isEmpty() ? s : s.foreseeing(foresight);
    }

    /** The same under a peer set up for what it is asked for, each of which holds a slot for a time in seconds on average. */
    public Offer baseline(String name, Trace demand, double holdSeconds) {
        return Baselines.create(name, spec.workload(), holding(holdSeconds), demand);
    }

    private Service holding(double seconds) {
        return switch (service) {
            case Service.Requests r ->
                new Service.Requests(
                        new Distribution(r.time().shape(), seconds, r.time().cv()),
                        r.concurrency(),
                        r.queueLimit(),
                        r.timeoutSeconds(),
                        r.retries(),
                        r.writes());
            case Service.QueueWorkers q -> q;
            case Service.Llm l -> l;
        };
    }

    /** The workload under a peer set up for it, or why there is none. */
    public Offer baseline(String name) {
        return Baselines.create(name, spec.workload(), service, trace);
    }

    /** The scenario of a peer. */
    public Scenario of(Baseline baseline) {
        return scenario(baseline.name(), baseline.workload(), baseline.decider(), baseline.seenThrough(measurement()));
    }

    private Scenario scenario(String name, Workload workload, Decider decider, Measurement measurement) {
        return new Scenario(
                        name, workload, decider, service, lifecycle(), -1, trace, measurement, billing(), mode, 0, seed)
                .with(supply())
                .arriving(spec.arrivals().cv());
    }

    /**
     * What a workload's replicas do.
     *
     * @throws IllegalArgumentException when the spec does not say
     */
    public static Service service(WorkloadSpec spec) {
        int concurrency = spec.workload().replica().concurrency();
        return switch (spec.service()) {
            case null ->
                throw new IllegalArgumentException(
                        "workload '" + spec.workload().name()
                                + "' cannot be simulated: the spec does not say how long a request takes; add"
                                + " 'service: { time: 100ms }' to it");
            case ServiceSpec.Requests r ->
                new Service.Requests(
                        distribution(r.time()),
                        concurrency,
                        r.queue(),
                        r.timeout() == null ? Double.POSITIVE_INFINITY : seconds(r.timeout()),
                        retries(r.retries()),
                        r.writes());
            case ServiceSpec.Queue q ->
                new Service.QueueWorkers(
                        distribution(q.time()),
                        concurrency,
                        q.batch(),
                        seconds(q.visibility()),
                        q.failure(),
                        q.maxReceives());
            case ServiceSpec.Llm l ->
                new Service.Llm(
                        l.rates(),
                        concurrency,
                        l.queue(),
                        l.timeout() == null ? Double.POSITIVE_INFINITY : seconds(l.timeout()),
                        tokens(l.tokens()),
                        Service.Llm.Promise.valueOf(l.latency().name()));
        };
    }

    /** Requests or items a second that a replica serves with every slot busy. */
    public static double perSecond(WorkloadSpec spec) {
        Service service = service(spec);
        return service.concurrency() / service.time().mean();
    }

    private Lifecycle lifecycle() {
        return new Lifecycle(
                distribution(spec.lifecycle().boot()),
                seconds(spec.workload().replica().warmup()),
                spec.lifecycle().warmupRate(),
                seconds(spec.lifecycle().drain()),
                launches(spec.lifecycle().launches()));
    }

    private static Launches launches(LaunchesSpec l) {
        return new Launches(l.failure(), seconds(l.failureAfter()), l.slow(), l.slowFactor(), seconds(l.retry()));
    }

    private static Retries retries(@Nullable RetriesSpec r) {
        return r == null
                ? Retries.NONE
                : new Retries(r.share(), r.attempts(), seconds(r.backoff()), r.factor(), seconds(r.most()), r.jitter());
    }

    private Supply supply() {
        SupplySpec s = spec.supply();
        SupplySpec.WarmPool w = s.warmPool();
        SupplySpec.Spot m = s.spot();
        SupplySpec.Nodes n = s.nodes();
        return new Supply(
                s.capacity() == null ? Integer.MAX_VALUE : s.capacity(),
                w == null
                        ? null
                        : new WarmPool(
                                WarmPool.State.valueOf(w.state().name()),
                                w.prepared() == null ? -1 : w.prepared(),
                                w.least(),
                                distribution(w.start()),
                                w.price(),
                                w.reuse()),
                m == null ? null : spot(m),
                zones(s.zones()),
                n == null
                        ? null
                        : new Nodes(
                                n.pods(), n.min(), n.max(), n.spare(), distribution(n.start()), seconds(n.emptyFor())));
    }

    private Spot spot(SupplySpec.Spot m) {
        return new Spot(
                m.base(),
                m.onDemand(),
                seconds(m.notice()),
                Spot.Strategy.valueOf(m.strategy().name()),
                m.pools().stream()
                        .map(p -> new SpotPool(
                                p.name(),
                                p.price(),
                                p.interruptions(),
                                p.capacity() == null ? Integer.MAX_VALUE : p.capacity(),
                                p.trace() == null ? null : recorded.apply(p.trace())))
                        .toList());
    }

    private static Zones zones(SupplySpec.@Nullable Zones z) {
        return z == null
                ? Supply.ONE_ZONE
                : new Zones(
                        z.count(),
                        z.outages().stream()
                                .map(o -> new Zones.Outage(o.zone(), o.at().toEpochMilli(), seconds(o.lasts())))
                                .toList());
    }

    private Measurement measurement() {
        return new Measurement(
                spec.measurement().scrape().toMillis(),
                spec.measurement().delay().toMillis(),
                spec.measurement().noise(),
                spec.measurement().dropped());
    }

    /** What is paid for an hour of a replica, or of a node under pods; null when unknown. */
    public static @Nullable Money price(WorkloadSpec spec) {
        Money replica = spec.workload().replica().price();
        SupplySpec.Nodes nodes = spec.supply().nodes();
        if (nodes == null) {
            return replica;
        }
        return nodes.price() != null || replica == null
                ? nodes.price()
                : new Money(replica.amount().multiply(BigDecimal.valueOf(nodes.pods())), replica.currency());
    }

    private Billing billing() {
        Money price = price(spec);
        return new Billing(
                price == null ? Double.NaN : price.amount().doubleValue(),
                price == null ? "" : price.currency(),
                seconds(spec.billing().granularity()),
                seconds(spec.billing().minimum()));
    }

    private static Distribution distribution(DistributionSpec d) {
        return new Distribution(Distribution.Shape.valueOf(d.shape().name()), seconds(d.mean()), d.cv());
    }

    /** A duration in seconds. */
    public static double seconds(Duration d) {
        return d.toNanos() / 1e9;
    }

    /** Kinds of requests by length. */
    public static List<TokenKind> tokens(Map<String, TrafficSpec.TokenKind> kinds) {
        return kinds.values().stream()
                .map(k -> new TokenKind(
                        k.share(),
                        k.input().mean(),
                        k.input().cv(),
                        k.output().mean(),
                        k.output().cv()))
                .toList();
    }
}
