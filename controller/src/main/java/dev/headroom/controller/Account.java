package dev.headroom.controller;

import dev.headroom.controller.ControllerStatus.Mode;
import dev.headroom.controller.WorkloadStatus.Band;
import dev.headroom.controller.WorkloadStatus.Outcome;
import dev.headroom.controller.WorkloadStatus.SignalStatus;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Workload;
import dev.headroom.engine.loop.ControlLoop;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Forecast;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.engine.model.Money;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Signal;
import dev.headroom.journal.Archive;
import dev.headroom.journal.Recorded;
import dev.headroom.journal.SpecHistory;
import dev.headroom.spec.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be shown of a workload, kept from turn to turn. Written by its driver alone, read by anybody. */
final class Account {

    /** How long somebody else's change is shown. */
    private static final Duration SHOWN = Duration.ofHours(1);

    private static final int PAGE = 1000;
    private static final int MOST_PAGES = 100;

    private final WorkloadSpec spec;
    private final Mode mode;
    private final Tally tally;
    private final Expense expense;
    private final Comparison comparison;
    private volatile WorkloadStatus status;
    private String conflict = "";
    private Instant conflictAt = Instant.MIN;

    Account(Setup setup) {
        this.spec = setup.spec();
        this.mode = setup.mode();
        Workload w = spec.workload();
        this.tally = new Tally(w.objective(), w.signals());
        this.expense = new Expense(w.replica().hourly(), setup.zone());
        this.comparison = new Comparison(w.replica().hourly());
        this.status = waiting(spec, mode, Outcome.WAITING, "");
    }

    WorkloadStatus status() {
        return status;
    }

    /** Takes over what the decisions of the last day tell, made here or elsewhere. */
    void recall(Archive archive, SpecHistory specs, Instant now) {
        String name = spec.workload().name();
        List<SpecHistory.Epoch> epochs = specs.epochs(name);
        Instant sameSignals = epochs.isEmpty() ? now : epochs.getLast().from();
        Tally past = new Tally(spec.workload().objective(), spec.workload().signals());
        Expense spent = expense.fresh();
        Instant from = now.minus(Duration.ofDays(1));
        for (int page = 0; page < MOST_PAGES; page++) {
            List<Recorded> some = archive.entries(name, from, now, PAGE);
            for (Recorded r : some) {
                spent.take(r.seen().fleet().alive(), r.at());
                if (!r.at().isBefore(sameSignals)) {
                    past.take(r.seen().readings(), r.at());
                }
            }
            if (some.size() < PAGE) {
                break;
            }
            from = some.getLast().at().plusMillis(1);
        }
        tally.add(past);
        if (spent.today() > 0) {
            expense.add(spent.today(), now);
        }
    }

    /** Before the first turn. */
    static WorkloadStatus waiting(WorkloadSpec spec, Mode mode, Outcome outcome, String why) {
        Workload w = spec.workload();
        return new WorkloadStatus(
                w.name(),
                spec.target().type(),
                mode,
                outcome,
                why,
                null,
                null,
                -1,
                w.guardrails().bounds().min(),
                w.guardrails().bounds().max(),
                List.of(),
                List.of(),
                promise(w.objective()),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                currency(w),
                List.of(),
                "",
                null);
    }

    static @Nullable Decision decision(ControlLoop.Outcome outcome) {
        return switch (outcome) {
            case ControlLoop.Outcome.Held held -> held.decision();
            case ControlLoop.Outcome.Scaled scaled -> scaled.decision();
            case ControlLoop.Outcome.NotApplied not -> not.decision();
            case ControlLoop.Outcome.NotRecorded not -> not.decision();
            case ControlLoop.Outcome.Fenced fenced -> null;
            case ControlLoop.Outcome.Blind blind -> null;
        };
    }

    /** A turn that did not come to a decision. */
    void broken(Outcome outcome, String why, Instant now) {
        WorkloadStatus s = status;
        show(outcome, why, now, s.fleet(), s.desired(), s.signals(), s.reasons(), s.overrides());
    }

    void take(
            ControlLoop.Outcome outcome,
            List<Reading> readings,
            Map<String, Forecast> forecasts,
            Hands hands,
            List<ManualOverride> overrides,
            Instant now) {
        if (hands.conflict().isPresent()) {
            conflict = hands.conflict().get();
            conflictAt = now;
        } else if (now.isAfter(conflictAt.plus(SHOWN))) {
            conflict = "";
        }
        tally.take(readings, now);
        Fleet fleet = hands.fleet();
        Decision d = decision(outcome);
        if (fleet != null) {
            expense.take(fleet.alive(), now);
            if (mode == Mode.SHADOW && d != null) {
                comparison.take(fleet, d.desired(), now);
            }
        }
        WorkloadStatus before = status;
        String why = switch (outcome) {
            case ControlLoop.Outcome.Held held -> "";
            case ControlLoop.Outcome.Scaled scaled -> "";
            case ControlLoop.Outcome.NotApplied not -> not.why();
            case ControlLoop.Outcome.NotRecorded not -> not.why();
            case ControlLoop.Outcome.Fenced fenced -> fenced.why();
            case ControlLoop.Outcome.Blind blind -> blind.why();
        };
        Outcome ended = switch (outcome) {
            case ControlLoop.Outcome.Held held -> Outcome.HELD;
            case ControlLoop.Outcome.Scaled scaled -> mode == Mode.ACTING ? Outcome.SCALED : Outcome.SHOWN;
            case ControlLoop.Outcome.NotApplied not -> Outcome.NOT_APPLIED;
            case ControlLoop.Outcome.NotRecorded not -> Outcome.NOT_RECORDED;
            case ControlLoop.Outcome.Fenced fenced -> Outcome.ELSEWHERE;
            case ControlLoop.Outcome.Blind blind -> Outcome.BLIND;
        };
        show(
                ended,
                why,
                now,
                ended == Outcome.BLIND ? null : fleet,
                d == null ? before.desired() : d.desired(),
                signals(readings, forecasts),
                d == null ? before.reasons() : d.reasons(),
                overrides);
    }

    private void show(
            Outcome outcome,
            String why,
            Instant at,
            @Nullable Fleet fleet,
            int desired,
            List<SignalStatus> signals,
            List<Reason> reasons,
            List<ManualOverride> overrides) {
        Workload w = spec.workload();
        status = new WorkloadStatus(
                w.name(),
                spec.target().type(),
                mode,
                outcome,
                why,
                at,
                fleet,
                desired,
                w.guardrails().bounds().min(),
                w.guardrails().bounds().max(),
                signals,
                reasons,
                promise(w.objective()),
                tally.attainment(),
                expense.perHour(),
                expense.today(),
                currency(w),
                overrides,
                conflict,
                mode == Mode.SHADOW ? comparison.measured(tally.attainment()) : null);
    }

    private List<SignalStatus> signals(List<Reading> readings, Map<String, Forecast> forecasts) {
        List<Signal> signals = spec.workload().signals();
        List<SignalStatus> out = new ArrayList<>(signals.size());
        for (int i = 0; i < signals.size(); i++) {
            Signal s = signals.get(i);
            Forecast f = forecasts.get(s.name());
            out.add(new SignalStatus(s.name(), s.unit(), readings.get(i), f == null ? null : band(f)));
        }
        return out;
    }

    private static Band band(Forecast f) {
        int n = f.values().length;
        double[] low = new double[n];
        double[] median = new double[n];
        double[] high = new double[n];
        for (int i = 0; i < n; i++) {
            Instant at = f.start().plus(f.step().multipliedBy(i));
            low[i] = f.peak(0.05, at, at);
            median[i] = f.peak(0.5, at, at);
            high[i] = f.peak(0.95, at, at);
        }
        return new Band(f.model(), f.start(), f.step().toMillis() / 1000.0, low, median, high, f.recentError());
    }

    private static String currency(Workload w) {
        Money price = w.replica().price();
        return price == null ? "" : price.currency();
    }

    /** The objective in words. */
    static String promise(Objective o) {
        Duration latency = o.latency();
        Duration deadline = o.deadline();
        if (latency != null) {
            return "p" + plain(o.quantile() * 100) + " within " + seconds(latency) + ", " + plain(o.attainment() * 100)
                    + " % of the time";
        }
        return deadline == null
                ? ""
                : "done within " + seconds(deadline) + ", " + plain(o.attainment() * 100) + " % of the time";
    }

    private static String seconds(Duration d) {
        return d.toMillis() < 1000 ? d.toMillis() + " ms" : plain(d.toMillis() / 1000.0) + " s";
    }

    private static String plain(double v) {
        return java.math.BigDecimal.valueOf(Math.round(v * 1000))
                .movePointLeft(3)
                .stripTrailingZeros()
                .toPlainString();
    }
}
