package dev.headroom.controller.faults;

import dev.headroom.controller.Connectors;
import dev.headroom.controller.Console;
import dev.headroom.controller.Controller;
import dev.headroom.controller.Parts;
import dev.headroom.engine.Workload;
import dev.headroom.engine.loop.Store.Entry;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.journal.Recorded;
import dev.headroom.journal.Replay;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One world from a seed, lived through from its begin to half an hour after its last fault.
 *
 * <p>Everything happens on one thread in virtual time: the same seed, faults and bug give the same course.
 */
public final class Trial {

    /** Late orders have arrived, dead controllers are back. */
    private static final Duration AFTERMATH = Duration.ofMinutes(3);

    private static final Duration ENOUGH = Duration.ofMinutes(5);
    private static final Duration RIGHT = Duration.ofMinutes(30);
    private static final Duration REST = Duration.ofMinutes(5);
    /** A target policy leaves the fleet as it is within a tenth of what is needed. */
    private static final double TOLERANCE = 0.1;

    private static final Path NOWHERE = Path.of("nowhere");

    private final long seed;
    private final World world;
    private final Spec spec;
    private final SplittableRandom random;
    private final Life[] lives;
    private final @Nullable Controller[] controllers;
    private final long quiet;
    /** The spec as it is saved. */
    private String file;

    private int births;

    private Trial(long seed, Set<Fault> allowed, Bug bug, boolean telling) {
        this.seed = seed;
        this.world = new World(seed, allowed, bug, telling);
        this.random = new SplittableRandom(seed ^ 0x6C62272E07BB0142L);
        this.file = world.drawn().text();
        this.spec = SpecReader.read("drawn.yaml", file).orThrow();
        Map<String, Workload> all = new HashMap<>();
        spec.workloads().forEach((name, w) -> all.put(name, w.workload()));
        world.watch().of(all);
        this.lives = new Life[world.drawn().controllers()];
        this.controllers = new Controller[lives.length];
        long levels = world.drawn().workloads().stream()
                .mapToLong(i -> world.demand(i.name()).last())
                .max()
                .orElse(0);
        this.quiet = Math.max(world.chances().last(), levels) + AFTERMATH.toNanos();
    }

    /**
     * Lives through a world.
     *
     * @param allowed faults that may strike; which of them do, the seed says
     * @param bug built in on purpose
     * @param telling whether the story is written down
     */
    public static Course run(long seed, Set<Fault> allowed, Bug bug, boolean telling) {
        return new Trial(seed, allowed, bug, telling).live();
    }

    private Course live() {
        for (int slot = 0; slot < lives.length; slot++) {
            int which = slot;
            world.timing().after(Duration.ofMillis(random.nextInt(5000)), () -> begin(which));
        }
        world.timing().after(Duration.ofSeconds(20), this::meddle);
        world.timing().after(Duration.ofSeconds(30), this::people);
        world.pass(Duration.ofNanos(quiet).plus(ENOUGH));
        world.drawn().workloads().forEach(this::enough);
        world.pass(RIGHT.minus(ENOUGH));
        world.drawn().workloads().forEach(this::right);
        world.watch().alertsAreTold();
        spec.workloads().keySet().forEach(this::replayed);
        return new Course(
                seed,
                List.copyOf(world.watch().broken()),
                Map.copyOf(world.chances().struck()),
                world.watch().decisions(),
                world.watch().orders(),
                births,
                Duration.ofNanos(world.timing().nanos()),
                world.drawn().text(),
                List.copyOf(world.events()));
    }

    /** A controller begins in a slot, and another after it has died. */
    private void begin(int slot) {
        String holder = (char) ('A' + slot) + "" + ++births;
        Life life = new Life(
                world,
                holder,
                () -> world.timing().after(Duration.ofMillis(random.nextInt(500, 60_000)), () -> begin(slot)));
        lives[slot] = life;
        controllers[slot] = null;
        world.say("", () -> holder + " begins");
        Ports ports = new Ports(world, life);
        Connectors connectors = Connectors.of(
                List.of(ports.sources()), List.of(ports.targets()), NOWHERE, NOWHERE, v -> null, life::now);
        Parts parts = Parts.of(holder, life, connectors, world.vaults().of(life))
                .deciding(Moods.of(world.bug()))
                .telling(List.of((workload, advice) -> {
                    life.step("tells of " + workload);
                    world.watch().told(advice);
                }));
        life.as(() -> {
            switch (Controller.of(parts, "drawn.yaml", NOWHERE, file)) {
                case Controller.Made.Ready ready -> {
                    controllers[slot] = ready.controller();
                    ready.controller().start();
                }
                case Controller.Made.Refused no ->
                    throw new IllegalStateException("the drawn spec is refused: " + no.problems());
            }
        });
    }

    /** Somebody else's hands. */
    private void meddle() {
        if (world.strikes(Fault.SOMEBODY_SCALES)) {
            SplittableRandom r = world.random(Fault.SOMEBODY_SCALES);
            Drawn.Item item = world.drawn()
                    .workloads()
                    .get(r.nextInt(world.drawn().workloads().size()));
            int number = r.nextInt(item.max() + 5);
            world.say(item.name(), () -> "somebody else sets " + number + " replicas");
            world.fleet(item.name()).set(number, world.timing().nanos(), Duration.ofSeconds(20));
        }
        if (world.strikes(Fault.CLOCK_JUMPS, 0.3)) {
            Duration by = Duration.ofSeconds(world.random(Fault.CLOCK_JUMPS).nextInt(-120, 121));
            world.say("", () -> "the clock is set by " + by.toSeconds() + " s");
            world.timing().jump(by);
        }
        if (world.strikes(Fault.SPEC_CHANGES, 0.3)) {
            change();
        }
        world.timing().after(Duration.ofSeconds(20), this::meddle);
    }

    /** Another spec is saved; every controller that lives sees it, one that stands still when it goes on. */
    private void change() {
        int longer = world.random(Fault.SPEC_CHANGES).nextInt(4);
        file = world.drawn().booting(longer);
        world.say("", () -> "somebody saves a spec by which replicas boot in " + longer + " s more");
        for (int slot = 0; slot < lives.length; slot++) {
            int which = slot;
            Life life = lives[slot];
            if (life != null) {
                life.run(() -> {
                    Controller controller = controllers[which];
                    if (controller != null) {
                        controller.reload(file, "the file");
                    }
                });
            }
        }
    }

    /** Now and then a person orders something; all orders end before the quiet. */
    private void people() {
        long left = quiet - AFTERMATH.toNanos() - world.timing().nanos();
        int slot = random.nextInt(lives.length);
        Controller controller = controllers[slot];
        Life life = lives[slot];
        int seconds = random.nextInt(60, 400);
        Drawn.Item item = world.drawn()
                .workloads()
                .get(random.nextInt(world.drawn().workloads().size()));
        ManualOverride.Kind kind = List.of(ManualOverride.Kind.values()).get(random.nextInt(3));
        int pin = kind == ManualOverride.Kind.PIN ? item.min() + random.nextInt(item.max() - item.min()) : -1;
        if (controller != null && life != null && !life.dead() && !life.paused() && left > seconds * 1_000_000_000L) {
            ManualOverride order = new ManualOverride(kind, pin, life.now().plusSeconds(seconds), "ada", "as drawn");
            life.as(() -> {
                if (controller.order(item.name(), order) instanceof Console.Answer.Done) {
                    world.say(
                            item.name(),
                            () -> "ada orders " + kind + (pin < 0 ? "" : " " + pin) + " for " + seconds + " s");
                    world.watch().promised(item.name(), order);
                }
            });
        }
        world.timing().after(Duration.ofSeconds(60 + random.nextInt(240)), this::people);
    }

    private void enough(Drawn.Item item) {
        double need = need(item);
        int there = world.fleet(item.name()).desired();
        if (item.steady() && there < Math.floor(need * (1 - TOLERANCE))) {
            world.watch()
                    .broke(
                            Invariant.CONVERGES,
                            item.name(),
                            there + " replicas " + ENOUGH.toMinutes() + " minutes after the faults, and " + need
                                    + " are needed");
        }
    }

    private void right(Drawn.Item item) {
        TrueFleet fleet = world.fleet(item.name());
        long now = world.timing().nanos();
        int there = fleet.desired();
        double need = need(item);
        if (item.steady()
                && (there < Math.floor(need * (1 - TOLERANCE)) || there > Math.ceil(need / (1 - TOLERANCE)) + 1)) {
            world.watch()
                    .broke(
                            Invariant.CONVERGES,
                            item.name(),
                            there + " replicas " + RIGHT.toMinutes() + " minutes after the faults, and " + need
                                    + " are needed");
        }
        // The automatic policy comes down in small steps; it may still be on its way, and leaves money to others as it
        // goes.
        long moved = item.steady() ? fleet.changed() : fleet.grown();
        if (!item.budgeted() && moved > now - REST.toNanos()) {
            world.watch()
                    .broke(
                            Invariant.CONVERGES,
                            item.name(),
                            "still scaled " + Duration.ofNanos(now - moved).toSeconds() + " s before the end");
        }
        if (there < item.min() || there > item.max()) {
            world.watch()
                    .broke(
                            Invariant.CONVERGES,
                            item.name(),
                            there + " replicas in the end, and the bounds are " + item.min() + " to " + item.max());
        }
    }

    private double need(Drawn.Item item) {
        return Math.clamp(world.demand(item.name()).replicas(world.timing().nanos()), item.min(), item.max());
    }

    /** The journal is what was recorded, and comes out the same when decided again, by the specs of then. */
    private void replayed(String workload) {
        List<Entry> journal = world.vaults().journal(workload);
        List<Entry> kept = world.watch().kept(workload);
        if (journal.size() != kept.size()) {
            world.watch()
                    .broke(
                            Invariant.NOTHING_LOST,
                            workload,
                            kept.size() + " decisions were recorded, and " + journal.size() + " are in the journal");
        }
        List<Recorded> all = new ArrayList<>();
        @Nullable Entry last = null;
        String under = "";
        for (Entry e : journal) {
            String text = world.vaults().spec(workload, e.decision().at());
            if (!text.equals(under)) {
                same(workload, under, all);
                all.clear();
                last = null;
                under = text;
            }
            boolean follows = last != null && last.decision().state().equals(e.before());
            all.add(Recorded.of(e, !follows));
            last = e;
        }
        same(workload, under, all);
    }

    private void same(String name, String text, List<Recorded> journal) {
        if (journal.isEmpty()) {
            return;
        }
        Workload workload = Objects.requireNonNull(SpecReader.read("drawn.yaml", text)
                        .orThrow()
                        .workloads()
                        .get(name))
                .workload();
        Replay replay = Replay.of(workload, dev.headroom.engine.Engine.INSTANCE, journal);
        if (!replay.same()) {
            Replay.Difference d = replay.differences().get(0);
            world.watch()
                    .broke(
                            Invariant.REPLAYS,
                            name,
                            "the decision of " + d.at() + " was " + d.recorded() + ", and comes out as " + d.replayed()
                                    + " (" + d.what() + ")");
        }
    }
}
