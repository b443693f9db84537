package dev.headroom.controller.metrics;

import dev.headroom.controller.BudgetStatus;
import dev.headroom.controller.Console;
import dev.headroom.controller.ControllerStatus;
import dev.headroom.controller.WorkloadStatus;
import dev.headroom.controller.WorkloadStatus.Band;
import dev.headroom.controller.WorkloadStatus.Shadow;
import dev.headroom.controller.WorkloadStatus.SignalStatus;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.engine.model.Reading;
import dev.headroom.journal.Rollout.Stage;
import dev.headroom.spec.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a console shows at present, as values of metrics. */
final class Looks {

    private static final double SECONDS_OF_HOUR = 3600;

    private Looks() {}

    static void write(Console console, List<WorkloadStatus> workloads, Sheet sheet) {
        ControllerStatus controller = console.controller();
        controller(controller, sheet);
        console.rollout().ifPresent(r -> {
            for (Stage stage : Stage.values()) {
                sheet.set(Telemetry.ROLLOUT, r.stage() == stage, Words.of(stage));
            }
        });
        for (WorkloadStatus w : workloads) {
            workload(w, controller.now(), sheet);
        }
        for (BudgetStatus b : console.budgets()) {
            budget(b, "hour", b.hourly(), b.perHour(), sheet);
            budget(b, "day", b.daily(), b.today(), sheet);
            budget(b, "month", b.monthly(), b.month(), sheet);
        }
    }

    private static void controller(ControllerStatus c, Sheet sheet) {
        sheet.set(Telemetry.WORKLOADS, c.workloads());
        sheet.set(Telemetry.LEASES, c.held());
        sheet.set(Telemetry.READY, c.ready());
        sheet.set(Telemetry.SPEC_LOADED, c.loaded());
        boolean refused = !c.refusal().isEmpty();
        sheet.set(Telemetry.SPEC_REFUSED, refused && !c.returned(), "bad");
        sheet.set(Telemetry.SPEC_REFUSED, refused && c.returned(), "returned");
        sheet.set(Telemetry.SPEC, true, c.specFingerprint());
        sheet.set(Telemetry.CONTROLLER, true, c.holder(), Words.of(c.mode()));
        sheet.set(Telemetry.BUILD, true, c.version());
    }

    private static void workload(WorkloadStatus w, Instant now, Sheet sheet) {
        Fleet fleet = w.fleet();
        if (fleet != null) {
            sheet.set(Telemetry.REPLICAS, fleet.ready(), w.name(), "ready");
            sheet.set(Telemetry.REPLICAS, fleet.starting(), w.name(), "starting");
            sheet.set(Telemetry.REPLICAS, fleet.draining(), w.name(), "draining");
        }
        if (w.desired() >= 0) {
            sheet.set(Telemetry.REPLICAS_DESIRED, w.desired(), w.name());
        }
        sheet.set(Telemetry.REPLICAS_MIN, w.min(), w.name());
        sheet.set(Telemetry.REPLICAS_MAX, w.max(), w.name());
        if (w.at() != null) {
            sheet.set(Telemetry.LAST_TURN, w.at(), w.name());
        }
        w.signals().forEach(s -> signal(w.name(), s, now, sheet));
        sheet.set(Telemetry.ATTAINMENT, w.attainment(), w.name());
        sheet.set(Telemetry.COST, w.perHour(), w.name(), w.currency());
        sheet.set(Telemetry.COST_TODAY, w.today(), w.name(), w.currency());
        sheet.set(Telemetry.CONFLICTED, !w.conflict().isEmpty(), w.name());
        for (ManualOverride.Kind kind : ManualOverride.Kind.values()) {
            long orders = w.overrides().stream().filter(o -> o.kind() == kind).count();
            sheet.set(Telemetry.OVERRIDES, orders, w.name(), Words.of(kind));
        }
        Shadow shadow = w.shadow();
        if (shadow != null) {
            sheet.set(Telemetry.SHADOW_REPLICAS, shadow.realHours() * SECONDS_OF_HOUR, w.name(), "real");
            sheet.set(Telemetry.SHADOW_REPLICAS, shadow.decidedHours() * SECONDS_OF_HOUR, w.name(), "decided");
            sheet.set(Telemetry.SHADOW_COST, shadow.realCost(), w.name(), "real", w.currency());
            sheet.set(Telemetry.SHADOW_COST, shadow.decidedCost(), w.name(), "decided", w.currency());
            sheet.set(Telemetry.SHADOW_SHORT, shadow.realShort(), w.name());
        }
    }

    private static void signal(String workload, SignalStatus s, Instant now, Sheet sheet) {
        String unit = Words.base(s.unit());
        if (s.reading().status() == Reading.Status.OK) {
            sheet.set(Telemetry.SIGNAL, s.value(), workload, s.name(), unit);
            double age = Duration.between(s.reading().at(), now).toMillis() / 1000.0;
            sheet.set(Telemetry.SIGNAL_AGE, Math.max(0, age), workload, s.name());
        }
        Band band = s.forecast();
        if (band == null) {
            return;
        }
        int step = step(band, now);
        if (step >= 0) {
            sheet.set(Telemetry.FORECAST, band.low()[step], workload, s.name(), unit, "0.05");
            sheet.set(Telemetry.FORECAST, band.median()[step], workload, s.name(), unit, "0.5");
            sheet.set(Telemetry.FORECAST, band.high()[step], workload, s.name(), unit, "0.95");
        }
        sheet.set(Telemetry.FORECAST_ERROR, band.recentError(), workload, s.name(), band.model());
    }

    /** The step that a time is in, the first one for a time shortly before it; −1 for none. */
    static int step(Band band, Instant now) {
        double since = Duration.between(band.start(), now).toMillis() / 1000.0;
        int step = (int) Math.max(0, Math.floor(since / band.stepSeconds()));
        return since < -band.stepSeconds() || step >= band.median().length ? -1 : step;
    }

    private static void budget(BudgetStatus b, String period, @Nullable Double limit, double spent, Sheet sheet) {
        if (limit != null) {
            sheet.set(Telemetry.BUDGET_LIMIT, limit, b.name(), period, b.currency());
        }
        sheet.set(Telemetry.BUDGET_SPENT, spent, b.name(), period, b.currency());
    }
}
