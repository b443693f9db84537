package dev.headroom.spec;

import dev.headroom.engine.model.TokenRates;
import dev.headroom.spec.TrafficSpec.TokenKind;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A large language model, batched continuously. */
final class LlmTable extends Table<ServiceSpec> {
    private final Key<ServiceSpec, Double> prefill;
    private final Key<ServiceSpec, Double> decode;
    private final Key<ServiceSpec, Double> stream;
    private final Key<ServiceSpec, Double> cache;
    private final Key<ServiceSpec, Map<String, TokenKind>> tokens;
    private final Key<ServiceSpec, Integer> queue;
    private final Key<ServiceSpec, Duration> timeout;
    private final Key<ServiceSpec, ServiceSpec.Latency> latency;

    LlmTable() {
        super(
                "service-llm",
                "Requests to a large language model, batched continuously. The batch of a replica has as many slots as its"
                        + " concurrency.");
        required("type", Word.of("the type", String.class, "llm", "llm"), "Always llm here.", s -> "llm");
        prefill = required(
                "prefill",
                Values.POSITIVE,
                "Prompt tokens a second that a replica reads when it does nothing else; it reads before it decodes.",
                rate(TokenRates::prefill));
        decode = required(
                "decode",
                Values.POSITIVE,
                "Answer tokens a second that a replica generates over its whole batch.",
                rate(TokenRates::decode));
        stream = optional(
                "stream",
                Values.POSITIVE,
                "Answer tokens a second of one request, however small the batch is.",
                "as decode",
                rate(r -> r.stream() == r.decode() ? null : r.stream()));
        cache = optional(
                "kv-cache",
                Values.POSITIVE,
                "Tokens of prompts and answers that the key-value cache of a replica holds.",
                "no limit",
                rate(r -> Double.isInfinite(r.kv()) ? null : r.kv()));
        tokens = required(
                "tokens",
                TokenTable.KINDS,
                "Lengths in tokens, by kind of request. Where the trace tells tokens, these say only how they vary.",
                s -> s instanceof ServiceSpec.Llm l ? l.tokens() : null);
        queue = fallback(
                "queue",
                Values.count(0),
                "Requests that may wait over the whole workload to be admitted; more are rejected.",
                1000,
                s -> s instanceof ServiceSpec.Llm l ? l.queue() : null);
        timeout = optional(
                "timeout",
                Values.DURATION,
                "A request that has waited this long to be admitted has failed.",
                "never",
                s -> s instanceof ServiceSpec.Llm l ? l.timeout() : null);
        latency = fallback(
                "latency",
                Word.of(
                        "a part of the answer",
                        ServiceSpec.Latency.class,
                        "first-token",
                        ServiceSpec.Latency.FIRST_TOKEN,
                        "answer",
                        ServiceSpec.Latency.ANSWER),
                "What the latency of the objective is about: the time to the first token, or to the last one.",
                ServiceSpec.Latency.FIRST_TOKEN,
                s -> s instanceof ServiceSpec.Llm l ? l.latency() : null);
    }

    private static Function<ServiceSpec, @Nullable Double> rate(Function<TokenRates, @Nullable Double> of) {
        return s -> s instanceof ServiceSpec.Llm l ? of.apply(l.rates()) : null;
    }

    @Override
    @Nullable
    ServiceSpec build(Fields f) {
        Duration limit = f.find(timeout);
        if (limit != null && limit.isZero()) {
            f.at(timeout).error("with a timeout of 0 every request fails", "write a duration such as 30s");
        }
        if (f.get(tokens).isEmpty()) {
            f.at(tokens).error("there is no kind of request", "write one: { chat: { input: 1200, output: 200 } }");
            return null;
        }
        double all = f.get(decode);
        double one = f.has(stream) ? f.get(stream) : all;
        if (one > all) {
            f.at(stream)
                    .error(
                            "one request cannot be faster than the whole batch, which decodes " + Quantity.number(all)
                                    + " tokens a second",
                            "write at most " + Quantity.number(all));
            return null;
        }
        double kv = f.has(cache) ? f.get(cache) : Double.POSITIVE_INFINITY;
        double least = f.get(tokens).values().stream()
                .mapToDouble(k -> k.input().mean() + k.output().mean())
                .min()
                .orElse(0);
        if (kv < least) {
            f.at(cache)
                    .error(
                            "no kind of request fits into that cache: the smallest takes " + Quantity.number(least)
                                    + " tokens in the mean",
                            "write the tokens that the cache holds, such as 400000");
            return null;
        }
        return new ServiceSpec.Llm(
                new TokenRates(f.get(prefill), all, one, kv), f.get(queue), limit, f.get(latency), f.get(tokens));
    }
}
