package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores over small files in the M4 format, as a user asks for them. */
class BenchForecastTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... more) {
        List<String> args = new ArrayList<>(List.of("bench", "forecast"));
        args.addAll(List.of(more));
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
    }

    /** Series of different lengths: a daily wave, one value, zeros, with gaps. */
    private static String series(int from, int to, boolean quoted) {
        StringBuilder csv = new StringBuilder("\"id\",\"V2\"\n");
        String q = quoted ? "\"" : "";
        csv.append(q).append("wave").append(q);
        for (int i = from; i < to; i++) {
            csv.append(',').append(q).append(value(i)).append(q);
        }
        csv.append(",,\n").append(q).append("gaps").append(q);
        for (int i = from; i < to; i++) {
            csv.append(',').append(i % 50 == 7 && from == 0 ? "NA" : String.valueOf(2 * value(i)));
        }
        csv.append("\nzeros").append(",0".repeat(to - from));
        csv.append("\nshort")
                .append(",5,6".repeat(from == 0 ? 2 : (to - from) / 2))
                .append('\n');
        return csv.toString();
    }

    private static long value(int i) {
        return Math.round(100 + 60 * Math.sin(2 * Math.PI * i / 24) + 5 * Math.sin((double) i * i));
    }

    @Test
    void scoresATestFile() throws IOException {
        Path train = folder.resolve("train.csv.gz");
        try (OutputStream gz = new GZIPOutputStream(Files.newOutputStream(train))) {
            gz.write(series(0, 400, true).getBytes(StandardCharsets.UTF_8));
        }
        Path test = folder.resolve("test.csv");
        Files.writeString(test, series(400, 424, false));
        assertThat(run("--train", train.toString(), "--test", test.toString(), "-o", "json"))
                .as(err.toString())
                .isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        for (String field : List.of("smape", "mase", "owa", "msis", "coverage95", "secondsPerSeries")) {
            assertThat(json.get(field).isNumber()).as(field).isTrue();
        }
        assertThat(json.get("series").asInt()).isEqualTo(4);
        JsonNode methods = json.get("perMethod");
        assertThat(methods.get("naive2").get("owa").asDouble()).isEqualTo(1);
        assertThat(methods.has("ensemble") && methods.has("trees") && methods.has("ets"))
                .isTrue();
        assertThat(json.get("mase").asDouble()).isBetween(0.3, 1.3);
        assertThat(err.toString()).contains("never differ");
    }

    @Test
    void matchesByOrderWhenNoIdIsTheSameAndHoldsOutWithoutATestFile() throws IOException {
        Path train = folder.resolve("train.csv");
        Files.writeString(train, "id,V\na" + ",3,4".repeat(100) + "\nb" + ",1,9".repeat(60) + "\n");
        Path test = folder.resolve("test.csv");
        Files.writeString(test, "id,V\nx,3,4\ny,1,9\n");
        assertThat(run("--train", train.toString(), "--test", test.toString(), "--methods", "ensemble"))
                .isZero();
        assertThat(err.toString()).contains("in the order of their lines");
        assertThat(run("--train", train.toString(), "--holdout", "10", "--skip", "5", "--sample", "1", "-o", "csv"))
                .isZero();
        assertThat(out.toString()).contains("method,smape").contains("double-season,");
    }

    @Test
    void everyWrongLineIsNamed() throws IOException {
        Path train = folder.resolve("train.csv");
        Files.writeString(train, "id,V\na,1,2\nb,1,x\na,3\nc,,\n");
        assertThat(run("--train", train.toString())).isEqualTo(1);
        assertThat(err.toString())
                .contains("train.csv:3:")
                .contains("train.csv:4:")
                .contains("train.csv:5:");
        assertThat(run("--train", folder.resolve("none.csv").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("no such file");
    }

    /** A few of the competition's series: a healthy build scores 0.3 to 0.4, one whose seasons are off by a step 1 and more. */
    @Test
    void doesWellOnRealSeries() throws IOException {
        String data = System.getenv("HEADROOM_DATA");
        Path shared = Path.of(data == null ? System.getProperty("headroom.root", "..") + "/../shared/data" : data);
        Path train = shared.resolve("m4/m4_hourly_train.csv.gz");
        assumeTrue(Files.exists(train), "no M4 series at " + shared + "; set HEADROOM_DATA");
        assertThat(run("--train", train.toString(), "--sample", "12", "--methods", "ensemble", "-o", "json"))
                .as(err.toString())
                .isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("owa").asDouble()).isBetween(0.2, 0.5);
        assertThat(json.get("coverage95").asDouble()).isBetween(0.85, 1.0);
    }
}
