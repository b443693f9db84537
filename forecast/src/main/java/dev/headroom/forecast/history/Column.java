package dev.headroom.forecast.history;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is known of each step. Only the requests are needed. */
public enum Column {
    /** Demand: requests, items, bits; whatever is to be served. */
    REQUESTS,
    /** How long requests took, in any unit. */
    LATENCY,
    /** Requests that failed. */
    ERRORS,
    /** Requests answered by a cache. */
    CACHE_HITS,
    /** Tokens of the prompts. */
    INPUT_TOKENS,
    /** Tokens of the answers. */
    OUTPUT_TOKENS;

    /** The word for it on the command line and in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The column that a written name is known for, or null. */
    public static @Nullable Column of(String written) {
        return switch (written.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_")) {
            case "requests", "request_count", "requests_total", "http_requests", "http_requests_total", "rps", "qps" ->
                REQUESTS;
            case "latency",
                    "latency_ms",
                    "latency_s",
                    "latency_seconds",
                    "response_time",
                    "response_time_ms",
                    "duration_ms" -> LATENCY;
            case "errors", "error_count", "errors_total", "failures", "failed", "5xx" -> ERRORS;
            case "cache_hits",
                    "cache_hits_total",
                    "hits",
                    "cache_hit_ratio",
                    "cache_hit_rate",
                    "hit_ratio",
                    "hit_rate" -> CACHE_HITS;
            case "input_tokens", "prompt_tokens", "tokens_in", "context_tokens" -> INPUT_TOKENS;
            case "output_tokens", "completion_tokens", "generated_tokens", "tokens_out" -> OUTPUT_TOKENS;
            default -> null;
        };
    }

    /** Whether a column of that name holds a rate per second instead of a count per step. */
    public static boolean isPerSecond(String written) {
        String c = written.toLowerCase(Locale.ROOT);
        return c.endsWith("per_s")
                || c.endsWith("per_second")
                || c.endsWith("per_sec")
                || c.endsWith("/s")
                || c.equals("rps")
                || c.equals("qps");
    }

    /** Whether a column of that name holds a share of the requests instead of a number of them. */
    static boolean isRatio(String written) {
        String c = written.toLowerCase(Locale.ROOT);
        return c.contains("ratio") || c.endsWith("hit_rate") || c.endsWith("error_rate");
    }
}
