package dev.headroom.controller.api;

import dev.headroom.controller.BudgetStatus;
import dev.headroom.controller.Console;
import dev.headroom.controller.ControllerStatus;
import dev.headroom.controller.RolloutStatus;
import dev.headroom.controller.WorkloadStatus;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Engine;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.loop.Store.Entry;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Forecast;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.engine.model.Money;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.journal.Recorded;
import dev.headroom.spec.Loaded;
import dev.headroom.spec.Problem;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecReader;
import dev.headroom.spec.WorkloadSpec;
import dev.headroom.testing.ManualTime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A controller in memory: the real engine decides on demand that follows the time of day, and everything decided is kept. Time
 * passes when the test says so.
 */
public final class FakeConsole implements Console {

    private final List<String> turns = new ArrayList<>();

    private final Map<String, MetricSource> sources = new TreeMap<>();

    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private final ManualTime time;
    private final Instant started;
    private final Map<String, List<Recorded>> journal = new HashMap<>();
    private final Map<String, WorkloadState> states = new HashMap<>();
    private final Map<String, Integer> fleets = new HashMap<>();
    private final Map<String, WorkloadStatus> statuses = new LinkedHashMap<>();
    private final Map<String, List<ManualOverride>> orders = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
    private Spec spec;
    private String text;
    private @Nullable RolloutStatus rollout;
    private String refusal = "";
    private double crowd = 1;
    private @Nullable String broken;

    /** A controller of a spec, before its first turn. */
    public FakeConsole(ManualTime time, String yaml) {
        this.time = time;
        this.started = time.now();
        this.text = yaml;
        this.spec = SpecReader.read("headroom.yaml", yaml).orThrow();
        spec.workloads().values().forEach(this::waiting);
    }

    /** A shop with three workloads. */
    public static FakeConsole shop(ManualTime time) {
        try (InputStream in = Objects.requireNonNull(FakeConsole.class.getResourceAsStream("shop.yaml"))) {
            return new FakeConsole(time, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From now on so many times the usual demand. */
    public synchronized void crowd(double factor) {
        crowd = factor;
    }

    /** From now on the store cannot be read; null ends that. */
    public synchronized void breakStore(@Nullable String why) {
        broken = why;
    }

    /** Lets time pass, with a turn of every workload each fifteen seconds. */
    public void run(Duration span) {
        for (long i = span.dividedBy(INTERVAL); i > 0; i--) {
            time.pass(INTERVAL);
            turn();
        }
    }

    /** One turn of every workload. */
    public void turn() {
        List<Event> events = new ArrayList<>();
        synchronized (this) {
            spec.workloads().values().forEach(w -> events.add(new Event.Turn(turn(w), Duration.ZERO, Duration.ZERO)));
        }
        events.forEach(this::tell);
    }

    /** Tells something to all who listen. */
    public void tell(Event event) {
        listeners.forEach(l -> l.accept(event));
    }

    /** How many listen. */
    public int listeners() {
        return listeners.size();
    }

    private WorkloadStatus turn(WorkloadSpec w) {
        Workload workload = w.workload();
        String name = workload.name();
        Instant now = time.now();
        int before = fleets.getOrDefault(name, workload.guardrails().bounds().min());
        List<Reading> readings = workload.signals().stream()
                .map(s -> Reading.of(value(s, now, before), now))
                .toList();
        Observations seen = new Observations(
                Fleet.steady(before), readings, forecasts(w, now), Map.of(), Observations.Spending.NONE, inForce(name));
        WorkloadState state = states.getOrDefault(name, WorkloadState.INITIAL);
        Decision decision = Engine.INSTANCE.decide(workload, state, seen, now);
        states.put(name, decision.state());
        fleets.put(name, decision.desired());
        List<Recorded> kept = journal.computeIfAbsent(name, n -> new ArrayList<>());
        kept.add(Recorded.of(new Entry(name, state, seen, decision), kept.isEmpty()));
        WorkloadStatus status = status(w, decision, seen);
        statuses.put(name, status);
        return status;
    }

    private WorkloadStatus status(WorkloadSpec w, Decision d, Observations seen) {
        List<WorkloadStatus.SignalStatus> signals = new ArrayList<>();
        for (int i = 0; i < seen.readings().size(); i++) {
            Signal s = w.workload().signals().get(i);
            signals.add(new WorkloadStatus.SignalStatus(
                    s.name(), s.unit(), seen.readings().get(i), band(s.name(), w, d.at())));
        }
        Money price = w.workload().replica().price();
        double perHour =
                price == null ? Double.NaN : d.desired() * price.amount().doubleValue();
        double hours = Duration.between(started, d.at()).toSeconds() / 3600.0;
        double limit = w.workload().objective().limitSeconds();
        return new WorkloadStatus(
                w.workload().name(),
                w.target().type(),
                ControllerStatus.Mode.ACTING,
                d.acts() ? WorkloadStatus.Outcome.SCALED : WorkloadStatus.Outcome.HELD,
                "",
                d.at(),
                seen.fleet(),
                d.desired(),
                w.workload().guardrails().bounds().min(),
                w.workload().guardrails().bounds().max(),
                signals,
                d.reasons(),
                Double.isInfinite(limit)
                        ? ""
                        : "p" + Math.round(w.workload().objective().quantile() * 100) + " within "
                                + Math.round(limit * 1000) + " ms",
                Double.isInfinite(limit) ? Double.NaN : 0.9987,
                perHour,
                perHour * hours * 0.8,
                price == null ? "" : price.currency(),
                inForce(w.workload().name()),
                "",
                null);
    }

    private void waiting(WorkloadSpec w) {
        statuses.put(
                w.workload().name(),
                new WorkloadStatus(
                        w.workload().name(),
                        w.target().type(),
                        ControllerStatus.Mode.ACTING,
                        WorkloadStatus.Outcome.WAITING,
                        "",
                        null,
                        null,
                        -1,
                        w.workload().guardrails().bounds().min(),
                        w.workload().guardrails().bounds().max(),
                        List.of(),
                        List.of(),
                        "",
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        "",
                        List.of(),
                        "",
                        null));
    }

    private double value(Signal s, Instant now, int replicas) {
        return switch (s.name()) {
            case "rps" -> demand(now) * 10 * crowd;
            case "cpu" -> Math.min(100, 100 * demand(now) * crowd / (replicas * 10.0));
            default -> demand(now) * crowd;
        };
    }

    /** Requests in flight by the time of day, with a ripple. */
    private static double demand(Instant at) {
        double hour = at.getEpochSecond() % 86_400 / 3600.0;
        return Math.max(5, 90 + 70 * Math.sin((hour - 9) / 24 * 2 * Math.PI) + 6 * Math.sin(hour * 11));
    }

    private static Map<String, Forecast> forecasts(WorkloadSpec w, Instant now) {
        Map<String, Forecast> all = new HashMap<>();
        w.forecasts().forEach(f -> {
            double[][] values = new double[12][];
            for (int i = 0; i < values.length; i++) {
                double v = demand(now.plusSeconds(300L * i));
                values[i] = new double[] {v * 0.85, v, v * 1.15};
            }
            all.put(
                    f.signal(),
                    new Forecast(
                            f.signal(),
                            "ensemble",
                            now,
                            now,
                            Duration.ofMinutes(5),
                            new double[] {0.05, 0.5, 0.95},
                            values,
                            0.06));
        });
        return all;
    }

    private static WorkloadStatus.@Nullable Band band(String signal, WorkloadSpec w, Instant now) {
        Forecast f = forecasts(w, now).get(signal);
        if (f == null) {
            return null;
        }
        double[][] columns = new double[3][f.values().length];
        for (int i = 0; i < f.values().length; i++) {
            for (int k = 0; k < 3; k++) {
                columns[k][i] = f.values()[i][k];
            }
        }
        return new WorkloadStatus.Band(
                f.model(), f.start(), f.step().toSeconds(), columns[0], columns[1], columns[2], f.recentError());
    }

    private List<ManualOverride> inForce(String workload) {
        return orders.getOrDefault(workload, List.of()).stream()
                .filter(o -> o.until().isAfter(time.now()))
                .toList();
    }

    @Override
    public synchronized ControllerStatus controller() {
        return new ControllerStatus(
                "one",
                "0.1.0",
                started,
                time.now(),
                broken == null,
                ControllerStatus.Mode.ACTING,
                spec.workloads().size(),
                spec.workloads().size(),
                Integer.toHexString(text.hashCode()),
                started,
                refusal,
                false);
    }

    @Override
    public synchronized List<WorkloadStatus> workloads() {
        return List.copyOf(statuses.values());
    }

    @Override
    public synchronized Optional<WorkloadStatus> workload(String name) {
        return Optional.ofNullable(statuses.get(name));
    }

    private synchronized List<Recorded> kept(String workload) {
        if (broken != null) {
            throw new IllegalStateException(broken);
        }
        return List.copyOf(journal.getOrDefault(workload, List.of()));
    }

    @Override
    public List<Recorded> decisions(String workload, Instant from, Instant to, int most) {
        return kept(workload).stream()
                .filter(d -> !d.at().isBefore(from) && d.at().isBefore(to))
                .limit(most)
                .toList();
    }

    @Override
    public List<Recorded> latest(String workload, int most) {
        List<Recorded> all = new ArrayList<>(kept(workload));
        Collections.reverse(all);
        return all.subList(0, Math.min(most, all.size()));
    }

    @Override
    public synchronized List<BudgetStatus> budgets() {
        double perHour = statuses.values().stream()
                .mapToDouble(WorkloadStatus::perHour)
                .filter(Double::isFinite)
                .sum();
        double today = statuses.values().stream()
                .mapToDouble(WorkloadStatus::today)
                .filter(Double::isFinite)
                .sum();
        return spec.budgets().isEmpty()
                ? List.of()
                : List.of(new BudgetStatus(
                        "all",
                        List.copyOf(statuses.keySet()),
                        "USD",
                        3.0,
                        60.0,
                        null,
                        perHour,
                        today,
                        today * 9,
                        perHour > 2.4 ? List.of(0.8) : List.of()));
    }

    @Override
    public synchronized List<ManualOverride> overrides(String workload) {
        return inForce(workload);
    }

    @Override
    public Answer order(String workload, ManualOverride order) {
        WorkloadStatus w = statuses.get(workload);
        if (w == null) {
            return new Answer.Unknown(workload);
        }
        if (order.kind() == ManualOverride.Kind.PIN && order.replicas() > w.max()) {
            return new Answer.Refused(List.of("a pin at " + order.replicas() + " is above the spec's bound of "
                    + w.max() + "; raise 'max' first"));
        }
        synchronized (this) {
            orders.computeIfAbsent(workload, n -> new ArrayList<>()).add(order);
        }
        String what = switch (order.kind()) {
            case PIN -> "pinned at " + order.replicas() + " until " + order.until();
            case PAUSE -> "paused until " + order.until();
            case FREEZE_IN -> "not scaled in until " + order.until();
        };
        change(order.author(), workload, what + ": " + order.why());
        return new Answer.Done("'" + workload + "' is " + what);
    }

    @Override
    public synchronized Answer turn(String workload) {
        turns.add(workload);
        return new Answer.Done("a turn of " + workload + " begins now");
    }

    /** Workloads that a turn was asked for, in order. */
    public synchronized List<String> turns() {
        return List.copyOf(turns);
    }

    @Override
    public Answer lift(String workload, String author) {
        synchronized (this) {
            if (!statuses.containsKey(workload)) {
                return new Answer.Unknown(workload);
            }
            orders.remove(workload);
        }
        change(author, workload, "all orders lifted");
        return new Answer.Done("no order is in force for '" + workload + "'");
    }

    private void change(String author, String workload, String what) {
        Change change = new Change(time.now(), author, workload, what);
        synchronized (this) {
            changes.add(0, change);
        }
        tell(new Event.Changed(change));
    }

    @Override
    public synchronized String spec() {
        return text;
    }

    @Override
    public Answer reload(String other, String author) {
        Loaded loaded = SpecReader.read("headroom.yaml", other);
        synchronized (this) {
            if (loaded.spec() == null) {
                refusal = loaded.problems().size() + " problems";
                return new Answer.Refused(
                        loaded.problems().stream().map(Problem::render).toList());
            }
            spec = loaded.spec();
            text = other;
            refusal = "";
            statuses.clear();
            spec.workloads().values().forEach(this::waiting);
        }
        change(author, "", "another spec");
        return new Answer.Done("the spec is in force");
    }

    @Override
    public synchronized Optional<RolloutStatus> rollout() {
        return Optional.ofNullable(rollout);
    }

    @Override
    public Answer rollout(RolloutStatus.Order order, String author) {
        synchronized (this) {
            if (rollout == null) {
                return new Answer.Refused(List.of("no roll-out is under way"));
            }
            rollout = order == RolloutStatus.Order.ABORT ? null : rollout;
        }
        change(author, "", "roll-out: " + order);
        return new Answer.Done("roll-out: " + order);
    }

    /** From now on a roll-out is under way. */
    public void rolling(RolloutStatus status) {
        synchronized (this) {
            rollout = status;
        }
        change(status.author(), "", "roll-out of " + status.next());
    }

    @Override
    public List<Change> audit(int most) {
        kept("");
        synchronized (this) {
            return List.copyOf(changes.subList(0, Math.min(most, changes.size())));
        }
    }

    @Override
    public Map<String, MetricSource> sources() {
        return sources;
    }

    /** From now on there is a source besides those there are. */
    void source(String name, MetricSource source) {
        sources.put(name, source);
    }

    @Override
    public Runnable subscribe(Consumer<Event> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
