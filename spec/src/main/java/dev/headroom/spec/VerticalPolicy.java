package dev.headroom.spec;

import dev.headroom.engine.model.Signal;
import dev.headroom.engine.policy.Vertical;
import dev.headroom.engine.policy.Vertical.Size;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recommends CPU and memory per replica. */
final class VerticalPolicy extends Table<Vertical> {

    private final Key<Vertical, String> cpu =
            optional("cpu", Reference.SIGNAL, "Signal of cores used per replica.", "no advice on CPU", Vertical::cpu);
    private final Key<Vertical, String> memory = optional(
            "memory", Reference.SIGNAL, "Signal of bytes used per replica.", "no advice on memory", Vertical::memory);
    private final Key<Vertical, String> oomKills = optional(
            "oom-kills", Reference.SIGNAL, "Signal counting out-of-memory kills.", "not watched", Vertical::oomKills);
    private final Key<Vertical, Double> quantile =
            fallback("quantile", Values.QUANTILE, "Quantile of usage.", 0.9, Vertical::quantile);
    private final Key<Vertical, Double> margin =
            fallback("margin", Values.SHARE, "Safety margin.", 0.15, Vertical::margin);
    private final Key<Vertical, Duration> halfLife = fallback(
            "half-life", Values.DURATION, "After this a sample weighs half.", Duration.ofDays(1), Vertical::halfLife);
    private final Key<Vertical, List<Size>> sizes = fallback(
            "sizes",
            ListForm.of(new SizeTable()),
            "Sizes to choose from, ascending by price.",
            List.of(),
            Vertical::sizes);

    VerticalPolicy() {
        super("policy-vertical", "Vertical: recommends CPU and memory per replica; asks for no replicas.");
    }

    @Override
    @Nullable
    Vertical build(Fields f) {
        if (!f.has(cpu) && !f.has(memory)) {
            f.table().errorAtName("neither 'cpu' nor 'memory' is given", "name the signal of usage per replica");
            return null;
        }
        if (f.get(halfLife).isZero()) {
            f.at(halfLife).error("a half-life of 0 forgets everything", "write a duration such as 24h");
        }
        Signal used = Signals.named(f, memory);
        if (used != null && Level.Dimension.of(used.unit()) != Level.Dimension.BYTES) {
            f.at(memory).error("signal '" + used.name() + "' is not in bytes", "write unit: bytes at the signal");
        }
        return new Vertical(
                f.find(cpu),
                f.find(memory),
                f.find(oomKills),
                f.get(quantile),
                f.get(margin),
                f.get(halfLife),
                f.get(sizes));
    }

    private static final class SizeTable extends Table<Size> {
        private final Key<Size, String> instance = required("instance", Values.TEXT, "Its name.", Size::instance);
        private final Key<Size, Double> cores = required("cpu", Values.POSITIVE, "Cores.", Size::cores);
        private final Key<Size, Double> bytes = required("memory", Values.BYTES, "Memory.", Size::bytes);

        SizeTable() {
            super("size", "A size of replica.");
        }

        @Override
        Size build(Fields f) {
            return new Size(f.get(instance), f.get(cores), f.get(bytes));
        }
    }
}
