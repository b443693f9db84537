package dev.headroom.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.engine.Decision;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.WorkloadState.PolicyMemory;
import dev.headroom.engine.WorkloadState.SignalMemory;
import dev.headroom.engine.guardrail.GuardrailMemory;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Forecast;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Replica;
import dev.headroom.engine.model.Window;
import dev.headroom.engine.policy.Memory;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecJsonTest {

    /** Random values of records by their components, so that memory of policies yet to come is tested as well. */
    private record Maker(Random random) {

        Object make(Type type) {
            if (type instanceof ParameterizedType p && p.getRawType() == List.class) {
                List<Object> out = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    out.add(make(p.getActualTypeArguments()[0]));
                }
                return List.copyOf(out);
            }
            Class<?> c = (Class<?>) (type instanceof ParameterizedType p ? p.getRawType() : type);
            if (c == int.class || c == Integer.class) {
                return random.nextInt(2000) - 1;
            }
            if (c == long.class || c == Long.class) {
                return random.nextInt(10) == 0 ? Long.MIN_VALUE : random.nextLong() >>> 12;
            }
            if (c == double.class || c == Double.class) {
                double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE};
                return random.nextInt(5) == 0 ? odd[random.nextInt(odd.length)] : random.nextGaussian() * 1e6;
            }
            if (c == boolean.class) {
                return random.nextBoolean();
            }
            if (c == String.class) {
                return List.of("", "web", "a \"quoted\" name", "ü → 𝄞\n").get(random.nextInt(4));
            }
            if (c == Instant.class) {
                return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
            }
            if (c == Duration.class) {
                return Duration.ofMillis(random.nextInt(1_000_000));
            }
            if (c == Window.class) {
                int n = random.nextInt(5);
                return new Window(
                        random.longs(n, 0, 1L << 41).sorted().toArray(),
                        random.doubles(n).toArray());
            }
            if (c.isEnum()) {
                return c.getEnumConstants()[random.nextInt(c.getEnumConstants().length)];
            }
            if (c.isSealed()) {
                Class<?>[] all = c.getPermittedSubclasses();
                return make(all[random.nextInt(all.length)]);
            }
            if (c.isArray()) {
                Object out = Array.newInstance(c.getComponentType(), random.nextInt(4));
                for (int i = 0; i < Array.getLength(out); i++) {
                    Array.set(out, i, make(c.getComponentType()));
                }
                return out;
            }
            if (c.isRecord()) {
                return record(c);
            }
            throw new IllegalArgumentException("cannot make a " + type);
        }

        private Object record(Class<?> c) {
            RecordComponent[] components = c.getRecordComponents();
            Object[] values =
                    Arrays.stream(components).map(x -> make(x.getGenericType())).toArray();
            try {
                Constructor<?> constructor = c.getDeclaredConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
                return constructor.newInstance(values);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        WorkloadState state() {
            List<PolicyMemory> policies = new ArrayList<>();
            for (Class<?> memory : Memory.class.getPermittedSubclasses()) {
                policies.add(new PolicyMemory(memory.getSimpleName(), (Memory) make(memory)));
            }
            policies.add(new PolicyMemory("none", null));
            return new WorkloadState(
                    WorkloadState.VERSION,
                    random.nextBoolean() ? null : (Instant) make(Instant.class),
                    List.of((SignalMemory) make(SignalMemory.class), (SignalMemory) make(SignalMemory.class)),
                    policies,
                    random.nextInt(4) == 0 ? GuardrailMemory.EMPTY : (GuardrailMemory) make(GuardrailMemory.class));
        }
    }

    @Property(tries = 200)
    void statesSurvive(@ForAll long seed) {
        WorkloadState state = new Maker(new Random(seed)).state();
        String json = SpecJson.write(state);
        assertThat(SpecJson.readState(json)).isEqualTo(state);
        assertThat(SpecJson.write(SpecJson.readState(json))).isEqualTo(json);
    }

    @Property(tries = 100)
    void decisionsSurvive(@ForAll long seed) {
        Maker maker = new Maker(new Random(seed));
        List<Advice> advice = new ArrayList<>();
        for (Class<?> kind : Advice.class.getPermittedSubclasses()) {
            if (kind.isRecord()) {
                advice.add((Advice) maker.make(kind));
            }
        }
        assertThat(advice).hasSizeGreaterThan(4);
        Decision decision = new Decision(
                Instant.parse("2026-11-21T06:00:00.123456789Z"),
                3,
                5,
                List.of((Reason) maker.make(Reason.class), (Reason) maker.make(Reason.class)),
                advice,
                maker.state());
        assertThat(SpecJson.readDecision(SpecJson.write(decision))).isEqualTo(decision);
    }

    @Test
    void observationsSurvive() {
        Instant now = Instant.parse("2026-11-21T06:00:00Z");
        Observations seen = new Observations(
                new Fleet(5, 3, 1, 1, 1, List.of(new Replica(Replica.Phase.BOOTING, now, null))),
                List.of(Reading.of(12.5, now, 3), Reading.missing("no sample"), Reading.failed("timeout")),
                Map.of(
                        "rps",
                        new Forecast(
                                "rps",
                                "seasonal",
                                now,
                                now,
                                Duration.ofMinutes(5),
                                new double[] {0.5, 0.9},
                                new double[][] {{1, 2}, {3, 4}},
                                Double.NaN)),
                Map.of("api", 4),
                new Observations.Spending(1.5, 20, 300),
                List.of(new ManualOverride(ManualOverride.Kind.PIN, 7, now.plusSeconds(60), "ann", "incident")));
        assertThat(SpecJson.readObservations(SpecJson.write(seen))).isEqualTo(seen);
    }

    @Test
    void typesAndTimesAreReadable() {
        WorkloadState state = new WorkloadState(
                1, Instant.parse("2026-11-21T06:00:00Z"), List.of(), List.of(), GuardrailMemory.EMPTY);
        assertThat(SpecJson.write(state)).startsWith("{\"version\":1,\"decidedAt\":\"2026-11-21T06:00:00Z\"");
        assertThat(SpecJson.write(new Decision(
                        Instant.EPOCH,
                        1,
                        1,
                        List.of(),
                        List.of(new Advice.Shed("batch", "budget")),
                        WorkloadState.INITIAL)))
                .contains("{\"type\":\"Shed\",\"workload\":\"batch\",\"why\":\"budget\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "{\"version\":1}", "[]", "{\"version\":1,\"unknown\":2}"})
    void whatIsNoStateIsRefused(String json) {
        assertThatThrownBy(() -> SpecJson.readState(json)).isInstanceOf(IllegalArgumentException.class);
    }
}
