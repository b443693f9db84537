package dev.headroom.engine.guardrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Advice.Severity;
import dev.headroom.engine.model.Money;
import dev.headroom.engine.model.Observations.Spending;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replicas at 2 USD an hour under the reference budgets of 100, 1 000 and 25 000 USD. */
class BudgetTest {
    private static final double NONE = Double.POSITIVE_INFINITY;
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Offset<Double> CENT = Offset.offset(0.01);

    private static Budget of(double hourly, double daily, double monthly) {
        return new Budget(hourly, daily, monthly, "USD", false, Budget.ALERTS, 1.5, List.of("batch", "reports"), UTC);
    }

    private static Scene scene(Budget budget) {
        Scene scene = new Scene();
        scene.budget = budget;
        scene.price = Money.of("2", "USD");
        return scene;
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # current, others' rate, proposed, desired
                    10,   0, 50, 50
                    10,   0, 51, 50
                    10,  40, 60, 30
                    # the others alone spend it all: no growth, and nothing is taken away
                    10, 120, 60, 10
                    10, 120,  6,  6
                    # what runs stays, though it is over budget already
                    70,   0, 90, 70
                    70,   0, 70, 70
                    70,   0, 60, 60
                    """)
    void theHour(int current, double others, int proposed, int desired) {
        Scene scene = scene(of(100, NONE, NONE));
        scene.current = current;
        scene.spending = new Spending(others, 0, 0);
        assertThat(scene.ask(proposed).desired()).isEqualTo(desired);
    }

    /** At 12:00 twelve hours of the day are left; at 2 March, 29.5 days of the month. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    # daily, monthly, spent today, spent this month, proposed, desired
                    # 1 000 − 400 for 12 h are 50 an hour: 25 replicas
                    1000, 999999,  400,     0,  60, 25
                    1000, 999999,  990,     0,  60, 10
                    1000, 999999, 1100,     0,  60, 10
                    # 25 000 − 3 760 for 708 h are 30 an hour: 15 replicas
                    99999, 25000,    0,  3760,  60, 15
                    # the tighter of the two
                    1000,  25000,  400,  3760,  60, 15
                    """)
    void whatIsLeftOfTheDayAndTheMonth(
            double daily, double monthly, double today, double month, int proposed, int desired) {
        Scene scene = scene(of(NONE, daily, monthly));
        scene.spending = new Spending(0, today, month);
        assertThat(scene.ask(proposed).desired()).isEqualTo(desired);
    }

    @Test
    void theMinimumStandsButAScheduleDoesNot() {
        Scene scene = scene(of(100, NONE, NONE));
        scene.floor = 80;
        assertThat(scene.ask(10).desired()).isEqualTo(50);
        scene.min = 60;
        scene.floor = -1;
        Scene.Answer a = scene.ask(10);
        assertThat(a.desired()).isEqualTo(60);
        assertThat(a.text("budget"))
                .isEqualTo("60 replicas stay, though only 50 are affordable: the minimum of 60 stands (USD)");
    }

    @Test
    void saysWhatBinds() {
        Scene scene = scene(of(100, NONE, NONE));
        assertThat(scene.ask(60).text("budget")).isEqualTo("60 is held at 50: the hourly budget of 100 USD affords 50");
        assertThat(scene.ask(20).text("budget"))
                .isEqualTo("20 replicas cost 40 USD per hour with all others: affordable");
        scene.budget = of(NONE, 1000, NONE);
        scene.spending = new Spending(0, 400, 0);
        assertThat(scene.ask(60).text("budget"))
                .isEqualTo("60 is held at 25: what is left of the day's 1000 USD affords 25 until it ends");
        scene.current = 40;
        assertThat(scene.ask(40).text("budget")).startsWith("40 replicas stay, though only 25 are affordable");
    }

    @Test
    void anUnknownPriceCannotBeChecked() {
        Scene scene = scene(of(100, 1000, 25_000));
        scene.price = null;
        assertThat(scene.ask(900).desired()).isEqualTo(900);
        assertThat(scene.ask(900).text("budget")).contains("the price of a replica is unknown");
        scene.price = Money.of("0", "USD");
        assertThat(scene.ask(900).desired()).isEqualTo(900);
        scene.price = Money.of("300", "JPY");
        assertThat(scene.ask(900).desired()).isEqualTo(900);
        assertThat(scene.ask(900).text("budget")).contains("not in USD");
    }

    /** Shares of the hourly budget; a share stands told until the rate is a tenth below it. */
    @Test
    void peopleAreToldAtEachShareOfTheHourOnce() {
        Scene scene = scene(of(100, NONE, NONE));
        assertThat(scene.decide(24).advice()).isEmpty();
        assertThat(scene.decide(25).advice())
                .containsExactly(new Advice.Alert(
                        "budget.hourly.50", Severity.INFO, "50 % of the hourly budget of 100 USD is asked for"));
        assertThat(scene.decide(25).advice()).isEmpty();
        assertThat(keys(scene.decide(40))).containsExactly("budget.hourly.80");
        assertThat(keys(scene.decide(45))).containsExactly("budget.hourly.90");
        assertThat(keys(scene.decide(60))).containsExactly("budget.hourly.100");
        assertThat(keys(scene.decide(60))).isEmpty();
        // 46 replicas are 92 %: above 0.9 × 100 %, so what was told stands; 44 are below it, and 50 are told again.
        scene.decide(46);
        assertThat(keys(scene.decide(50))).isEmpty();
        scene.decide(44);
        assertThat(keys(scene.decide(50))).containsExactly("budget.hourly.100");
    }

    @Test
    void theDayIsToldOnceADayAndTheMonthOnceAMonth() {
        Scene scene = scene(of(NONE, 1000, 2000));
        scene.now = Instant.parse("2026-03-31T00:00:00Z");
        scene.current = 50;
        scene.decide(50);
        // 100 USD an hour: 500 after five hours, 1 000 after ten.
        assertThat(tellings(scene, 24))
                .isEqualTo("5 budget.daily.50, 8 budget.daily.80, 9 budget.daily.90, 10 budget.daily.100,"
                        + " 10 budget.monthly.50, 16 budget.monthly.80, 18 budget.monthly.90, 20 budget.monthly.100, ");
        // A new day and a new month.
        assertThat(tellings(scene, 10))
                .isEqualTo("5 budget.daily.50, 8 budget.daily.80, 9 budget.daily.90, 10 budget.daily.100,"
                        + " 10 budget.monthly.50, ");
    }

    private static String tellings(Scene scene, int hours) {
        StringBuilder out = new StringBuilder();
        for (int hour = 1; hour <= hours; hour++) {
            scene.after(Duration.ofHours(1));
            for (String key : keys(scene.decide(50))) {
                out.append(hour).append(' ').append(key).append(", ");
            }
        }
        return out.toString();
    }

    /** Days end in the budget's zone, at 15:00 UTC in Tokyo; of a span across it only what comes after counts anew. */
    @Test
    void theLedgerFollowsTheCalendarOfItsZone() {
        Scene scene =
                scene(new Budget(NONE, 1000, 25_000, "USD", false, List.of(), 1.5, List.of(), ZoneId.of("Asia/Tokyo")));
        scene.now = Instant.parse("2026-03-31T14:00:00Z");
        scene.decide(10);
        assertThat(scene.memory.ledger().today()).isZero();
        scene.after(Duration.ofMinutes(30)).decide(10);
        assertThat(scene.memory.ledger().today()).isEqualTo(10, CENT);
        scene.after(Duration.ofMinutes(45)).decide(10);
        // A quarter of an hour of the first of April.
        assertThat(scene.memory.ledger().today()).isEqualTo(5, CENT);
        assertThat(scene.memory.ledger().month()).isEqualTo(5, CENT);
        scene.after(Duration.ofHours(24)).decide(10);
        assertThat(scene.memory.ledger().today()).isEqualTo(5, CENT);
        assertThat(scene.memory.ledger().month()).isEqualTo(5 + 24 * 20, CENT);
        assertThat(Instant.ofEpochMilli(scene.memory.ledger().dayEndsMillis())).isEqualTo("2026-04-02T15:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # proposed, shed
                    74, false
                    75, true
                    90, true
                    """)
    void atOneAndAHalfTimesTheHourTheUnimportantAreShed(int proposed, boolean shed) {
        Scene scene = scene(of(100, NONE, NONE));
        List<String> names = scene.ask(proposed).advice().stream()
                .filter(Advice.Shed.class::isInstance)
                .map(a -> ((Advice.Shed) a).workload())
                .toList();
        assertThat(names).isEqualTo(shed ? List.of("batch", "reports") : List.of());
    }

    @Test
    void availabilityFirstOnlyTells() {
        Scene scene = scene(new Budget(100, 1000, 25_000, "USD", true, Budget.ALERTS, 1.5, List.of("batch"), UTC));
        Scene.Answer a = scene.ask(90);
        assertThat(a.desired()).isEqualTo(90);
        assertThat(keys(a)).containsExactly("budget.hourly.100");
        assertThat(a.advice()).hasSize(1);
        assertThat(a.text("budget")).contains("over budget, but availability goes first");
    }

    @Test
    void nonsenseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> of(0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> of(1, Double.NaN, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> of(1, 1, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Budget(1, 1, 1, "dollars", false, List.of(), 1.5, List.of(), UTC));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Budget(1, 1, 1, "USD", false, List.of(0.8, 0.5), 1.5, List.of(), UTC));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Budget(1, 1, 1, "USD", false, List.of(), 0.9, List.of(), UTC));
    }

    private static List<String> keys(Scene.Answer a) {
        return a.advice().stream()
                .filter(Advice.Alert.class::isInstance)
                .map(x -> ((Advice.Alert) x).key())
                .toList();
    }
}
