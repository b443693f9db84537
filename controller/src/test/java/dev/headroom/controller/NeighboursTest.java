package dev.headroom.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.controller.World.Life;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What workloads see of each other: tiers, budgets. */
class NeighboursTest {

    private static final String TIERS = World.spec("db")
            + World.workload("web", "m", "    guardrails: { connections: { of: db, each: 20, limit: 100 } }\n");

    private final World world = new World();

    @Test
    void whatIsDependedOnScalesOutFirstAndInLast() {
        world.source("m").set("db", 10);
        world.source("m").set("web", 20);
        world.controller(TIERS);
        world.pass(Duration.ofMinutes(10));
        // A database replica carries five of the web: forty need eight.
        world.source("m").set("web", 400);
        world.pass(Duration.ofMinutes(10));
        assertThat(world.target("web").desired()).isEqualTo(40);
        assertThat(world.target("db").desired()).isEqualTo(8);
        assertThat(world.told()).anyMatch(t -> t.startsWith("web: db must grow to 8 replicas first"));
        for (World.Acted a : world.acted) {
            if (a.workload().equals("web") && a.desired() > 10) {
                int carried = world.acted.stream()
                                .filter(x -> x.workload().equals("db") && x.at().isBefore(a.at()))
                                .mapToInt(World.Acted::desired)
                                .max()
                                .orElse(1)
                        * 5;
                assertThat(a.desired()).as(a.toString()).isLessThanOrEqualTo(carried);
            }
        }
        world.source("m").set("web", 20);
        int before = world.acted.size();
        world.pass(Duration.ofHours(2));
        assertThat(world.target("web").desired()).isEqualTo(2);
        assertThat(world.target("db").desired()).isEqualTo(1);
        int web = 40;
        for (World.Acted a : world.acted.subList(before, world.acted.size())) {
            web = a.workload().equals("web") ? a.desired() : web;
            if (a.workload().equals("db")) {
                assertThat(a.desired() * 5).as(a.toString()).isGreaterThanOrEqualTo(web);
            }
        }
    }

    @Test
    void tiersOfOtherControllersAreSeenThroughTheStore() {
        world.source("m").set("db", 10);
        world.source("m").set("web", 400);
        Life a = world.new Life();
        Life b = world.new Life();
        Controller first = world.started(world.parts("a", a), TIERS);
        Controller second = world.started(world.parts("b", b), TIERS);
        world.pass(Duration.ofMinutes(15));
        assertThat(List.of(first.controller().held(), second.controller().held()))
                .containsExactly(1, 1);
        assertThat(world.target("web").desired()).isEqualTo(40);
        assertThat(world.target("db").desired()).isEqualTo(8);
    }

    @Test
    void workloadsUnderOneBudgetShareItAndItsAlertsAreToldOnce() {
        String spec = World.spec("web", "api") + "budgets: [ { hourly: 3 USD } ]\n";
        world.source("m").set("web", 20);
        world.source("m").set("api", 20);
        Controller c = world.controller(spec);
        world.pass(Duration.ofMinutes(5));
        world.source("m").set("web", 180);
        world.pass(Duration.ofMinutes(5));
        world.source("m").set("api", 400);
        world.pass(Duration.ofMinutes(10));
        // At 0.1 USD an hour thirty replicas are affordable, eighteen of which the web has.
        assertThat(world.target("web").desired()).isEqualTo(18);
        assertThat(world.target("api").desired()).isEqualTo(12);
        BudgetStatus budget = c.budgets().get(0);
        assertThat(budget.workloads()).containsExactly("web", "api");
        assertThat(budget.perHour()).isCloseTo(3, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(budget.today()).isBetween(0.3, 1.0);
        assertThat(budget.reached()).containsExactly(0.5, 0.8, 0.9, 1.0);
        List<String> alerts =
                world.told().stream().filter(t -> t.contains("hourly budget")).toList();
        assertThat(alerts).isNotEmpty();
        assertThat(alerts.stream().map(t -> t.replaceFirst("^[^:]*: ", "")).toList())
                .doesNotHaveDuplicates();
    }
}
