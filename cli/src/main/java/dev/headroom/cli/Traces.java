package dev.headroom.cli;

import dev.headroom.simulator.Trace;
import dev.headroom.simulator.TraceException;
import dev.headroom.simulator.TraceReader;
import dev.headroom.simulator.traffic.Generated;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads traces from files. */
final class Traces {

    private Traces() {}

    /**
     * The trace in a file, or the one that a traffic file describes.
     *
     * @param column the demand column; null for the first numeric one
     * @param from begin as written on the command line, or null
     * @param to end as written on the command line, or null
     * @param zone of times written without one
     * @param notes receives what was mended
     * @param err receives the problems of a traffic file
     * @throws Refusal when it cannot be read
     */
    static Trace read(
            Path file,
            @Nullable String column,
            @Nullable String from,
            @Nullable String to,
            ZoneId zone,
            List<String> notes,
            PrintWriter err) {
        TraceReader.Options options =
                new TraceReader.Options(column, optional("--from", from, zone), optional("--to", to, zone));
        Instant begin = options.from();
        Instant end = options.to();
        if (begin != null && end != null && !begin.isBefore(end)) {
            throw Refusal.ofUsage("--from " + from + " is not before --to " + to);
        }
        if (TrafficFiles.isTraffic(file)) {
            return made(file, options, err);
        }
        try (InputStream in = Files.newInputStream(file)) {
            TraceReader.Loaded loaded = TraceReader.read(String.valueOf(file.getFileName()), in, options);
            notes.addAll(loaded.notes());
            return loaded.trace();
        } catch (TraceException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            throw new Refusal(file + ": there is no such file");
        } catch (AccessDeniedException e) {
            throw new Refusal(file + ": cannot be read: permission denied");
        } catch (IOException e) {
            throw new Refusal(file + ": cannot be read: " + e.getMessage());
        }
    }

    /**
     * A whole trace with the tokens of its requests, where the file has columns {@code input_tokens} and {@code
     * output_tokens} for the same steps.
     *
     * @throws Refusal when it cannot be read
     */
    static Generated withTokens(Path file, @Nullable String column, List<String> notes, PrintWriter err) {
        Trace requests = read(file, column, null, null, ZoneOffset.UTC, notes, err);
        if (TrafficFiles.isTraffic(file) || !columns(file).containsAll(List.of("input_tokens", "output_tokens"))) {
            return new Generated(requests, new double[0], new double[0]);
        }
        List<String> known = new ArrayList<>(); // the same as of the requests
        Trace input = read(file, "input_tokens", null, null, ZoneOffset.UTC, known, err);
        Trace output = read(file, "output_tokens", null, null, ZoneOffset.UTC, known, err);
        int steps = requests.arrivals().length;
        if (input.arrivals().length != steps || output.arrivals().length != steps) {
            notes.add("the tokens are left out, since they are not there for all steps");
            return new Generated(requests, new double[0], new double[0]);
        }
        return new Generated(requests, input.arrivals(), output.arrivals());
    }

    private static List<String> columns(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return TraceReader.columns(String.valueOf(file.getFileName()), in);
        } catch (IOException e) {
            throw new Refusal(file + ": cannot be read: " + e.getMessage());
        }
    }

    private static Trace made(Path file, TraceReader.Options options, PrintWriter err) {
        try {
            return TrafficFiles.generate(file, null, err).trace(options);
        } catch (IllegalArgumentException e) {
            throw new Refusal(file + ": " + e.getMessage());
        }
    }

    private static @Nullable Instant optional(String option, @Nullable String written, ZoneId zone) {
        return written == null ? null : instant(option, written, zone);
    }

    /** A time as people write it on the command line. */
    static Instant instant(String option, String written, ZoneId zone) {
        try {
            if (!written.contains("T")) {
                return LocalDate.parse(written).atStartOfDay(zone).toInstant();
            }
            return written.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")
                    ? OffsetDateTime.parse(written).toInstant()
                    : LocalDateTime.parse(written).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw Refusal.ofUsage(option + ": '" + written
                    + "' is not a time; write 2026-01-07, 2026-01-07T12:00 or 2026-01-07T12:00Z");
        }
    }
}
