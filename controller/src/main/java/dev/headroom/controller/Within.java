package dev.headroom.controller;

import dev.headroom.controller.Console.Event;
import dev.headroom.controller.Console.Severity;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.journal.SpecHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** What the drivers see of their controller. */
final class Within implements Driver.Host {

    /** Of more workloads the last day is not read again after a start. */
    private static final int MOST_RECALLED = 100;

    private final Parts parts;
    private final Neighbours neighbours;
    private final Budgets budgets;
    private final Audience audience;
    private final Commands commands;
    private final Supplier<InForce> inForce;

    Within(
            Parts parts,
            Neighbours neighbours,
            Budgets budgets,
            Audience audience,
            Commands commands,
            Supplier<InForce> inForce) {
        this.parts = parts;
        this.neighbours = neighbours;
        this.budgets = budgets;
        this.audience = audience;
        this.commands = commands;
        this.inForce = inForce;
    }

    @Override
    public Timing timing() {
        return parts.timing();
    }

    @Override
    public Neighbours neighbours() {
        return neighbours;
    }

    @Override
    public SpecHistory specs() {
        return parts.vault().specs();
    }

    @Override
    public List<Advice> lastAdvice(String workload) {
        return parts.vault().archive().latest(workload, 1).stream()
                .flatMap(last -> last.advice().stream())
                .filter(Advice.Alert.class::isInstance)
                .toList();
    }

    @Override
    public List<ManualOverride> orders(String workload, Instant now) {
        return commands.inForce(workload, now);
    }

    @Override
    public void recall(Account account, Instant before) {
        if (inForce.get().spec().workloads().size() <= MOST_RECALLED) {
            try {
                account.recall(parts.vault().archive(), parts.vault().specs(), before);
            } catch (IllegalStateException e) {
                // What is shown of the last day begins now.
                return;
            }
        }
    }

    @Override
    public void seen(String workload, Sight sight) {
        neighbours.seen(workload, sight);
    }

    @Override
    public void ended(WorkloadStatus status, Duration late, Duration took) {
        audience.tell(new Event.Turn(status, late, took));
    }

    @Override
    public void told(String workload, Severity severity, String text) {
        audience.tell(workload, severity, text);
    }

    @Override
    public void send(String workload, Advice advice) {
        if (budgets.tells(inForce.get().spec(), workload, advice, parts.timing().now())) {
            audience.advise(workload, advice);
        }
    }
}
