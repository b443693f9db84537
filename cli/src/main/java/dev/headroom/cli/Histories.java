package dev.headroom.cli;

import dev.headroom.forecast.history.Column;
import dev.headroom.forecast.history.History;
import dev.headroom.forecast.history.HistoryException;
import dev.headroom.forecast.history.HistoryReader;
import dev.headroom.simulator.Trace;
import dev.headroom.simulator.traffic.Generated;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Reads histories from files. */
final class Histories {

    private Histories() {}

    /**
     * The history in a file, or the one that a traffic file describes.
     *
     * @param err receives the problems of a traffic file
     * @throws Refusal when it cannot be read
     */
    static History read(Path file, HistoryReader.Options options, PrintWriter err) {
        if (TrafficFiles.isTraffic(file)) {
            return made(TrafficFiles.generate(file, null, err));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return HistoryReader.read(String.valueOf(file.getFileName()), in, options);
        } catch (HistoryException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            throw new Refusal(file + ": there is no such file");
        } catch (AccessDeniedException e) {
            throw new Refusal(file + ": cannot be read: permission denied");
        } catch (IOException e) {
            throw new Refusal(file + ": cannot be read: " + e.getMessage());
        }
    }

    private static History made(Generated made) {
        Trace t = made.trace();
        Map<Column, double[]> columns = new EnumMap<>(Column.class);
        columns.put(Column.REQUESTS, t.arrivals());
        if (made.hasTokens()) {
            columns.put(Column.INPUT_TOKENS, made.inputTokens());
            columns.put(Column.OUTPUT_TOKENS, made.outputTokens());
        }
        return new History(t.name(), t.startMillis(), t.bucketMillis(), columns, History.Singles.NONE, List.of());
    }

    /**
     * Columns as named on the command line: {@code requests=hits_total}, or a name alone for the requests.
     *
     * @throws Refusal when a meaning is not known
     */
    static Map<Column, String> columns(List<String> written) {
        Map<Column, String> out = new EnumMap<>(Column.class);
        for (String one : written) {
            int equals = one.indexOf('=');
            Column meaning = equals < 0 ? Column.REQUESTS : meaning(one.substring(0, equals));
            if (out.put(meaning, one.substring(equals + 1)) != null) {
                throw Refusal.ofUsage("--column: " + meaning.word() + " is named twice");
            }
        }
        return out;
    }

    private static Column meaning(String word) {
        StringJoiner known = new StringJoiner(", ");
        for (Column c : Column.values()) {
            if (c.word().equals(word.strip().toLowerCase(Locale.ROOT).replace('_', '-'))) {
                return c;
            }
            known.add(c.word());
        }
        throw Refusal.ofUsage("--column: '" + word + "' is none of " + known);
    }
}
