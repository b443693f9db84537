package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateTest {

    private static final Path QUICKSTART = Path.of(System.getProperty("headroom.root", ".."), "examples", "quickstart");
    private static final String SMALL = """
            apiVersion: headroom/v1
            traffic:
              from: 2026-01-05
              for: 3h
              step: 1h
              seed: 5
              rate: { product: [{ constant: 10/s }, { noise: { cv: 20% } }] }
              tokens: { chat: { input: 400, output: 250 } }
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] words = java.util.Arrays.stream(args).map(String::valueOf).toArray(String[]::new);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    }

    private Path small() throws IOException {
        return Files.writeString(folder.resolve("traffic.yaml"), SMALL);
    }

    private static byte[] unzipped(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }

    @Test
    void writesCsvWithColumnsOfTokens() throws IOException {
        assertThat(run("generate", small())).as(err.toString()).isZero();
        String[] lines = out.toString().split("\n");
        assertThat(lines).hasSize(4);
        assertThat(lines[0]).isEqualTo("timestamp,requests,input_tokens,output_tokens");
        assertThat(lines[3]).matches("2026-01-05T02:00:00Z,\\d{5},\\d{8},\\d{7}");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherOthers() throws IOException {
        Path file = small();
        run("generate", file);
        String first = out.toString();
        run("generate", file);
        assertThat(out.toString()).isEqualTo(first);
        run("generate", file, "--seed", 5);
        assertThat(out.toString()).isEqualTo(first);
        run("generate", file, "--seed", 6);
        assertThat(out.toString()).isNotEqualTo(first);
        Path zipped = folder.resolve("a/b/trace.csv.gz");
        assertThat(run("generate", file, "-d", zipped)).isZero();
        assertThat(new String(unzipped(zipped), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(first);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("requests in 3 steps from 2026-01-05T00:00:00Z to 2026-01-05T03:00:00Z");
        byte[] bytes = Files.readAllBytes(zipped);
        run("generate", file, "-d", zipped);
        assertThat(Files.readAllBytes(zipped)).isEqualTo(bytes);
    }

    /** The trace of the quickstart is what its traffic.yaml says; `headroom generate` writes it anew. */
    @Test
    void theQuickstartsTraceIsThatOfItsTraffic() throws IOException {
        Path made = folder.resolve("trace.csv.gz");
        assertThat(run("generate", QUICKSTART.resolve("traffic.yaml"), "-d", made))
                .isZero();
        assertThat(err.toString()).contains("10,080 steps", "at 2026-01-07T14:0");
        assertThat(unzipped(made)).isEqualTo(unzipped(QUICKSTART.resolve("trace.csv.gz")));
    }

    @Test
    void simulateTakesTrafficAsItTakesItsTrace() {
        Path spec = QUICKSTART.resolve("headroom.yaml");
        String[] day = {"--from", "2026-01-06", "--to", "2026-01-07"};
        assertThat(run("simulate", spec, "--trace", QUICKSTART.resolve("trace.csv.gz"), day[0], day[1], day[2], day[3]))
                .isZero();
        String recorded = out.toString();
        assertThat(run("simulate", spec, "--trace", QUICKSTART.resolve("traffic.yaml"), day[0], day[1], day[2], day[3]))
                .isZero();
        assertThat(out.toString()).isEqualTo(recorded);
        assertThat(recorded).contains("from 2026-01-06T00:00:00Z to 2026-01-07T00:00:00Z");
    }

    @Test
    void moreWeeksBeginWhereTheTraceEnds() {
        Path trace = QUICKSTART.resolve("trace.csv.gz");
        assertThat(run("generate", "--like", trace, "--weeks", 2, "--sale", "2026-01-17T18:00/2h*3.5"))
                .isZero();
        String[] lines = out.toString().split("\n");
        assertThat(lines).hasSize(1 + 2 * 10_080);
        assertThat(lines[1]).startsWith("2026-01-12T00:00:00Z,");
        assertThat(lines[2 * 10_080]).startsWith("2026-01-25T23:59:00Z,");
        String first = out.toString();
        run("generate", "--like", trace, "--weeks", 2, "--sale", "2026-01-17T18:00/2h*3.5", "--seed", 1);
        assertThat(out.toString()).isEqualTo(first);
    }

    @Test
    void problemsOfTheFileAreShownInPlace() throws IOException {
        Path bad = Files.writeString(
                folder.resolve("bad.yaml"), SMALL.replace("10/s", "10").replace("cv", "vc"));
        assertThat(run("generate", bad)).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo(bad + ":7:33: traffic.rate.product[0].constant: 10 has no unit; write 10/s or 10%\n" + bad
                        + ":7:41: traffic.rate.product[1].noise: 'cv' is missing; add cv: 1.2\n" + bad
                        + ":7:50: traffic.rate.product[1].noise.vc: unknown key 'vc'; did you mean 'cv'?\n"
                        + "headroom: the traffic has 3 problems, shown above\n");
        assertThat(run("simulate", QUICKSTART.resolve("headroom.yaml"), "--trace", bad))
                .isEqualTo(1);
        assertThat(err.toString()).contains("headroom: the traffic has 3 problems, shown above");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "generate | 2 | Missing required parameter: TRAFFIC, or --like FILE",
                "generate no.yaml --like x.csv | 2 | TRAFFIC and --like cannot be used together",
                "generate no.yaml --weeks 2 | 2 | --weeks needs --like; a traffic file says it itself",
                "generate no.yaml | 1 | no.yaml: there is no such file",
                "generate --like no.csv | 1 | no.csv: there is no such file",
                "generate --like no.csv --weeks 0 | 2 | --weeks: 0 is not 1 or more",
                "generate --like no.csv --sale today | 1 | headroom: 'today' is not a sale; write begin/length*factor",
                "generate no.yaml -o json | 2 | Invalid value for option '--output'",
            })
    void whatCannotBeDoneIsSaid(String line, int code, String said) {
        assertThat(run((Object[]) line.split(" "))).isEqualTo(code);
        assertThat(err.toString()).contains(said);
    }

    @Test
    void aSaleOutsideTheNewWeeksIsRefused() {
        assertThat(run("generate", "--like", QUICKSTART.resolve("trace.csv.gz"), "--sale", "2026-01-06/2h*2"))
                .isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("headroom: --sale: 2026-01-06T00:00:00Z is not within the new weeks, 2026-01-12T00:00:00Z to"
                        + " 2026-01-19T00:00:00Z\n");
    }

    @Test
    void theSchemaOfTrafficIsThere() {
        assertThat(run("schema", "traffic")).isZero();
        assertThat(out.toString()).contains("\"title\" : \"traffic.yaml\"", "prime-time");
    }
}
