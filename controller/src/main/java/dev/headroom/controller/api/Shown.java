package dev.headroom.controller.api;

import dev.headroom.controller.BudgetStatus;
import dev.headroom.controller.Console;
import dev.headroom.controller.ControllerStatus;
import dev.headroom.controller.WorkloadStatus;
import dev.headroom.controller.WorkloadStatus.Band;
import dev.headroom.controller.WorkloadStatus.SignalStatus;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Forecast;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Unit;
import dev.headroom.journal.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what the controller knows into what is answered. */
final class Shown {

    private static final double LOW = 0.05;
    private static final double HIGH = 0.95;

    private Shown() {}

    /** A constant as a word: {@code DRY_RUN} as {@code dry-run}. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Views.ControllerView of(ControllerStatus c) {
        return new Views.ControllerView(
                c.holder(),
                c.version(),
                c.started(),
                c.now(),
                c.ready(),
                word(c.mode()),
                c.workloads(),
                c.held(),
                c.specFingerprint(),
                c.loaded(),
                c.refusal());
    }

    static Views.WorkloadView of(WorkloadStatus w) {
        return of(w, w.overrides());
    }

    /** A workload as of its last turn, with the orders of now. */
    static Views.WorkloadView of(WorkloadStatus w, List<ManualOverride> orders) {
        WorkloadStatus.Shadow s = w.shadow();
        return new Views.WorkloadView(
                w.name(),
                w.target(),
                word(w.mode()),
                word(w.outcome()),
                w.why(),
                w.at(),
                w.fleet() == null ? null : of(w.fleet()),
                w.desired() < 0 ? null : w.desired(),
                w.min(),
                w.max(),
                w.signals().stream().map(Shown::of).toList(),
                reasons(w.reasons()),
                Reason.deciding(w.reasons(), w.desired()),
                w.promise(),
                w.attainment(),
                w.perHour(),
                w.today(),
                w.currency(),
                overrides(orders),
                w.conflict(),
                s == null
                        ? null
                        : new Views.ShadowView(
                                s.since(),
                                s.realHours(),
                                s.decidedHours(),
                                s.realCost(),
                                s.decidedCost(),
                                s.realShort(),
                                s.attainment()));
    }

    private static Views.FleetView of(Fleet f) {
        return new Views.FleetView(f.desired(), f.ready(), f.warming(), f.starting(), f.draining());
    }

    private static Views.SignalView of(SignalStatus s) {
        Band b = s.forecast();
        return signal(
                s.name(),
                s.unit(),
                s.reading(),
                b == null
                        ? null
                        : new Views.BandView(
                                b.model(), b.start(), b.stepSeconds(), b.low(), b.median(), b.high(), b.recentError()));
    }

    private static Views.SignalView signal(String name, Unit unit, Reading r, Views.@Nullable BandView forecast) {
        boolean ok = r.status() == Reading.Status.OK;
        return new Views.SignalView(
                name, base(unit), unit.toBase(r.value()), word(r.status()), ok ? r.at() : null, r.detail(), forecast);
    }

    /** The base unit of a unit, as a word. */
    static String base(Unit unit) {
        return switch (unit) {
            case COUNT -> "count";
            case RATIO, PERCENT -> "ratio";
            case PER_SECOND, PER_MINUTE -> "per-second";
            case SECONDS, MILLISECONDS -> "seconds";
            case BYTES -> "bytes";
        };
    }

    private static List<Views.ReasonView> reasons(List<Reason> reasons) {
        return reasons.stream()
                .map(r -> new Views.ReasonView(
                        word(r.stage()),
                        r.rule(),
                        r.text(),
                        r.observed(),
                        r.target(),
                        r.limit(),
                        r.before(),
                        r.after(),
                        r.until(),
                        r.detail()))
                .toList();
    }

    static List<Views.OverrideView> overrides(List<ManualOverride> orders) {
        return orders.stream()
                .map(o -> new Views.OverrideView(
                        switch (o.kind()) {
                            case PIN -> "pin";
                            case PAUSE -> "pause";
                            case FREEZE_IN -> "freeze";
                        },
                        o.kind() == ManualOverride.Kind.PIN ? o.replicas() : null,
                        o.until(),
                        o.author(),
                        o.why()))
                .toList();
    }

    /**
     * A recorded decision.
     *
     * @param signals of the workload as it is now, whose names and units its readings have unless the spec has changed
     * @param whole with the forecasts it was made of
     */
    static Views.DecisionView of(Recorded d, List<SignalStatus> signals, boolean whole) {
        return new Views.DecisionView(
                d.workload(),
                d.at(),
                d.current(),
                d.desired(),
                summary(d),
                of(d.seen().fleet()),
                readings(d, signals, whole),
                overrides(d.seen().overrides()),
                reasons(d.reasons()),
                Reason.deciding(d.reasons(), d.desired()),
                d.advice().stream().map(Shown::sentence).toList());
    }

    private static List<Views.SignalView> readings(Recorded d, List<SignalStatus> signals, boolean whole) {
        List<Reading> readings = d.seen().readings();
        Map<String, Forecast> forecasts = d.seen().forecasts();
        boolean same = signals.size() == readings.size();
        List<Views.SignalView> views = new ArrayList<>(readings.size());
        for (int i = 0; i < readings.size(); i++) {
            String name = same ? signals.get(i).name() : "signal " + (i + 1);
            Forecast forecast = whole ? forecasts.get(name) : null;
            views.add(signal(
                    name,
                    same ? signals.get(i).unit() : Unit.COUNT,
                    readings.get(i),
                    forecast == null ? null : band(forecast)));
        }
        return views;
    }

    private static Views.BandView band(Forecast f) {
        int n = f.values().length;
        double[] low = new double[n];
        double[] median = new double[n];
        double[] high = new double[n];
        for (int i = 0; i < n; i++) {
            Instant step = f.start().plus(f.step().multipliedBy(i));
            low[i] = f.peak(LOW, step, step);
            median[i] = f.peak(0.5, step, step);
            high[i] = f.peak(HIGH, step, step);
        }
        return new Views.BandView(f.model(), f.start(), f.step().toNanos() / 1e9, low, median, high, f.recentError());
    }

    /** The sentence of the step that set the number. */
    static String summary(Recorded d) {
        int deciding = Reason.deciding(d.reasons(), d.desired());
        return deciding < 0 ? "" : d.reasons().get(deciding).text();
    }

    private static String sentence(Advice advice) {
        return switch (advice) {
            case Advice.Alert a -> word(a.severity()) + ": " + a.text();
            case Advice.ScaleFirst s ->
                "workload '" + s.workload() + "' must grow to " + s.replicas() + " first: " + s.why();
            case Advice.ResizePool p ->
                "pool '" + p.pool() + "' is to give " + p.each() + " to each of " + p.replicas() + " replicas";
            case Advice.Shed s -> "workload '" + s.workload() + "' is to be stopped: " + s.why();
            case Advice.ResizeReplica r ->
                "a replica is better given "
                        + (r.instance() == null ? r.cpu() + " cores and " + r.memory() + " bytes" : r.instance());
            case Advice.OverrideEnded o -> "the order of " + o.author() + " has ended";
        };
    }

    static Views.BudgetView of(BudgetStatus b) {
        return new Views.BudgetView(
                b.name(),
                b.workloads(),
                b.currency(),
                b.hourly(),
                b.daily(),
                b.monthly(),
                b.perHour(),
                b.today(),
                b.month(),
                b.reached());
    }

    static Views.ChangeView of(Console.Change c) {
        return new Views.ChangeView(c.at(), c.author(), c.workload(), c.what());
    }
}
