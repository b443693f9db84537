package dev.headroom.controller.metrics;

import dev.headroom.controller.Console.Event;
import dev.headroom.controller.Console.Severity;
import dev.headroom.controller.WorkloadStatus;
import dev.headroom.controller.WorkloadStatus.Outcome;
import dev.headroom.controller.WorkloadStatus.SignalStatus;
import dev.headroom.engine.model.Reading;
import dev.headroom.spec.Telemetry;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was counted of one workload since the controller started. Thread-safe. */
final class Counts {

    private final String workload;
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final Map<Severity, Long> alerts = new EnumMap<>(Severity.class);
    private final Map<String, Map<Reading.Status, Long>> failures = new LinkedHashMap<>();
    private long ups;
    private long downs;
    private long holds;
    private long conflicts;
    private boolean conflicted;

    Counts(String workload) {
        this.workload = workload;
    }

    synchronized void add(WorkloadStatus now) {
        outcomes.merge(now.outcome(), 1L, Long::sum);
        if (decided(now.outcome()) && now.fleet() != null && now.desired() >= 0) {
            int change = Integer.compare(now.desired(), now.fleet().desired());
            ups += change > 0 ? 1 : 0;
            downs += change < 0 ? 1 : 0;
            holds += change == 0 ? 1 : 0;
        }
        for (SignalStatus s : now.signals()) {
            Map<Reading.Status, Long> of = failures.computeIfAbsent(s.name(), n -> new EnumMap<>(Reading.Status.class));
            of.merge(s.reading().status(), 1L, Long::sum);
        }
        boolean disturbed = !now.conflict().isEmpty();
        conflicts += disturbed && !conflicted ? 1 : 0;
        conflicted = disturbed;
    }

    synchronized void add(Event.Told told) {
        alerts.merge(told.severity(), 1L, Long::sum);
    }

    /** Writes all down, what never happened as 0: a rate needs a first value. */
    synchronized void write(Sheet sheet) {
        for (Outcome o : Outcome.values()) {
            if (o != Outcome.WAITING) {
                sheet.set(Telemetry.TURNS, outcomes.getOrDefault(o, 0L), workload, Words.of(o));
            }
        }
        sheet.set(Telemetry.DECISIONS, ups, workload, "up");
        sheet.set(Telemetry.DECISIONS, downs, workload, "down");
        sheet.set(Telemetry.DECISIONS, holds, workload, "hold");
        sheet.set(Telemetry.APPLY_FAILURES, outcomes.getOrDefault(Outcome.NOT_APPLIED, 0L), workload);
        sheet.set(Telemetry.STORE_FAILURES, outcomes.getOrDefault(Outcome.NOT_RECORDED, 0L), workload);
        sheet.set(Telemetry.CONFLICTS, conflicts, workload);
        for (Severity s : Severity.values()) {
            sheet.set(Telemetry.ALERTS, alerts.getOrDefault(s, 0L), workload, Words.of(s));
        }
        failures.forEach((signal, of) -> {
            for (Reading.Status s : Reading.Status.values()) {
                if (s != Reading.Status.OK) {
                    sheet.set(Telemetry.SIGNAL_FAILURES, of.getOrDefault(s, 0L), workload, signal, Words.of(s));
                }
            }
        });
    }

    private static boolean decided(Outcome outcome) {
        return switch (outcome) {
            case HELD, SCALED, SHOWN, NOT_APPLIED, NOT_RECORDED -> true;
            case WAITING, BLIND, ELSEWHERE -> false;
        };
    }
}
