package dev.headroom.simulator;

import static dev.headroom.simulator.LlmWorlds.AT_ONCE;
import static dev.headroom.simulator.LlmWorlds.FREE;
import static dev.headroom.simulator.LlmWorlds.kind;
import static dev.headroom.simulator.LlmWorlds.llm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.engine.model.Queueing;
import dev.headroom.engine.model.TokenRates;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The event by event world of a language model against closed forms, and what it must never do. */
class LlmWorldTest {
    private static final int IN_FLIGHT = 1;
    private static final int SLOTS = 2;
    private static final int CACHE = 3;

    private static Result run(Service.Llm service, Watcher watcher, int replicas, double perSecond, int hours) {
        return run(service, watcher, replicas, Worlds.flat(perSecond, 60_000, hours * 60));
    }

    private static Result run(Service.Llm service, Watcher watcher, int replicas, Trace trace) {
        return Simulator.run(
                LlmWorlds.scenario(service, watcher, replicas, trace, Scenario.Mode.REQUEST, 1), Progress.NONE);
    }

    private static Watcher always(int replicas) {
        return new Watcher(Map.of(0L, replicas));
    }

    /** Mean of a signal over the run. */
    private static double mean(Watcher w, int signal, int hours) {
        double sum = 0;
        int count = 0;
        for (long at = 30; at < hours * 3600L; at += 15) {
            sum += w.at(at).readings().get(signal).value();
            count++;
        }
        return sum / count;
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0", "0.7, 1", "0.8, 1.5"})
    void oneSlotIsThePollaczekKhinchineQueue(double utilisation, double cv) {
        Service.Llm service = llm(new TokenRates(1000, 500, 500, FREE), 1, kind(300, cv, 201, 0));
        // 0.3 s of prompt in the mean and 0.4 s of answer.
        double mean = 0.7;
        double square = mean * mean + 0.09 * cv * cv;
        double rate = utilisation / mean;
        Result r = run(service, always(1), 1, rate, 250);
        assertThat(r.meanWaitSeconds()).isCloseTo(rate * square / 2 / (1 - utilisation), Percentage.withPercentage(8));
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0", "0.8, 0", "0.7, 1", "0.8, 2"})
    void aSharedRateIsProcessorSharing(double utilisation, double cv) {
        // Whatever the law of the lengths, the number there is geometric: ρ/(1 − ρ) in the mean.
        Service.Llm service = llm(new TokenRates(AT_ONCE, 500, 500, FREE), 10_000, kind(10, 0, 201, cv));
        Watcher w = always(1);
        run(service, w, 1, utilisation / 0.4, 150);
        assertThat(mean(w, IN_FLIGHT, 150)).isCloseTo(utilisation / (1 - utilisation), Percentage.withPercentage(8));
    }

    @ParameterizedTest
    @CsvSource({"10, 0.5, 1", "10, 0.85, 0", "10, 0.85, 1.5", "40, 0.9, 1"})
    void upToTheKneeSequencesAreServers(int knee, double utilisation, double cv) {
        // Each has a rate of its own until there are as many as the knee; then they share: the numbers of an M/M/m
        // queue.
        Service.Llm service = llm(new TokenRates(AT_ONCE, 50 * knee, 50, FREE), 10_000, kind(10, 0, 101, cv));
        double load = utilisation * knee;
        Watcher w = always(1);
        run(service, w, 1, load / 2, 60);
        double queue = Queueing.erlangC(knee, load) * load / (knee - load);
        assertThat(mean(w, IN_FLIGHT, 60)).isCloseTo(load + queue, Percentage.withPercentage(5));
    }

    @ParameterizedTest
    @CsvSource({"1, 20, 0.75", "3, 20, 0.85", "3, 12, 0.9", "2, 30, 0.9"})
    void howOftenAllBatchesAreFullIsAsComputed(int replicas, int slots, double load) {
        TokenRates rates = new TokenRates(AT_ONCE, 1000, 50, FREE);
        double perSecond = load * replicas * Math.min(1, slots / 20.0) * 10;
        Result r = run(llm(rates, slots, kind(10, 0, 101, 0.999)), always(replicas), replicas, perSecond, 40);
        // The wait to be admitted is exponential at the rate that is left, for those that wait.
        double spare = replicas * 10 * Math.min(1, slots / 20.0) - perSecond;
        double expected = rates.full(replicas, slots, perSecond, 10, 101) / spare;
        assertThat(r.meanWaitSeconds()).isCloseTo(expected, Percentage.withPercentage(25));
    }

    @Test
    void firstTokensComeByTheQueueOfPromptsAndOthersAtTheSpeedThatIsLeft() {
        // Reading takes 40 % of the time, so tokens come at 60 % of the speed of a stream.
        Service.Llm service = llm(new TokenRates(10_000, 1e6, 50, FREE), 1000, kind(2000, 0, 51, 0));
        Result r = run(service, always(1), 1, 2, 100);
        Generation g = Objects.requireNonNull(r.generation());
        assertThat(g.firstTokenP50()).isCloseTo(0.2, within(0.03));
        assertThat(r.p50()).isEqualTo(g.firstTokenP50());
        double mean = (g.answerP50() - g.firstTokenP50()) / 50;
        assertThat(mean).isCloseTo(0.02 / 0.6, Percentage.withPercentage(10));
        assertThat(g.perTokenP50()).isCloseTo(0.02 / 0.6, Percentage.withPercentage(10));
    }

    @Test
    void everyTokenIsReadAndGeneratedOnce() {
        double[] arrivals = new double[30];
        for (int i = 0; i < 20; i++) {
            arrivals[i] = 200;
        }
        Trace trace = new Trace("and then nothing", Worlds.START, 60_000, arrivals);
        Result r = run(llm(new TokenRates(8000, 1500, 40, 60_000), 30, kind(700, 0, 120, 0)), always(4), 4, trace);
        Generation g = Objects.requireNonNull(r.generation());
        assertThat(r.inSystem()).isZero();
        assertThat(g.inputTokens()).isEqualTo(r.served() * 700);
        assertThat(g.outputTokens()).isCloseTo(r.served() * 120, Percentage.withPercentage(1e-6));
    }

    @Property(tries = 25)
    void neitherSlotsNorCacheAreExceeded(
            @ForAll @IntRange(min = 1, max = 40) int slots,
            @ForAll @DoubleRange(min = 500, max = 20_000) double cache,
            @ForAll @DoubleRange(min = 0, max = 2) double cv,
            @ForAll @DoubleRange(min = 0.1, max = 6) double perSecond) {
        Watcher w = always(2);
        Service.Llm service = llm(new TokenRates(5000, 800, 40, cache), slots, kind(300, cv, 80, cv));
        Result r = run(service, w, 2, perSecond, 1);
        for (long at = 30; at < 3600; at += 15) {
            assertThat(w.at(at).readings().get(CACHE).value()).isBetween(0.0, 1.0);
            assertThat(w.at(at).readings().get(SLOTS).value()).isBetween(0.0, 1.0);
            assertThat(w.at(at).readings().get(IN_FLIGHT).value()
                            - w.at(at).readings().get(6).value())
                    .isLessThanOrEqualTo(2 * slots + r.maxBacklog());
        }
        assertThat(r.served() + r.rejected() + r.timedOut() + r.inSystem()).isEqualTo(r.arrived());
    }

    @Test
    void whatNoCacheCanHoldIsRejected() {
        Result r = run(llm(new TokenRates(5000, 800, 40, 100), 4, kind(200, 0, 20, 0)), always(1), 1, 1, 1);
        assertThat(r.rejected()).isEqualTo(r.arrived()).isPositive();
    }

    @Test
    void recordedRequestsAreDrawnFromTheirBucket() {
        Lengths lengths = Lengths.ofRequests(3, new int[] {0, 0, 2}, new int[] {100, 300, 50}, new int[] {7, 9, 11});
        TokenLaw law = new TokenLaw(List.of(kind(1, 0, 1, 0)), lengths);
        Rng rng = new Rng(1, Rng.Stream.SERVICE);
        for (int i = 0; i < 100; i++) {
            law.draw(1, rng);
            assertThat(law.input == 100 ? law.output == 7 : law.input == 300 && law.output == 9)
                    .isTrue();
            law.draw(2, rng);
            assertThat(law.input).isEqualTo(50);
        }
        assertThat(lengths.input(0)).isEqualTo(200);
        assertThat(lengths.slice(1, 3).input(1)).isEqualTo(50);
    }

    @Test
    void aTraceWithTokensIsWorkOfItsOwn() {
        Service.Llm service = llm(new TokenRates(10_000, 1000, 50, FREE), 20, kind(1000, 0, 101, 0));
        double[] requests = {60, 60};
        Trace trace = new Trace("t", Worlds.START, 60_000, requests)
                .with(Lengths.ofSums(requests, new double[] {60_000, 120_000}, new double[] {6060, 12_060}));
        assertThat(service.work(trace).arrivals()[0]).isCloseTo(60, within(1e-6));
        assertThat(service.work(trace).arrivals()[1]).isCloseTo(120, within(1e-6));
    }

    @Test
    void aLanguageModelIsNoTierOfAChain() {
        Service.Llm service = llm(new TokenRates(10_000, 1000, 50, FREE), 20, kind(1000, 0, 101, 0));
        Scenario s = LlmWorlds.scenario(service, always(1), 1, Worlds.flat(1, 60_000, 5), Scenario.Mode.REQUEST, 1);
        assertThatThrownBy(() -> new Chain(List.of(Tier.of(s)))).hasMessageContaining("simulate test alone");
    }
}
