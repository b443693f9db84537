package dev.headroom.controller;

import dev.headroom.engine.guardrail.Budget;
import dev.headroom.engine.model.Advice;
import dev.headroom.spec.BudgetSpec;
import dev.headroom.spec.Spec;
import dev.headroom.spec.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The budgets of a spec: what is used of them, and their alerts, which every workload under one gives, told once. */
final class Budgets {

    private static final String ALERT = "budget.";
    private static final Duration AGAIN = Duration.ofHours(1);

    private final Map<String, Instant> told = new HashMap<>();

    /** Whether an alert is to be told: not when another workload under the same budget has given it lately. */
    synchronized boolean tells(Spec spec, String workload, Advice advice, Instant now) {
        if (!(advice instanceof Advice.Alert alert) || !alert.key().startsWith(ALERT)) {
            return true;
        }
        for (int i = 0; i < spec.budgets().size(); i++) {
            if (spec.budgets().get(i).covers(workload)) {
                String key = i + " " + alert.key();
                Instant before = told.get(key);
                told.put(key, now);
                return before == null || now.isAfter(before.plus(AGAIN));
            }
        }
        return true;
    }

    /** All budgets and what is used of them. */
    static List<BudgetStatus> statuses(Spec spec, Neighbours neighbours, Instant now) {
        List<BudgetStatus> out = new ArrayList<>();
        for (int i = 0; i < spec.budgets().size(); i++) {
            BudgetSpec b = spec.budgets().get(i);
            List<WorkloadSpec> under = spec.workloads().values().stream()
                    .filter(w -> b.covers(w.workload().name()))
                    .toList();
            double rate = 0;
            double today = 0;
            double month = 0;
            for (WorkloadSpec w : under) {
                Sight sight = neighbours.of(w.workload().name()).orElse(null);
                if (sight != null) {
                    rate += sight.fleet().alive() * w.workload().replica().hourly();
                    today += Neighbours.today(sight.ledger(), now);
                    month += Neighbours.month(sight.ledger(), now);
                }
            }
            out.add(status(b, name(spec, b, i), under, rate, today, month));
        }
        return out;
    }

    private static String name(Spec spec, BudgetSpec b, int i) {
        return b.workloads().isEmpty()
                ? "all workloads"
                : spec.budgets().size() == 1 ? String.join(", ", b.workloads()) : "budget " + (i + 1);
    }

    private static BudgetStatus status(
            BudgetSpec spec, String name, List<WorkloadSpec> under, double rate, double today, double month) {
        Budget b = spec.budget();
        double used = Math.max(rate / b.hourly(), Math.max(today / b.daily(), month / b.monthly()));
        return new BudgetStatus(
                name,
                under.stream().map(w -> w.workload().name()).toList(),
                b.currency(),
                finite(b.hourly()),
                finite(b.daily()),
                finite(b.monthly()),
                rate,
                today,
                month,
                b.alerts().stream().filter(share -> used >= share).toList());
    }

    private static @Nullable Double finite(double limit) {
        return Double.isInfinite(limit) ? null : Double.valueOf(limit);
    }
}
