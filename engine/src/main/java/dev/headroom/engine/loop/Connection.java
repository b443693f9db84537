package dev.headroom.engine.loop;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a connector is opened with.
 *
 * @param name of the source or notifier in the spec, or of the workload whose target it is
 * @param options the keys of the spec besides {@code type}, each as its form reads it: texts, durations, numbers, lists and
 *     mappings of texts
 * @param token of the lease under which orders are given, larger for every later holder; 0 where no orders are given
 * @param state path of the folder for what the connector must remember; nobody else writes there, and it need not exist yet
 * @param base path of the folder that relative paths in the options start from
 * @param environment the variables that name secrets
 * @param clock the time
 */
public record Connection(
        String name,
        Map<String, Object> options,
        long token,
        String state,
        String base,
        Environment environment,
        InstantSource clock) {

    /** Variables of the process' environment. */
    @FunctionalInterface
    public interface Environment {
        /** The value of a variable; null when it is not set. */
        @Nullable
        String get(String variable);
    }

    public Connection {
        options = Map.copyOf(options);
    }

    /** A text, if the key is there. */
    public Optional<String> text(String key) {
        return Optional.ofNullable(options.get(key)).map(Object::toString);
    }

    /** A text that must be there. */
    public String must(String key) {
        return text(key).orElseThrow(() -> new IllegalArgumentException("'" + name + "' needs '" + key + "'"));
    }

    /** A duration. */
    public Duration duration(String key, Duration fallback) {
        return options.get(key) instanceof Duration d ? d : fallback;
    }

    /** A number. */
    public double number(String key, double fallback) {
        return options.get(key) instanceof Number n ? n.doubleValue() : fallback;
    }

    /** A whole number. */
    public int count(String key, int fallback) {
        return options.get(key) instanceof Number n ? n.intValue() : fallback;
    }

    /** A switch. */
    public boolean is(String key, boolean fallback) {
        return options.get(key) instanceof Boolean b ? b : fallback;
    }

    /** A list of texts; a single text is a list of one; empty without the key. */
    public List<String> texts(String key) {
        return switch (options.get(key)) {
            case null -> List.of();
            case List<?> list -> list.stream().map(Object::toString).toList();
            case Object one -> List.of(one.toString());
        };
    }

    /** A mapping of texts; empty without the key. */
    public Map<String, String> mapping(String key) {
        if (!(options.get(key) instanceof Map<?, ?> map)) {
            return Map.of();
        }
        Map<String, String> out = new java.util.TreeMap<>();
        map.forEach((k, v) -> out.put(k.toString(), v.toString()));
        return out;
    }

    /** A path, relative ones from {@link #base}; {@code base} itself without the key. */
    public String path(String key) {
        return text(key).map(p -> p.startsWith("/") ? p : base + "/" + p).orElse(base);
    }

    /**
     * The secret in the environment variable that an option names.
     *
     * @return empty without the option
     * @throws IllegalArgumentException if the option names a variable that is not set or blank
     */
    public Optional<String> secret(String key) {
        Optional<String> variable = text(key);
        if (variable.isEmpty()) {
            return Optional.empty();
        }
        String value = environment.get(variable.get());
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("'" + name + "' takes its secret from the environment variable "
                    + variable.get() + ", which is not set");
        }
        return Optional.of(value);
    }
}
