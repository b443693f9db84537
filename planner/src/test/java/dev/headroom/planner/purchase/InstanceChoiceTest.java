package dev.headroom.planner.purchase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.engine.model.Money;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The instances of the file-indexing reference. */
class InstanceChoiceTest {

    private static final double GIB = 1L << 30;
    private static final Work.Job BACKLOG = Work.Job.of(5_000_000, 72);
    private static final List<Candidate> CANDIDATES = List.of(
            candidate("t3.medium", 2, 4, "0.0416", 260),
            candidate("t3.large", 2, 8, "0.0832", 260),
            candidate("c5.xlarge", 4, 8, "0.192", 520),
            candidate("c5.2xlarge", 8, 16, "0.384", 910),
            candidate("c5.4xlarge", 16, 32, "0.768", 1560));

    private static Candidate candidate(String name, double vcpu, double gib, String price, double items) {
        return new Candidate(name, vcpu, gib * GIB, Money.of(price, "USD"), items);
    }

    private static List<String> names(List<InstanceChoice.Option> options) {
        return options.stream().map(o -> o.candidate().name()).toList();
    }

    @ParameterizedTest
    @CsvSource({"t3.medium, 6250", "t3.large, 3125", "c5.xlarge, 2708", "c5.2xlarge, 2370", "c5.4xlarge, 2031"})
    void itemsPerDollar(String name, String items) {
        Candidate c = CANDIDATES.stream()
                .filter(x -> x.name().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(c.itemsPerMoney().setScale(0, RoundingMode.HALF_UP)).hasToString(items);
    }

    @Test
    void theMostPerDollarIsT3Medium() {
        InstanceChoice.Outcome all = InstanceChoice.among(CANDIDATES, BACKLOG, Limits.NONE);
        assertThat(names(all.options()))
                .containsExactly("t3.medium", "t3.large", "c5.xlarge", "c5.2xlarge", "c5.4xlarge");
        assertThat(all.contradiction("t3.medium")).isNull();
        assertThat(all.contradiction("c5.xlarge"))
                .isEqualTo("c5.xlarge does 2,708 items per USD, and t3.medium 6,250 items per USD");
    }

    @Test
    void withEightGibItIsT3LargeAndNotC5() {
        InstanceChoice.Outcome large = InstanceChoice.among(CANDIDATES, BACKLOG, Limits.NONE.memory(8 * GIB));
        assertThat(names(large.options())).startsWith("t3.large", "c5.xlarge");
        assertThat(large.rejected())
                .extracting(InstanceChoice.Rejected::why)
                .containsExactly("it has 4 GiB of memory, and 8 GiB are needed");
        assertThat(large.contradiction("c5.xlarge"))
                .isEqualTo("c5.xlarge does 2,708 items per USD, and t3.large 3,125 items per USD");
        assertThat(large.contradiction("t3.medium"))
                .isEqualTo("t3.medium is not to be had: it has 4 GiB of memory, and 8 GiB are needed");
        assertThat(Objects.requireNonNull(large.cheapest()).candidate().name()).isEqualTo("t3.large");
    }

    @Test
    void theBacklogNeeds134() {
        InstanceChoice.Option c5 = InstanceChoice.among(CANDIDATES.subList(2, 3), BACKLOG, Limits.NONE)
                .options()
                .getFirst();
        assertThat(Math.ceil(5_000_000 / 72.0)).isEqualTo(69_445);
        assertThat(c5.instances()).isEqualTo(134);
        assertThat(c5.cost().amount().setScale(0, RoundingMode.HALF_UP)).hasToString("1852");
    }

    @Test
    void steadyWorkNeedsOneAndTwoForRedundancy() {
        Work.Steady steady = new Work.Steady(50_000 / 730.0);
        List<Candidate> c5 = CANDIDATES.subList(2, 3);
        assertThat(InstanceChoice.among(c5, steady, Limits.NONE)
                        .options()
                        .getFirst()
                        .instances())
                .isEqualTo(1);
        InstanceChoice.Option two = InstanceChoice.among(c5, steady, Limits.NONE.instances(2, 10))
                .options()
                .getFirst();
        assertThat(two.instances()).isEqualTo(2);
        assertThat(two.cost().amount()).isEqualByComparingTo("280.32");
    }

    /** Whole instances can turn the ranking round: the one with the most items per dollar is not the cheapest here. */
    @Test
    void theMostPerDollarNeedNotBeTheCheapest() {
        List<Candidate> two = List.of(candidate("large", 8, 32, "1.00", 1000), candidate("small", 2, 8, "0.20", 150));
        InstanceChoice.Outcome out = InstanceChoice.among(two, new Work.Steady(100), Limits.NONE);
        assertThat(Objects.requireNonNull(out.mostPerMoney()).candidate().name())
                .isEqualTo("large");
        assertThat(Objects.requireNonNull(out.cheapest()).candidate().name()).isEqualTo("small");
        assertThat(out.contradiction("large")).isEqualTo("large costs 730.00 USD for this work, and small 146.00 USD");
    }

    @Test
    void quotaAndBudgetRejectWithFigures() {
        InstanceChoice.Outcome few = InstanceChoice.among(CANDIDATES, BACKLOG, Limits.NONE.instances(1, 100));
        assertThat(names(few.options())).containsExactly("c5.2xlarge", "c5.4xlarge");
        assertThat(few.rejected().getFirst().why()).isEqualTo("268 instances are needed, and 100 allowed");
        InstanceChoice.Outcome cheap =
                InstanceChoice.among(CANDIDATES, BACKLOG, Limits.NONE.within(Money.of("1700", "USD")));
        assertThat(names(cheap.options())).containsExactly("t3.medium", "t3.large");
        assertThat(cheap.rejected().getFirst().why())
                .isEqualTo("it costs 1,852.42 USD, and the budget is 1,700.00 USD");
    }

    @Test
    void theFrontTradesMoneyForTime() {
        InstanceChoice.Outcome out =
                InstanceChoice.among(CANDIDATES, new Work.Job(5_000_000, 200, 0.1), Limits.NONE.instances(1, 150));
        List<InstanceChoice.FrontPoint> front = out.front();
        assertThat(front.getFirst().candidate().name()).isEqualTo("c5.4xlarge");
        assertThat(front.getFirst().instances()).isEqualTo(150);
        assertThat(front.getLast().candidate().name()).isEqualTo("t3.medium");
        for (int i = 1; i < front.size(); i++) {
            assertThat(front.get(i).hours()).isGreaterThan(front.get(i - 1).hours());
            assertThat(front.get(i).cost().amount())
                    .isLessThan(front.get(i - 1).cost().amount());
        }
    }

    @Property(tries = 200)
    void noPointOfTheFrontIsBeaten(
            @ForAll @IntRange(min = 1, max = 40) int most,
            @ForAll @IntRange(min = 1, max = 3000) int items,
            @ForAll @IntRange(min = 0, max = 3) int boot) {
        Work.Job job = new Work.Job(items, 24, boot / 4.0);
        List<InstanceChoice.FrontPoint> front = InstanceChoice.among(CANDIDATES, job, Limits.NONE.instances(1, most))
                .front();
        for (Candidate c : CANDIDATES) {
            for (int n = 1; n <= most; n++) {
                double hours = job.bootHours() + items / (n * c.itemsPerHour());
                double cost = n * hours * c.hourly().amount().doubleValue();
                if (hours <= 24) {
                    assertThat(front)
                            .anyMatch(p -> p.hours() <= hours * (1 + 1e-9)
                                    && p.cost().amount().doubleValue() <= cost * (1 + 1e-5));
                }
            }
        }
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> InstanceChoice.among(List.of(), BACKLOG, Limits.NONE))
                .hasMessageContaining("no candidate");
        Candidate yen = new Candidate("a", 1.0, GIB, Money.of("12", "JPY"), 10);
        assertThatThrownBy(() -> InstanceChoice.among(List.of(CANDIDATES.getFirst(), yen), BACKLOG, Limits.NONE))
                .hasMessage("amounts in USD and JPY cannot be taken together");
        assertThatThrownBy(() -> candidate("a", 1, 1, "1", 0))
                .hasMessage("a: the throughput is above 0, not 0.0 an hour");
        assertThatThrownBy(() -> new Work.Job(10, 1, 1))
                .hasMessageContaining("does no work before a deadline of 1.0 h");
        assertThatThrownBy(() -> Limits.NONE.instances(3, 2)).hasMessageContaining("from the fewest, 3,");
    }
}
