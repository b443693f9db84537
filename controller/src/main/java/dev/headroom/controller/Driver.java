package dev.headroom.controller;

import dev.headroom.controller.Console.Severity;
import dev.headroom.controller.WorkloadStatus.Outcome;
import dev.headroom.engine.Decision;
import dev.headroom.engine.loop.ControlLoop;
import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.loop.Notifier;
import dev.headroom.engine.loop.Tended;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Forecast;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.engine.model.Observations.Spending;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.journal.Recorded;
import dev.headroom.journal.SpecHistory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Drives one workload's control loop: reads its sources, takes a turn, and sees to the next one, on a grid of its interval
 * whose phase is its own. A turn that went wrong is repeated sooner: after a second, two, four …, up to the interval. There is
 * never more than one turn at a time, and every turn is followed by exactly one, until it is retired.
 */
final class Driver {

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 16;

    /** What a driver is part of. */
    interface Host extends Notifier {
        Timing timing();

        Neighbours neighbours();

        SpecHistory specs();

        /** The last recorded decision: who made it may have died before it could tell or do anything. */
        Optional<Recorded> last(String workload);

        /** People's orders in force for a workload. */
        List<ManualOverride> orders(String workload, Instant now);

        /** Tells an account of the last day before an instant. */
        void recall(Account account, Instant before);

        /** What the journal knows of a workload's signals before an instant, each so far back as it is wanted. */
        JournalPast.Found past(Setup setup, Map<String, Duration> spans, Instant before);

        /** What a turn has seen and decided, for the others. */
        void seen(String workload, Sight sight);

        /** A turn has ended. */
        void ended(WorkloadStatus status, Duration late, Duration took);

        /** People shall know. */
        void told(String workload, Severity severity, String text);
    }

    private final Setup setup;
    private final Host host;
    private final Timing timing;
    private final Hands hands;
    private final Foreseen foreseen;
    private final Account account;
    private final @Nullable Care care;
    private final @Nullable SourceReads own;
    private final long phaseNanos;
    private final long intervalNanos;

    private final View view = new View();
    private volatile @Nullable ControlLoop loop;
    private volatile List<Reading> readings = List.of();
    private @Nullable Instant tried;
    private @Nullable Instant respectUntil;
    private String respectWhy = "";
    private int failures;
    private String careTrouble = "";

    private boolean busy;
    private boolean retired;
    private boolean nudged;
    private Timing.@Nullable Pending next;
    private @Nullable Runnable atRest;

    Driver(Setup setup, Host host) {
        this.setup = setup;
        this.host = host;
        this.timing = host.timing();
        this.hands = new Hands(setup, timing);
        this.account = new Account(setup);
        this.foreseen = new Foreseen(setup.spec(), timing, text -> host.told(setup.name(), Severity.INFO, text));
        this.care = setup.acts() && setup.target() instanceof Tended t ? new Care(t, timing, this::cared) : null;
        this.own = setup.target() instanceof MetricSource s
                ? new SourceReads(
                        setup.name(), s, timing, Duration.ZERO, setup.rules().sourceTimeout())
                : null;
        this.intervalNanos = setup.spec().workload().interval().toNanos();
        this.phaseNanos = Math.floorMod(setup.name().hashCode() * 0x9E3779B97F4A7C15L, intervalNanos);
    }

    Setup setup() {
        return setup;
    }

    /** How the target's own signals are read; null when it has none. */
    @Nullable
    SourceReads own() {
        return own;
    }

    WorkloadStatus status() {
        return account.status();
    }

    /** @param spread how long all that start at once may take to take their first turns */
    void start(Duration spread) {
        Instant begun = timing.now();
        foreseen.begin(setup.reads(), spans -> host.past(setup, spans, begun));
        timing.run(() -> host.recall(account, begun));
        if (care != null) {
            care.start();
        }
        schedule(Duration.ofNanos(phaseNanos % Math.min(intervalNanos, spread.toNanos())));
    }

    /** Takes a turn as soon as may be. */
    void nudge() {
        synchronized (this) {
            if (busy || retired) {
                nudged = true;
                return;
            }
            if (next != null) {
                next.cancel();
            }
        }
        schedule(Duration.ZERO);
    }

    /** Ends it after the turn that is under way; then the target is closed, and {@code then} is run. */
    void retire(Runnable then) {
        AtomicInteger left = new AtomicInteger(2);
        Runnable one = () -> {
            if (left.decrementAndGet() == 0) {
                Closing.close(setup.target());
                then.run();
            }
        };
        if (care != null) {
            care.stop(one);
        } else {
            one.run();
        }
        synchronized (this) {
            retired = true;
            if (next != null) {
                next.cancel();
            }
            if (busy) {
                atRest = one;
                return;
            }
        }
        one.run();
    }

    private void schedule(Duration delay) {
        long due = timing.nanos() + delay.toNanos();
        synchronized (this) {
            if (!retired) {
                next = timing.after(delay, () -> begin(due));
            }
        }
    }

    private void begin(long due) {
        synchronized (this) {
            if (busy || retired) {
                return;
            }
            busy = true;
            nudged = false;
        }
        List<Signal> signals = setup.spec().workload().signals();
        Map<SourceReads, List<Integer>> bySource = new LinkedHashMap<>();
        Reading[] found = new Reading[signals.size()];
        for (int i = 0; i < found.length; i++) {
            Signal signal = signals.get(i);
            SourceReads reads = setup.reads().getOrDefault(signal.source(), own);
            if (reads == null) {
                found[i] = Reading.missing("no source is given for it");
            } else {
                bySource.computeIfAbsent(reads, r -> new ArrayList<>()).add(i);
            }
        }
        AtomicInteger left = new AtomicInteger(bySource.size());
        if (bySource.isEmpty()) {
            timing.run(() -> turn(List.of(found), due));
            return;
        }
        bySource.forEach((reads, places) ->
                reads.ask(places.stream().map(signals::get).toList(), answers -> {
                    synchronized (found) {
                        for (int i = 0; i < places.size(); i++) {
                            found[places.get(i)] = answers.get(i);
                        }
                    }
                    if (left.decrementAndGet() == 0) {
                        timing.run(() -> {
                            List<Reading> all;
                            synchronized (found) {
                                all = Arrays.asList(found.clone());
                            }
                            turn(all, due);
                        });
                    }
                }));
    }

    private void turn(List<Reading> seen, long due) {
        long began = timing.nanos();
        Duration late = Duration.ofNanos(Math.max(0, began - due));
        boolean well = false;
        try {
            well = take(seen);
        } catch (RuntimeException e) {
            account.broken(Outcome.NOT_RECORDED, e.getMessage() == null ? e.toString() : e.getMessage(), timing.now());
        } finally {
            failures = well ? 0 : Math.min(failures + 1, MOST_DOUBLINGS);
            host.ended(account.status(), late, Duration.ofNanos(timing.nanos() - began));
            follow();
        }
    }

    /** The turn itself; whether it ended well. */
    private boolean take(List<Reading> seen) {
        if (!setup.hold().valid(timing.nanos())) {
            account.broken(
                    Outcome.ELSEWHERE, "the lease on the workload has ended, and is not renewed yet", timing.now());
            return false;
        }
        ControlLoop l = loop;
        if (l == null) {
            l = new ControlLoop(
                    setup.spec().workload(),
                    setup.decider(),
                    (signals, at) -> readings,
                    hands,
                    setup.store(),
                    host,
                    view);
        }
        // A journal keeps milliseconds; up, so that no reading is from after it.
        Instant now = timing.now().plusNanos(999_999).truncatedTo(ChronoUnit.MILLIS);
        for (Instant former : Arrays.asList(l.decidedAt(), tried)) {
            // What was tried may have been kept, though nobody said so; the clock may have been set back.
            now = former != null && !now.isAfter(former) ? former.plusMillis(1) : now;
        }
        tried = now;
        if (loop == null) {
            host.specs().begin(setup.name(), now, setup.fingerprint(), setup.text());
            host.last(setup.name()).ifPresent(this::goOn);
            loop = l;
        }
        readings = seen;
        ControlLoop.Outcome outcome = l.tick(now);
        hands.conflict()
                .ifPresent(what -> host.told(
                        setup.name(),
                        Severity.WARNING,
                        what + (respectUntil == null ? "" : "; kept until " + respectUntil)));
        account.take(outcome, seen, foreseen.forecasts(), hands, view.given, now);
        Decision decision = Account.decision(outcome);
        if (decision != null && !(outcome instanceof ControlLoop.Outcome.NotRecorded) && hands.fleet() != null) {
            host.seen(
                    setup.name(),
                    new Sight(
                            now,
                            hands.fleet(),
                            decision.desired(),
                            decision.advice(),
                            decision.state().guardrails().ledger()));
        }
        foreseen.take(seen);
        if (outcome instanceof ControlLoop.Outcome.Fenced) {
            setup.hold().lost();
        }
        return outcome instanceof ControlLoop.Outcome.Held || outcome instanceof ControlLoop.Outcome.Scaled;
    }

    private void goOn(Recorded last) {
        last.advice().stream().filter(Advice.Alert.class::isInstance).forEach(alert -> host.send(setup.name(), alert));
        if (setup.acts() && setup.target() instanceof RecommendTarget recommended) {
            recommended.goOn(last.desired());
        }
    }

    private void follow() {
        Runnable rest;
        boolean now;
        synchronized (this) {
            busy = false;
            rest = atRest;
            now = nudged;
        }
        if (rest != null) {
            rest.run();
            return;
        }
        long nanos = timing.nanos();
        long grid = intervalNanos - Math.floorMod(nanos - phaseNanos, intervalNanos);
        if (failures > 0) {
            grid = Math.min(grid, FIRST_RETRY.toNanos() << (failures - 1));
        }
        schedule(now ? Duration.ZERO : Duration.ofNanos(grid));
    }

    private void cared(Tended.Care care) {
        switch (care) {
            case Tended.Care.Done done -> {
                careTrouble = "";
                done.events().forEach(event -> host.told(setup.name(), Severity.INFO, event));
            }
            case Tended.Care.Fenced fenced -> {
                setup.hold().lost();
                trouble(fenced.why());
            }
            case Tended.Care.Failed failed -> trouble(failed.why());
        }
    }

    /** A standing trouble is told once. */
    private void trouble(String why) {
        if (!careTrouble.equals(why)) {
            careTrouble = why;
            host.told(setup.name(), Severity.WARNING, why);
        }
    }

    /** What a turn sees besides readings and the fleet. */
    private final class View implements ControlLoop.Surroundings {
        private volatile List<ManualOverride> given = List.of();

        @Override
        public Map<String, Forecast> forecasts(Instant now) {
            return foreseen.forecasts();
        }

        @Override
        public Map<String, Integer> tiers(Instant now) {
            return host.neighbours().tiers(setup.spec().workload(), now);
        }

        @Override
        public Spending spending(Instant now) {
            return host.neighbours().spending(setup.name(), now);
        }

        @Override
        public int asked(Instant now) {
            return host.neighbours().asked(setup.name(), now);
        }

        /** An other's number that is kept, shedding for money, and above both what people say. */
        @Override
        public List<ManualOverride> overrides(Instant now) {
            if (setup.rules().onConflict() == Rules.OnConflict.RESPECT
                    && hands.conflict().isPresent()) {
                respectUntil = now.plus(setup.rules().respect());
                respectWhy = hands.conflict().get();
            }
            List<ManualOverride> orders = new ArrayList<>(2);
            Instant respected = respectUntil;
            if (respected != null && now.isBefore(respected)) {
                orders.add(new ManualOverride(ManualOverride.Kind.PAUSE, -1, respected, "conflict", respectWhy));
            } else {
                respectUntil = null;
            }
            host.neighbours().shed(setup.name(), now).ifPresent(orders::add);
            orders.addAll(host.orders(setup.name(), now));
            given = List.copyOf(orders);
            return given;
        }
    }
}
