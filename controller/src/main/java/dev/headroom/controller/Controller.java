package dev.headroom.controller;

import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.journal.Recorded;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Controls the workloads of a spec: drives a loop for each that is its own, and shares them with other controllers of the same
 * store. It reads no clock, starts no thread and opens nothing but through its {@link Parts}.
 */
public final class Controller implements Console {

    private static final Duration CLEANED = Duration.ofHours(1);

    private final Parts parts;
    private final Timing timing;
    private final String file;
    private final Path folder;
    private final Crew crew;
    private final Sources sources;
    private final Notifiers notifiers;
    private final Neighbours neighbours = new Neighbours();
    private final Budgets budgets = new Budgets();
    private final Audience audience;
    private final Commands commands;
    private final Instant started;
    private final Object adjusting = new Object();

    private volatile InForce inForce;
    private volatile String refusal = "";
    private volatile String trouble = "";
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean stopped;
    private @Nullable Instant cleaned;
    private @Nullable Runnable atRest;

    private Controller(Parts parts, String file, Path folder, InForce first, Sources sources, Notifiers notifiers) {
        this.parts = parts;
        this.timing = parts.timing();
        this.file = file;
        this.folder = folder;
        this.inForce = first;
        this.sources = sources;
        this.notifiers = notifiers;
        this.audience = new Audience(notifiers::all, timing);
        this.commands =
                new Commands(parts.vault().orders(), timing, change -> audience.tell(new Event.Changed(change)));
        this.crew = new Crew(
                parts,
                sources,
                neighbours,
                audience,
                new Within(parts, neighbours, budgets, audience, commands, () -> inForce),
                () -> inForce,
                this::rested);
        this.started = timing.now();
        neighbours.spec(first.spec());
    }

    /** What came of making a controller. */
    public sealed interface Made {
        /** One that has not begun; what is odd about its spec. */
        record Ready(Controller controller, List<String> warnings) implements Made {}

        /** None, and every reason. */
        record Refused(List<String> problems) implements Made {}
    }

    /**
     * Makes a controller.
     *
     * @param file name of the spec, for problems
     * @param folder where files that it names are looked for
     * @param text of the spec
     */
    public static Made of(Parts parts, String file, Path folder, String text) {
        return switch (InForce.read(file, folder, text, parts.timing().now())) {
            case InForce.Read.Bad bad -> new Made.Refused(bad.problems());
            case InForce.Read.Good good -> {
                Sources sources = new Sources(parts.connectors(), parts.timing(), parts.rules());
                Sources.Opened opened = sources.open(good.spec().spec());
                Notifiers notifiers = new Notifiers(parts.connectors(), parts.notifiers());
                Notifiers.Opened told = notifiers.open(good.spec().spec());
                List<String> problems = new ArrayList<>(opened.problems());
                problems.addAll(told.problems());
                problems.addAll(parts.connectors().problems(good.spec().spec()));
                if (!problems.isEmpty()) {
                    opened.reads().values().forEach(r -> Driver.close(r.source()));
                    notifiers.drop(told);
                    yield new Made.Refused(problems);
                }
                sources.use(opened);
                notifiers.use(told);
                yield new Made.Ready(
                        new Controller(parts, file, folder, good.spec(), sources, notifiers), good.warnings());
            }
        };
    }

    /** Begins. */
    public void start() {
        timing.run(this::beat);
    }

    /** Ends: turns under way are finished, leases given up and sources closed; then {@code atRest} is run. */
    public void stop(Runnable then) {
        synchronized (adjusting) {
            if (stopped) {
                return;
            }
            stopped = true;
            atRest = then;
            crew.retireAll();
        }
        timing.run(this::restIfDone);
    }

    private void restIfDone() {
        Runnable then;
        synchronized (adjusting) {
            if (!stopped || !crew.atRest() || atRest == null) {
                return;
            }
            then = atRest;
            atRest = null;
            crew.giveUpAll();
            sources.reads().values().forEach(r -> Driver.close(r.source()));
        }
        notifiers.close();
        then.run();
    }

    /** A workload has come to rest: what is to follow it may begin. */
    private void rested(String workload) {
        synchronized (adjusting) {
            if (!stopped) {
                crew.follow(workload);
                return;
            }
        }
        restIfDone();
    }

    private void beat() {
        long began = timing.nanos();
        synchronized (adjusting) {
            if (stopped) {
                return;
            }
            try {
                // Orders come first: no turn may be taken without them.
                commands.refresh();
                crew.beat();
                trouble("");
            } catch (IllegalStateException e) {
                trouble(String.valueOf(e.getMessage()));
            }
        }
        Duration took = Duration.ofNanos(timing.nanos() - began);
        timing.after(inForce.rules(parts.rules()).beat().minus(took), this::beat);
        if (trouble.isEmpty() && looking.compareAndSet(false, true)) {
            timing.run(this::look);
        }
    }

    /** What leases must not wait for. */
    private void look() {
        try {
            crew.lookElsewhere();
            clean();
        } catch (IllegalStateException e) {
            // The next beat tells it.
            return;
        } finally {
            looking.set(false);
        }
    }

    /** A standing trouble is told when it begins, and when it ends. */
    private void trouble(String now) {
        if (!trouble.equals(now)) {
            audience.tell(
                    "",
                    now.isEmpty() ? Severity.INFO : Severity.CRITICAL,
                    now.isEmpty() ? "the store answers again" : now + "; nothing is scaled until it does");
        }
        trouble = now;
    }

    private void clean() {
        Instant now = timing.now();
        Instant before = cleaned;
        if (before == null || now.isAfter(before.plus(CLEANED))) {
            cleaned = now;
            parts.vault()
                    .archive()
                    .forget(now.minus(inForce.rules(parts.rules()).retention()));
        }
    }

    @Override
    public ControllerStatus controller() {
        InForce now = inForce;
        return new ControllerStatus(
                parts.holder(),
                parts.version(),
                started,
                timing.now(),
                ready(),
                parts.mode(),
                now.spec().workloads().size(),
                crew.held(),
                now.fingerprint(),
                now.loaded(),
                refusal);
    }

    private boolean ready() {
        if (stopped || !trouble.isEmpty()) {
            return false;
        }
        Instant now = timing.now();
        return crew.drivers().stream().allMatch(d -> {
            Instant at = d.status().at();
            Duration patience =
                    d.setup().spec().workload().interval().multipliedBy(3).plusSeconds(30);
            return at == null ? now.isBefore(started.plus(patience)) : now.isBefore(at.plus(patience));
        });
    }

    @Override
    public List<WorkloadStatus> workloads() {
        return inForce.spec().workloads().values().stream().map(crew::status).toList();
    }

    @Override
    public Optional<WorkloadStatus> workload(String name) {
        return Optional.ofNullable(inForce.spec().workloads().get(name)).map(crew::status);
    }

    @Override
    public List<Recorded> decisions(String workload, Instant from, Instant to, int most) {
        return parts.vault().archive().entries(workload, from, to, most);
    }

    @Override
    public List<Recorded> latest(String workload, int most) {
        return parts.vault().archive().latest(workload, most);
    }

    @Override
    public List<BudgetStatus> budgets() {
        return Budgets.statuses(inForce.spec(), neighbours, timing.now());
    }

    @Override
    public List<ManualOverride> overrides(String workload) {
        return commands.inForce(workload, timing.now());
    }

    @Override
    public Answer order(String workload, ManualOverride order) {
        Answer answer = commands.give(workload, inForce.spec().workloads().get(workload), order);
        nudge(answer, workload);
        return answer;
    }

    @Override
    public Answer lift(String workload, String author) {
        Answer answer = commands.lift(workload, inForce.spec().workloads().containsKey(workload), author);
        nudge(answer, workload);
        return answer;
    }

    @Override
    public Answer turn(String workload) {
        Optional<Driver> driver = crew.driver(workload);
        driver.ifPresent(Driver::nudge);
        return driver.isPresent()
                ? new Answer.Done("a turn of " + workload + " begins now")
                : new Answer.Unknown(workload);
    }

    private void nudge(Answer answer, String workload) {
        if (answer instanceof Answer.Done) {
            crew.driver(workload).ifPresent(Driver::nudge);
        }
    }

    @Override
    public String spec() {
        return inForce.text();
    }

    @Override
    public Answer reload(String text, String author) {
        synchronized (adjusting) {
            if (inForce.text().equals(text)) {
                refusal = "";
                return new Answer.Done("the spec is the one in force already");
            }
            List<String> problems = new ArrayList<>();
            switch (InForce.read(file, folder, text, timing.now())) {
                case InForce.Read.Bad bad -> problems.addAll(bad.problems());
                case InForce.Read.Good good -> {
                    Sources.Opened opened = sources.open(good.spec().spec());
                    Notifiers.Opened told = notifiers.open(good.spec().spec());
                    problems.addAll(opened.problems());
                    problems.addAll(told.problems());
                    problems.addAll(parts.connectors().problems(good.spec().spec()));
                    if (problems.isEmpty()) {
                        return put(good.spec(), opened, told, author);
                    }
                    notifiers.drop(told);
                    Map<String, SourceReads> open = sources.reads();
                    opened.reads().values().stream()
                            .filter(r -> !open.containsValue(r))
                            .forEach(r -> Driver.close(r.source()));
                }
            }
            refusal = String.join("\n", problems);
            audience.tell("", Severity.WARNING, "a new spec is refused, the former stays: " + refusal);
            return new Answer.Refused(problems);
        }
    }

    private Answer put(InForce next, Sources.Opened opened, Notifiers.Opened told, String author) {
        String what = "spec " + next.fingerprint() + " replaces " + inForce.fingerprint();
        try {
            commands.note("", author, what);
        } catch (IllegalStateException e) {
            return new Answer.Refused(List.of(
                    "the store does not answer, so the change cannot be noted and is not made: " + e.getMessage()));
        }
        List<MetricSource> former = sources.use(opened);
        notifiers.use(told);
        inForce = next;
        refusal = "";
        neighbours.spec(next.spec());
        crew.forgetOthers(next.spec().workloads().keySet());
        crew.adjust();
        // A turn under way may still read them.
        former.forEach(source -> timing.after(parts.rules().sourceTimeout(), () -> Driver.close(source)));
        timing.run(this::beatOnce);
        return new Answer.Done(what);
    }

    /** Takes leases on workloads that a new spec has added without waiting for the next beat. */
    private void beatOnce() {
        synchronized (adjusting) {
            if (stopped) {
                return;
            }
            try {
                crew.beat();
            } catch (IllegalStateException e) {
                trouble(String.valueOf(e.getMessage()));
            }
        }
    }

    @Override
    public List<Change> audit(int most) {
        return commands.audit(most);
    }

    @Override
    public Runnable subscribe(Consumer<Event> listener) {
        return audience.subscribe(listener);
    }

    @Override
    public Map<String, MetricSource> sources() {
        Map<String, MetricSource> all = new HashMap<>();
        sources.reads().forEach((name, reads) -> all.put(name, reads.source()));
        return all;
    }
}
