package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricesTest {

    private static final Path LIST = Path.of(
            System.getProperty("headroom.root", ".."),
            "planner/src/test/resources/dev/headroom/planner/prices/ec2.json");

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

    @Test
    void showsWhatShips() {
        assertThat(run("prices", "show")).isZero();
        assertThat(out.toString()).contains("aws-us-east-1", "aws-ap-northeast-1", "2023-10");
        assertThat(run("prices", "show", "aws-us-east-1")).isZero();
        assertThat(out.toString())
                .startsWith("aws-us-east-1: USD, us-east-1, of 2023-10\n")
                .contains("not checked against a price list file")
                .containsPattern("c5\\.xlarge +4 +8 +0\\.192 +-70 %")
                .containsPattern("c5\\.xlarge +reserved 1 year, nothing upfront +0 +0\\.122 +63\\.54 %")
                .containsPattern("s3\\.storage +GB-month +0\\.023");
        assertThat(out.toString().lines()).allMatch(l -> l.length() <= 110);
        assertThat(run("prices", "show", "aws-us-east-1", "-o", "json")).isZero();
        assertThat(out.toString()).contains("\"breakEvenUtilisation\" : 0.6354166666666");
    }

    @Test
    void whatIsImportedCanBeShownAndPlannedWith() throws IOException {
        Path catalog = folder.resolve("prices.yaml");
        assertThat(run("prices", "import", LIST, "--region", "us-east-1", "-d", catalog))
                .isZero();
        assertThat(err.toString())
                .contains("left out: old.tiny")
                .contains("4 prices of AmazonEC2 in us-east-1, USD, of 2023-10-15");
        assertThat(run("prices", "show", catalog)).isZero();
        assertThat(out.toString())
                .contains("AWS price list of AmazonEC2, 2023-10-15")
                .containsPattern("c5\\.xlarge +reserved 1 year, all upfront +876 +0 +58\\.82 %");
        Path spec = Files.writeString(folder.resolve("headroom.yaml"), """
            apiVersion: headroom/v1
            prices: prices.yaml
            workloads: { web: { bounds: { max: 9 }, replica: { instance: c5.xlarge } } }
            """);
        assertThat(run("validate", spec)).as(err.toString()).isZero();
    }

    @Test
    void theListMayBeCompressed() throws IOException {
        Path zipped = folder.resolve("list.json.gz");
        try (GZIPOutputStream gz = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            Files.copy(LIST, gz);
        }
        assertThat(run("prices", "import", zipped, "--region", "us-east-1", "--instances", "m5.large,g5.*"))
                .isZero();
        assertThat(out.toString())
                .startsWith("currency: USD\nregion: us-east-1\ndated: 2023-10-15\n")
                .contains("  g5.xlarge: { price: 1.006, vcpu: 4, memory: 16Gi, gpus: 1 }\n")
                .contains("  m5.large: { price: 0.096, vcpu: 2, memory: 8Gi }\n");
        byte[] half = java.util.Arrays.copyOf(Files.readAllBytes(zipped), 900);
        Files.write(zipped, half);
        assertThat(run("prices", "import", zipped, "--region", "us-east-1")).isEqualTo(1);
        assertThat(err.toString()).startsWith("headroom: " + zipped + ": ").contains("cannot be read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prices | 2 | Missing command",
                "prices show aws-us-east-2 | 1 | did you mean 'aws-us-east-1'?",
                "prices show no.yaml | 1 | no.yaml: there is no such file",
                "prices import no.json | 1 | no.json: there is no such file",
                "prices import LIST | 1 | more than one region, eu-west-1, us-east-1: name one region",
                "prices import LIST --region mars | 1 | no product of the price list is wanted",
                "prices import LIST --where tenancy | 2 | Value for option option '--where'",
            })
    void whatCannotBeDoneIsSaid(String line, int code, String said) {
        assertThat(run((Object[]) line.replace("LIST", LIST.toString()).split(" ")))
                .isEqualTo(code);
        assertThat(err.toString()).contains(said);
    }
}
