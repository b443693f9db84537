package dev.headroom.controller.faults;

import dev.headroom.controller.Vault;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.loop.Leases;
import dev.headroom.engine.loop.Leases.Lease;
import dev.headroom.engine.loop.Store;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.journal.Archive;
import dev.headroom.journal.EngineJson;
import dev.headroom.journal.Orders;
import dev.headroom.journal.Recorded;
import dev.headroom.journal.Rollout;
import dev.headroom.journal.Rollouts;
import dev.headroom.journal.SpecHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What all controllers of a world keep and share; it outlives them, and does not always answer. */
final class Vaults {

    private final World world;
    private final Map<String, List<Store.Entry>> journal = new HashMap<>();
    private final Map<String, String> states = new HashMap<>();
    private final List<Orders.Given> orders = new ArrayList<>();
    private final List<Orders.Note> notes = new ArrayList<>();
    private final Map<String, List<SpecHistory.Epoch>> epochs = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private @Nullable Rollout rollout;
    private final Map<String, Lease> leases = new TreeMap<>();

    Vaults(World world) {
        this.world = world;
    }

    /** The text of the spec under which a workload was decided for at a time. */
    String spec(String workload, Instant at) {
        SpecHistory.Epoch under = epochs.getOrDefault(workload, List.of()).stream()
                .filter(e -> !e.from().isAfter(at))
                .reduce((a, b) -> b)
                .orElseThrow(() -> new IllegalStateException("the spec of the decision of " + at + " is not kept"));
        return Objects.requireNonNull(texts.get(under.fingerprint()));
    }

    /** The journal of a workload, oldest first. */
    List<Store.Entry> journal(String workload) {
        return journal.getOrDefault(workload, List.of());
    }

    /** Whether a holder has a lease at this instant. */
    boolean holds(Lease lease) {
        Lease now = leases.get(lease.name());
        return now != null
                && now.token() == lease.token()
                && now.holder().equals(lease.holder())
                && now.until().isAfter(world.trueTime());
    }

    /** As one controller sees it. */
    Vault of(Life life) {
        return new Vault(
                lease -> new Kept(life, lease),
                new Read(life),
                new Told(life),
                new Specs(life),
                new Rolled(life),
                new Held(life));
    }

    private void reach(Life life, String what) {
        life.step(what);
        if (world.strikes(Fault.STORE_UNREACHABLE)) {
            world.say("", () -> "the store does not answer " + life.holder());
            throw new IllegalStateException("the store does not answer");
        }
    }

    private final class Kept implements Store {
        private final Life life;
        private final Lease lease;

        Kept(Life life, Lease lease) {
            this.life = life;
            this.lease = lease;
        }

        @Override
        public Optional<WorkloadState> load(String workload) {
            reach(life, "loads the state of " + workload);
            return Optional.ofNullable(states.get(workload)).map(EngineJson::state);
        }

        @Override
        public Appended append(Entry entry) {
            String workload = entry.workload();
            life.step("records a decision on " + workload);
            if (world.strikes(Fault.STORE_UNREACHABLE) || world.strikes(Fault.STORE_FAILS)) {
                world.say(workload, () -> "a decision of " + life.holder() + " is not kept");
                return new Appended.Failed("the store does not answer");
            }
            if (world.bug() != Bug.STORE_WITHOUT_FENCE && !holds(lease)) {
                world.say(workload, () -> life.holder() + " is fenced");
                return new Appended.Fenced("the lease has ended");
            }
            List<Entry> all = journal.computeIfAbsent(workload, w -> new ArrayList<>());
            Instant at = entry.decision().at();
            if (all.stream().skip(Math.max(0, all.size() - 20)).anyMatch(e -> millis(e) == at.toEpochMilli())) {
                return new Appended.Failed("a decision at " + at + " is kept already");
            }
            if (world.bug() != Bug.STORE_FORGETS || all.size() % 7 != 3) {
                all.add(entry);
                states.put(workload, EngineJson.write(entry.decision().state()));
            }
            world.watch().recorded(life, lease, entry);
            if (world.strikes(Fault.STORE_DOUBTED)) {
                world.say(workload, () -> "a decision of " + life.holder() + " is kept, and it is not told so");
                world.watch().doubted(workload);
                return new Appended.Failed("the connection broke");
            }
            life.step("hears that a decision on " + workload + " is kept");
            return Appended.Saved.YES;
        }
    }

    private static long millis(Store.Entry entry) {
        return entry.decision().at().toEpochMilli();
    }

    private final class Read implements Archive {
        private final Life life;

        Read(Life life) {
            this.life = life;
        }

        @Override
        public List<Recorded> entries(String workload, Instant from, Instant to, int most) {
            reach(life, "reads the journal");
            return journal(workload).stream()
                    .filter(e -> !e.decision().at().isBefore(from)
                            && e.decision().at().isBefore(to))
                    .limit(most)
                    .map(e -> Recorded.of(e, true))
                    .toList();
        }

        @Override
        public List<Recorded> latest(String workload, int most) {
            reach(life, "reads the journal");
            List<Store.Entry> all = journal(workload);
            return all.subList(Math.max(0, all.size() - most), all.size()).reversed().stream()
                    .map(e -> Recorded.of(e, true))
                    .toList();
        }

        @Override
        public List<String> workloads() {
            reach(life, "reads the journal");
            return states.keySet().stream().sorted().toList();
        }

        @Override
        public int forget(Instant before) {
            reach(life, "clears the journal");
            return 0;
        }
    }

    private final class Told implements Orders {
        private final Life life;

        Told(Life life) {
            this.life = life;
        }

        @Override
        public List<Given> inForce(Instant now) {
            reach(life, "reads people's orders");
            return orders.stream().filter(o -> o.order().until().isAfter(now)).toList();
        }

        @Override
        public void give(String workload, ManualOverride order) {
            reach(life, "keeps an order");
            orders.add(new Given(workload, order));
        }

        @Override
        public void lift(String workload) {
            reach(life, "ends orders");
            orders.removeIf(o -> o.workload().equals(workload));
        }

        @Override
        public void note(Note change) {
            reach(life, "notes a change");
            notes.add(change);
        }

        @Override
        public List<Note> notes(int most) {
            reach(life, "reads the audit");
            return notes.subList(Math.max(0, notes.size() - most), notes.size()).reversed();
        }
    }

    private final class Specs implements SpecHistory {
        private final Life life;

        Specs(Life life) {
            this.life = life;
        }

        @Override
        public void begin(String workload, Instant from, String fingerprint, String text) {
            reach(life, "notes the spec of " + workload);
            texts.put(fingerprint, text);
            List<Epoch> all = epochs.computeIfAbsent(workload, w -> new ArrayList<>());
            if (all.isEmpty() || !all.getLast().fingerprint().equals(fingerprint)) {
                all.add(new Epoch(from, fingerprint));
            }
        }

        @Override
        public List<Epoch> epochs(String workload) {
            reach(life, "reads the specs");
            return List.copyOf(epochs.getOrDefault(workload, List.of()));
        }

        @Override
        public Optional<String> text(String fingerprint) {
            reach(life, "reads the specs");
            return Optional.ofNullable(texts.get(fingerprint));
        }
    }

    private final class Rolled implements Rollouts {
        private final Life life;

        Rolled(Life life) {
            this.life = life;
        }

        @Override
        public long version() {
            reach(life, "looks for a roll-out");
            return rollout == null ? 0 : rollout.version();
        }

        @Override
        public Optional<Rollout> current() {
            reach(life, "reads the roll-out");
            return Optional.ofNullable(rollout);
        }

        @Override
        public boolean put(Rollout next) {
            reach(life, "keeps a roll-out");
            boolean follows = next.version() == (rollout == null ? 0 : rollout.version()) + 1;
            rollout = follows ? next : rollout;
            return follows;
        }
    }

    private final class Held implements Leases {
        private final Life life;

        Held(Life life) {
            this.life = life;
        }

        @Override
        public Optional<Lease> acquire(String name, String holder, Duration length) {
            reach(life, "asks for a lease");
            Instant now = world.trueTime();
            @Nullable Lease old = leases.get(name);
            long token = 1;
            if (old != null) {
                boolean held = old.until().isAfter(now);
                if (held && !old.holder().equals(holder)) {
                    return Optional.empty();
                }
                token = held ? old.token() : old.token() + 1;
            }
            Lease lease = new Lease(name, holder, token, now.plus(length));
            leases.put(name, lease);
            life.step("hears that it has a lease");
            return Optional.of(lease);
        }

        @Override
        public void release(Lease lease) {
            life.step("gives a lease up");
            if (holds(lease)) {
                leases.put(lease.name(), new Lease(lease.name(), lease.holder(), lease.token(), world.trueTime()));
            }
        }

        @Override
        public List<Lease> held() {
            reach(life, "looks at the leases");
            Instant now = world.trueTime();
            return leases.values().stream().filter(l -> l.until().isAfter(now)).toList();
        }
    }
}
