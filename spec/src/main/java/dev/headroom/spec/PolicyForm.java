package dev.headroom.spec;

import dev.headroom.engine.Workload.Weighted;
import dev.headroom.engine.policy.CapacityModel;
import dev.headroom.engine.policy.CompositeScore;
import dev.headroom.engine.policy.ConcurrencyPanic;
import dev.headroom.engine.policy.Expression;
import dev.headroom.engine.policy.HeldThresholds;
import dev.headroom.engine.policy.Policy;
import dev.headroom.engine.policy.Predictive;
import dev.headroom.engine.policy.Pressure;
import dev.headroom.engine.policy.QueueBacklog;
import dev.headroom.engine.policy.Scheduled;
import dev.headroom.engine.policy.StepScaling;
import dev.headroom.engine.policy.TargetTracking;
import dev.headroom.engine.policy.Vertical;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An item of a workload's policies: a mapping with the policy's name as its one key, beside an optional weight. */
final class PolicyForm extends Form<Weighted> {

    static final PolicyForm ITEM = new PolicyForm();

    private record Kind<P extends Policy>(Class<P> type, Form<P> form) {
        @Nullable
        Object written(Policy p, Writing to) {
            return type.isInstance(p) ? form.write(type.cast(p), to) : null;
        }
    }

    private final Map<String, Kind<?>> kinds = new LinkedHashMap<>();

    private PolicyForm() {
        kinds.put("target", new Kind<>(TargetTracking.class, new TargetPolicy()));
        kinds.put("step", new Kind<>(StepScaling.class, new StepPolicy()));
        kinds.put("threshold", new Kind<>(HeldThresholds.class, new ThresholdPolicy()));
        kinds.put("backlog", new Kind<>(QueueBacklog.class, new BacklogPolicy()));
        kinds.put("concurrency", new Kind<>(ConcurrencyPanic.class, new ConcurrencyPolicy()));
        kinds.put("schedule", new Kind<>(Scheduled.class, SchedulePolicy.FORM));
        kinds.put("predict", new Kind<>(Predictive.class, new PredictPolicy()));
        kinds.put("score", new Kind<>(CompositeScore.class, new ScorePolicy()));
        kinds.put("pressure", new Kind<>(Pressure.class, new PressurePolicy()));
        kinds.put("expression", new Kind<>(Expression.class, ExpressionPolicy.FORM));
        kinds.put("capacity", new Kind<>(CapacityModel.class, CapacityPolicy.TABLE));
        kinds.put("auto", new Kind<>(CapacityModel.class, CapacityPolicy.TABLE));
        kinds.put("vertical", new Kind<>(Vertical.class, new VerticalPolicy()));
    }

    @Override
    @Nullable
    Weighted read(Cursor at) {
        if (at.isScalar()) {
            return bare(at);
        }
        Map<String, Cursor> entries = at.entries(noun());
        if (entries == null) {
            return null;
        }
        double weight = 1;
        boolean broken = false;
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, Cursor> e : entries.entrySet()) {
            if (e.getKey().equals("weight")) {
                Double w = Values.POSITIVE.read(e.getValue());
                broken |= w == null;
                weight = w == null ? 1 : w;
            } else if (kinds.containsKey(e.getKey())) {
                names.add(e.getKey());
            } else {
                e.getValue()
                        .errorAtName(
                                "there is no policy '" + e.getKey() + "'", Nearest.mend(e.getKey(), kinds.keySet()));
                broken = true;
            }
        }
        Policy policy = null;
        for (String name : names) {
            Cursor place = entries.get(name);
            Kind<?> kind = kinds.get(name);
            if (place != null && kind != null) {
                if (place.isNothing() && !kind.form().maybeNothing()) {
                    place.errorAtName(
                            "'" + name + "' has no value",
                            "write " + kind.form().noun());
                } else {
                    policy = kind.form().read(place);
                }
            }
        }
        if (names.size() > 1) {
            at.errorAtName("one item holds the policies " + String.join(" and ", names), "begin each policy with '- '");
            return null;
        }
        if (names.isEmpty() && !broken) {
            at.errorAtName("the item names no policy", "valid here: " + String.join(", ", kinds.keySet()));
        }
        return policy == null || broken ? null : new Weighted(policy, weight);
    }

    private @Nullable Weighted bare(Cursor at) {
        String name = at.text("the name of a policy");
        Kind<?> kind = name == null ? null : kinds.get(name);
        if (kind == null) {
            at.error("there is no policy '" + name + "'", Nearest.mend(String.valueOf(name), kinds.keySet()));
            return null;
        }
        if (!kind.form().maybeNothing()) {
            at.error(
                    "policy '" + name + "' needs keys",
                    "write '" + name + ":' and " + kind.form().noun());
            return null;
        }
        return name != null && (name.equals("auto") || name.equals("capacity"))
                ? new Weighted(CapacityPolicy.DEFAULT, 1)
                : null;
    }

    @Override
    Object write(Weighted value, Writing to) {
        Map<String, Object> out = new LinkedHashMap<>();
        for (Map.Entry<String, Kind<?>> e : kinds.entrySet()) {
            Object written = e.getValue().written(value.policy(), to);
            if (written != null) {
                out.put(e.getKey(), written);
                break;
            }
        }
        if (value.weight() != 1) {
            out.put("weight", Values.POSITIVE.format(value.weight()));
        }
        return out;
    }

    @Override
    Map<String, Object> schema(Schemas schemas) {
        Map<String, Object> properties = new LinkedHashMap<>();
        kinds.forEach((name, kind) -> {
            Map<String, Object> schema = kind.form().schema(schemas);
            properties.put(
                    name,
                    kind.form().maybeNothing()
                            ? Schemas.of("anyOf", List.of(schema, Schemas.of("type", "null")))
                            : schema);
        });
        properties.put("weight", Values.POSITIVE.schema(schemas));
        return Schemas.of(
                "anyOf",
                List.of(
                        Schemas.of("enum", List.of("capacity", "auto")),
                        Schemas.of(
                                "type",
                                "object",
                                "properties",
                                properties,
                                "additionalProperties",
                                false,
                                "minProperties",
                                1,
                                "maxProperties",
                                2)));
    }

    @Override
    String kind() {
        return "policy";
    }

    @Override
    String noun() {
        return "a policy such as 'target: { … }'";
    }

    @Override
    void tables(Consumer<Table<?>> visitor) {
        kinds.values().forEach(k -> k.form().tables(visitor));
    }

    /** The names of all policies and what each takes, for the reference. */
    Map<String, String> names() {
        Map<String, String> out = new LinkedHashMap<>();
        kinds.forEach((name, kind) -> out.put(name, kind.form().kind()));
        return out;
    }
}
