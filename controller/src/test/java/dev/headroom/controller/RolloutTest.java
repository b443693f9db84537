package dev.headroom.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.controller.Console.Answer;
import dev.headroom.controller.RolloutStatus.Order;
import dev.headroom.engine.loop.Notifier;
import dev.headroom.engine.model.Advice;
import dev.headroom.journal.Rollout;
import dev.headroom.journal.Rollout.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A changed spec comes in stages: beside the former one, for one workload, for all; and goes when it is worse. */
class RolloutTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** A stage lasts two minutes, and what follows it takes a beat and a turn. */
    private static final Duration STAGE = Duration.ofSeconds(140);

    private static final String USUAL = "rollout: { shadow: 2m, first: 2m, watch: 2m }";
    private static final String FORMER = spec(USUAL, 10);
    private static final String NEXT = spec(USUAL, 5);

    private final World world = new World();

    /** Two workloads, each with so many requests in flight a replica: 20 at web, 30 at api. */
    private static String spec(String controller, int each) {
        return """
                apiVersion: headroom/v1
                sources: { m: { type: prometheus, url: "http://m:9090" } }
                controller: { CONTROLLER }
                workloads:
                  api: { WHAT, signals: { api: { SIGNAL }, api-p95: { LATENCY } }, policies: [ { target: { signal: api, per-replica: EACH } } ] }
                  web: { WHAT, signals: { web: { SIGNAL }, web-p95: { LATENCY } }, policies: [ { target: { signal: web, per-replica: EACH } } ] }
                """.replace("CONTROLLER", controller)
                .replace(
                        "WHAT",
                        "target: { type: exec, observe: \"true\", apply: \"true\" }, bounds: { min: 1, max: 50 }, replica:"
                                + " { boot: 30s, price: 0.1 USD/h }, objective: { latency: { p95: 1s }, attainment: 99% }")
                .replace("SIGNAL", "source: m, measures: in-flight, max-age: 1m")
                .replace("LATENCY", "source: m, measures: latency, quantile: 0.95, unit: s, max-age: 1m")
                .replace("EACH", String.valueOf(each));
    }

    private Controller begun(String spec) {
        world.source("m").set("web", 20).set("api", 30).set("web-p95", 0.2).set("api-p95", 0.2);
        Controller c = world.controller(spec);
        world.pass(MINUTE);
        replicas(2, 3);
        return c;
    }

    private void replicas(int web, int api) {
        assertThat(List.of(world.target("web").desired(), world.target("api").desired()))
                .as("replicas of web and api")
                .containsExactly(web, api);
    }

    private static Stage stage(Controller c) {
        return c.rollout().orElseThrow().stage();
    }

    private static String refused(Answer answer) {
        return String.join("\n", ((Answer.Refused) answer).problems());
    }

    private static void done(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
    }

    @Test
    void goesThroughAllStages() {
        Controller c = begun(FORMER);
        assertThat(c.rollout()).isEmpty();
        done(c.reload(NEXT, "ada"));
        world.pass(MINUTE);
        RolloutStatus shadow = c.rollout().orElseThrow();
        assertThat(shadow.stage()).isEqualTo(Stage.SHADOW);
        assertThat(shadow.author()).isEqualTo("ada");
        assertThat(shadow.changed()).containsExactly("api", "web");
        assertThat(shadow.ends()).isEqualTo(shadow.since().plus(Duration.ofMinutes(2)));
        assertThat(shadow.measured()).hasSize(2).allSatisfy(m -> {
            assertThat(m.desired()).isEqualTo(m.workload().equals("web") ? 4 : 6);
            assertThat(m.turns()).isGreaterThanOrEqualTo(3);
            assertThat(m.decidedHours()).isGreaterThan(m.realHours());
        });
        replicas(2, 3);
        assertThat(c.spec()).isEqualTo(FORMER);
        world.pass(STAGE.minus(MINUTE));
        assertThat(stage(c)).isEqualTo(Stage.FIRST);
        assertThat(c.rollout().orElseThrow().first()).isEqualTo("web");
        world.pass(MINUTE);
        replicas(4, 3);
        assertThat(c.spec()).isEqualTo(FORMER);
        world.pass(STAGE.minus(MINUTE));
        assertThat(stage(c)).isEqualTo(Stage.ALL);
        world.pass(MINUTE);
        replicas(4, 6);
        assertThat(c.spec()).isEqualTo(NEXT);
        world.pass(STAGE);
        assertThat(stage(c)).isEqualTo(Stage.DONE);
        replicas(4, 6);
        assertThat(world.specs.epochs("web")).hasSize(2);
        assertThat(world.specs.text(world.specs.epochs("web").get(1).fingerprint()))
                .contains(NEXT);
        assertThat(c.audit(10).stream().map(Console.Change::what))
                .hasSize(4)
                .satisfiesExactly(
                        last -> assertThat(last).endsWith("it is in force"),
                        all -> assertThat(all).contains("for all workloads"),
                        first -> assertThat(first).contains("for 'web', before the others"),
                        begin -> assertThat(begin).contains("decides beside it"));
        // What was decided beside was neither recorded nor told to others.
        assertThat(world.store.journal())
                .allSatisfy(e -> assertThat(e.decision().state()).isNotNull());
    }

    @Test
    void returnsByItselfWhenTheFirstWorkloadSuffers() {
        List<Advice> alerts = new ArrayList<>();
        Notifier notifier = (workload, advice) -> alerts.add(advice);
        world.source("m").set("web", 20).set("api", 30).set("web-p95", 0.2).set("api-p95", 0.2);
        Controller c = world.started(world.parts("a", world.time).telling(List.of(notifier)), FORMER);
        world.pass(MINUTE);
        done(c.reload(NEXT, "ada"));
        world.pass(STAGE.plus(MINUTE));
        assertThat(stage(c)).isEqualTo(Stage.FIRST);
        replicas(4, 3);
        world.source("m").set("web-p95", 3);
        world.pass(Duration.ofSeconds(90));
        assertThat(stage(c)).isEqualTo(Stage.RETURNED);
        assertThat(c.rollout().orElseThrow().why()).contains("'web' missed its objective in");
        assertThat(c.controller().refusal()).contains("it was returned: 'web' missed its objective");
        assertThat(alerts)
                .anySatisfy(a -> assertThat(a).isInstanceOfSatisfying(Advice.Alert.class, alert -> {
                    assertThat(alert.key()).isEqualTo("rollout.returned");
                    assertThat(alert.severity()).isEqualTo(Advice.Severity.WARNING);
                }));
        world.source("m").set("web-p95", 0.2);
        world.pass(Duration.ofMinutes(10));
        replicas(2, 3);
        assertThat(c.spec()).isEqualTo(FORMER);
        assertThat(refused(c.reload(NEXT, "ada")))
                .contains("this spec was returned at")
                .contains("rollout retry");
        done(c.rollout(Order.RETRY, "bob"));
        assertThat(stage(c)).isEqualTo(Stage.SHADOW);
        world.pass(STAGE.multipliedBy(3).plus(MINUTE));
        assertThat(stage(c)).isEqualTo(Stage.DONE);
        replicas(4, 6);
    }

    @Test
    void returnsByItselfWhenAnyOfAllSuffers() {
        Controller c = begun(FORMER);
        done(c.reload(NEXT, "ada"));
        world.pass(STAGE.multipliedBy(2).plusSeconds(30));
        assertThat(stage(c)).isEqualTo(Stage.ALL);
        world.source("m").set("api-p95", 3);
        world.pass(MINUTE);
        assertThat(stage(c)).isEqualTo(Stage.RETURNED);
        assertThat(c.spec()).isEqualTo(FORMER);
        assertThat(c.rollout().orElseThrow().why()).contains("'api' missed its objective");
    }

    @Test
    void aQueryThatFindsNothingReturnsBeforeItScalesAnything() {
        Controller c = begun(FORMER);
        int orders = world.acted.size();
        done(c.reload(NEXT.replace("web-p95", "wbe-p95"), "ada"));
        world.pass(STAGE);
        assertThat(stage(c)).isEqualTo(Stage.RETURNED);
        assertThat(c.rollout().orElseThrow().why()).contains("'web' lacked data or could not be scaled");
        assertThat(world.acted).hasSize(orders);
        replicas(2, 3);
    }

    /** What was as bad before is not held against the next spec. */
    @Test
    void whatWasAsBadBeforeIsNoWorse() {
        Controller c = begun(FORMER);
        world.source("m").set("web-p95", 3);
        world.pass(Duration.ofMinutes(20));
        done(c.reload(NEXT, "ada"));
        world.pass(STAGE.multipliedBy(3).plus(MINUTE));
        assertThat(stage(c)).isEqualTo(Stage.DONE);
        assertThat(world.target("web").desired()).isEqualTo(4);
    }

    @Test
    void whatWouldCostTooMuchReturnsAfterTheShadow() {
        Controller c = begun(spec(USUAL.replace("watch", "dearer: 50%, watch"), 10));
        done(c.reload(spec(USUAL.replace("watch", "dearer: 50%, watch"), 5), "ada"));
        world.pass(STAGE);
        assertThat(stage(c)).isEqualTo(Stage.RETURNED);
        assertThat(c.rollout().orElseThrow().why())
                .matches("what it decided would have cost .* % more than what ran.*");
        replicas(2, 3);
    }

    @ParameterizedTest
    @CsvSource({"SHADOW, 0", "FIRST, 1", "ALL, 2"})
    void aRestartGoesOnWhereItWas(Stage where, int before) {
        World.Life life = world.new Life();
        world.source("m").set("web", 20).set("api", 30).set("web-p95", 0.2).set("api-p95", 0.2);
        Controller first = world.started(world.parts("a", life), FORMER);
        world.pass(MINUTE);
        done(first.reload(NEXT, "ada"));
        world.pass(STAGE.multipliedBy(before).plusSeconds(40));
        assertThat(stage(first)).isEqualTo(where);
        life.kill();
        // The file holds the next spec; it does not come all at once by that.
        Controller second = world.started(world.parts("b", world.time), NEXT);
        assertThat(second.spec()).isEqualTo(where == Stage.ALL ? NEXT : FORMER);
        world.pass(Duration.ofSeconds(40));
        assertThat(stage(second)).isEqualTo(where);
        replicas(where == Stage.SHADOW ? 2 : 4, where == Stage.ALL ? 6 : 3);
        world.pass(STAGE.multipliedBy(3L - before));
        assertThat(stage(second)).isEqualTo(Stage.DONE);
        replicas(4, 6);
    }

    @Test
    void whatWasReturnedDoesNotComeBackByARestart() {
        World.Life life = world.new Life();
        world.source("m").set("web", 20).set("api", 30).set("web-p95", 0.2).set("api-p95", 0.2);
        Controller first = world.started(world.parts("a", life), FORMER);
        world.pass(MINUTE);
        done(first.reload(NEXT, "ada"));
        done(first.rollout(Order.ABORT, "bob"));
        assertThat(first.controller().returned()).isTrue();
        assertThat(first.rollout().orElseThrow().why()).isEqualTo("by order of bob");
        life.kill();
        Controller second = world.started(world.parts("b", world.time), NEXT);
        world.pass(MINUTE);
        assertThat(second.spec()).isEqualTo(FORMER);
        assertThat(second.controller().refusal()).contains("this spec was returned at");
        assertThat(second.controller().returned()).isTrue();
        refused(second.reload(NEXT.replace("headroom/v1", "headroom/v0"), "ada"));
        assertThat(second.controller().returned()).isFalse();
        refused(second.reload(NEXT, "ada"));
        assertThat(second.controller().returned()).isTrue();
        done(second.reload(FORMER, "ada"));
        assertThat(second.controller().refusal()).isEmpty();
        replicas(2, 3);
    }

    @Test
    void whatWasChangedWhileItWasDownComesInStagesToo() {
        World.Life life = world.new Life();
        world.source("m").set("web", 20).set("api", 30).set("web-p95", 0.2).set("api-p95", 0.2);
        world.started(world.parts("a", life), FORMER);
        world.pass(MINUTE);
        life.kill();
        Controller second = world.started(world.parts("b", world.time), NEXT);
        world.pass(MINUTE);
        assertThat(stage(second)).isEqualTo(Stage.SHADOW);
        replicas(2, 3);
    }

    @Test
    void peopleMayLetItGoOnOrReturn() {
        Controller c = begun(FORMER);
        assertThat(refused(c.rollout(Order.ADVANCE, "ada"))).isEqualTo("no roll-out is under way");
        assertThat(refused(c.rollout(Order.RETRY, "ada"))).contains("no spec was returned");
        done(c.reload(NEXT, "ada"));
        done(c.reload(NEXT, "ada"));
        assertThat(stage(c)).isEqualTo(Stage.SHADOW);
        done(c.rollout(Order.ADVANCE, "bob"));
        assertThat(stage(c)).isEqualTo(Stage.FIRST);
        done(c.rollout(Order.ADVANCE, "bob"));
        assertThat(stage(c)).isEqualTo(Stage.ALL);
        assertThat(c.audit(1).get(0).author()).isEqualTo("bob");
        // The former file is put back.
        done(c.reload(FORMER, "ada"));
        assertThat(stage(c)).isEqualTo(Stage.RETURNED);
        assertThat(c.spec()).isEqualTo(FORMER);
        assertThat(c.controller().refusal()).isEmpty();
        String third = spec(USUAL, 4);
        done(c.reload(NEXT.replace("max: 50", "max: 40"), "ada"));
        done(c.reload(third, "ada"));
        assertThat(stage(c)).isEqualTo(Stage.SHADOW);
        done(c.rollout(Order.FINISH, "ada"));
        assertThat(stage(c)).isEqualTo(Stage.DONE);
        world.pass(MINUTE);
        assertThat(c.spec()).isEqualTo(third);
        replicas(5, 8);
    }

    @Test
    void twoControllersFollowTogether() {
        Controller a = begun(FORMER);
        Controller b = world.started(world.parts("b", world.time), FORMER);
        world.pass(MINUTE);
        done(a.reload(NEXT, "ada"));
        world.pass(Duration.ofSeconds(20));
        assertThat(stage(b)).isEqualTo(Stage.SHADOW);
        world.pass(STAGE.multipliedBy(3).plus(MINUTE));
        assertThat(List.of(stage(a), stage(b))).containsOnly(Stage.DONE);
        assertThat(List.of(a.spec(), b.spec())).containsOnly(NEXT);
        replicas(4, 6);
    }

    @Test
    void workloadsComeAndGoWithTheStageOfAll() {
        Controller c = begun(FORMER);
        String other = FORMER.replace("  web: {", "  jobs: {");
        done(c.reload(other, "ada"));
        assertThat(stage(c)).isEqualTo(Stage.ALL);
        world.source("m").set("web", 20);
        world.pass(STAGE);
        assertThat(stage(c)).isEqualTo(Stage.DONE);
        assertThat(c.workload("web")).isEmpty();
        assertThat(world.turns("jobs")).isNotEmpty();
    }

    @Test
    void whatChangesNoWorkloadAndWhatHasNoStagesComesAtOnce() {
        Controller c = begun(FORMER);
        String words = FORMER + "# in other words\n";
        done(c.reload(words, "ada"));
        assertThat(c.spec()).isEqualTo(words);
        assertThat(c.rollout()).isEmpty();
        World plain = new World();
        Controller other = plain.controller(spec("lease: 9s", 10));
        plain.pass(MINUTE);
        done(other.reload(spec("lease: 9s", 5), "ada"));
        assertThat(other.spec()).isEqualTo(spec("lease: 9s", 5));
        assertThat(plain.rollouts.version()).isZero();
    }

    @Test
    void ofTwoThatChangeItAtOnceOneIsTold() {
        Controller c = begun(FORMER);
        done(c.reload(NEXT, "ada"));
        Rollout now = world.rollouts.current().orElseThrow();
        world.rollouts.put(now.at(Stage.FIRST, world.time.now(), ""));
        assertThat(refused(c.rollout(Order.ADVANCE, "ada"))).contains("another controller has just changed");
        world.pass(Duration.ofSeconds(10));
        assertThat(stage(c)).isEqualTo(Stage.FIRST);
    }
}
