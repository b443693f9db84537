package dev.headroom.interop;

import dev.headroom.engine.Workload.Weighted;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.engine.policy.Policy;
import dev.headroom.spec.WorkloadSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A workload as exporters look at it, with the losses that they meet.
 *
 * @param spec the workload
 * @param losses where losses are collected
 */
record Subject(WorkloadSpec spec, List<Loss> losses) {

    Subject(WorkloadSpec spec) {
        this(spec, new ArrayList<>());
    }

    String name() {
        return spec.workload().name();
    }

    /** The name as Kubernetes and AWS take it: lower case, digits and dashes. */
    String label() {
        String label =
                name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-").replaceAll("^-+|-+$", "");
        return label.isEmpty() ? "workload" : label;
    }

    Guardrails guardrails() {
        return spec.workload().guardrails();
    }

    int min() {
        return guardrails().bounds().min();
    }

    int max() {
        return guardrails().bounds().max();
    }

    boolean targets(String type) {
        return spec.target().type().equals(type);
    }

    /** Whether it is scaled by a system, told as a loss where it is not. */
    boolean fits(String type, Gap otherwise) {
        if (!targets(type)) {
            lost(otherwise, spec.target().type());
            return false;
        }
        return true;
    }

    /** Whether it is a queue that jobs of Kubernetes work off, each of which ends. */
    boolean job() {
        return targets("kubernetes") && option("kind", "Deployment").equals("Job");
    }

    /** The image of its containers, which a spec does not name. */
    String image() {
        return "registry.example.com/" + label() + ":replace-me";
    }

    /**
     * The documents of several workloads one after the other, and what could not be said of any.
     *
     * @param write the documents of one; none when the format does not fit it, which it then has told as a loss
     */
    static Exported each(List<WorkloadSpec> workloads, Function<Subject, List<Document>> write) {
        List<Document> documents = new ArrayList<>();
        List<Loss> losses = new ArrayList<>();
        for (WorkloadSpec one : workloads) {
            documents.addAll(write.apply(new Subject(one, losses)));
        }
        return new Exported(documents, losses);
    }

    /** An option of the target, or what stands for it. */
    String option(String key, String fallback) {
        Object value = spec.target().options().get(key);
        return value == null ? fallback : value.toString();
    }

    /** The policies of a kind, in order. */
    <P extends Policy> List<P> policies(Class<P> kind) {
        return spec.workload().policies().stream()
                .map(Weighted::policy)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** A signal that a policy names. */
    Signal signal(String name) {
        return spec.workload().signals().stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("workload " + name() + " has no signal '" + name + "'"));
    }

    /** The resource of a pod that a signal measures; empty for none, such as for graphics processors. */
    static String resource(Signal s) {
        boolean graphics = (s.name() + " " + s.query()).toLowerCase(Locale.ROOT).contains("gpu");
        return graphics
                ? ""
                : s.measures() == Measure.UTILISATION ? "cpu" : s.measures() == Measure.MEMORY ? "memory" : "";
    }

    /** A query that is a plain name is the metric's name; anything else must be served under the signal's own. */
    static String metric(Signal s) {
        return s.query().matches("[a-zA-Z_:][a-zA-Z0-9_:.-]*") ? s.query() : s.name();
    }

    /** A value in base units as the signal's source delivers it. */
    static double delivered(Unit unit, double base) {
        return base / unit.toBase(1);
    }

    /** As people write a number: without noise of binary fractions, without an exponent. */
    static String number(double value) {
        BigDecimal d =
                new BigDecimal(value).round(new java.math.MathContext(12)).stripTrailingZeros();
        return d.toPlainString();
    }

    void lost(Gap gap, String detail) {
        losses.add(new Loss(name(), gap, detail));
    }
}
