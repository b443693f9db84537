package dev.headroom.cli;

import dev.headroom.simulator.Trace;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;

/** Reads recorded interruptions of spot machines: files that a spec names, beside it. */
interface Recorded {

    /**
     * The machines taken back in each step.
     *
     * @throws Refusal when the file cannot be read
     */
    Trace read(String file);

    /** Those beside a spec. */
    static Recorded beside(Path spec, PrintWriter err) {
        return file -> Traces.read(spec.resolveSibling(file), null, null, null, ZoneOffset.UTC, new ArrayList<>(), err);
    }
}
