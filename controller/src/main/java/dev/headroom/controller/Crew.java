package dev.headroom.controller;

import dev.headroom.controller.Console.Severity;
import dev.headroom.controller.WorkloadStatus.Outcome;
import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.journal.Recorded;
import dev.headroom.spec.WorkloadSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The drivers of the workloads that are this controller's, kept in line with the leases and the spec: taken on, and brought to
 * rest before anybody else or another spec may follow. Its methods but the looking ones are called under one lock, its own.
 */
final class Crew {

    /** Of workloads of other controllers that do not matter to those here, so many are looked at in a beat. */
    private static final int MOST_OTHERS = 50;

    private static final int FIRST_TURNS_PER_SECOND = 500;

    private final Parts parts;
    private final Timing timing;
    private final Sources sources;
    private final Neighbours neighbours;
    private final Audience audience;
    private final Driver.Host host;
    private final Supplier<InForce> inForce;
    private final Shares shares;
    private final Map<String, Driver> drivers = new ConcurrentHashMap<>();
    private final Map<String, WorkloadStatus> elsewhere = new ConcurrentHashMap<>();
    /** Workloads whose former driver is coming to rest. */
    private final Map<String, Boolean> resting = new ConcurrentHashMap<>();

    private final Consumer<String> rested;
    /** Groups that are being given up. */
    private List<String> left = List.of();
    /** Where the next look at others' workloads begins. */
    private int looked;

    /** @param rested is told of every workload that has come to rest */
    Crew(
            Parts parts,
            Sources sources,
            Neighbours neighbours,
            Audience audience,
            Driver.Host host,
            Supplier<InForce> inForce,
            Consumer<String> rested) {
        this.parts = parts;
        this.timing = parts.timing();
        this.sources = sources;
        this.neighbours = neighbours;
        this.audience = audience;
        this.host = host;
        this.inForce = inForce;
        this.shares = new Shares(parts.vault().leases(), parts.holder(), () -> rules().lease(), timing);
        this.rested = rested;
    }

    /**
     * Renews the leases, and follows them.
     *
     * @throws IllegalStateException if the store does not answer
     */
    void beat() {
        left = shares.beat(inForce.get().spec().workloads().keySet());
        left.forEach(this::leave);
        adjust();
    }

    /** Comes to rest with all workloads of a group, and gives it up then. */
    private void leave(String group) {
        List<String> mine = drivers.keySet().stream()
                .filter(w -> Shares.group(w).equals(group))
                .toList();
        mine.forEach(this::retire);
        if (resting.keySet().stream().noneMatch(w -> Shares.group(w).equals(group))) {
            shares.giveUp(group);
        }
    }

    /** Brings the drivers in line with the leases and the spec. */
    void adjust() {
        InForce now = inForce.get();
        Map<String, SourceReads> own = sources.reads();
        Map<String, SourceReads> beside = sources.readsBeside();
        for (Driver driver : List.copyOf(drivers.values())) {
            Setup setup = driver.setup();
            WorkloadSpec spec = now.spec().workloads().get(setup.name());
            Hold hold = shares.of(setup.name()).orElse(null);
            Map<String, SourceReads> reads = now.others().containsKey(setup.name()) ? beside : own;
            if (spec == null || hold == null || !hold.equals(setup.hold()) || !unchanged(setup, spec, reads)) {
                retire(setup.name());
            }
        }
        for (WorkloadSpec w : now.spec().workloads().values()) {
            if (!left.contains(Shares.group(w.workload().name()))) {
                takeIfFree(w, now);
            }
        }
    }

    private void takeIfFree(WorkloadSpec w, InForce now) {
        String name = w.workload().name();
        Optional<Hold> hold = shares.of(name);
        if (hold.isPresent() && !drivers.containsKey(name) && !resting.containsKey(name)) {
            take(w, now, hold.get());
        }
    }

    /** A workload has come to rest: who is to follow may begin. */
    void follow(String workload) {
        InForce now = inForce.get();
        WorkloadSpec w = now.spec().workloads().get(workload);
        if (w != null && !left.contains(Shares.group(workload))) {
            takeIfFree(w, now);
        }
    }

    private boolean unchanged(Setup setup, WorkloadSpec spec, Map<String, SourceReads> reads) {
        return setup.spec().equals(spec)
                && setup.rules().equals(rules())
                && spec.workload().signals().stream()
                        .allMatch(s -> Objects.equals(setup.reads().get(s.source()), reads.get(s.source())));
    }

    private void take(WorkloadSpec w, InForce now, Hold hold) {
        String name = w.workload().name();
        InForce decides = now.of(name);
        try {
            ScalingTarget target = parts.connectors()
                    .target(w.workload(), w.target(), hold.lease().token());
            Setup setup = new Setup(
                    w,
                    decides.spec().timezone(),
                    hold,
                    target,
                    parts.vault().stores().apply(hold.lease()),
                    now.others().containsKey(name) ? sources.readsBeside() : sources.reads(),
                    parts.mode(),
                    parts.decider(),
                    rules(),
                    decides.fingerprint(),
                    decides.text());
            Driver driver = new Driver(setup, host);
            drivers.put(name, driver);
            elsewhere.remove(name);
            driver.start(spread(now.spec().workloads().size()));
        } catch (IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage());
            WorkloadStatus shown = elsewhere.put(name, Account.waiting(w, parts.mode(), Outcome.BLIND, why));
            if (shown == null || !shown.why().equals(why)) {
                audience.tell(name, Severity.CRITICAL, why);
            }
        }
    }

    /** A second, so that nobody waits for long; more when so many would come to the store at once that some were refused. */
    private static Duration spread(int workloads) {
        return Duration.ofSeconds(Math.max(1, workloads / FIRST_TURNS_PER_SECOND));
    }

    private void retire(String name) {
        Driver driver = drivers.remove(name);
        if (driver == null) {
            return;
        }
        resting.put(name, true);
        driver.retire(() -> {
            resting.remove(name);
            timing.run(() -> rested.accept(name));
        });
    }

    /** Looks at what other controllers have done: with all workloads that matter here, and with some of the others in turn. */
    void lookElsewhere() {
        List<WorkloadSpec> all = List.copyOf(inForce.get().spec().workloads().values());
        Set<String> watched = neighbours.watched();
        int others = 0;
        int i = 0;
        for (; i < all.size() && others < MOST_OTHERS; i++) {
            WorkloadSpec w = all.get((looked + i) % all.size());
            if (!drivers.containsKey(w.workload().name())
                    && !watched.contains(w.workload().name())) {
                look(w);
                others++;
            }
        }
        looked = (looked + i) % all.size();
        for (WorkloadSpec w : all) {
            if (!drivers.containsKey(w.workload().name())
                    && watched.contains(w.workload().name())) {
                look(w);
            }
        }
    }

    private void look(WorkloadSpec w) {
        String name = w.workload().name();
        List<Recorded> last = parts.vault().archive().latest(name, 1);
        WorkloadStatus status = Account.waiting(w, parts.mode(), Outcome.ELSEWHERE, "");
        if (!last.isEmpty()) {
            Recorded r = last.get(0);
            neighbours.seen(name, Foreign.sight(r, parts.vault(), name));
            status = Foreign.status(status, r);
        }
        WorkloadStatus shown = elsewhere.get(name);
        boolean ours = shown != null
                && shown.outcome() == Outcome.BLIND
                && shares.of(name).isPresent();
        if (!ours) {
            elsewhere.put(name, status);
        }
    }

    private Rules rules() {
        return inForce.get().rules(parts.rules());
    }

    /** Brings all to rest. */
    void retireAll() {
        List.copyOf(drivers.keySet()).forEach(this::retire);
    }

    boolean atRest() {
        return drivers.isEmpty() && resting.isEmpty();
    }

    void giveUpAll() {
        shares.giveUpAll();
    }

    /** Workloads that the spec does not have any more are not shown. */
    void forgetOthers(Collection<String> workloads) {
        elsewhere.keySet().retainAll(workloads);
    }

    int held() {
        return drivers.size();
    }

    Collection<Driver> drivers() {
        return drivers.values();
    }

    Optional<Driver> driver(String workload) {
        return Optional.ofNullable(drivers.get(workload));
    }

    WorkloadStatus status(WorkloadSpec w) {
        String name = w.workload().name();
        Driver driver = drivers.get(name);
        WorkloadStatus other = elsewhere.get(name);
        return driver != null
                ? driver.status()
                : other != null ? other : Account.waiting(w, parts.mode(), Outcome.WAITING, "");
    }
}
