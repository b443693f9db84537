package dev.headroom.spec;

import dev.headroom.engine.Combiner;
import dev.headroom.engine.Workload;
import dev.headroom.engine.Workload.Weighted;
import dev.headroom.engine.guardrail.Bounds;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.guardrail.Stabilisation;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.ReplicaSpec;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.policy.CapacityModel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A workload. */
final class WorkloadTable extends Table<WorkloadSpec> {

    static final WorkloadTable TABLE = new WorkloadTable();

    /** What the capacity model can size by. */
    private static final Set<Measure> LOADS =
            Set.of(Measure.RATE, Measure.IN_FLIGHT, Measure.CONCURRENCY, Measure.UTILISATION, Measure.BACKLOG);

    private static final Bounds ASSUMED_BOUNDS = new Bounds(1, 100, null);

    private final Key<WorkloadSpec, TargetSpec> target =
            fallback("target", Outside.TARGET, "What is scaled.", TargetSpec.RECOMMEND, WorkloadSpec::target);
    private final Key<WorkloadSpec, ReplicaTable.Part> replica =
            optional("replica", ReplicaTable.TABLE, "What one replica is.", "its defaults", WorkloadTable::replicaOf);
    private final Key<WorkloadSpec, Bounds> bounds = optional(
            "bounds",
            BoundsTable.TABLE,
            "Least and most replicas.",
            "1 to 100, with a warning",
            w -> w.workload().guardrails().bounds());
    private final Key<WorkloadSpec, Objective> objective = optional(
            "objective",
            ObjectiveTable.TABLE,
            "What the workload promises.",
            "nothing",
            w -> w.workload().objective().equals(Objective.NONE)
                    ? null
                    : w.workload().objective());
    private final Key<WorkloadSpec, Duration> interval = fallback(
            "interval",
            Values.DURATION,
            "Time between evaluations.",
            Duration.ofSeconds(15),
            w -> w.workload().interval());
    private final Key<WorkloadSpec, Map<String, Signal>> signals = fallback(
            "signals",
            MapForm.of("a signal", SignalTable.TABLE),
            "The inputs of the policies.",
            Map.of(),
            WorkloadTable::signalsOf);
    private final Key<WorkloadSpec, List<Weighted>> policies = optional(
            "policies",
            ListForm.of(PolicyForm.ITEM),
            "What may want replicas, in order of priority.",
            "capacity",
            w -> w.workload().policies());
    private final Key<WorkloadSpec, Combiner> combine = fallback(
            "combine",
            Word.of(
                    "a combiner",
                    Combiner.class,
                    "max",
                    Combiner.MAXIMUM,
                    "min",
                    Combiner.MINIMUM,
                    "priority",
                    Combiner.PRIORITY,
                    "weighted",
                    Combiner.WEIGHTED,
                    "maximum",
                    Combiner.MAXIMUM,
                    "minimum",
                    Combiner.MINIMUM),
            "How the wishes of several policies become one.",
            Combiner.MAXIMUM,
            w -> w.workload().combiner());
    private final Key<WorkloadSpec, GuardrailsTable.Part> guardrails = optional(
            "guardrails",
            GuardrailsTable.TABLE,
            "Limits on what policies may do.",
            "its defaults",
            WorkloadTable::guardrailsOf);
    private final Key<WorkloadSpec, ServiceSpec> service = optional(
            "service",
            ServiceForm.FORM,
            "What replicas do with the demand, for simulation.",
            "requests of replica.service-time",
            WorkloadSpec::service);
    private final Key<WorkloadSpec, ArrivalsSpec> arrivals = fallback(
            "arrivals",
            WorldTables.ARRIVALS,
            "How requests from outside come within a step of the trace, in simulation.",
            ArrivalsSpec.POISSON,
            WorkloadSpec::arrivals);
    private final Key<WorkloadSpec, BillingSpec> billing = fallback(
            "billing", WorldTables.BILLING, "How replica time is billed.", BillingSpec.DEFAULT, WorkloadSpec::billing);
    private final Key<WorkloadSpec, MeasurementSpec> measurement = fallback(
            "measurement",
            WorldTables.MEASUREMENT,
            "How signals are seen in simulation.",
            MeasurementSpec.DEFAULT,
            WorkloadSpec::measurement);

    private final Key<WorkloadSpec, SupplySpec> supply = fallback(
            "supply",
            SupplyTables.SUPPLY,
            "What the platform has to give, in simulation.",
            SupplySpec.DEFAULT,
            WorkloadSpec::supply);

    private final Key<WorkloadSpec, List<TierSpec.Call>> calls = fallback(
            "calls",
            ListForm.orOne(CallTable.FORM),
            "Other workloads that its requests call, in order, when all are simulated together.",
            List.of(),
            w -> w.tier().calls());
    private final Key<WorkloadSpec, Integer> connections = optional(
            "connections",
            Values.count(1),
            "Most connections to each ready replica; what comes beyond is refused when all are simulated together.",
            "any number",
            w -> w.tier().connections());

    private static final Set<Measure> TOKENS = Set.of(Measure.INPUT_TOKENS, Measure.OUTPUT_TOKENS);

    private WorkloadTable() {
        super("workload", "Something that is scaled: its replicas, promise, inputs, policies and limits.");
    }

    @Override
    @Nullable
    WorkloadSpec read(Cursor at) {
        at.reading().enter(at.name(), names(at));
        return super.read(at);
    }

    @Override
    boolean maybeNothing() {
        return false;
    }

    private static Set<String> names(Cursor at) {
        Map<String, Cursor> entries = at.isMapping() ? at.entries("a workload") : null;
        Cursor inputs = entries == null ? null : entries.get("signals");
        Map<String, Cursor> declared = inputs != null && inputs.isMapping() ? inputs.entries("signals") : null;
        return declared == null ? Set.of() : declared.keySet();
    }

    private Set<Measure> tokens(Fields f) {
        return f.get(signals).values().stream()
                .map(Signal::measures)
                .filter(TOKENS::contains)
                .collect(Collectors.toSet());
    }

    @Override
    WorkloadSpec build(Fields f) {
        ReplicaTable.Part r = f.has(replica) ? f.get(replica) : ReplicaTable.DEFAULT;
        ServiceSpec does = f.find(service);
        Duration time = r.serviceTime() != null
                ? r.serviceTime()
                : switch (does) {
                    case ServiceSpec.Requests q -> q.time().mean();
                    case ServiceSpec.Queue q -> q.time().mean();
                    case ServiceSpec.Llm q -> null; // it depends on the load
                    case null -> null;
                };
        if (does == null && time != null) {
            does = new ServiceSpec.Requests(DistributionSpec.exponential(time), 1000, null);
        }
        if (f.get(interval).isZero()) {
            f.at(interval).error("an interval of 0 never ends", "write a duration such as 15s");
        }
        if (!f.has(bounds)) {
            f.table()
                    .warnAtName(
                            "no bounds are given, so 1 to 100 replicas are assumed",
                            "add bounds: { min: 1, max: 100 }");
        }
        Bounds limits = f.has(bounds) ? f.get(bounds) : ASSUMED_BOUNDS;
        GuardrailsTable.Part g = f.has(guardrails) ? f.get(guardrails) : GuardrailsTable.DEFAULT;
        Objective promise = f.has(objective) ? f.get(objective) : Objective.NONE;
        List<Weighted> wanted = f.has(policies) ? f.get(policies) : List.of(new Weighted(CapacityPolicy.DEFAULT, 1));
        if (wanted.isEmpty()) {
            f.at(policies).errorAtName("the list of policies is empty", "leave the key out for the automatic policy");
        }
        boolean modelled = wanted.stream().anyMatch(w -> w.policy() instanceof CapacityModel);
        if (modelled && f.get(signals).values().stream().noneMatch(s -> LOADS.contains(s.measures()))) {
            f.reading()
                    .whenSound(() -> f.table()
                            .warnAtName(
                                    "no signal measures the load, so the capacity model has nothing to size by",
                                    "add signals: { rps: {}, inflight: {} }"));
        }
        if (modelled && does instanceof ServiceSpec.Llm && !TOKENS.equals(tokens(f))) {
            f.reading()
                    .whenSound(() -> f.table()
                            .warnAtName(
                                    "no signals measure the tokens, so a language model is sized by slots held, too"
                                            + " small when busy",
                                    "add signals: { prompt-tokens: {}, generation-tokens: {} }"));
        }
        ReplicaSpec one = new ReplicaSpec(
                r.boot().mean(),
                r.warmup(),
                r.concurrency(),
                time,
                r.price(),
                does instanceof ServiceSpec.Llm l ? l.rates() : null);
        Stabilisation windows = g.stabilisation();
        return new WorkloadSpec(
                new Workload(
                        f.name(),
                        f.get(interval),
                        one,
                        promise,
                        List.copyOf(f.get(signals).values()),
                        wanted,
                        f.get(combine),
                        new Guardrails(
                                limits,
                                g.dependencies(),
                                windows == null ? GuardrailsTable.standard(wanted, one, promise) : windows,
                                g.rate(),
                                g.cooldown(),
                                null,
                                g.freeze(),
                                g.blast())),
                f.get(target),
                r.instance(),
                new LifecycleSpec(r.boot(), r.warmupRate(), r.drain(), r.launches()),
                does,
                f.get(arrivals),
                f.get(billing),
                f.get(measurement),
                f.get(supply),
                new TierSpec(f.get(calls), f.find(connections)),
                f.reading().forecasts());
    }

    @Override
    Object write(WorkloadSpec value, Writing to) {
        return super.write(value, new Writing(to.zone(), value.workload().signals(), value.forecasts()));
    }

    private static ReplicaTable.Part replicaOf(WorkloadSpec w) {
        ReplicaSpec r = w.workload().replica();
        return new ReplicaTable.Part(
                w.instance(),
                w.lifecycle().boot(),
                r.warmup(),
                w.lifecycle().warmupRate(),
                w.lifecycle().drain(),
                w.lifecycle().launches(),
                r.concurrency(),
                r.serviceTime(),
                r.price());
    }

    private static GuardrailsTable.@Nullable Part guardrailsOf(WorkloadSpec w) {
        Guardrails g = w.workload().guardrails();
        Stabilisation standard = GuardrailsTable.standard(
                w.workload().policies(), w.workload().replica(), w.workload().objective());
        Stabilisation windows = g.stabilisation().equals(standard) ? null : g.stabilisation();
        GuardrailsTable.Part part =
                new GuardrailsTable.Part(g.dependencies(), windows, g.rates(), g.cooldown(), g.freezes(), g.blast());
        return part.equals(GuardrailsTable.DEFAULT) ? null : part;
    }

    private static Map<String, Signal> signalsOf(WorkloadSpec w) {
        Map<String, Signal> out = new LinkedHashMap<>();
        w.workload().signals().forEach(s -> out.put(s.name(), s));
        return out;
    }
}
