package dev.headroom.forecast.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** The lines of a text, plain or compressed with gzip, whatever its name says. */
public final class Lines {
    private static final int BUFFER = 1 << 16;

    private Lines() {}

    /**
     * The lines of a stream.
     *
     * @param name of the file, for messages
     * @param in its content
     * @throws HistoryException when the name says that it is compressed and it is not, or when it is a Parquet file
     * @throws java.util.zip.ZipException or {@link java.io.EOFException}, here or later, when a gzip file is damaged
     */
    public static BufferedReader of(String name, InputStream in) throws IOException {
        PushbackInputStream plain = new PushbackInputStream(in, 4);
        byte[] begin = plain.readNBytes(4);
        plain.unread(begin);
        boolean compressed = begin.length >= 2 && (begin[0] & 0xFF) == 0x1F && (begin[1] & 0xFF) == 0x8B;
        if (name.endsWith(".gz") && !compressed) {
            throw new HistoryException(name + ": is not a gzip file, though its name says so; rename or compress it");
        }
        if (begin.length == 4 && new String(begin, StandardCharsets.ISO_8859_1).equals("PAR1")) {
            throw new HistoryException(name + ": is a Parquet file, which is not read; write it as CSV first, with"
                    + " DuckDB: duckdb -c \"COPY (FROM 'history.parquet') TO 'history.csv'\"");
        }
        InputStream text = compressed ? new GZIPInputStream(plain, BUFFER) : plain;
        return new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8), BUFFER);
    }
}
