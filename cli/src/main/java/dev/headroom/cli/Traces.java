package dev.headroom.cli;

import dev.headroom.simulator.Trace;
import dev.headroom.simulator.TraceException;
import dev.headroom.simulator.TraceReader;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads traces from files. */
final class Traces {

    private Traces() {}

    /**
     * The trace in a file.
     *
     * @param column the demand column; null for the first numeric one
     * @param from begin as written on the command line, or null
     * @param to end as written on the command line, or null
     * @param zone of times written without one
     * @param notes receives what was mended
     * @throws Refusal when it cannot be read
     */
    static Trace read(
            Path file,
            @Nullable String column,
            @Nullable String from,
            @Nullable String to,
            ZoneId zone,
            List<String> notes) {
        TraceReader.Options options =
                new TraceReader.Options(column, optional("--from", from, zone), optional("--to", to, zone));
        Instant begin = options.from();
        Instant end = options.to();
        if (begin != null && end != null && !begin.isBefore(end)) {
            throw Refusal.ofUsage("--from " + from + " is not before --to " + to);
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
