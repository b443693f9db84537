package dev.headroom.controller;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A budget and what is used of it.
 *
 * @param name that it is known by
 * @param workloads those under it
 * @param currency of all amounts
 * @param hourly the limit of an hour's cost; null without
 * @param daily the limit of a day's cost; null without
 * @param monthly the limit of a month's cost; null without
 * @param perHour present cost of an hour
 * @param today cost since the day began in the budget's zone
 * @param month cost since the month began
 * @param reached alert thresholds passed at present, shares of a limit, ascending
 */
public record BudgetStatus(
        String name,
        List<String> workloads,
        String currency,
        @Nullable Double hourly,
        @Nullable Double daily,
        @Nullable Double monthly,
        double perHour,
        double today,
        double month,
        List<Double> reached) {

    public BudgetStatus {
        workloads = List.copyOf(workloads);
        reached = List.copyOf(reached);
    }
}
