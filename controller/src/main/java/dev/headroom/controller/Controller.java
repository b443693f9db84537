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
    private final Crew crew;
    private final Ruling ruling;
    private final Rolling rolling;
    private final Sources sources;
    private final Notifiers notifiers;
    private final Neighbours neighbours = new Neighbours();
    private final Budgets budgets = new Budgets();
    private final Audience audience;
    private final Commands commands;
    private final Instant started;
    private final Object adjusting = new Object();

    /** The text of the file at the start, until it is known whether it is the spec in force. */
    private @Nullable String begins;

    private volatile String trouble = "";
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean stopped;
    private @Nullable Instant cleaned;
    private @Nullable Runnable atRest;

    private Controller(
            Parts parts, String file, Path folder, String text, InForce first, Sources sources, Notifiers notifiers) {
        this.parts = parts;
        this.timing = parts.timing();
        this.begins = text;
        this.sources = sources;
        this.notifiers = notifiers;
        this.audience = new Audience(notifiers::all, timing);
        this.commands =
                new Commands(parts.vault().orders(), timing, change -> audience.tell(new Event.Changed(change)));
        this.ruling = new Ruling(parts, file, folder, first, sources, notifiers, neighbours, audience, commands);
        Within within = new Within(parts, neighbours, budgets, audience, commands, ruling::now, ruling::read);
        this.crew = new Crew(parts, sources, neighbours, audience, within, ruling::now, this::rested);
        this.rolling = new Rolling(parts, ruling, crew, sources, notifiers, commands, audience, within);
        ruling.leads(crew, rolling);
        this.started = timing.now();
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
                    sources.drop(opened);
                    notifiers.drop(told);
                    yield new Made.Refused(problems);
                }
                // What a roll-out has not put in force yet, or has returned, does not come by a new start.
                InForce first = InForce.before(parts, good.spec(), file, folder);
                if (!first.text().equals(text)) {
                    sources.drop(opened);
                    notifiers.drop(told);
                    opened = sources.open(first.spec());
                    told = notifiers.open(first.spec());
                }
                sources.use(opened, Sources.Opened.NOTHING);
                notifiers.use(told);
                yield new Made.Ready(
                        new Controller(parts, file, folder, text, first, sources, notifiers), good.warnings());
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
            rolling.stop();
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
            sources.all().forEach(Closing::close);
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
                rolling.beat();
                String text = begins;
                if (text != null) {
                    begins = null;
                    ruling.resume(text);
                }
                crew.beat();
                trouble("");
            } catch (IllegalStateException e) {
                trouble(String.valueOf(e.getMessage()));
            }
        }
        Duration took = Duration.ofNanos(timing.nanos() - began);
        timing.after(ruling.now().rules(parts.rules()).beat().minus(took), this::beat);
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
                    .forget(now.minus(ruling.now().rules(parts.rules()).retention()));
        }
    }

    @Override
    public ControllerStatus controller() {
        InForce now = ruling.now();
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
                ruling.refusal(),
                ruling.returned());
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
        return ruling.now().spec().workloads().values().stream()
                .map(crew::status)
                .toList();
    }

    @Override
    public Optional<WorkloadStatus> workload(String name) {
        return Optional.ofNullable(ruling.now().spec().workloads().get(name)).map(crew::status);
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
        return Budgets.statuses(ruling.now().spec(), neighbours, timing.now());
    }

    @Override
    public List<ManualOverride> overrides(String workload) {
        return commands.inForce(workload, timing.now());
    }

    @Override
    public Answer order(String workload, ManualOverride order) {
        Answer answer = commands.give(workload, ruling.now().spec().workloads().get(workload), order);
        nudge(answer, workload);
        return answer;
    }

    @Override
    public Answer lift(String workload, String author) {
        Answer answer = commands.lift(workload, ruling.now().spec().workloads().containsKey(workload), author);
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
        return ruling.now().text();
    }

    @Override
    public Answer reload(String text, String author) {
        synchronized (adjusting) {
            begins = null;
            return followed(ruling.reload(text, author));
        }
    }

    @Override
    public Optional<RolloutStatus> rollout() {
        return rolling.status();
    }

    @Override
    public Answer rollout(RolloutStatus.Order order, String author) {
        synchronized (adjusting) {
            try {
                return followed(rolling.order(order, author));
            } catch (IllegalStateException e) {
                return new Answer.Refused(
                        List.of("the store does not answer, so the order is not in force: " + e.getMessage()));
            }
        }
    }

    private Answer followed(Answer answer) {
        if (answer instanceof Answer.Done) {
            timing.run(this::beatOnce);
        }
        return answer;
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
