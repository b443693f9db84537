package dev.headroom.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An output that remembers when something could not be written, which a {@link java.io.PrintWriter} keeps to itself. */
final class Told extends FilterOutputStream {

    private @Nullable IOException failure;

    Told(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    /** Why something was lost; null when nothing was, or when the reader had seen enough and closed the pipe. */
    @Nullable
    String lost() {
        if (failure == null) {
            return null;
        }
        String why = String.valueOf(failure.getMessage());
        return why.toLowerCase(Locale.ROOT).contains("broken pipe") ? null : why;
    }
}
