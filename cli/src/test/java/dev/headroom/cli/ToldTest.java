package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ToldTest {

    /** An output that can take nothing. */
    private record Full(String why) {
        OutputStream stream() {
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    throw new IOException(why);
                }
            };
        }
    }

    @Test
    void whatCouldNotBeWrittenIsKnown() {
        Told told = new Told(new Full("No space left on device").stream());
        new PrintWriter(told, true, StandardCharsets.UTF_8).println("results");
        assertThat(told.lost()).isEqualTo("No space left on device");
    }

    @Test
    void aReaderWhoHasSeenEnoughLosesNothing() {
        Told told = new Told(new Full("Broken pipe").stream());
        new PrintWriter(told, true, StandardCharsets.UTF_8).println("results");
        assertThat(told.lost()).isNull();
    }

    @Test
    void whatIsWrittenArrives() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Told told = new Told(bytes);
        new PrintWriter(told, true, StandardCharsets.UTF_8).println("ré\tsults");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("ré\tsults" + System.lineSeparator());
        assertThat(told.lost()).isNull();
    }
}
