package dev.headroom.controller;

import dev.headroom.controller.Console.Answer;
import dev.headroom.controller.Console.Event;
import dev.headroom.controller.Console.Severity;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Reading;
import dev.headroom.journal.Rollout;
import dev.headroom.journal.Rollout.Stage;
import dev.headroom.journal.Rollouts;
import dev.headroom.spec.RolloutSpec;
import dev.headroom.spec.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts a changed spec in force in stages: it decides beside the former one, then for one workload, then for all, and returns
 * when it is worse. How is said by the spec that it replaces. How far it has come is kept in the store, where all controllers
 * follow it and where a restart finds it. Its methods but the looking ones are called under the controller's lock.
 */
final class Rolling {

    private static final String CONTROLLER = "the controller";

    /** A roll-out under way. */
    private record Stand(InForce former, InForce next, Changes changes, RolloutSpec rules, Judge judge) {}

    private final Parts parts;
    private final Ruling ruling;
    private final Crew crew;
    private final Sources sources;
    private final Notifiers notifiers;
    private final Commands commands;
    private final Audience audience;
    private final Rollouts rollouts;
    private final Rehearsal rehearsal;

    private volatile @Nullable Rollout last;
    private volatile @Nullable Stand stand;
    private volatile String waits = "";

    Rolling(
            Parts parts,
            Ruling ruling,
            Crew crew,
            Sources sources,
            Notifiers notifiers,
            Commands commands,
            Audience audience,
            Driver.Host host) {
        this.parts = parts;
        this.ruling = ruling;
        this.crew = crew;
        this.sources = sources;
        this.notifiers = notifiers;
        this.commands = commands;
        this.audience = audience;
        this.rollouts = parts.vault().rollouts();
        this.rehearsal = new Rehearsal(parts, crew, sources, host, this::beside);
        audience.subscribe(event -> {
            if (event instanceof Event.Turn turn) {
                acted(turn.workload());
            }
        });
    }

    private void acted(WorkloadStatus turn) {
        Stand s = stand;
        if (s != null
                && s.judge().stage() != Stage.SHADOW
                && crew.driver(turn.name())
                        .filter(d -> d.setup().fingerprint().equals(s.next().fingerprint()))
                        .isPresent()) {
            s.judge().take(turn, true);
        }
    }

    /** Where the former spec finds a latency, the next one must as well. */
    private void beside(WorkloadStatus turn) {
        Stand s = stand;
        if (s != null && s.judge().stage() == Stage.SHADOW) {
            boolean idle = crew.driver(turn.name()).map(Driver::status).stream()
                    .flatMap(w -> w.signals().stream())
                    .anyMatch(signal -> signal.reading().status() == Reading.Status.MISSING);
            s.judge().take(turn, idle);
        }
    }

    /** An answer to a spec that needs no reading: it is on its way, or was on its way; null for any other. */
    @Nullable
    Answer known(String text, String author) {
        Rollout r = last;
        if (r == null) {
            return null;
        }
        if (r.stage().underWay()) {
            if (r.next().equals(text)) {
                return new Answer.Done("the spec is being rolled out already: " + Stages.words(r));
            }
            return r.former().equals(text) ? move(Stage.RETURNED, author, "the former spec was given again") : null;
        }
        if (r.stage() == Stage.RETURNED && r.next().equals(text)) {
            ruling.returned("this spec was returned at " + r.since() + ": " + r.why()
                    + "; change it, or roll it out once more with 'headroom rollout retry'");
            return new Answer.Refused(List.of(ruling.refusal()));
        }
        return null;
    }

    /** Whether a spec is to come in stages. */
    boolean stages(InForce next) {
        InForce former = former();
        RolloutSpec rules = former.spec().controller().rollout();
        Changes changes = Changes.between(former, next);
        return parts.mode() == ControllerStatus.Mode.ACTING
                && rules != null
                && Stages.from(Stage.SHADOW, rules, changes, first(rules, changes)) != Stage.DONE;
    }

    private InForce former() {
        Stand s = stand;
        return s == null ? ruling.now() : s.former();
    }

    /** @throws IllegalStateException if the store does not answer; nothing has changed then */
    Answer begin(InForce next, String author) {
        InForce former = former();
        Changes changes = Changes.between(former, next);
        RolloutSpec rules = Objects.requireNonNull(former.spec().controller().rollout());
        String first = first(rules, changes);
        Instant now = parts.timing().now();
        Stage stage = Stages.from(Stage.SHADOW, rules, changes, first);
        return put(
                new Rollout(version() + 1, stage, now, now, author, former.text(), next.text(), first, ""),
                former,
                next,
                author);
    }

    private String first(RolloutSpec rules, Changes changes) {
        String named = rules.workload();
        if (named != null && changes.both().contains(named)) {
            return named;
        }
        InForce former = former();
        return changes.both().stream()
                .min(Comparator.comparingInt(
                        name -> replicas(former.spec().workloads().get(name))))
                .orElse("");
    }

    private int replicas(@Nullable WorkloadSpec w) {
        Fleet fleet = w == null ? null : crew.status(w).fleet();
        return fleet == null ? Integer.MAX_VALUE : fleet.desired();
    }

    private long version() {
        Rollout r = last;
        return r == null ? 0 : r.version();
    }

    /**
     * Notes a spec that comes at once, where roll-outs are in use.
     *
     * @return whether it may come; if not, another controller was faster
     */
    boolean replaced(InForce next, String author) {
        if (parts.mode() != ControllerStatus.Mode.ACTING
                || (last == null && next.spec().controller().rollout() == null)) {
            return true;
        }
        Instant now = parts.timing().now();
        Rollout r = new Rollout(version() + 1, Stage.DONE, now, now, author, "", next.text(), "", "");
        boolean kept = rollouts.put(r);
        if (kept) {
            rehearsal.end();
            last = r;
            stand = null;
        }
        return kept;
    }

    /**
     * Follows the store, judges, and goes on when a stage is over.
     *
     * @throws IllegalStateException if the store does not answer
     */
    void beat() {
        follow();
        Stand s = stand;
        Rollout r = last;
        if (s == null || r == null) {
            return;
        }
        if (r.stage() == Stage.SHADOW) {
            rehearsal.adjust(s.next(), s.changes().both());
        }
        Optional<String> worse = s.judge().worse();
        if (worse.isPresent()) {
            move(Stage.RETURNED, CONTROLLER, worse.get());
            return;
        }
        if (parts.timing().now().isBefore(Stages.ends(r, s.rules()))) {
            waits = "";
            return;
        }
        waits = waiting(s, r.stage());
        if (waits.isEmpty()) {
            Optional<String> dear = s.judge().tooDear();
            if (dear.isPresent()) {
                move(Stage.RETURNED, CONTROLLER, dear.get());
            } else {
                move(Stages.after(r, s.rules(), s.changes()), CONTROLLER, "");
            }
        }
    }

    private String waiting(Stand s, Stage stage) {
        Set<String> names =
                Stages.judged(stage, s.changes(), Objects.requireNonNull(last).first());
        Set<String> here = names.stream()
                .filter(name -> crew.driver(name).isPresent())
                .collect(java.util.stream.Collectors.toSet());
        return here.isEmpty() && !names.isEmpty()
                ? "its workloads are with other controllers"
                : s.judge().waits(here).orElse("");
    }

    /** Takes over what another controller has changed, or this one before it was started anew. */
    private void follow() {
        if (parts.mode() != ControllerStatus.Mode.ACTING) {
            return;
        }
        long there = rollouts.version();
        InForce now = ruling.now();
        if (there == 0 && now.spec().controller().rollout() != null) {
            replaced(now, CONTROLLER);
        }
        if (there == version()) {
            return;
        }
        Rollout r = rollouts.current().orElse(null);
        if (r == null) {
            return;
        }
        Stand s = stand;
        boolean ours = s != null
                || now.spec().controller().rollout() != null
                || r.next().equals(now.text())
                || r.former().equals(now.text());
        if (!ours || (!r.stage().underWay() && s == null && r.inForce().equals(now.text()))) {
            last = r;
            return;
        }
        InForce next = read(r.next());
        InForce former = r.former().isEmpty() ? next : read(r.former());
        if (next != null && former != null) {
            enter(r, former, next);
            audience.tell("", Severity.INFO, "followed from the store: " + Stages.sentence(r, former, next));
        }
        last = r;
    }

    private @Nullable InForce read(String text) {
        return switch (ruling.read(text)) {
            case InForce.Read.Good good -> good.spec();
            case InForce.Read.Bad bad -> {
                audience.tell(
                        "",
                        Severity.WARNING,
                        "a spec of the store cannot be followed here: " + String.join("\n", bad.problems()));
                yield null;
            }
        };
    }

    /** Goes to another stage of the roll-out under way. */
    private Answer move(Stage stage, String author, String why) {
        Rollout r = last;
        Stand s = stand;
        if (r == null || s == null) {
            return new Answer.Refused(List.of("no roll-out is under way"));
        }
        return put(r.at(stage, parts.timing().now(), why), s.former(), s.next(), author);
    }

    private Answer put(Rollout r, InForce former, InForce next, String author) {
        if (!rollouts.put(r)) {
            return new Answer.Refused(
                    List.of("another controller has just changed the roll-out; look at it, and try once more"));
        }
        String what = Stages.sentence(r, former, next);
        enter(r, former, next);
        if (r.stage() == Stage.RETURNED) {
            ruling.returned(what);
            audience.advise("", new Advice.Alert("rollout.returned", Advice.Severity.WARNING, what));
        }
        commands.note("", author, what);
        return new Answer.Done(what);
    }

    private void enter(Rollout r, InForce former, InForce next) {
        if (r.stage() != Stage.SHADOW || stand != null) {
            rehearsal.end();
        }
        boolean beside = r.stage() == Stage.SHADOW || r.stage() == Stage.FIRST;
        InForce rules = r.stage() == Stage.ALL || r.stage() == Stage.DONE ? next : former;
        Sources.Opened own = sources.open(rules.spec());
        Sources.Opened other = beside ? sources.open(next.spec()) : Sources.Opened.NOTHING;
        Notifiers.Opened told = notifiers.open(rules.spec());
        for (List<String> problems : List.of(own.problems(), other.problems(), told.problems())) {
            problems.forEach(problem -> audience.tell("", Severity.WARNING, problem));
        }
        Stand begun = null;
        if (r.stage().underWay()) {
            Changes changes = Changes.between(former, next);
            RolloutSpec how =
                    Objects.requireNonNullElse(former.spec().controller().rollout(), RolloutSpec.DEFAULT);
            Judge judge = new Judge(how, r.stage(), former, next, Stages.judged(r.stage(), changes, r.first()));
            begun = new Stand(former, next, changes, how, judge);
            Instant now = parts.timing().now();
            parts.timing().run(() -> recall(judge, r, now));
        }
        waits = "";
        last = r;
        stand = begun;
        ruling.govern(r.stage() == Stage.FIRST ? former.with(r.first(), next) : rules, own, other, told);
    }

    private void recall(Judge judge, Rollout r, Instant now) {
        try {
            judge.recall(parts.vault().archive(), parts.vault().specs(), r, now);
        } catch (IllegalStateException e) {
            // The store does not answer; it is asked again.
            Stand s = stand;
            if (s != null && s.judge().equals(judge)) {
                parts.timing().after(Duration.ofSeconds(10), () -> recall(judge, r, now));
            }
        }
    }

    /** @throws IllegalStateException if the store does not answer */
    Answer order(RolloutStatus.Order order, String author) {
        Rollout r = last;
        Stand s = stand;
        if (order == RolloutStatus.Order.RETRY) {
            if (r == null || r.stage() != Stage.RETURNED) {
                return new Answer.Refused(List.of("no spec was returned, so there is none to try once more"));
            }
            InForce next = read(r.next());
            return next == null || !stages(next)
                    ? new Answer.Refused(List.of("the spec that was returned cannot be rolled out any more"))
                    : begin(next, author);
        }
        if (r == null || s == null) {
            return new Answer.Refused(List.of("no roll-out is under way"));
        }
        return switch (order) {
            case ADVANCE -> move(Stages.after(r, s.rules(), s.changes()), author, "");
            case FINISH -> move(Stage.DONE, author, "");
            default -> move(Stage.RETURNED, author, "by order of " + author);
        };
    }

    /** The roll-out under way, or the last one. */
    Optional<RolloutStatus> status() {
        Rollout r = last;
        Stand s = stand;
        if (r == null || r.former().isEmpty()) {
            return Optional.empty();
        }
        Stand live = r.stage().underWay() ? s : null;
        return Optional.of(new RolloutStatus(
                r.stage(),
                r.begun(),
                r.since(),
                live == null ? null : Stages.ends(r, live.rules()),
                r.author(),
                InForce.fingerprint(r.former()),
                InForce.fingerprint(r.next()),
                r.first(),
                live == null ? List.of() : List.copyOf(live.changes().all()),
                live == null ? r.why() : waits,
                live == null ? List.of() : live.judge().measured()));
    }

    /** Ends what it does beside the others. */
    void stop() {
        rehearsal.end();
    }
}
