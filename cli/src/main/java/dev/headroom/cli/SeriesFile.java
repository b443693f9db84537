package dev.headroom.cli;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads files of many series in the format of the M4 competition: a header, then a line a series with its id and values. */
final class SeriesFile {

    private SeriesFile() {}

    /**
     * The series of a file by id, in order. Missing values inside a series (empty, NA) are NaN; those at its end are not there.
     *
     * @throws Refusal when it cannot be read; all wrong lines at once, the first ten of them
     */
    static Map<String, double[]> read(Path file) {
        Map<String, double[]> series = new LinkedHashMap<>();
        StringBuilder problems = new StringBuilder();
        int wrong = 0;
        try (InputStream in = Files.newInputStream(file);
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(unpacked(new PushbackInputStream(in, 2)), StandardCharsets.UTF_8))) {
            int number = 1;
            lines.readLine();
            String line;
            while ((line = lines.readLine()) != null) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                String[] cells = line.replace("\"", "").split(",", -1);
                try {
                    if (series.put(cells[0].strip(), values(cells)) != null) {
                        throw new IllegalArgumentException("there is another series '" + cells[0].strip() + "' before");
                    }
                } catch (IllegalArgumentException e) {
                    if (wrong++ < 10) {
                        problems.append('\n')
                                .append(file)
                                .append(':')
                                .append(number)
                                .append(": ")
                                .append(e.getMessage());
                    }
                }
            }
        } catch (NoSuchFileException e) {
            throw new Refusal(file + ": there is no such file");
        } catch (EOFException | ZipException e) {
            throw new Refusal(file + ": is a gzip file that is cut off or damaged: " + e.getMessage());
        } catch (IOException e) {
            throw new Refusal(file + ": cannot be read: " + e.getMessage());
        }
        if (wrong > 0) {
            throw new Refusal(wrong + " wrong lines" + problems);
        }
        if (series.isEmpty()) {
            throw new Refusal(
                    file + ": there is no series in it; the first line is a header, then comes a line a series:"
                            + " its id and its values, separated by commas");
        }
        return series;
    }

    private static InputStream unpacked(PushbackInputStream in) throws IOException {
        byte[] begin = in.readNBytes(2);
        in.unread(begin);
        boolean gzip = begin.length == 2 && (begin[0] & 0xFF) == 0x1F && (begin[1] & 0xFF) == 0x8B;
        return gzip ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private static double[] values(String[] cells) {
        double[] values = new double[cells.length - 1];
        int size = 0;
        for (int i = 1; i < cells.length; i++) {
            String cell = cells[i].strip();
            if (cell.isEmpty() || cell.equalsIgnoreCase("NA") || cell.equalsIgnoreCase("NaN")) {
                values[i - 1] = Double.NaN;
                continue;
            }
            try {
                values[i - 1] = Double.parseDouble(cell);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("value " + i + " of series '" + cells[0].strip()
                        + "' is no number: '" + (cell.length() > 30 ? cell.substring(0, 30) + "…" : cell) + "'");
            }
            if (Double.isInfinite(values[i - 1])) {
                throw new IllegalArgumentException("value " + i + " of series '" + cells[0].strip() + "' is infinite");
            }
            size = i;
        }
        if (size == 0) {
            throw new IllegalArgumentException("series '" + cells[0].strip() + "' has no values");
        }
        return Arrays.copyOf(values, size);
    }

    /** The names of series in one file but not in another, the first few, for messages. */
    static String missing(Map<String, double[]> from, Map<String, double[]> in) {
        var names = new ArrayList<String>();
        from.keySet().stream().filter(id -> !in.containsKey(id)).limit(5).forEach(names::add);
        return String.join(", ", names);
    }
}
