package dev.headroom.engine.policy;

import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.Situation;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a policy says when it cannot see what it needs. */
final class Sight {

    private static final String UNKNOWN = "no signal is called {detail}: no opinion, and nothing may scale in";
    private static final String UNUSABLE = "{detail}: no opinion, and nothing may scale in";

    private Sight() {}

    /** Blind for want of a signal; what is remembered stays. */
    static Evaluation blind(
            String rule, String signal, @Nullable SignalValue seen, Situation s, @Nullable Memory memory) {
        return new Evaluation(blindness(rule, signal, seen, s), memory, List.of());
    }

    /** The recommendation of a policy that cannot use a signal. */
    static Recommendation blindness(String rule, String signal, @Nullable SignalValue seen, Situation s) {
        if (seen == null) {
            return Recommendation.blind(
                    Reason.of(Reason.Stage.POLICY, rule, UNKNOWN, s.current(), s.current(), signal));
        }
        String why = seen.detail().isEmpty() ? seen.state().name().toLowerCase(Locale.ROOT) : seen.detail();
        return Recommendation.blind(Reason.of(
                Reason.Stage.POLICY,
                rule,
                UNUSABLE,
                s.current(),
                s.current(),
                signal + " cannot be used (" + why + ")"));
    }

    /** No opinion, and that is in order; what is remembered stays. */
    static Evaluation abstain(String rule, String template, Situation s, String detail, @Nullable Memory memory) {
        return new Evaluation(
                Recommendation.abstain(
                        Reason.of(Reason.Stage.POLICY, rule, template, s.current(), s.current(), detail)),
                memory,
                List.of());
    }

    /** Throws with the cause unless the condition holds. */
    static void require(boolean condition, String rule, String cause) {
        if (!condition) {
            throw new IllegalArgumentException(rule + ": " + cause);
        }
    }
}
