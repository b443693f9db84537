package dev.headroom.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.controller.Console.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** When turns are taken, and how sources are read for them. */
class DriverTest {

    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private static String[] names(int n) {
        String[] names = new String[n];
        for (int i = 0; i < n; i++) {
            names[i] = "w" + i;
        }
        return names;
    }

    private static List<Instant> times(World world, String workload) {
        return world.turns(workload).stream()
                .map(t -> t.workload().at())
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    /** Whatever the delays, every turn is followed by one, and the next is never more than an interval and the delays away. */
    @Property(tries = 60)
    void noTurnIsLost(@ForAll @IntRange(max = 1_000_000) int seed, @ForAll @IntRange(min = 1, max = 20_000) int delay) {
        World world = new World(seed);
        Random random = new Random(seed);
        world.time.delaying(() -> Duration.ofMillis(random.nextInt(delay)));
        String[] names = names(5);
        for (String n : names) {
            world.source("m").set(n, random.nextInt(200));
        }
        world.controller(World.spec(names));
        for (int i = 0; i < 20; i++) {
            world.target(names[random.nextInt(5)]).refuse(random.nextBoolean() ? "quota" : null);
            world.target(names[random.nextInt(5)]).unreachable(random.nextInt(4) == 0 ? "gone" : null);
            world.source("m").set(names[random.nextInt(5)], random.nextInt(200));
            world.pass(Duration.ofSeconds(30));
        }
        // A turn is done beside three times: read, answered, turned; a read waits for one of four places at most.
        Duration most = INTERVAL.plusMillis(5L * delay).plusSeconds(16);
        for (String n : names) {
            List<Instant> at = new ArrayList<>(times(world, n));
            at.add(world.time.now());
            for (int i = 1; i < at.size(); i++) {
                assertThat(Duration.between(at.get(i - 1), at.get(i))).as(n).isLessThanOrEqualTo(most);
            }
        }
        assertThat(world.store.journal().stream()
                        .map(e -> e.workload() + e.decision().at())
                        .toList())
                .doesNotHaveDuplicates();
    }

    @Test
    void turnsKeepToTheGridOfTheirInterval() {
        World world = new World();
        world.source("m").set("w0", 20);
        world.controller(World.spec("w0"));
        world.pass(Duration.ofMinutes(5));
        List<Instant> at = times(world, "w0");
        assertThat(at).hasSizeBetween(20, 22);
        for (int i = 2; i < at.size(); i++) {
            assertThat(Duration.between(at.get(i - 1), at.get(i))).isEqualTo(INTERVAL);
        }
    }

    @Test
    void workloadsAreSpreadOverTheInterval() {
        World world = new World();
        String[] names = names(60);
        for (String n : names) {
            world.source("m").set(n, 20);
        }
        world.controller(World.spec(names));
        world.pass(Duration.ofMinutes(1));
        world.events.clear();
        world.time.pass(Duration.ofSeconds(5));
        long third = world.events.stream().filter(Event.Turn.class::isInstance).count();
        assertThat(third).isBetween(10L, 30L);
    }

    @Test
    void workloadsThatAreDueTogetherAreReadTogether() {
        World world = new World();
        String[] names = names(40);
        for (String n : names) {
            world.source("m").set(n, 20);
        }
        Rules rules = Rules.DEFAULT.reading(Duration.ofSeconds(1), Duration.ofSeconds(10));
        world.started(world.parts("a", world.time).by(rules), World.spec(names));
        world.pass(Duration.ofMinutes(2));
        int asked = world.reads("m").stream().mapToInt(Integer::intValue).sum();
        assertThat(asked).isGreaterThan(300);
        assertThat(world.reads("m").size()).isLessThan(asked / 2);
    }

    @Test
    void aSourceThatHangsDelaysOnlyThoseThatReadIt() {
        World world = new World();
        String spec =
                World.spec("w0").replace("workloads:", "  n: { type: prometheus, url: \"http://n:9090\" }\nworkloads:")
                        + World.workload("w1", "n", "");
        world.source("m").set("w0", 20);
        world.source("n").set("w1", 20);
        boolean[] hangs = new boolean[1];
        World.Life life = world.new Life();
        Parts parts = world.parts("a", life);
        // The reads of n never end from some time on.
        Controller c = world.started(Hanging.of(parts, "n", () -> hangs[0]), spec);
        world.pass(Duration.ofMinutes(1));
        hangs[0] = true;
        world.events.clear();
        world.pass(Duration.ofMinutes(2));
        assertThat(world.turns("w0")).hasSizeBetween(7, 9);
        assertThat(world.turns("w1")).hasSizeBetween(3, 5);
        assertThat(c.workload("w1").orElseThrow().signals().get(0).reading().detail())
                .isEqualTo("the source 'n' gave no answer within 15.0 s");
    }
}
