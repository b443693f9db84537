package dev.headroom.spec;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Signal;
import org.jspecify.annotations.Nullable;

/** Looks up the signals that policies name, and those they mean without naming them. */
final class Signals {

    private Signals() {}

    /** The signal a key names; null when it is defined but could not be read, which has been reported. */
    static @Nullable Signal named(Fields f, Key<?, String> key) {
        String name = f.find(key);
        return name == null ? null : f.reading().signal(name);
    }

    /** The signal a key names, or the only sensible one by meaning; null after reporting that there is none. */
    static @Nullable Signal named(Fields f, Key<?, String> key, Measure... meanings) {
        if (f.has(key)) {
            return named(f, key);
        }
        for (Measure m : meanings) {
            Signal s = f.reading().measuring(m);
            if (s != null) {
                return s;
            }
        }
        if (f.reading().signals().size() == f.reading().signalNames().size()) {
            f.table()
                    .errorAtName(
                            "no signal is named, and none measures "
                                    + meanings[0]
                                            .name()
                                            .toLowerCase(java.util.Locale.ROOT)
                                            .replace('_', '-'),
                            f.reading().signalNames().isEmpty()
                                    ? "define one under signals"
                                    : "add signal: "
                                            + String.join(" or ", f.reading().signalNames()));
        }
        return null;
    }

    /** A level of a signal; NaN after reporting that it cannot be one. */
    static double level(Fields f, Key<?, Level> key, Signal signal) {
        return f.get(key).of(signal);
    }
}
