package dev.headroom.cli;

import dev.headroom.simulator.Trace;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --trace} and {@code --column}, of commands that read one trace: {@code @Mixin private final TraceOptions traffic}. */
final class TraceOptions {

    @Option(
            names = "--trace",
            required = true,
            paramLabel = "FILE",
            description = "Recorded demand: a .csv or .csv.gz file; or a .yaml file that describes traffic.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path file;

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description = "The trace's demand column. Default: the first numeric one after the time.")
    private @Nullable String column;

    /** The trace between two times as written on the command line, or all of it; see {@link Traces#read}. */
    Trace read(@Nullable String from, @Nullable String to, ZoneId zone, List<String> notes, PrintWriter err) {
        return Traces.read(file, column, from, to, zone, notes, err);
    }
}
