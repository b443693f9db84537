package dev.headroom.simulator;

import static dev.headroom.simulator.LlmWorlds.kind;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.model.TokenRates;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two worlds of a language model: what they say of the same day, and that neither loses anything. */
class LlmAgreementTest {

    private static Trace trace(String shape, double low, double high) {
        Random r = new Random(3);
        double[] arrivals = new double[720];
        for (int i = 0; i < arrivals.length; i++) {
            double rate = low + (high - low) * (1 - Math.cos(i * 2 * Math.PI / 720)) / 2;
            if (shape.equals("spiky")) {
                rate = low + (high - low) * ((i / 20) % 3 == 0 ? r.nextDouble() : 0.2);
            }
            arrivals[i] = rate * 60;
        }
        return new Trace(shape, Worlds.START, 60_000, arrivals);
    }

    @ParameterizedTest
    @CsvSource({
        // shape, prompt, answer, cv, slots, cache, low/s, high/s, requests/s a replica, limit s, answer promised
        "day, 1200, 220, 1, 48, Infinity, 5, 60, 2.6, 2, false",
        "day, 1200, 220, 1, 48, Infinity, 5, 60, 3.6, 2, false",
        "day, 6000, 60, 1, 48, Infinity, 2, 20, 1.2, 5, false",
        "day, 200, 600, 0.7, 24, Infinity, 2, 20, 1.2, 2, false",
        "day, 1200, 220, 1, 48, 30000, 5, 50, 2, 2, false",
        "spiky, 1200, 220, 1, 48, Infinity, 20, 40, 3, 2, false",
        "spiky, 1200, 220, 1, 48, Infinity, 20, 40, 2.4, 20, true"
    })
    void modesAgree(
            String shape,
            double prompt,
            double answer,
            double cv,
            int slots,
            double cache,
            double low,
            double high,
            double each,
            double limit,
            boolean whole) {
        Result exact = run(shape, prompt, answer, cv, slots, cache, low, high, each, limit, whole, true);
        Result fast = run(shape, prompt, answer, cv, slots, cache, low, high, each, limit, whole, false);
        assertThat(fast.arrived()).isCloseTo(exact.arrived(), Percentage.withPercentage(0.5));
        assertThat(fast.attainment()).as("attainment").isCloseTo(exact.attainment(), Offset.offset(0.005));
        assertThat(fast.replicaHours()).as("hours").isCloseTo(exact.replicaHours(), Percentage.withPercentage(2));
        assertThat(fast.p50()).as("p50").isCloseTo(exact.p50(), Percentage.withPercentage(10));
        assertThat(fast.p95()).as("p95").isCloseTo(exact.p95(), Percentage.withPercentage(10));
        assertThat(fast.wastedHours())
                .as("wasted")
                .isCloseTo(exact.wastedHours(), Offset.offset(0.03 * exact.replicaHours()));
        Generation g = Objects.requireNonNull(fast.generation());
        Generation e = Objects.requireNonNull(exact.generation());
        assertThat(g.outputTokens()).as("tokens").isCloseTo(e.outputTokens(), Percentage.withPercentage(1));
        // The mean speed, where one by one short answers are either held up by prompts or not.
        assertThat(g.perTokenP50())
                .as("per token")
                .isCloseTo(e.perTokenP50(), Percentage.withPercentage(prompt > 10 * answer ? 25 : 10));
        assertThat(g.answerP50()).as("answer").isCloseTo(e.answerP50(), Percentage.withPercentage(10));
    }

    private static Result run(
            String shape,
            double prompt,
            double answer,
            double cv,
            int slots,
            double cache,
            double low,
            double high,
            double each,
            double limit,
            boolean whole,
            boolean exact) {
        Service.Llm service = new Service.Llm(
                new TokenRates(10_000, 2000, 50, cache),
                slots,
                Long.MAX_VALUE,
                60,
                List.of(kind(prompt, cv, answer, cv)),
                whole ? Service.Llm.Promise.ANSWER : Service.Llm.Promise.FIRST_TOKEN);
        return Simulator.run(
                LlmWorlds.scenario(
                        service,
                        Worlds.proportional(each, 1),
                        -1,
                        trace(shape, low, high),
                        exact ? Scenario.Mode.REQUEST : Scenario.Mode.INTERVAL,
                        limit),
                Progress.NONE);
    }

    @Property(tries = 80)
    void inAnyWorldEverythingIsAccountedFor(@ForAll long seed) {
        Random r = new Random(seed);
        double[] arrivals = new double[20];
        double[] ins = new double[20];
        double[] outs = new double[20];
        for (int i = 0; i < arrivals.length; i++) {
            arrivals[i] = 200 * r.nextDouble();
            ins[i] = arrivals[i] * 1000 * r.nextDouble();
            outs[i] = arrivals[i] * 200 * r.nextDouble();
        }
        Trace trace = new Trace("random", Worlds.START, 30_000, arrivals);
        Service.Llm service = new Service.Llm(
                new TokenRates(
                        500 + 10_000 * r.nextDouble(),
                        100 + 3000 * r.nextDouble(),
                        10 + 100 * r.nextDouble(),
                        r.nextBoolean() ? LlmWorlds.FREE : 1000 + 20_000 * r.nextDouble()),
                1 + r.nextInt(40),
                r.nextInt(60),
                0.5 + 30 * r.nextDouble(),
                List.of(kind(500, r.nextDouble(), 100, 2 * r.nextDouble()), kind(50, 0, 5, 0)),
                r.nextBoolean() ? Service.Llm.Promise.ANSWER : Service.Llm.Promise.FIRST_TOKEN);
        Scenario base = LlmWorlds.scenario(
                service,
                Worlds.proportional(0.1 + r.nextDouble(), 0),
                r.nextInt(8),
                r.nextBoolean() ? trace : trace.with(Lengths.ofSums(arrivals, ins, outs)),
                r.nextBoolean() ? Scenario.Mode.REQUEST : Scenario.Mode.INTERVAL,
                3);
        Scenario s = new Scenario(
                        base.policy(),
                        base.workload(),
                        base.decider(),
                        service,
                        new Lifecycle(
                                Distribution.exponential(60 * r.nextDouble()),
                                30 * r.nextDouble(),
                                0.1 + 0.9 * r.nextDouble(),
                                40 * r.nextDouble(),
                                new Launches(0.5 * r.nextDouble(), 30 * r.nextDouble(), r.nextDouble(), 3, 20)),
                        r.nextInt(8),
                        base.trace(),
                        new Measurement(10_000, 5_000, 0.1, 0.1),
                        new Billing(1, "USD", 60, 60),
                        base.mode(),
                        r.nextInt(30),
                        r.nextLong())
                .arriving(r.nextBoolean() ? 1 : 3 * r.nextDouble());
        for (Scenario x : List.of(s, s.scoredFrom(Worlds.START + 300_000))) {
            Result result = Simulator.run(x, Progress.NONE);
            assertThat(result.served() + result.rejected() + result.timedOut() + result.inSystem())
                    .isCloseTo(result.arrived(), Offset.offset(1e-6 * (1 + result.arrived())));
            assertThat(result.inSystem()).isNotNegative();
            assertThat(result.attainment()).isBetween(0.0, 1.0);
            assertThat(result.wastedHours()).isBetween(0.0, result.replicaHours() + 1e-9);
            assertThat(Simulator.run(x, Progress.NONE)).isEqualTo(result);
        }
    }
}
