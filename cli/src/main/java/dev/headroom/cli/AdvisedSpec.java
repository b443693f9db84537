package dev.headroom.cli;

import dev.headroom.engine.Workload;
import dev.headroom.engine.Workload.Weighted;
import dev.headroom.engine.guardrail.Bounds;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.policy.Scheduled;
import dev.headroom.forecast.analysis.Advice;
import dev.headroom.forecast.analysis.Analysis;
import dev.headroom.spec.CronRecurrence;
import dev.headroom.spec.Loaded;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecReader;
import dev.headroom.spec.SpecWriter;
import dev.headroom.spec.WorkloadSpec;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Advice as a spec: the one it was given for with new bounds and schedules, or a small one of its own. */
final class AdvisedSpec {
    private static final int CONCURRENCY = 10;

    private AdvisedSpec() {}

    /** The text of the spec, with what it was made from in comments on top. */
    static String of(Analysis a, List<Advice> advice, @Nullable Spec base) {
        Spec from = base == null ? own(a, advice.get(0)) : base;
        Map<String, WorkloadSpec> workloads = new LinkedHashMap<>(from.workloads());
        StringBuilder out = new StringBuilder();
        AnalysisUnits unit = AnalysisUnits.of(a);
        out.append("# Bounds and schedule from the analysis of ")
                .append(a.history().name().replaceAll("\\p{Cntrl}", "?"))
                .append(", ")
                .append(unit.time(a.history().start()))
                .append(" to ")
                .append(unit.time(a.history().end()))
                .append(' ')
                .append(a.zone())
                .append(".\n");
        for (Advice s : advice) {
            String name = s.capacity().service();
            WorkloadSpec w = workloads.get(name);
            if (w != null) {
                workloads.put(name, advised(w, s, a.zone()));
            }
            comment(out, s, base == null);
        }
        return out + SpecWriter.write(from.with(workloads));
    }

    private static void comment(StringBuilder out, Advice s, boolean own) {
        out.append(String.format(
                Locale.ROOT,
                "# %s: %s requests a second and replica%s; baseline %d replicas; confidence %.0f %%.%n",
                s.capacity().service(),
                AnalysisUnits.number(s.capacity().perReplica()),
                s.capacity().assumed() ? " (a guess)" : "",
                s.baseline(),
                100 * s.confidence()));
        for (Advice.Entry e : s.schedule()) {
            out.append(String.format(
                    Locale.ROOT, "#   %s: right on %.0f %% of the days%n", called(e), 100 * e.confidence()));
        }
        if (own) {
            out.append(
                    "# The query is a usual one: make it yours. Concurrency and service time stand for what a replica"
                            + " does.\n");
        }
    }

    private static WorkloadSpec advised(WorkloadSpec w, Advice s, ZoneId zone) {
        Workload old = w.workload();
        List<Weighted> policies = new ArrayList<>();
        List<Scheduled.Entry> kept = new ArrayList<>();
        for (Weighted p : old.policies()) {
            if (p.policy() instanceof Scheduled schedule) {
                schedule.entries().stream()
                        .filter(e -> !(e.start() instanceof CronRecurrence))
                        .forEach(kept::add);
            } else {
                policies.add(p);
            }
        }
        s.schedule().forEach(e -> kept.add(entry(e, s.lead(), zone)));
        if (!kept.isEmpty()) {
            policies.add(new Weighted(new Scheduled(kept), 1));
        }
        Guardrails g = old.guardrails();
        return new WorkloadSpec(
                new Workload(
                        old.name(),
                        old.interval(),
                        old.replica(),
                        old.objective(),
                        old.signals(),
                        policies,
                        old.combiner(),
                        new Guardrails(
                                new Bounds(
                                        s.min(),
                                        s.max(),
                                        g.bounds().tier(),
                                        g.bounds().blind()),
                                g.dependencies(),
                                g.stabilisation(),
                                g.rates(),
                                g.cooldown(),
                                g.budget(),
                                g.freezes(),
                                g.blast())),
                w.target(),
                w.instance(),
                w.lifecycle(),
                w.service(),
                w.arrivals(),
                w.billing(),
                w.measurement(),
                w.supply(),
                w.tier(),
                w.forecasts());
    }

    private static Scheduled.Entry entry(Advice.Entry e, Duration lead, ZoneId zone) {
        return new Scheduled.Entry(
                called(e),
                CronRecurrence.of(cron(e), zone),
                e.raises() ? lead : Duration.ZERO,
                e.length().isZero() ? null : e.length(),
                null,
                null,
                e.min(),
                -1,
                -1);
    }

    private static String called(Advice.Entry e) {
        String days = days(e.days());
        return e.length().isZero() ? (days.equals("*") ? "daily" : days) + " " + e.name() : e.name();
    }

    private static String cron(Advice.Entry e) {
        return e.at().getMinute() + " " + e.at().getHour() + " * * " + days(e.days());
    }

    /** Days as cron has them. */
    static String days(Set<DayOfWeek> days) {
        if (days.size() == 7) {
            return "*";
        }
        if (days.size() == 5 && !days.contains(DayOfWeek.SATURDAY) && !days.contains(DayOfWeek.SUNDAY)) {
            return "mon-fri";
        }
        StringJoiner out = new StringJoiner(",");
        EnumSet.copyOf(days).forEach(d -> out.add(d.name().substring(0, 3).toLowerCase(Locale.ROOT)));
        return out.toString();
    }

    /** A spec of nothing but the service: a usual signal of its rate, and target tracking at the trigger. */
    private static Spec own(Analysis a, Advice s) {
        String text = String.format(
                Locale.ROOT,
                """
                apiVersion: headroom/v1
                timezone: "%s"
                workloads:
                  %s:
                    replica: { boot: %ds, concurrency: %d }
                    bounds: { min: %d, max: %d }
                    signals:
                      rps: { query: "sum(rate(http_requests_total[1m]))" }
                    policies:
                      - target: { signal: rps, per-replica: %s }
                    service:
                      time: { mean: %dms, distribution: exponential }
                      queue: 100000
                """,
                a.zone(),
                s.capacity().service(),
                s.capacity().ready().toSeconds(),
                CONCURRENCY,
                s.min(),
                s.max(),
                java.math.BigDecimal.valueOf(s.trigger())
                        .round(new java.math.MathContext(4))
                        .toPlainString(),
                Math.max(1, Math.round(1e3 * CONCURRENCY / s.capacity().perReplica())));
        Loaded loaded = SpecReader.read("the advised spec", text);
        if (loaded.spec() == null) {
            throw new IllegalStateException(
                    "the advised spec is not valid: " + loaded.problems().get(0).render());
        }
        return loaded.spec();
    }
}
