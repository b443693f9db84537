package dev.headroom.controller.faults;

import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState.SignalMemory;
import dev.headroom.engine.guardrail.Budget;
import dev.headroom.engine.loop.Leases.Lease;
import dev.headroom.engine.loop.Store.Entry;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Sees every decision, order and notice of a world, and says which invariants do not hold. */
final class Watch {

    private static final int MOST_BROKEN = 20;
    private static final Duration HALVING = Duration.ofMinutes(5);
    /** A decision may have been under way when an order was given. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(75);

    /** An order of a person that was taken. */
    private record Promise(String workload, ManualOverride order, long nanos) {}

    /** What is known of a workload. */
    private static final class Known {
        private final List<Entry> kept = new ArrayList<>();
        /** Of these, those from which later decisions go on: not those that were kept without its being told. */
        private final List<Entry> followed = new ArrayList<>();

        private final Map<Life, Lease> leases = new HashMap<>();
        private long token;
        private boolean doubted;
    }

    private final World world;
    private final Map<String, Workload> workloads = new HashMap<>();
    private final Map<String, Known> known = new HashMap<>();
    private final List<Promise> promises = new ArrayList<>();
    private final List<Broken> broken = new ArrayList<>();
    private final Map<String, Long> toTell = new HashMap<>();
    private final Map<String, Long> told = new HashMap<>();
    private int decisions;
    private int orders;

    Watch(World world) {
        this.world = world;
    }

    /** The workloads as the spec has them. */
    void of(Map<String, Workload> all) {
        workloads.putAll(all);
    }

    Workload workload(String name) {
        return Objects.requireNonNull(workloads.get(name));
    }

    private Known known(String workload) {
        return known.computeIfAbsent(workload, w -> new Known());
    }

    void broke(Invariant invariant, String workload, String what) {
        if (broken.size() < MOST_BROKEN && broken.stream().noneMatch(b -> b.invariant() == invariant)) {
            broken.add(new Broken(invariant, world.timing().nanos(), workload, what));
            world.say(workload, () -> "BROKEN " + invariant.word() + ": " + what);
        }
    }

    List<Broken> broken() {
        return broken;
    }

    List<Entry> kept(String workload) {
        return known(workload).kept;
    }

    int decisions() {
        return decisions;
    }

    int orders() {
        return orders;
    }

    /** A decision was kept. */
    void recorded(Life life, Lease lease, Entry entry) {
        decisions++;
        String name = entry.workload();
        Workload w = workload(name);
        Known k = known(name);
        int desired = entry.decision().desired();
        int current = entry.decision().current();
        int min = w.guardrails().bounds().min();
        int max = w.guardrails().bounds().max();
        if (entry.decision().acts()) {
            world.say(name, () -> life.holder() + " decides to go from " + current + " to " + desired);
        }
        if (desired < min || desired > max) {
            broke(Invariant.BOUNDS, name, "decided " + desired + ", and the bounds are " + min + " to " + max);
        }
        if (lease.token() < k.token) {
            broke(
                    Invariant.ONE_ACTOR,
                    name,
                    life.holder() + " recorded a decision under token " + lease.token() + " after one under "
                            + k.token);
        }
        goesOn(k, entry);
        while (!k.followed.isEmpty()
                && !Objects.equals(
                        entry.before().decidedAt(),
                        k.followed.getLast().decision().at())) {
            k.followed.removeLast();
        }
        boolean pinned = entry.seen().overrides().stream().anyMatch(o -> o.kind() == ManualOverride.Kind.PIN);
        if (!pinned && desired < Math.min(current, max)) {
            shrinks(w, k, entry, desired);
        }
        if (w.guardrails().budget() != null) {
            budget(w, w.guardrails().budget(), entry, pinned);
        }
        obeys(entry);
        for (Advice advice : entry.decision().advice()) {
            if (advice instanceof Advice.Alert alert) {
                toTell.put(alert.key(), world.timing().nanos());
            }
        }
        k.token = lease.token();
        k.leases.put(life, lease);
        k.kept.add(entry);
        k.followed.add(entry);
        k.doubted = false;
    }

    /** Of the last decision kept the controller was told that it is not. */
    void doubted(String workload) {
        known(workload).doubted = true;
    }

    private void goesOn(Known k, Entry entry) {
        if (k.kept.isEmpty()) {
            return;
        }
        Entry last = k.kept.getLast();
        Instant before = entry.before().decidedAt();
        boolean follows = Objects.equals(before, last.decision().at());
        boolean again = k.doubted && Objects.equals(before, last.before().decidedAt());
        if (!follows && !again) {
            broke(
                    Invariant.NOTHING_LOST,
                    entry.workload(),
                    "a decision goes on from " + before + ", and the last recorded one is of "
                            + last.decision().at());
        }
        if (!entry.decision().at().isAfter(last.decision().at())) {
            broke(
                    Invariant.NOTHING_LOST,
                    entry.workload(),
                    "a decision of " + entry.decision().at() + " follows one of "
                            + last.decision().at());
        }
    }

    private void shrinks(Workload w, Known k, Entry entry, int desired) {
        Instant at = entry.decision().at();
        for (int i = 0; i < w.signals().size(); i++) {
            String wrong = wrong(w.signals().get(i), entry, i, at);
            if (!wrong.isEmpty()) {
                broke(
                        Invariant.BAD_DATA,
                        w.name(),
                        "decided to go from " + entry.decision().current() + " to " + desired + " while "
                                + w.signals().get(i).name() + " " + wrong);
            }
        }
        // What was seen to be asked of the target: what was decided may have been refused, or never have arrived.
        int peak = entry.decision().current();
        for (Entry e : k.followed.subList(Math.max(0, k.followed.size() - 100), k.followed.size())) {
            if (e.decision().at().isAfter(at.minus(HALVING))) {
                peak = Math.max(peak, e.decision().current());
            }
        }
        int least = Math.min(w.guardrails().bounds().max(), peak - Math.max(1, peak / 2));
        if (desired < least) {
            broke(Invariant.HALF, w.name(), "decided " + desired + " within five minutes of " + peak + " replicas");
        }
    }

    /** What is wrong with a reading; empty if nothing is that can be seen. */
    private static String wrong(Signal signal, Entry entry, int i, Instant at) {
        Reading r = entry.seen().readings().get(i);
        if (r.status() != Reading.Status.OK) {
            return "could not be read";
        }
        if (!Double.isFinite(r.value()) || r.value() < 0) {
            return "was " + r.value();
        }
        if (r.at().isAfter(at)) {
            return "was of the future";
        }
        if (Duration.between(r.at(), at).compareTo(signal.maxAge()) > 0) {
            return "was " + Duration.between(r.at(), at).toSeconds() + " s old";
        }
        for (SignalMemory m : entry.before().signals()) {
            if (m.name().equals(signal.name()) && r.at().toEpochMilli() < m.lastMillis()) {
                return "was older than one seen before";
            }
        }
        return "";
    }

    private void budget(Workload w, Budget b, Entry entry, boolean pinned) {
        double price = w.replica().hourly();
        double rate =
                entry.decision().desired() * price + entry.seen().spending().hourlyRate();
        boolean grows = entry.decision().desired()
                > Math.max(entry.decision().current(), w.guardrails().bounds().min());
        if (grows && !pinned && rate > b.hourly() + 1e-9) {
            broke(
                    Invariant.BUDGET,
                    w.name(),
                    "grows to " + entry.decision().desired() + ", which costs " + rate
                            + " an hour with the others; the budget is " + b.hourly());
        }
        if (rate >= b.hourly()) {
            toTell.putIfAbsent("budget.hourly.100", world.timing().nanos());
        }
    }

    private void obeys(Entry entry) {
        long now = world.timing().nanos();
        Instant at = entry.decision().at();
        for (Promise p : promises) {
            boolean due = p.workload().equals(entry.workload())
                    && now - p.nanos() > UNDER_WAY.toNanos()
                    && p.order().until().isAfter(at);
            if (due && !entry.seen().overrides().contains(p.order())) {
                broke(
                        Invariant.PEOPLE,
                        entry.workload(),
                        "a decision does not know of the order to " + p.order().kind() + " until "
                                + p.order().until());
            }
        }
    }

    /** An order has reached a target that takes it. */
    void ordered(Life life, String workload, long token, int desired) {
        orders++;
        Workload w = workload(workload);
        Known k = known(workload);
        int min = w.guardrails().bounds().min();
        int max = w.guardrails().bounds().max();
        if (desired < min || desired > max) {
            broke(Invariant.BOUNDS, workload, "ordered " + desired + ", and the bounds are " + min + " to " + max);
        }
        if (token < k.token) {
            broke(
                    Invariant.ONE_ACTOR,
                    workload,
                    life.holder() + " gave an order under token " + token + " after something was done under "
                            + k.token);
        }
        Lease lease = k.leases.get(life);
        if (lease == null || k.kept.isEmpty()) {
            broke(Invariant.RECORDED_FIRST, workload, life.holder() + " ordered " + desired + " without any decision");
            return;
        }
        if (!world.fleet(workload).fences() && !world.vaults().holds(lease)) {
            broke(
                    Invariant.ONE_ACTOR,
                    workload,
                    life.holder() + " gave an order though its lease of token " + lease.token() + " has ended");
        }
        if (token == k.token && k.kept.getLast().decision().desired() != desired) {
            broke(
                    Invariant.RECORDED_FIRST,
                    workload,
                    life.holder() + " ordered " + desired + ", and the last decision is "
                            + k.kept.getLast().decision().desired());
        }
    }

    /** A person's order was taken. */
    void promised(String workload, ManualOverride order) {
        promises.add(new Promise(workload, order, world.timing().nanos()));
    }

    /** A notice has reached people. */
    void told(Advice advice) {
        if (advice instanceof Advice.Alert alert) {
            told.put(alert.key(), world.timing().nanos());
        }
    }

    /** Whether all that decisions had to tell was told in the end. */
    void alertsAreTold() {
        toTell.forEach((key, at) -> {
            Long when = told.get(key);
            if (when == null || at - when > Duration.ofHours(1).toNanos()) {
                broke(
                        key.equals("budget.hourly.100") ? Invariant.BUDGET : Invariant.ALERTS,
                        "",
                        "the alert " + key + " of " + Duration.ofNanos(at).toSeconds() + " s was "
                                + (when == null ? "never told" : "not told again"));
            }
        });
    }
}
