package dev.headroom.engine.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.guardrail.Bounds.TierLimit;
import dev.headroom.engine.guardrail.GuardrailMemory.Action;
import dev.headroom.engine.guardrail.GuardrailMemory.Demand;
import dev.headroom.engine.guardrail.GuardrailMemory.FreezeCache;
import dev.headroom.engine.guardrail.GuardrailMemory.Ledger;
import dev.headroom.engine.guardrail.GuardrailMemory.Level;
import dev.headroom.engine.guardrail.RateLimits.Rate;
import dev.headroom.engine.guardrail.RateLimits.Select;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.engine.model.ManualOverride.Kind;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Money;
import dev.headroom.engine.model.Observations.Spending;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Window;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for every configuration, memory and surrounding; all of them are drawn from a seed. */
class GuardrailChainTest {

    @Property(tries = 2000)
    void theResultIsInsideTheStaticBounds(@ForAll long seed, @ForAll @IntRange(min = 0, max = 300) int proposed) {
        Scene scene = scene(new Random(seed));
        assertThat(scene.ask(proposed).desired()).isBetween(scene.min, scene.max);
    }

    @Property(tries = 2000)
    void nothingIsRaisedBeyondWhatWasProposedButForAReason(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 300) int proposed) {
        Scene scene = scene(new Random(seed));
        scene.overrides = List.of();
        int reasoned = Math.max(Math.max(proposed, scene.current), Math.max(scene.min, scene.floor));
        assertThat(scene.ask(proposed).desired()).isLessThanOrEqualTo(reasoned);
    }

    @Property(tries = 2000)
    void aGrowingFleetIsNeverMadeToShrink(@ForAll long seed, @ForAll @IntRange(min = 0, max = 300) int more) {
        Scene scene = free(scene(new Random(seed)));
        assertThat(scene.ask(scene.current + more).desired()).isGreaterThanOrEqualTo(scene.current);
    }

    @Property(tries = 2000)
    void nothingScalesInWhileAPolicyIsBlind(@ForAll long seed, @ForAll @IntRange(min = 0, max = 300) int proposed) {
        Scene scene = scene(new Random(seed));
        scene.blind = true;
        scene.overrides =
                scene.overrides.stream().filter(o -> o.kind() != Kind.PIN).toList();
        assertThat(scene.ask(proposed).desired()).isGreaterThanOrEqualTo(Math.min(scene.current, scene.max));
    }

    @Property(tries = 2000)
    void growthIsNeverDelayedByActionsInwards(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int more) {
        Random random = new Random(seed);
        Scene scene = free(scene(random));
        scene.rates = RateLimits.NONE;
        scene.acted();
        int proposed = scene.current + more;
        int free = scene.ask(proposed).desired();
        int ago = random.nextInt(3600);
        scene.acted(
                new int[] {ago + 1 + random.nextInt(60), scene.current + 9, scene.current + 4},
                new int[] {ago, scene.current + 4, scene.current});
        assertThat(scene.ask(proposed).desired()).isEqualTo(free);
    }

    @Property(tries = 1000)
    void theSameInputsGiveTheSameOutputs(@ForAll long seed, @ForAll @IntRange(min = 0, max = 300) int proposed) {
        Scene scene = scene(new Random(seed));
        assertThat(scene.ask(proposed)).isEqualTo(scene.ask(proposed));
        assertThat(scene(new Random(seed)).ask(proposed).desired())
                .isEqualTo(scene.ask(proposed).desired());
    }

    @Property(tries = 60)
    void everyLineCanBeReadAndMemoryStaysSmall(@ForAll long seed) {
        Random random = new Random(seed);
        Scene scene = scene(random);
        for (int i = 0; i < 200; i++) {
            scene.blind = random.nextInt(20) == 0;
            Scene.Answer a = scene.decide(random.nextInt(300));
            a.reasons().forEach(r -> assertThat(r.text()).isNotBlank().doesNotContain("{", "unknown s"));
            assertThat(a.reasons().get(a.reasons().size() - 1).after()).isEqualTo(a.desired());
            for (int k = 1; k < a.reasons().size(); k++) {
                assertThat(a.reasons().get(k).before())
                        .isEqualTo(a.reasons().get(k - 1).after());
            }
            assertThat(a.desired()).isBetween(scene.min, scene.max);
            assertThat(scene.memory.actions()).hasSizeLessThanOrEqualTo(Draft.MOST_ACTIONS);
            scene.after(Duration.ofSeconds(1 + random.nextInt(60)));
        }
    }

    @Example
    void everyConfiguredGuardrailSpeaksInItsTurn() {
        Scene scene = new Scene();
        scene.dependencies = List.of(new DependencyLimit("db", 1000, 20, null, false, 20));
        scene.stabilisation = Stabilisation.DEFAULT;
        scene.rates =
                new RateLimits(List.of(Rate.replicas(4, Duration.ofMinutes(1))), Select.MAX, List.of(), Select.MAX);
        scene.cooldown = Cooldown.DYNAMIC;
        scene.price = Money.of("2", "USD");
        scene.budget =
                new Budget(100, 1000, 25_000, "USD", false, Budget.ALERTS, 1.5, List.of(), ZoneId.of("Asia/Tokyo"));
        scene.freezes = List.of(new FreezeWindow("evening", new Daily("18:00"), Duration.ofHours(1), false));
        scene.overrides = List.of(new ManualOverride(Kind.FREEZE_IN, -1, scene.now.plusSeconds(60), "ada", "x"));
        scene.blast = BlastRadius.DEFAULT;
        assertThat(scene.ask(11).reasons().stream().map(Reason::rule))
                .containsExactly(
                        "bounds",
                        "dependencies",
                        "stabilisation",
                        "rate",
                        "cooldown",
                        "flapping",
                        "budget",
                        "freeze",
                        "override",
                        "blast-radius");
    }

    @Example
    void anUneventfulDecisionRemembersNothingNew() {
        Scene scene = new Scene();
        scene.blast = BlastRadius.DEFAULT;
        scene.signals = List.of(scene.value(Measure.IN_FLIGHT, 50));
        scene.cooldown = Cooldown.DYNAMIC;
        scene.decide(12);
        scene.after(Duration.ofMinutes(1));
        assertThat(scene.ask(12).memory()).isSameAs(scene.memory);
    }

    @Example
    void onlyTheLast256ActionsAreRemembered() {
        Scene scene = new Scene();
        for (int i = 0; i < 400; i++) {
            scene.decide(10 + i % 2);
            scene.after(Duration.ofSeconds(1));
        }
        assertThat(scene.memory.actions()).hasSize(256);
        scene.after(Duration.ofMinutes(61));
        scene.decide(30);
        assertThat(scene.memory.actions()).hasSize(1);
    }

    /** Without people and without limits that lie below the fleet. */
    private static Scene free(Scene scene) {
        scene.overrides = List.of();
        scene.tier = null;
        scene.dependencies = List.of();
        scene.ceiling = -1;
        scene.current = Math.min(scene.current, scene.max);
        return scene;
    }

    private static Scene scene(Random r) {
        Scene s = new Scene();
        s.min = r.nextInt(20);
        s.max = s.min + r.nextInt(200);
        s.current = r.nextInt(250);
        s.floor = r.nextBoolean() ? -1 : r.nextInt(250);
        s.ceiling = r.nextBoolean() ? -1 : r.nextInt(250);
        s.urgency = r.nextDouble() * 4;
        s.blind = r.nextInt(5) == 0;
        s.last = r.nextInt(5) == 0 ? null : s.now.minusSeconds(r.nextInt(100));
        s.tier = r.nextBoolean() ? null : new TierLimit("web", 1 + r.nextInt(20));
        if (r.nextInt(3) > 0) {
            s.tiers.put("web", r.nextInt(12));
        }
        if (r.nextBoolean()) {
            double each = 1 + r.nextInt(30);
            double least = r.nextBoolean() ? each : 1 + r.nextDouble() * (each - 1);
            s.dependencies = List.of(new DependencyLimit("db", r.nextInt(2000), each, "web", r.nextInt(3) == 0, least));
        }
        s.stabilisation = new Stabilisation(seconds(r, 400), seconds(r, 400));
        s.rates = new RateLimits(rates(r), select(r), rates(r), select(r));
        s.cooldown = r.nextBoolean()
                ? null
                : new Cooldown(seconds(r, 900), seconds(r, 900), r.nextBoolean(), r.nextInt(5), Duration.ofMinutes(20));
        s.price = r.nextInt(4) == 0 ? null : Money.of("2", "USD");
        s.budget = r.nextBoolean() ? null : budget(r);
        s.spending = new Spending(r.nextInt(200), r.nextInt(800), r.nextInt(20_000));
        if (r.nextBoolean()) {
            s.freezes = List.of(new FreezeWindow("noon", new Daily("11:50"), Duration.ofMinutes(15), r.nextBoolean()));
        }
        if (r.nextInt(3) == 0) {
            Kind kind = List.of(Kind.values()).get(r.nextInt(3));
            s.overrides = List.of(new ManualOverride(
                    kind, kind == Kind.PIN ? r.nextInt(300) : -1, s.now.plusSeconds(r.nextInt(200) - 50), "ada", "x"));
        }
        s.blast = new BlastRadius(0.1 + 0.9 * r.nextDouble(), Duration.ofMinutes(5), seconds(r, 300));
        s.signals = List.of(
                s.value(Measure.IN_FLIGHT, r.nextInt(3) == 0 ? 0 : r.nextInt(100)),
                s.value(Measure.UTILISATION, r.nextDouble() * 1.2));
        s.memory = memory(r, s);
        return s;
    }

    private static GuardrailMemory memory(Random r, Scene s) {
        long now = s.now.toEpochMilli();
        List<Action> actions = new ArrayList<>();
        int from = r.nextInt(250);
        for (int i = r.nextInt(12); i > 0; i--) {
            int to = i == 1 ? s.current : r.nextInt(250);
            actions.add(new Action(now - i * 1000L * (1 + r.nextInt(30)) - 30_000L * i, from, to));
            from = to;
        }
        Window window = Window.EMPTY;
        for (int i = r.nextInt(4); i > 0; i--) {
            window = window.with(now - i * 50_000L, r.nextInt(400), 400_000);
        }
        return new GuardrailMemory(
                window,
                window,
                actions,
                r.nextInt(4) == 0 ? now + r.nextInt(100_000) : -1,
                r.nextBoolean()
                        ? Ledger.EMPTY
                        : new Ledger(now + 3_600_000, now + 86_400_000, r.nextInt(900), r.nextInt(20_000), 0, 1, 2),
                new Demand(
                        List.of(new Level("IN_FLIGHT", r.nextInt(100), r.nextInt(100))),
                        r.nextInt(3) == 0 ? now - r.nextInt(400_000) : -1),
                List.of(),
                r.nextBoolean() ? null : new FreezeCache(now - 1000, now + 1000, r.nextInt(3), "old", 7),
                r.nextBoolean() ? -1 : now - r.nextInt(400_000));
    }

    private static Budget budget(Random r) {
        return new Budget(
                1 + r.nextInt(300),
                r.nextBoolean() ? Double.POSITIVE_INFINITY : 1 + r.nextInt(3000),
                r.nextBoolean() ? Double.POSITIVE_INFINITY : 1 + r.nextInt(30_000),
                "USD",
                r.nextInt(4) == 0,
                Budget.ALERTS,
                1.5,
                List.of("batch"),
                ZoneId.of("Asia/Tokyo"));
    }

    private static Duration seconds(Random r, int most) {
        return r.nextBoolean() ? Duration.ZERO : Duration.ofSeconds(r.nextInt(most));
    }

    private static List<Rate> rates(Random r) {
        List<Rate> rates = new ArrayList<>();
        for (int i = r.nextInt(3); i > 0; i--) {
            Duration period = Duration.ofSeconds(1 + r.nextInt(300));
            rates.add(
                    r.nextBoolean()
                            ? Rate.replicas(1 + r.nextInt(10), period)
                            : Rate.share(0.01 + r.nextDouble() * 0.99, period));
        }
        return rates;
    }

    private static Select select(Random r) {
        return List.of(Select.values()).get(r.nextInt(3));
    }
}
