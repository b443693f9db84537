package dev.headroom.journal;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.loop.Store.Entry;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.policy.Memory;
import java.util.List;

/**
 * The values of the engine as JSON, and back, to the bit: doubles in their shortest exact form, what is not a number as the
 * texts {@code "NaN"} and {@code "Infinity"}, times in ISO 8601. What a policy remembers and what a decision advises carry
 * the name of their kind in the key {@code kind}.
 */
public final class EngineJson {

    /** Nothing that the engine remembers is larger; what is, is damaged. */
    private static final int MOST_CHARACTERS = 64 << 20;

    private static final ObjectMapper MAPPER = mapper();

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    private interface Kinds {}

    /**
     * What of a decision is of interest to readers and not found in columns.
     *
     * @param seen what was seen
     * @param reasons every step of the evaluation
     * @param advice what was asked of others
     */
    public record Details(Observations seen, List<Reason> reasons, List<Advice> advice) {}

    private EngineJson() {}

    /** A value of the engine: a state, observations, an entry of the journal, reasons, an advice. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("values of the engine can always be written: " + e.getMessage(), e);
        }
    }

    /**
     * The state of a workload.
     *
     * @throws IllegalArgumentException if the text is not one
     */
    public static WorkloadState state(String json) {
        return read(json, WorkloadState.class);
    }

    /**
     * Observations.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static Observations observations(String json) {
        return read(json, Observations.class);
    }

    /**
     * An entry of the journal.
     *
     * @throws IllegalArgumentException if the text is not one
     */
    public static Entry entry(String json) {
        return read(json, Entry.class);
    }

    /**
     * The details of a decision.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static Details details(String json) {
        return read(json, Details.class);
    }

    /**
     * The reasons of a decision.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static List<Reason> reasons(String json) {
        return List.of(read(json, Reason[].class));
    }

    /**
     * What a decision advises.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static List<Advice> advice(String json) {
        return List.of(read(json, Advice[].class));
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new IllegalArgumentException("the JSON is null where a " + type.getSimpleName() + " is expected");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "not the JSON of a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    private static ObjectMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(MOST_CHARACTERS)
                        .maxDocumentLength(MOST_CHARACTERS)
                        .build())
                .build();
        JsonMapper mapper = JsonMapper.builder(factory)
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(MapperFeature.AUTO_DETECT_GETTERS, MapperFeature.AUTO_DETECT_IS_GETTERS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
                .addMixIn(Memory.class, Kinds.class)
                .addMixIn(Advice.class, Kinds.class)
                .build();
        mapper.registerSubtypes(Memory.class.getPermittedSubclasses());
        mapper.registerSubtypes(Advice.class.getPermittedSubclasses());
        return mapper;
    }
}
