package dev.headroom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.model.ManualOverride;
import dev.headroom.journal.Orders;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What all {@link Orders} must do. */
public abstract class OrdersContract {

    private static final Instant NOW = Instant.parse("2026-01-05T00:00:00Z");

    /** No orders and no changes. */
    protected abstract Orders none();

    private static ManualOverride order(ManualOverride.Kind kind, int replicas, int minutes) {
        return new ManualOverride(kind, replicas, NOW.plusSeconds(60L * minutes), "ada", "it's \"launch\" day");
    }

    @Test
    void ordersAreGivenBackInTheirOrder() {
        Orders orders = none();
        ManualOverride pin = order(ManualOverride.Kind.PIN, 7, 30);
        ManualOverride freeze = order(ManualOverride.Kind.FREEZE_IN, -1, 10);
        ManualOverride pause = order(ManualOverride.Kind.PAUSE, -1, 20);
        orders.give("web", pin);
        orders.give("api", freeze);
        orders.give("web", pause);
        assertThat(orders.inForce(NOW))
                .containsExactly(
                        new Orders.Given("web", pin), new Orders.Given("api", freeze), new Orders.Given("web", pause));
    }

    @Test
    void whatHasEndedIsNotInForce() {
        Orders orders = none();
        orders.give("web", order(ManualOverride.Kind.PAUSE, -1, 10));
        assertThat(orders.inForce(NOW.plusSeconds(599))).hasSize(1);
        assertThat(orders.inForce(NOW.plusSeconds(600))).isEmpty();
    }

    @Test
    void allOrdersOfAWorkloadAreLiftedAndOthersStay() {
        Orders orders = none();
        orders.give("web", order(ManualOverride.Kind.PIN, 3, 10));
        orders.give("web", order(ManualOverride.Kind.PIN, 4, 10));
        orders.give("api", order(ManualOverride.Kind.PIN, 5, 10));
        orders.lift("web");
        assertThat(orders.inForce(NOW)).extracting(Orders.Given::workload).containsExactly("api");
    }

    @Test
    void theLastChangesComeFirst() {
        Orders orders = none();
        assertThat(orders.notes(10)).isEmpty();
        for (int i = 0; i < 5; i++) {
            orders.note(new Orders.Note(NOW.plusSeconds(i), "ada", i == 0 ? "" : "web", "change " + i));
        }
        assertThat(orders.notes(2)).extracting(Orders.Note::what).containsExactly("change 4", "change 3");
        assertThat(orders.notes(10).getLast()).isEqualTo(new Orders.Note(NOW, "ada", "", "change 0"));
    }
}
