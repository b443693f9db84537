package dev.headroom.spec;

import dev.headroom.spec.TrafficSpec.Length;
import dev.headroom.spec.TrafficSpec.TokenKind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A kind of request, by its lengths in tokens. */
final class TokenTable extends Table<TokenKind> {
    private static final Form<Length> LENGTH =
            new Brief<>(Values.POSITIVE, m -> new Length(m, 1), l -> l.cv() == 1 ? l.mean() : null, new Lengths());

    /** Kinds by name. */
    static final Form<Map<String, TokenKind>> KINDS = MapForm.of("a kind of request", new TokenTable());

    private final Key<TokenKind, Double> share = fallback(
            "share", TrafficValues.PERCENT, "Of all requests, relative to the other kinds.", 1.0, TokenKind::share);
    private final Key<TokenKind, Length> input =
            required("input", LENGTH, "Tokens of the prompt; a number is the mean.", TokenKind::input);
    private final Key<TokenKind, Length> output =
            required("output", LENGTH, "Tokens of the answer; a number is the mean.", TokenKind::output);

    TokenTable() {
        super("traffic-tokens", "A kind of request, by its lengths in tokens.");
    }

    @Override
    @Nullable
    TokenKind build(Fields f) {
        if (f.get(share) == 0) {
            f.at(share).error("with a share of 0% there are no such requests", "leave the kind out");
            return null;
        }
        return new TokenKind(f.get(share), f.get(input), f.get(output));
    }

    private static final class Lengths extends Table<Length> {
        private final Key<Length, Double> mean =
                required("mean", Values.POSITIVE, "Tokens, in the mean.", Length::mean);
        private final Key<Length, Double> cv =
                fallback("cv", Values.FACTOR, "Coefficient of variation; lengths are lognormal.", 1.0, Length::cv);

        Lengths() {
            super("traffic-length", "A length in tokens.");
        }

        @Override
        @Nullable
        Length build(Fields f) {
            double v = f.get(cv);
            return RandomTables.isFit(v, f.at(cv)) ? new Length(f.get(mean), v) : null;
        }
    }
}
