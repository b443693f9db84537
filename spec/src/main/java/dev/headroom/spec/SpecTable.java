package dev.headroom.spec;

import dev.headroom.engine.Workload;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.model.Money;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The whole file. */
final class SpecTable extends Table<Spec> {

    static final SpecTable TABLE = new SpecTable();

    private final Key<Spec, String> apiVersion = required(
            "apiVersion",
            Word.of("a version of the spec", String.class, Spec.API_VERSION, Spec.API_VERSION),
            "Version of the spec.",
            Spec::apiVersion);
    private final Key<Spec, ZoneId> timezone = fallback(
            "timezone",
            Values.ZONE,
            "Zone of schedules, freezes and budgets that name none.",
            ZoneId.of("UTC"),
            Spec::timezone);
    private final Key<Spec, PricesSpec> prices = optional(
            "prices",
            new PricesForm(),
            "Prices of instances.",
            "none",
            s -> s.prices().equals(PricesSpec.NONE) ? null : s.prices());
    private final Key<Spec, Map<String, SourceSpec>> sources = fallback(
            "sources", MapForm.of("a source", Outside.SOURCE), "Where signals come from.", Map.of(), Spec::sources);
    private final Key<Spec, Map<String, NotifySpec>> notify = fallback(
            "notify",
            MapForm.of("a notifier", Outside.NOTIFY),
            "Who is told what people should know.",
            Map.of(),
            Spec::notifiers);
    private final Key<Spec, Map<String, WorkloadSpec>> workloads = fallback(
            "workloads", MapForm.of("a workload", WorkloadTable.TABLE), "What is scaled.", Map.of(), Spec::workloads);
    private final Key<Spec, List<BudgetSpec>> budgets =
            fallback("budgets", ListForm.orOne(new BudgetTable()), "Limits in money.", List.of(), Spec::budgets);
    private final Key<Spec, Map<String, InputSpec>> demand = optional(
            "demand",
            DemandTable.TABLE,
            "What is known of the demand, for `headroom plan`.",
            "none",
            s -> s.demand().isEmpty() ? null : s.demand());
    private final Key<Spec, Map<String, Map<String, InputSpec>>> services = fallback(
            "services",
            ServicesForm.form(),
            "The services of the stack, for `headroom plan`.",
            Map.of(),
            Spec::services);
    private final Key<Spec, Map<String, PurchaseSpec>> purchases = fallback(
            "purchases",
            MapForm.of("a purchase", PurchaseTable.TABLE),
            "What is bought by the hour, for `headroom prices mix`.",
            Map.of(),
            Spec::purchases);
    private final Key<Spec, Map<String, RecoverySpec>> recovery = fallback(
            "recovery",
            MapForm.of("a component", RecoveryTable.TABLE),
            "How components come back after a failure, for `headroom recovery`.",
            Map.of(),
            Spec::recovery);

    private final Key<Spec, ControllerSpec> controller = fallback(
            "controller",
            ControllerTable.TABLE,
            "How `headroom run` goes about its work.",
            ControllerSpec.DEFAULT,
            Spec::controller);

    private final Key<Spec, GatewaySpec> gateway =
            optional("gateway", GatewayTable.TABLE, "The HTTP front of `headroom gateway`.", "none", Spec::gateway);

    private SpecTable() {
        super("headroom.yaml", "The whole file.");
    }

    @Override
    @Nullable
    Spec read(Cursor at) {
        if (at.isMapping()) {
            foresee(at);
        }
        return super.read(at);
    }

    /** Learns the names and settings that parts of the file need of each other, wherever they stand. */
    private static void foresee(Cursor at) {
        Map<String, Cursor> entries = at.entries("a spec");
        if (entries == null) {
            return;
        }
        at.reading().declare(names(entries.get("sources")), names(entries.get("workloads")));
        at.reading().connections(connections(entries.get("workloads")));
        Cursor raw = entries.get("services");
        Map<String, Object> known = raw == null || !raw.isMapping() ? null : Raw.MAPPING.read(raw);
        at.reading().services(known == null ? Map.of() : known);
        Cursor zone = entries.get("timezone");
        if (zone != null && zone.isScalar()) {
            try {
                at.reading().zone(ZoneId.of(zone.raw().strip()));
            } catch (DateTimeException e) {
                at.reading().zone(ZoneOffset.UTC); // reported when the key itself is read
            }
        } else {
            at.reading().zone(ZoneId.of("UTC"));
        }
        Cursor priced = entries.get("prices");
        if (priced != null && !priced.isNothing()) {
            PricesSpec read = new PricesForm().read(priced);
            at.reading().prices(read == null ? PricesSpec.NONE : read);
        }
    }

    /** What is no number is reported when the key itself is read. */
    private static Map<String, Integer> connections(@Nullable Cursor workloads) {
        Map<String, Cursor> entries =
                workloads != null && workloads.isMapping() ? workloads.entries("a mapping") : null;
        Map<String, Integer> out = new LinkedHashMap<>();
        if (entries != null) {
            entries.forEach((name, w) -> {
                Map<String, Cursor> keys = w.isMapping() ? w.entries("a workload") : null;
                Cursor most = keys == null ? null : keys.get("connections");
                if (most != null && most.raw().matches("[1-9][0-9]{0,6}")) {
                    out.put(name, Integer.valueOf(most.raw()));
                }
            });
        }
        return out;
    }

    private static Set<String> names(@Nullable Cursor mapping) {
        Map<String, Cursor> entries = mapping != null && mapping.isMapping() ? mapping.entries("a mapping") : null;
        return entries == null ? Set.of() : entries.keySet();
    }

    @Override
    Spec build(Fields f) {
        Map<String, WorkloadSpec> all = f.get(workloads);
        if (all.isEmpty()
                && f.get(services).isEmpty()
                && f.get(purchases).isEmpty()
                && f.get(recovery).isEmpty()
                && !f.has(gateway)) {
            f.table().errorAtName("the spec has neither workloads nor services", "add workloads, with one at least");
        }
        fit(all, f.reading());
        List<BudgetSpec> limits = f.get(budgets);
        Map<String, WorkloadSpec> budgeted = new LinkedHashMap<>();
        all.forEach((name, w) -> budgeted.put(name, budgeted(w, limits, f)));
        PricesSpec known = f.find(prices);
        return new Spec(
                f.get(apiVersion),
                f.get(timezone),
                known == null ? PricesSpec.NONE : known,
                f.get(sources),
                f.get(notify),
                budgeted,
                limits,
                f.has(demand) ? f.get(demand) : Map.of(),
                f.get(services),
                f.get(purchases),
                f.get(recovery),
                f.get(controller),
                f.find(gateway));
    }

    /** Nobody can wait for the answer of a queue, nor can what came out of one. */
    private static void fit(Map<String, WorkloadSpec> all, Reading reading) {
        for (Reading.Edge e : reading.calls()) {
            WorkloadSpec from = all.get(e.from());
            WorkloadSpec to = all.get(e.to());
            if (from == null || to == null || !(isQueue(from) || isQueue(to))) {
                continue;
            }
            if (from.tier().calls().stream().anyMatch(c -> c.to().equals(e.to()) && Boolean.TRUE.equals(c.waits()))) {
                e.at().error(
                                "'" + e.from() + "' cannot wait for '" + e.to()
                                        + "': what goes into or comes out of a queue is handed on",
                                "leave out 'wait'");
            }
        }
    }

    private static boolean isQueue(WorkloadSpec w) {
        return w.service() instanceof ServiceSpec.Queue;
    }

    private WorkloadSpec budgeted(WorkloadSpec w, List<BudgetSpec> limits, Fields f) {
        String name = w.workload().name();
        WorkloadSpec out = w;
        for (int i = 0; i < limits.size(); i++) {
            BudgetSpec limit = limits.get(i);
            if (!limit.covers(name)) {
                continue;
            }
            List<Cursor> items = f.at(budgets).isList() ? f.at(budgets).items("a list") : null;
            Cursor at = items == null ? f.at(budgets) : items.get(i);
            Money price = w.workload().replica().price();
            if (price == null) {
                at.warnAtName(
                        "the budget cannot limit '" + name + "', whose replicas have no price",
                        "add replica.price, or name the workloads it is for");
            } else if (!price.currency().equals(limit.budget().currency())) {
                at.errorAtName(
                        "the budget is in " + limit.budget().currency() + ", and the price of '" + name + "' in "
                                + price.currency(),
                        "write both in one currency");
            }
            if (out.workload().guardrails().budget() != null) {
                at.errorAtName("'" + name + "' is under two budgets", "name the workloads that each is for");
            }
            out = with(w, limit);
        }
        return out;
    }

    private static WorkloadSpec with(WorkloadSpec w, BudgetSpec limit) {
        Workload e = w.workload();
        Guardrails g = e.guardrails();
        Guardrails limited = new Guardrails(
                g.bounds(),
                g.dependencies(),
                g.stabilisation(),
                g.rates(),
                g.cooldown(),
                limit.budget(),
                g.freezes(),
                g.blast());
        return w.with(e.with(limited));
    }

    @Override
    Object write(Spec value, Writing to) {
        return super.write(value, new Writing(value.timezone(), List.of(), List.of()));
    }
}
