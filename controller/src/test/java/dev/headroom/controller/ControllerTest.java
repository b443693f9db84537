package dev.headroom.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.controller.Console.Answer;
import dev.headroom.controller.Console.Event;
import dev.headroom.controller.ControllerStatus.Mode;
import dev.headroom.controller.WorkloadStatus.Outcome;
import dev.headroom.engine.loop.Store;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.ManualOverride;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One controller in a world of fakes. */
class ControllerTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final World world = new World();

    private Controller web() {
        world.source("m").set("web", 20);
        return world.controller(World.spec("web"));
    }

    private static WorkloadStatus status(Controller c, String workload) {
        return c.workload(workload).orElseThrow();
    }

    private static ManualOverride order(ManualOverride.Kind kind, int replicas, Instant until) {
        return new ManualOverride(kind, replicas, until, "ada", "");
    }

    @Test
    void followsTheLoadAndSaysWhy() {
        Controller c = web();
        world.pass(MINUTE);
        assertThat(status(c, "web").outcome()).isEqualTo(Outcome.HELD);
        world.source("m").set("web", 120);
        world.pass(MINUTE);
        assertThat(world.target("web").desired()).isEqualTo(12);
        WorkloadStatus s = status(c, "web");
        assertThat(s.desired()).isEqualTo(12);
        assertThat(s.perHour()).isCloseTo(1.2, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(world.turns("web"))
                .filteredOn(t -> t.workload().outcome() == Outcome.SCALED)
                .singleElement()
                .satisfies(t -> assertThat(Sentence.why(t.workload().reasons())).contains("120"));
        assertThat(c.controller().ready()).isTrue();
        assertThat(c.controller().held()).isEqualTo(1);
        assertThat(c.latest("web", 1).get(0).desired()).isEqualTo(12);
    }

    @Test
    void aSourceThatFailsHoldsAndNeverScalesIn() {
        world.source("m").set("web", 100);
        Controller c = world.controller(World.spec("web"));
        world.pass(MINUTE);
        assertThat(world.target("web").desired()).isEqualTo(10);
        world.source("m").fail("web", "connection refused");
        world.pass(Duration.ofHours(1));
        assertThat(world.target("web").desired()).isEqualTo(10);
        assertThat(status(c, "web").signals().get(0).reading().detail()).isEqualTo("connection refused");
    }

    @Test
    void aChangeThatIsRefusedIsTriedAgainSoonAndThenLessOften() {
        Controller c = web();
        world.pass(MINUTE);
        world.target("web").refuse("quota");
        world.source("m").set("web", 100);
        world.pass(MINUTE);
        List<Instant> tries = world.acted.stream().map(World.Acted::at).toList();
        assertThat(status(c, "web").outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(status(c, "web").why()).isEqualTo("quota");
        assertThat(tries).hasSizeBetween(5, 9);
        assertThat(Duration.between(tries.get(0), tries.get(1))).isLessThan(Duration.ofMillis(1500));
        assertThat(Duration.between(tries.get(1), tries.get(2))).isGreaterThan(Duration.ofMillis(1900));
        world.target("web").refuse(null);
        world.pass(MINUTE);
        assertThat(world.target("web").desired()).isEqualTo(10);
    }

    @Test
    void whatCannotBeRecordedIsNotDone() {
        web();
        world.pass(MINUTE);
        world.store.answer(new Store.Appended.Failed("disk full"));
        world.source("m").set("web", 100);
        world.pass(MINUTE);
        assertThat(world.acted).isEmpty();
        world.store.answer(Store.Appended.Saved.YES);
        world.pass(MINUTE);
        assertThat(world.target("web").desired()).isEqualTo(10);
    }

    @Test
    void somebodyElsesNumberIsToldAndSetRight() {
        Controller c = web();
        world.pass(MINUTE);
        world.target("web").apply(9);
        world.pass(Duration.ofMinutes(30));
        assertThat(world.told()).containsOnlyOnce("web: something else set 9 replicas where 2 were asked for");
        assertThat(status(c, "web").conflict()).contains("set 9 replicas");
        assertThat(world.target("web").desired()).isEqualTo(2);
        world.pass(Duration.ofMinutes(61));
        assertThat(status(c, "web").conflict()).isEmpty();
    }

    @Test
    void somebodyElsesNumberIsKeptForAWhileWhereThatIsTheRule() {
        world.source("m").set("web", 20);
        Rules rules = Rules.DEFAULT.onConflict(Rules.OnConflict.RESPECT, Duration.ofMinutes(30));
        world.started(world.parts("a", world.time).by(rules), World.spec("web"));
        world.pass(MINUTE);
        world.target("web").apply(9);
        world.pass(Duration.ofMinutes(29));
        assertThat(world.target("web").desired()).isEqualTo(9);
        world.pass(Duration.ofMinutes(12));
        assertThat(world.target("web").desired()).isEqualTo(2);
    }

    @Test
    void ordersAreObeyedAtOnceAndEnd() {
        Controller c = web();
        world.pass(MINUTE);
        Answer answer = c.order(
                "web", order(ManualOverride.Kind.PIN, 7, world.time.now().plus(Duration.ofMinutes(10))));
        assertThat(answer).isInstanceOf(Answer.Done.class);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.target("web").desired()).isEqualTo(7);
        assertThat(c.overrides("web")).hasSize(1);
        assertThat(c.audit(10).get(0).what()).contains("'web' is pinned at 7 replicas until");
        world.pass(Duration.ofMinutes(30));
        assertThat(world.target("web").desired()).isEqualTo(2);
        assertThat(c.overrides("web")).isEmpty();
        assertThat(world.told()).contains("web: the order of ada has ended");
    }

    @Test
    void ordersThatMakeNoSenseAreRefusedWithEveryReason() {
        Controller c = web();
        Answer wrong =
                c.order("web", new ManualOverride(ManualOverride.Kind.PIN, 99, World.START.minusSeconds(1), "", ""));
        assertThat(((Answer.Refused) wrong).problems()).hasSize(3);
        assertThat(c.order("wob", order(ManualOverride.Kind.PAUSE, -1, World.START.plusSeconds(60))))
                .isEqualTo(new Answer.Unknown("wob"));
        assertThat(c.lift("web", "ada")).isInstanceOf(Answer.Done.class);
        assertThat(c.audit(10)).isEmpty();
    }

    @Test
    void ordersOutliveTheController() {
        Controller c = web();
        world.pass(MINUTE);
        c.order("web", order(ManualOverride.Kind.PAUSE, -1, world.time.now().plus(Duration.ofHours(1))));
        c.stop(() -> {});
        world.pass(MINUTE);
        Controller next = world.started(world.parts("b", world.time), World.spec("web"));
        world.source("m").set("web", 200);
        world.pass(MINUTE);
        assertThat(world.target("web").desired()).isEqualTo(2);
        assertThat(next.lift("web", "bob")).isEqualTo(new Answer.Done("the order for 'web' ended"));
        world.pass(MINUTE);
        assertThat(world.target("web").desired()).isEqualTo(20);
    }

    @Test
    void aDryRunChangesNothingAndRecordsAll() {
        world.source("m").set("web", 100);
        Controller c = world.started(world.parts("a", world.time).in(Mode.DRY_RUN), World.spec("web"));
        world.pass(MINUTE);
        assertThat(world.acted).isEmpty();
        assertThat(world.turns("web").get(0).workload().outcome()).isEqualTo(Outcome.SHOWN);
        assertThat(c.latest("web", 10)).isNotEmpty();
    }

    @Test
    void shadowModeMeasuresWhatRunsBesideWhatWasDecided() {
        world.source("m").set("web", 100);
        Controller c = world.started(world.parts("a", world.time).in(Mode.SHADOW), World.spec("web"));
        world.pass(Duration.ofHours(1));
        assertThat(world.acted).isEmpty();
        WorkloadStatus.Shadow shadow = Objects.requireNonNull(status(c, "web").shadow());
        assertThat(shadow.realHours()).isCloseTo(2, org.assertj.core.data.Offset.offset(0.02));
        assertThat(shadow.decidedHours()).isCloseTo(10, org.assertj.core.data.Offset.offset(0.1));
        assertThat(shadow.realCost()).isCloseTo(0.2, org.assertj.core.data.Offset.offset(0.01));
        assertThat(shadow.realShort()).isEqualTo(1);
    }

    @Test
    void aClockThatIsSetBackStopsNothing() {
        web();
        world.pass(MINUTE);
        world.time.jump(Duration.ofHours(-1));
        int before = world.turns("web").size();
        world.source("m").set("web", 100);
        world.pass(MINUTE);
        assertThat(world.turns("web").size() - before).isBetween(3, 5);
        assertThat(world.store.journal()).extracting(e -> e.decision().at()).isSorted();
    }

    @Test
    void stoppingEndsTurnsAndGivesTheLeasesUp() {
        Controller c = web();
        world.pass(MINUTE);
        boolean[] rested = new boolean[1];
        c.stop(() -> rested[0] = true);
        world.pass(Duration.ofSeconds(1));
        assertThat(rested[0]).isTrue();
        assertThat(world.leases.held()).isEmpty();
        int turns = world.turns("web").size();
        world.pass(MINUTE);
        assertThat(world.turns("web")).hasSize(turns);
    }

    @Test
    void aSpecWithProblemsMakesNoController() {
        Controller.Made made = Controller.of(
                world.parts("a", world.time),
                "headroom.yaml",
                Path.of("."),
                World.spec("web")
                        .replace("type: prometheus, url: \"http://m:9090\"", "type: redis, url: \"redis://m\"")
                        .replace("type: exec, observe: [\"true\"], apply: [\"true\"]", "type: aws-asg, name: web"));
        assertThat(((Controller.Made.Refused) made).problems())
                .satisfiesExactly(
                        p -> assertThat(p).contains("source 'm'", "redis", "there are prometheus"),
                        p -> assertThat(p).contains("workload 'web'", "aws-asg", "exec, recommend"));
    }

    @Test
    void listenersThatFailDisturbNobody() {
        Controller c = web();
        c.subscribe(e -> {
            throw new IllegalStateException("no");
        });
        world.pass(MINUTE);
        assertThat(world.events).hasAtLeastOneElementOfType(Event.Turn.class);
    }

    /** What was recommended is where the next recommendation begins, whoever makes it and under which spec. */
    @ParameterizedTest
    @ValueSource(strings = {"per-replica: 10", "per-replica: 5"})
    void recommendationsGoOnFromTheLastOne(String next) {
        String spec = World.spec("web").replace("exec, observe: [\"true\"], apply: [\"true\"]", "recommend");
        World.Life life = world.new Life();
        world.source("m").set("web", 60);
        world.started(world.parts("a", life), spec);
        world.pass(MINUTE);
        life.kill();
        int turns = world.turns("web").size();
        Controller second = world.started(world.parts("b", world.time), spec.replace("per-replica: 10", next));
        world.pass(MINUTE);
        assertThat(world.turns("web").get(turns).workload().fleet())
                .isNotNull()
                .extracting(Fleet::desired)
                .isEqualTo(6);
        assertThat(status(second, "web").desired()).isEqualTo(next.endsWith("10") ? 6 : 12);
    }
}
