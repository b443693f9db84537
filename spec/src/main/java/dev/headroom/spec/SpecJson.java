package dev.headroom.spec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.headroom.engine.Decision;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.policy.Memory;

/**
 * The engine's values as JSON: state, observations and decisions, for stores, journals and the API. Times are ISO 8601 texts,
 * values that are not finite are the texts {@code NaN}, {@code Infinity} and {@code -Infinity}, and values of sealed types
 * carry their simple name as {@code type}.
 */
public final class SpecJson {

    private static final ObjectMapper MAPPER = mapper();

    private SpecJson() {}

    /** Adds the simple name as {@code type}. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
    private interface Typed {}

    private static ObjectMapper mapper() {
        JsonMapper.Builder builder = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
        for (Class<?> sealed : new Class<?>[] {Memory.class, Advice.class}) {
            builder.addMixIn(sealed, Typed.class);
            builder.registerSubtypes(sealed.getPermittedSubclasses());
        }
        return builder.build();
    }

    /** A state as JSON. */
    public static String write(WorkloadState state) {
        return json(state);
    }

    /** Observations as JSON. */
    public static String write(Observations seen) {
        return json(seen);
    }

    /** A decision as JSON. */
    public static String write(Decision decision) {
        return json(decision);
    }

    /**
     * A state from JSON.
     *
     * @throws IllegalArgumentException if the text is no state of this version's layout
     */
    public static WorkloadState readState(String json) {
        return value(json, WorkloadState.class);
    }

    /**
     * Observations from JSON.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static Observations readObservations(String json) {
        return value(json, Observations.class);
    }

    /**
     * A decision from JSON.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static Decision readDecision(String json) {
        return value(json, Decision.class);
    }

    private static String json(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T value(String json, Class<T> type) {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new IllegalArgumentException("null is no " + type.getSimpleName());
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }
}
