package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceReaderTest {

    private static TraceReader.Loaded read(String name, String text, TraceReader.Options options) throws IOException {
        return TraceReader.read(name, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), options);
    }

    private static TraceReader.Loaded read(String text) throws IOException {
        return read("t.csv", text, TraceReader.Options.ALL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-06-01T00:00:00Z|2024-06-01T00:01:00Z",
                "2024-06-01T02:00:00+02:00|2024-06-01T02:01:00+02:00",
                "2024-06-01 00:00:00|2024-06-01 00:01:00",
                "1717200000|1717200060",
                "1717200000000|1717200060000",
                "1717200000.0|1717200060.0"
            })
    void readsTimes(String first, String second) throws IOException {
        Trace t = read("time,host,n\n" + first + ",a,3\n" + second + ",b,4.5\n").trace();
        assertThat(t).isEqualTo(new Trace("t.csv", 1_717_200_000_000L, 60_000, new double[] {3, 4.5}));
    }

    @Test
    void namesTheColumnsOfACompressedFileWhateverItIsCalled() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write("timestamp, requests,input_tokens\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(TraceReader.columns("t.csv", new ByteArrayInputStream(bytes.toByteArray())))
                .containsExactly("timestamp", "requests", "input_tokens");
        assertThat(TraceReader.columns("t.csv", new ByteArrayInputStream(new byte[0])))
                .isEmpty();
    }

    @Test
    void fillsGapsUpToAnHourAndNoLongerOnes() throws IOException {
        StringBuilder text = new StringBuilder("t,n\n");
        for (int minute : new int[] {0, 10, 20, 50, 60, 130, 140}) {
            text.append(minute * 60).append(',').append(minute).append('\n');
        }
        TraceReader.Loaded l = read(text.toString());
        assertThat(l.trace().bucketMillis()).isEqualTo(600_000);
        assertThat(l.trace().arrivals())
                .containsExactly(0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140);
        assertThat(l.notes()).containsExactly("8 missing steps in gaps of up to an hour are interpolated");
        TraceReader.Loaded longer = read("t,n\n0,1\n600,1\n1200,1\n9000,1\n");
        assertThat(longer.trace().arrivals()).containsExactly(1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        assertThat(longer.notes()).containsExactly("12 missing steps in gaps longer than an hour are taken as zero");
    }

    @Test
    void countsEventsPerSecond() throws IOException {
        String text = "timestamp,tokens\n10.2,5\n10.9,6\n13.0,7\n";
        assertThat(read("a_events.csv", text, TraceReader.Options.ALL).trace().arrivals())
                .containsExactly(2, 0, 0, 1);
        assertThat(read("a_events.csv", text, new TraceReader.Options("tokens", null, null))
                        .trace()
                        .arrivals())
                .containsExactly(11, 0, 0, 7);
        assertThat(read("plain.csv", "timestamp\n10.2\n10.9\n13.0\n", TraceReader.Options.ALL)
                        .trace()
                        .arrivals())
                .containsExactly(2, 0, 0, 1);
    }

    @Test
    void takesRatesAsRates() throws IOException {
        String text = "t,count,rate_per_s\n0,60,1\n60,120,2\n";
        assertThat(read(text).trace().arrivals()).containsExactly(60, 120);
        assertThat(read("t.csv", text, new TraceReader.Options("rate_per_s", null, null))
                        .trace()
                        .arrivals())
                .containsExactly(60, 120);
    }

    @Test
    void cutsToTheSpanAskedFor() throws IOException {
        String text = "t,n\n0,1\n60,2\n120,3\n180,4\n";
        Trace t = read(
                        "t.csv",
                        text,
                        new TraceReader.Options(null, Instant.ofEpochSecond(60), Instant.ofEpochSecond(180)))
                .trace();
        assertThat(t).isEqualTo(new Trace("t.csv", 60_000, 60_000, new double[] {2, 3}));
    }

    @Test
    void readsGzip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write("t,n\n0,1\n60,2\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(TraceReader.read("t.csv.gz", new ByteArrayInputStream(bytes.toByteArray()), TraceReader.Options.ALL)
                        .trace()
                        .arrivals())
                .containsExactly(1, 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|t.csv:1: the first line must name the columns, such as 'timestamp,requests'; it is empty",
                "2024-06-01T00:00:00Z,5|t.csv:1: the first line must name the columns, such as 'timestamp,requests'; it begins with a time, '2024-06-01T00:00:00Z'",
                "t,n|t.csv:1: there is no data after the header",
                "t,n;0,1|t.csv: has a single time, from which no step can be told; two are needed",
                "t,n;0,1;yesterday,2|t.csv:3: 'yesterday' is not a time; write 2024-06-01T00:00:00Z, or epoch seconds or milliseconds",
                "t,n;2024-13-01T00:00:00Z,1|t.csv:2: '2024-13-01T00:00:00Z' is not a time; write 2024-06-01T00:00:00Z, or epoch seconds or milliseconds",
                "t,n;0,1;60,many|t.csv:3: 'many' is not a number",
                "t,n;0,1;60,-2|t.csv:3: the demand is negative: -2",
                "t,n;0,1;60,1e999|t.csv:3: the demand '1e999' is more than 10^15, which cannot be simulated",
                "t,n;0,1;60,1e16|t.csv:3: the demand '1e16' is more than 10^15, which cannot be simulated",
                "t,n;60,1;0,2|t.csv:3: time goes backwards: 1970-01-01T00:00:00Z comes after 1970-01-01T00:01:00Z; sort the file by time",
                "t,a,n;0,x,1;60|t.csv:3: there are fewer columns than the 3 of the header: '60'",
                "t,a;0,x|t.csv:2: there is no number after the time: '0,x'; a file with one request a line has '_events' in its name"
            })
    void saysWhatIsWrongAndWhere(String lines, String message) {
        assertThatThrownBy(() -> read(lines.replace(';', '\n')))
                .isInstanceOf(TraceException.class)
                .hasMessage(message);
    }

    @Test
    void saysWhichColumnsAndTimesThereAre() {
        String text = "t,a,b\n0,1,2\n60,1,2\n";
        assertThatThrownBy(() -> read("t.csv", text, new TraceReader.Options("c", null, null)))
                .hasMessage("t.csv:1: there is no column 'c' after the time; there are: a, b");
        assertThatThrownBy(() -> read("t.csv", text, new TraceReader.Options(null, Instant.ofEpochSecond(500), null)))
                .hasMessage("t.csv: nothing is left between 1970-01-01T00:08:20Z and the end; it spans"
                        + " 1970-01-01T00:00:00Z to 1970-01-01T00:02:00Z");
        assertThatThrownBy(() -> read("x.csv.gz", text, TraceReader.Options.ALL))
                .hasMessageStartingWith("x.csv.gz: is not a gzip file");
    }

    @Test
    void tellsGzipByContentAndSaysWhenItIsDamaged() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write("t,n\n0,1\n60,2\n".getBytes(StandardCharsets.UTF_8));
        }
        byte[] whole = bytes.toByteArray();
        assertThat(TraceReader.read("t.csv", new ByteArrayInputStream(whole), TraceReader.Options.ALL)
                        .trace()
                        .arrivals())
                .containsExactly(1, 2);
        byte[] cut = Arrays.copyOf(whole, whole.length - 9);
        assertThatThrownBy(() -> TraceReader.read("t.csv.gz", new ByteArrayInputStream(cut), TraceReader.Options.ALL))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("t.csv.gz: is a gzip file that is cut off or damaged: ");
    }

    @Test
    void namesTheSeparatorAndShowsNothingATerminalActsOn() {
        for (String separator : new String[] {";", "\t", "|"}) {
            assertThatThrownBy(() -> read("t,n\n0,1\n60,2\n".replace(",", separator)))
                    .hasMessageStartingWith("t.csv:1: columns are separated by commas; there is none in 't");
        }
        assertThatThrownBy(() -> read("t,n\n\u001B[31mred,1\n"))
                .hasMessageStartingWith("t.csv:2: '?[31mred' is not a time");
    }

    @Test
    void oneFlawIsToldInTheSingular() throws IOException {
        assertThat(read("t,n\n0,1\n60,1\n60,1\n120,1\n240,\n300,1\n").notes())
                .containsExactly(
                        "2 missing steps in gaps of up to an hour are interpolated",
                        "1 line repeats the time of the line before; the last one counts",
                        "1 line has no value and counts as a gap");
    }

    @ParameterizedTest
    @CsvSource({
        "worldcup98_1min.csv.gz, 60000, 125310, 1352804107",
        "azure_llm_2023_conv_events.csv.gz, 1000, 3503, 19366",
        "mscloud_api_01.csv.gz, 3600000, 6192, 1610080053"
    })
    void readsRealTraffic(String file, long step, int steps, double total) throws IOException {
        String data = System.getenv("HEADROOM_DATA");
        Path folder =
                data != null ? Path.of(data) : Path.of(System.getProperty("headroom.root", "."), "../shared/data");
        Path path = folder.resolve("traces").resolve(file);
        assumeTrue(Files.exists(path), "no real traces at " + folder + "; set HEADROOM_DATA");
        Trace t;
        try (InputStream in = Files.newInputStream(path)) {
            t = TraceReader.read(file, in, TraceReader.Options.ALL).trace();
        }
        assertThat(t.bucketMillis()).isEqualTo(step);
        assertThat(t.arrivals()).hasSize(steps);
        assertThat(t.total()).isEqualTo(total, org.assertj.core.data.Offset.offset(1.0));
    }
}
