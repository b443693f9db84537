package dev.headroom.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.controller.Console.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A spec is changed while it controls. */
class ReloadTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final World world = new World();
    private final Controller c;

    ReloadTest() {
        world.source("m").set("web", 20);
        world.source("m").set("api", 30);
        c = world.controller(World.spec("web"));
        world.pass(MINUTE);
    }

    @Test
    void workloadsComeAndGoAndTheOthersGoOn() {
        int journal = world.store.journal().size();
        assertThat(c.reload(World.spec("web", "api"), "ada")).isInstanceOf(Answer.Done.class);
        world.pass(MINUTE);
        assertThat(world.target("api").desired()).isEqualTo(3);
        assertThat(c.controller().held()).isEqualTo(2);
        // Web was not touched: its state follows on without a break.
        var web = world.store.journal().stream()
                .skip(journal - 1L)
                .filter(e -> e.workload().equals("web"))
                .toList();
        for (int i = 1; i < web.size(); i++) {
            assertThat(web.get(i).before()).isSameAs(web.get(i - 1).decision().state());
        }
        c.reload(World.spec("api"), "ada");
        world.pass(MINUTE);
        int turns = world.turns("web").size();
        world.pass(MINUTE);
        assertThat(world.turns("web")).hasSize(turns);
        assertThat(c.workload("web")).isEmpty();
        assertThat(c.audit(1).get(0).author()).isEqualTo("ada");
    }

    @Test
    void aChangedWorkloadGoesOnFromItsStateUnderTheNewSpec() {
        assertThat(c.reload(World.spec("web").replace("per-replica: 10", "per-replica: 5"), "ada"))
                .isInstanceOf(Answer.Done.class);
        world.pass(MINUTE);
        assertThat(world.target("web").desired()).isEqualTo(4);
        assertThat(world.specs.epochs("web")).hasSize(2);
        Instant change = world.specs.epochs("web").get(1).from();
        assertThat(world.store.journal())
                .filteredOn(e -> !e.decision().at().isBefore(change))
                .isNotEmpty()
                .allSatisfy(e -> assertThat(e.before().decidedAt()).isNotNull());
    }

    @Test
    void aBadSpecIsRefusedWithPlacesAndTheFormerStays() {
        Answer answer = c.reload(World.spec("web").replace("max: 50", "max: lots"), "ada");
        assertThat(((Answer.Refused) answer).problems())
                .singleElement()
                .asString()
                .startsWith("headroom.yaml:8:28: workloads.web.bounds.max: ");
        assertThat(c.controller().refusal()).contains("bounds.max");
        world.source("m").set("web", 90);
        world.pass(MINUTE);
        assertThat(world.target("web").desired()).isEqualTo(9);
        assertThat(c.reload(World.spec("web"), "ada")).isInstanceOf(Answer.Done.class);
        assertThat(c.controller().refusal()).isEmpty();
    }

    @Test
    void aSourceThatMovedIsReadAtItsNewPlace() {
        c.reload(World.spec("web").replace("http://m:9090", "http://n:9090"), "ada");
        int reads = world.reads("m").size();
        world.pass(MINUTE);
        assertThat(world.reads("m").size()).isGreaterThan(reads);
        assertThat(world.turns("web").getLast().workload().outcome()).isEqualTo(WorkloadStatus.Outcome.HELD);
    }

    @Test
    void whatCannotBeOpenedIsRefused() {
        Answer answer = c.reload(
                World.spec("web")
                        .replace("type: exec, observe: [\"true\"], apply: [\"true\"]", "type: aws-asg, name: x"),
                "ada");
        assertThat(((Answer.Refused) answer).problems())
                .isEqualTo(List.of(
                        "workload 'web': targets of type aws-asg cannot be scaled here; there are exec, recommend"));
    }
}
