package dev.headroom.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets a place, who waits, who is sent away. */
class AdmissionQueueTest {

    private static final Tiers TWO = new Tiers(List.of(new Tiers.Tier("high", 0, 1), new Tiers.Tier("low", 0, 1)), 1);
    private static final long MS = 1_000_000;

    /**
     * One place, a queue of 3, a longest wait of 100 ms. Steps: {@code a0} is who comes ({@code a}, tier 0), {@code !} frees the
     * place of the last admitted, {@code -b1} stops waiting, a number passes milliseconds, {@code =2} changes the places.
     * Answers: {@code +a} admitted, {@code ~a} queued, {@code xa} refused, {@code a:reason} sent away while waiting.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a0                                | +a",
                "a0 b0                             | +a ~b",
                "a0 b0 !                           | +a ~b +b",
                "a0 b0 c0 ! !                      | +a ~b ~c +b +c",
                "a0 b1 c0 ! !                      | +a ~b ~c +c +b",
                "a0 b0 c0 d0 e0                    | +a ~b ~c ~d xe",
                "a0 b1 c1 d1 e0                    | +a ~b ~c ~d d:displaced ~e",
                "a0 b1 c1 d1 e1                    | +a ~b ~c ~d xe",
                "a0 b0 -b0 !                       | +a ~b",
                "a0 b0 -b0 c0 !                    | +a ~b ~c +c",
                "a0 b0 90 c0 20 !                  | +a ~b ~c b:queued_too_long +c",
                "a0 b0 90 c0 5 !                   | +a ~b ~c +b",
                // the queue has stood for 101 ms: who waited longer than 5 ms makes way for who did not
                "a0 b0 50 ! c0 d0 51 ! e0 4 !      | +a ~b +b ~c ~d +c ~e +d",
                "a0 b0 90 c0 4 d0 7 e0 !           | +a ~b ~c ~d xe b:queued_too_long c:queued_too_long +d",
                "a0 b0 101 !                       | +a ~b +b",
                "a0 b0 c1 =3                       | +a ~b ~c +b +c",
                "=0 a0 =1                          | ~a +a",
            })
    void steps(String steps, String answers) {
        AdmissionQueue<String> queue = new AdmissionQueue<>(TWO, 1, 3, 100 * MS);
        List<String> said = new ArrayList<>();
        List<Integer> holding = new ArrayList<>();
        long now = 5;
        for (String step : steps.strip().split(" ", -1)) {
            java.util.function.Consumer<AdmissionQueue.Out<String>> told = out -> {
                Refusal.Reason r = out.refused();
                if (r == null) {
                    holding.add(out.tier());
                    said.add("+" + out.waiter());
                } else {
                    said.add(out.waiter() + ":" + r.name().toLowerCase(Locale.ROOT));
                }
            };
            if (step.equals("!")) {
                queue.release(holding.removeFirst(), now, told);
            } else if (step.startsWith("=")) {
                queue.resize(Integer.parseInt(step.substring(1)), now, told);
            } else if (step.startsWith("-")) {
                assertThat(queue.cancel(step.substring(1, 2), step.charAt(2) - '0'))
                        .isTrue();
            } else if (Character.isDigit(step.charAt(0))) {
                now += Long.parseLong(step) * MS;
            } else {
                String who = step.substring(0, 1);
                int tier = step.charAt(1) - '0';
                switch (queue.offer(who, tier, now, told)) {
                    case ADMITTED -> {
                        holding.add(tier);
                        said.add("+" + who);
                    }
                    case QUEUED -> said.add("~" + who);
                    case REFUSED -> said.add("x" + who);
                }
            }
        }
        assertThat(String.join(" ", said)).isEqualTo(answers.strip());
    }

    /** Everybody is answered once, and no place is empty while somebody waits for it. */
    @Property(tries = 300)
    void nobodyIsForgotten(@ForAll @Size(max = 300) List<@IntRange(max = 9) Integer> steps) {
        AdmissionQueue<Integer> queue = new AdmissionQueue<>(TWO, 3, 5, 100 * MS);
        List<Integer> holding = new ArrayList<>();
        int[] count = new int[4]; // came, admitted, sent away, refused
        long now = 0;
        for (int i = 0; i < steps.size(); i++) {
            int step = steps.get(i);
            java.util.function.Consumer<AdmissionQueue.Out<Integer>> told = out -> {
                if (out.refused() == null) {
                    holding.add(out.tier());
                    count[1]++;
                } else {
                    count[2]++;
                }
            };
            now += step * 7L * MS;
            if (step < 6) {
                count[0]++;
                AdmissionQueue.Offer offer = queue.offer(i, step % 2, now, told);
                if (offer == AdmissionQueue.Offer.ADMITTED) {
                    holding.add(step % 2);
                    count[1]++;
                } else if (offer == AdmissionQueue.Offer.REFUSED) {
                    count[3]++;
                }
            } else if (!holding.isEmpty()) {
                queue.release(holding.removeFirst(), now, told);
            }
            assertThat(count[0]).isEqualTo(count[1] + count[2] + count[3] + queue.size());
            assertThat(queue.inFlight()).isEqualTo(holding.size()).isLessThanOrEqualTo(3);
            assertThat(queue.size() == 0 || queue.inFlight() == 3).isTrue();
        }
    }
}
