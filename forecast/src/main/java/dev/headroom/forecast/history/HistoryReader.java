package dev.headroom.forecast.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads histories: CSV with a header line, JSON lines (an object a line), a JSON array of objects, or the reply to a
 * Prometheus range query; each of them plain or compressed with gzip. Which of them it is, the text itself tells.
 *
 * <p>The column of times is the one called {@code timestamp}, {@code time}, {@code ts}, {@code date} or {@code datetime},
 * else the first. The other columns are known by their names (see {@link Column}) or by {@link Options#columns()}; if none
 * is known for the requests, the first column of numbers that is not known for something else has them. If there is none
 * either, or the name of the file contains {@code _events}, each line is a request.
 */
public final class HistoryReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_REPLY = 256 << 20;

    /**
     * What to read, and how.
     *
     * @param zone of times without an offset
     * @param columns names of columns that their name alone does not tell
     * @param from earlier lines are left out; null for none
     * @param to lines from here on are left out; null for none
     */
    public record Options(
            ZoneId zone,
            Map<Column, String> columns,
            @Nullable Instant from,
            @Nullable Instant to) {
        public Options {
            columns = Map.copyOf(columns);
        }

        /** Everything, by the names of the columns. */
        public static Options in(ZoneId zone) {
            return new Options(zone, Map.of(), null, null);
        }
    }

    private HistoryReader() {}

    /**
     * Reads a stream.
     *
     * @param name of the source, for messages and for {@code _events}
     * @param in its content
     * @throws HistoryException when it cannot be read as a history
     */
    public static History read(String name, InputStream in, Options options) throws IOException {
        try (BufferedReader lines = Lines.of(name, in)) {
            int number = 0;
            String first;
            do {
                first = lines.readLine();
                number++;
            } while (first != null && first.isBlank());
            if (first == null) {
                throw new HistoryException(name + ": is empty; a history is CSV with a header, or JSON lines");
            }
            String begin = first.replace("\uFEFF", "").strip();
            if (begin.startsWith("[") || begin.replace(" ", "").startsWith("{\"status\":") || begin.equals("{")) {
                return document(name, first, lines, options);
            }
            RowBuilder rows = new RowBuilder(name, options);
            if (begin.startsWith("{")) {
                jsonLines(rows, first, number, lines);
            } else {
                csv(rows, begin, number, lines);
            }
            return rows.history();
        } catch (EOFException | ZipException e) {
            throw new HistoryException(name + ": is a gzip file that is cut off or damaged: " + e.getMessage());
        }
    }

    private static void csv(RowBuilder rows, String header, int number, BufferedReader lines) throws IOException {
        char separator = header.indexOf(',') < 0 && header.indexOf(';') > 0 ? ';' : ',';
        if (header.indexOf(separator) < 0 && header.indexOf('\t') > 0) {
            separator = '\t';
        }
        rows.header(cells(header, separator), number);
        String line;
        while ((line = lines.readLine()) != null) {
            number++;
            if (!line.isBlank()) {
                rows.row(cells(line, separator), number);
            }
        }
    }

    /** The cells of a line; a quoted cell may hold the separator, and a doubled quote stands for one. */
    private static String[] cells(String line, char separator) {
        List<String> out = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    cell.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == separator && !quoted) {
                out.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        out.add(cell.toString().strip());
        return out.toArray(String[]::new);
    }

    private static void jsonLines(RowBuilder rows, String first, int number, BufferedReader lines) throws IOException {
        String[] header = null;
        for (String line = first; line != null; line = lines.readLine(), number++) {
            if (line.isBlank()) {
                continue;
            }
            JsonNode node;
            try {
                node = JSON.readTree(line);
            } catch (JsonProcessingException e) {
                throw HistoryException.at(
                        rows.name(), number, "is not a JSON object: '" + HistoryException.shortened(line) + "'");
            }
            header = object(rows, header, node, number);
        }
    }

    private static String[] object(RowBuilder rows, String @Nullable [] known, JsonNode node, int number) {
        if (!node.isObject()) {
            throw HistoryException.at(
                    rows.name(), number, "is not a JSON object: '" + HistoryException.shortened(node.toString()) + "'");
        }
        String[] header = known;
        if (header == null) {
            List<String> names = new ArrayList<>();
            for (Iterator<String> i = node.fieldNames(); i.hasNext(); ) {
                names.add(i.next());
            }
            header = names.toArray(String[]::new);
            rows.header(header, number);
        }
        String[] cells = new String[header.length];
        for (int i = 0; i < header.length; i++) {
            JsonNode value = node.path(header[i]);
            cells[i] = value.isMissingNode() || value.isNull() ? "" : value.asText();
        }
        rows.row(cells, number);
        return header;
    }

    private static History document(String name, String first, BufferedReader lines, Options options)
            throws IOException {
        StringBuilder text = new StringBuilder(first);
        char[] more = new char[1 << 16];
        int n;
        while ((n = lines.read(more)) >= 0) {
            text.append(more, 0, n);
            if (text.length() > LONGEST_REPLY) {
                throw new HistoryException(name + ": is longer than " + (LONGEST_REPLY >> 20)
                        + " MB, too long for one JSON document; write JSON lines");
            }
        }
        JsonNode root;
        try {
            root = JSON.readTree(text.toString());
        } catch (JsonProcessingException e) {
            throw new HistoryException(name + ": is not JSON: " + HistoryException.shortened(e.getOriginalMessage()));
        }
        if (root.isArray()) {
            RowBuilder rows = new RowBuilder(name, options);
            String[] header = null;
            int number = 0;
            for (JsonNode node : root) {
                header = object(rows, header, node, ++number);
            }
            return rows.history();
        }
        return PrometheusReply.history(name, List.of(root), false, options);
    }
}
