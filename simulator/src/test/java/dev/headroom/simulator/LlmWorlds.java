package dev.headroom.simulator;

import dev.headroom.engine.Decider;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.TokenRates;
import java.time.Duration;
import java.util.List;

/** Language models for tests. */
final class LlmWorlds {
    static final double FREE = Double.POSITIVE_INFINITY;

    /** Read in next to no time. */
    static final double AT_ONCE = 1e9;

    private LlmWorlds() {}

    static TokenKind kind(double input, double inputCv, double output, double outputCv) {
        return new TokenKind(1, input, inputCv, output, outputCv);
    }

    static Service.Llm llm(TokenRates rates, int slots, TokenKind... kinds) {
        return new Service.Llm(rates, slots, Long.MAX_VALUE, FREE, List.of(kinds), Service.Llm.Promise.FIRST_TOKEN);
    }

    static Scenario scenario(
            Service.Llm service, Decider decider, int replicas, Trace trace, Scenario.Mode mode, double limit) {
        Signal[] signals = {
            Worlds.signal(Measure.RATE),
            Worlds.signal(Measure.IN_FLIGHT),
            Worlds.signal(Measure.UTILISATION),
            Worlds.signal(Measure.MEMORY),
            Worlds.signal(Measure.INPUT_TOKENS),
            Worlds.signal(Measure.OUTPUT_TOKENS),
            Worlds.signal(Measure.BACKLOG)
        };
        return new Scenario(
                "llm",
                Worlds.workload(0, 1000, Duration.ofSeconds(15), limit, signals),
                decider,
                service,
                Worlds.boots(60),
                replicas,
                trace,
                Measurement.DEFAULT,
                new Billing(1, "USD", 1, 0),
                mode,
                0,
                7);
    }
}
