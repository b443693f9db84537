package dev.headroom.controller.metrics;

import dev.headroom.controller.BudgetStatus;
import dev.headroom.controller.Console;
import dev.headroom.controller.ControllerStatus;
import dev.headroom.controller.RolloutStatus;
import dev.headroom.controller.WorkloadStatus;
import dev.headroom.controller.WorkloadStatus.Band;
import dev.headroom.controller.WorkloadStatus.Outcome;
import dev.headroom.controller.WorkloadStatus.SignalStatus;
import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Unit;
import dev.headroom.journal.Recorded;
import dev.headroom.journal.Rollout.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A console that shows what it was given, and tells its listeners what it is told. */
final class StillConsole implements Console {

    static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    final List<Consumer<Event>> listeners = new ArrayList<>();
    List<WorkloadStatus> workloads = List.of();
    List<BudgetStatus> budgets = List.of();
    String refusal = "";
    boolean returned;

    /** A web tier in need of three more replicas, with all that can be known of one. */
    static WorkloadStatus web(Outcome outcome, Reading p95, String conflict) {
        Band band = new Band(
                "harmonic",
                NOW.minusSeconds(90),
                60,
                new double[] {1, 2, 3},
                new double[] {10, 20, 30},
                new double[] {100, 200, 300},
                0.08);
        return new WorkloadStatus(
                "web",
                "kubernetes",
                ControllerStatus.Mode.ACTING,
                outcome,
                "",
                NOW.minusSeconds(5),
                new Fleet(4, 3, 1, 2, 1, List.of()),
                7,
                2,
                40,
                List.of(
                        new SignalStatus("rps", Unit.PER_MINUTE, Reading.of(6000, NOW.minusSeconds(20)), band),
                        new SignalStatus("p95", Unit.MILLISECONDS, p95, null)),
                List.of(),
                "p95 ≤ 3 s",
                0.998,
                0.84,
                12.5,
                "USD",
                List.of(new ManualOverride(
                        ManualOverride.Kind.FREEZE_IN, -1, NOW.plusSeconds(600), "ann", "the sale runs")),
                conflict,
                new WorkloadStatus.Shadow(NOW.minusSeconds(7200), 8, 6.5, 1.6, 1.3, 0.02, 0.99));
    }

    /** One that was never looked at. */
    static WorkloadStatus unseen(String name) {
        return new WorkloadStatus(
                name,
                "process",
                ControllerStatus.Mode.ACTING,
                Outcome.WAITING,
                "",
                null,
                null,
                -1,
                0,
                10,
                List.of(),
                List.of(),
                "",
                Double.NaN,
                Double.NaN,
                Double.NaN,
                "",
                List.of(),
                "",
                null);
    }

    void turn(WorkloadStatus status, Duration late, Duration took) {
        tell(new Event.Turn(status, late, took));
    }

    void tell(Event event) {
        listeners.forEach(l -> l.accept(event));
    }

    @Override
    public ControllerStatus controller() {
        return new ControllerStatus(
                "node-1/4711",
                "0.1.0",
                NOW.minusSeconds(86_400),
                NOW,
                true,
                ControllerStatus.Mode.ACTING,
                workloads.size(),
                1,
                "a1b2c3",
                NOW.minusSeconds(3600),
                refusal,
                returned);
    }

    @Override
    public List<WorkloadStatus> workloads() {
        return workloads;
    }

    @Override
    public Optional<WorkloadStatus> workload(String name) {
        return workloads.stream().filter(w -> w.name().equals(name)).findFirst();
    }

    @Override
    public List<BudgetStatus> budgets() {
        return budgets;
    }

    @Override
    public Map<String, MetricSource> sources() {
        return Map.of();
    }

    @Override
    public Runnable subscribe(Consumer<Event> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** A budget with a limit of the day only. */
    static BudgetStatus budget(@Nullable Double daily) {
        return new BudgetStatus("all", List.of("web"), "USD", null, daily, null, 0.84, 12.5, 301, List.of(0.5));
    }

    // Of no matter to metrics.

    @Override
    public List<Recorded> decisions(String workload, Instant from, Instant to, int most) {
        return List.of();
    }

    @Override
    public List<Recorded> latest(String workload, int most) {
        return List.of();
    }

    @Override
    public List<ManualOverride> overrides(String workload) {
        return List.of();
    }

    @Override
    public Answer order(String workload, ManualOverride order) {
        return new Answer.Unknown(workload);
    }

    @Override
    public Answer turn(String workload) {
        return new Answer.Unknown(workload);
    }

    @Override
    public Answer lift(String workload, String author) {
        return new Answer.Unknown(workload);
    }

    @Override
    public String spec() {
        return "";
    }

    @Override
    public Answer reload(String text, String author) {
        return new Answer.Refused(List.of());
    }

    @Override
    public Optional<RolloutStatus> rollout() {
        return Optional.of(new RolloutStatus(
                Stage.FIRST, NOW, NOW, NOW, "ada", "a1b2c3", "d4e5f6", "web", List.of("web"), "", List.of()));
    }

    @Override
    public Answer rollout(RolloutStatus.Order order, String author) {
        return new Answer.Refused(List.of());
    }

    @Override
    public List<Change> audit(int most) {
        return List.of();
    }
}
