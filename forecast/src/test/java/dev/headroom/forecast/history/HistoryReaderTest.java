package dev.headroom.forecast.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.forecast.history.Treatment.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryReaderTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static History read(String name, String text, HistoryReader.Options options) throws IOException {
        return HistoryReader.read(name, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), options);
    }

    private static History read(String text) throws IOException {
        return read("h.csv", text, HistoryReader.Options.in(ZoneOffset.UTC));
    }

    private static List<Kind> kinds(History h) {
        return h.treatments().stream().map(Treatment::kind).toList();
    }

    @Test
    void columnsAreKnownByTheirNames() throws IOException {
        History h = read("""
            host,timestamp,latency_ms,requests,errors,cache_hit_ratio,input_tokens,output_tokens
            a,2026-01-05T00:00:00Z,12,100,1,0.5,4000,800
            a,2026-01-05T01:00:00Z,14,200,2,0.25,8000,1600
            """);
        assertThat(h.stepMillis()).isEqualTo(3_600_000);
        assertThat(h.start()).isEqualTo(Instant.parse("2026-01-05T00:00:00Z"));
        assertThat(h.end()).isEqualTo(Instant.parse("2026-01-05T02:00:00Z"));
        assertThat(h.requests()).containsExactly(100, 200);
        assertThat(h.column(Column.LATENCY)).containsExactly(12, 14);
        assertThat(h.column(Column.ERRORS)).containsExactly(1, 2);
        assertThat(h.column(Column.CACHE_HITS)).as("shares become numbers").containsExactly(50, 50);
        assertThat(h.column(Column.INPUT_TOKENS)).containsExactly(4000, 8000);
        assertThat(h.column(Column.OUTPUT_TOKENS)).containsExactly(800, 1600);
        assertThat(h.treatments()).isEmpty();
    }

    @Test
    void columnsCanBeNamedAndTheFirstNumbersAreTheRequests() throws IOException {
        String text = "t,kind,n,m,hits\n0,x,1,10,7\n60,x,2,20,8\n";
        assertThat(read(text).requests()).containsExactly(1, 2);
        assertThat(read(text).column(Column.CACHE_HITS)).containsExactly(7, 8);
        History h = read(
                "h.csv",
                text,
                new HistoryReader.Options(
                        ZoneOffset.UTC, Map.of(Column.REQUESTS, "m", Column.LATENCY, "n"), null, null));
        assertThat(h.requests()).containsExactly(10, 20);
        assertThat(h.column(Column.LATENCY)).containsExactly(1, 2);
        assertThatThrownBy(() -> read(
                        "h.csv",
                        text,
                        new HistoryReader.Options(ZoneOffset.UTC, Map.of(Column.ERRORS, "e"), null, null)))
                .hasMessage("h.csv:1: there is no column 'e' for errors; there are: kind, n, m, hits");
    }

    @Test
    void readsCompressedTextSemicolonsQuotesAndByteOrderMarks() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write("\uFEFF\"time\";\"requests\"\n\"2026-01-05 00:00:00+0900\";\"5\"\n2026-01-05 00:01:00+09;6\n"
                    .getBytes(StandardCharsets.UTF_8));
        }
        History h = HistoryReader.read(
                "h.csv.gz", new ByteArrayInputStream(bytes.toByteArray()), HistoryReader.Options.in(ZoneOffset.UTC));
        assertThat(h.start()).isEqualTo(Instant.parse("2026-01-04T15:00:00Z"));
        assertThat(h.requests()).containsExactly(5, 6);
    }

    @Test
    void readsJsonLinesAndArraysAlike() throws IOException {
        String first = "{\"time\":\"2026-01-05T00:00:00Z\",\"requests\":5,\"errors\":1}";
        String second = "{\"time\":\"2026-01-05T00:01:00Z\",\"requests\":6}";
        History lines = read("h.jsonl", first + "\n\n" + second + "\n", HistoryReader.Options.in(ZoneOffset.UTC));
        assertThat(lines.requests()).containsExactly(5, 6);
        assertThat(lines.column(Column.ERRORS)).containsExactly(1, Double.NaN);
        History array = read("h.json", "[" + first + "," + second + "]", HistoryReader.Options.in(ZoneOffset.UTC));
        assertThat(array.requests()).containsExactly(5, 6);
    }

    @Test
    void gapsDuplicatesAndDisorderAreMendedAndTold() throws IOException {
        History h = read("t,n\n0,1\n120,3\n60,2\n120,4\n180,\n600,5\n660,6\n720,7\n");
        assertThat(h.requests())
                .containsExactly(
                        1,
                        2,
                        4,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        5,
                        6,
                        7);
        assertThat(h.gaps()).containsExactly(new History.Gap(Instant.ofEpochSecond(180), Instant.ofEpochSecond(600)));
        assertThat(h.treatments())
                .extracting(Treatment::said)
                .containsExactly(
                        "1 line was out of order; sorted by time",
                        "1 line has the time of another; the last one counts",
                        "1 line has no value and counts as missing",
                        "7 steps are missing in 1 gap, and left out, not taken as zero: 7m from 1970-01-01T00:03:00Z");
    }

    @Test
    void aCounterIsDifferencedOverItsResets() throws IOException {
        StringBuilder text = new StringBuilder("t,requests_total\n");
        double count = 1000;
        for (int i = 0; i < 100; i++) {
            text.append(i * 60).append(',').append(count).append('\n');
            count = i == 49 ? 30 : count + 10 + i;
        }
        History h = read(text.toString());
        assertThat(kinds(h)).containsExactly(Kind.COUNTER, Kind.RESET);
        assertThat(h.size()).isEqualTo(99);
        assertThat(h.requests()[0]).isEqualTo(10);
        assertThat(h.requests()[48]).isEqualTo(58);
        assertThat(h.requests()[49]).as("what it shows after the reset").isEqualTo(30);
        assertThat(h.requests()[98]).isEqualTo(108);
    }

    @Test
    void whatRisesAndFallsIsNoCounter() throws IOException {
        StringBuilder text = new StringBuilder("t,n\n");
        for (int i = 0; i < 100; i++) {
            text.append(i * 60).append(',').append(50 + i % 10).append('\n');
        }
        assertThat(read(text.toString()).requests()[99]).isEqualTo(59);
    }

    @Test
    void ratesPerSecondBecomeCounts() throws IOException {
        History h = read("t,n_per_s\n0,2\n60,3\n");
        assertThat(h.requests()).containsExactly(120, 180);
        assertThat(kinds(h)).containsExactly(Kind.READING);
    }

    @Test
    void timesThatJitterAreMovedToTheNearestStep() throws IOException {
        StringBuilder text = new StringBuilder("t,n\n");
        long[] off = {0, 700, -900, 300, -200, 850, 120, -450};
        for (int i = 0; i < 80; i++) {
            text.append(1_767_571_200_000L + 15_000L * i + off[i % 8])
                    .append(",")
                    .append(i + 1 + 100 * (i % 2))
                    .append('\n');
        }
        History h = read(text.toString());
        assertThat(h.stepMillis()).isEqualTo(15_000);
        assertThat(h.size()).isEqualTo(80);
        assertThat(h.requests()).doesNotContain(Double.NaN);
        assertThat(h.startMillis()).isEqualTo(1_767_571_200_000L);
        assertThat(kinds(h)).containsExactly(Kind.IRREGULAR);
    }

    @Test
    void timesWithoutAnyStepAreAddedUpInOneThatFits() throws IOException {
        StringBuilder text = new StringBuilder("t,n\n");
        long t = 1_767_571_200;
        double total = 0;
        for (int i = 0; i < 500; i++) {
            t += 5 + (7919L * i * i) % 97;
            text.append(t).append(",1\n");
            total++;
        }
        History h = read(text.toString());
        assertThat(kinds(h)).contains(Kind.IRREGULAR);
        assertThat(h.stepMillis() % 60_000).isZero();
        assertThat(java.util.Arrays.stream(h.requests())
                        .filter(v -> !Double.isNaN(v))
                        .sum())
                .isEqualTo(total);
    }

    @Test
    void linesWithoutANumberOfRequestsAreRequests() throws IOException {
        History h = read("timestamp,input_tokens,output_tokens\n10.1,100,10\n10.2,300,30\n17,50,5\n");
        assertThat(h.stepMillis()).isEqualTo(15_000);
        assertThat(h.requests()).containsExactly(2, 1);
        assertThat(h.column(Column.INPUT_TOKENS)).containsExactly(400, 50);
        assertThat(h.singles().output()).containsExactly(10, 30, 5);
    }

    @Test
    void localTimesGoThroughBothClockChanges() throws IOException {
        StringBuilder text = new StringBuilder("t,n\n");
        ZonedDateTime from = ZonedDateTime.of(2025, 3, 29, 0, 0, 0, 0, BERLIN);
        int hours = 5300;
        for (int i = 0; i < hours; i++) {
            LocalDateTime wall = from.plusHours(i).toLocalDateTime();
            text.append(wall).append(',').append(100 + i % 7).append('\n');
        }
        History h = read("h.csv", text.toString(), HistoryReader.Options.in(BERLIN));
        assertThat(h.start()).isEqualTo(from.toInstant());
        assertThat(h.size()).isEqualTo(hours);
        assertThat(h.gaps()).isEmpty();
        assertThat(h.requests()[hours - 1]).isEqualTo(100 + (hours - 1) % 7);
        assertThat(h.treatments())
                .extracting(Treatment::said)
                .containsExactly(
                        "times without an offset are taken as Europe/Berlin",
                        "1 line is of the hour that the autumn change repeats",
                        "clocks in Europe/Berlin change 2 times, 2025-03-30 (forward), 2025-10-26 (back); hours are"
                                + " those on the wall");
    }

    @Test
    void timesThatTheClockSkipsAreTold() throws IOException {
        History h = read(
                "h.csv",
                "t,n\n2025-03-30T01:00,1\n2025-03-30T02:00,2\n2025-03-30T03:00,3\n2025-03-30T04:00,4\n",
                HistoryReader.Options.in(BERLIN));
        assertThat(h.treatments().get(1).said())
                .startsWith("1 time does not exist in Europe/Berlin, where the clock skips them: are they in another"
                        + " zone?");
        assertThat(h.requests()).containsExactly(1, 3, 4);
    }

    @Test
    void offsetsThatChangeAreTakenAtTheirWord() throws IOException {
        History h =
                read("t,n\n2025-10-26T02:00:00+02:00,1\n2025-10-26T02:00:00+01:00,2\n2025-10-26T03:00:00+01:00,3\n");
        assertThat(h.requests()).containsExactly(1, 2, 3);
        assertThat(h.treatments().get(0).said()).isEqualTo("times have 2 different offsets; each is taken at its word");
    }

    @Test
    void aStretchCanBeCutOut() throws IOException {
        History h = read(
                "h.csv",
                "t,n\n0,1\n60,2\n120,3\n180,4\n",
                new HistoryReader.Options(
                        ZoneOffset.UTC, Map.of(), Instant.ofEpochSecond(60), Instant.ofEpochSecond(180)));
        assertThat(h.requests()).containsExactly(2, 3);
        assertThat(Duration.between(h.start(), h.end())).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThatThrownBy(() -> read("t,n\n0,1\nsoon,2\n120,-3\n180,many\n")).hasMessage("""
            h.csv:3: 'soon' is not a time; write 2024-06-01T00:00:00Z, or epoch seconds or milliseconds
            h.csv:4: 'n' is negative: -3
            h.csv:5: 'many' in 'n' is not a number\
            """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|h.csv: is empty; a history is CSV with a header, or JSON lines",
                "t,n|h.csv: there is no data after the header",
                "t,n;0,1|h.csv: has a single time, from which no step can be told; two are needed",
                "t,n;0,;60,|h.csv: no line has a value for the requests",
                "2026-01-05T00:00:00Z,4|h.csv:1: the first line must name the columns, such as 'timestamp,requests';"
                        + " it begins with a time, '2026-01-05T00:00:00Z'",
                "PAR1xx|h.csv: is a Parquet file, which is not read; write it as CSV first, with DuckDB: duckdb -c"
                        + " \"COPY (FROM 'history.parquet') TO 'history.csv'\"",
                "{\"a\":1};{oops|h.csv:2: is not a JSON object: '{oops'",
                "{\"status\":\"error\",\"error\":\"bad query\"}|h.csv: the query failed: bad query",
            })
    void whatCannotBeReadIsSaid(String text, String said) {
        assertThatThrownBy(() -> read(text.replace(';', '\n')))
                .isInstanceOf(HistoryException.class)
                .hasMessage(said);
    }

    @Test
    void aDamagedGzipFileIsSaid() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write("t,n\n0,1\n60,2\n".getBytes(StandardCharsets.UTF_8));
        }
        byte[] cut = java.util.Arrays.copyOf(bytes.toByteArray(), 14);
        assertThatThrownBy(() -> HistoryReader.read(
                        "h.gz", new ByteArrayInputStream(cut), HistoryReader.Options.in(ZoneOffset.UTC)))
                .hasMessageStartingWith("h.gz: is a gzip file that is cut off or damaged");
    }
}
