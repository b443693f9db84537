package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of the planning reference, out of the example's spec. */
class PricesMixTest {

    private static final Path EXAMPLE =
            Path.of(System.getProperty("headroom.root", ".."), "examples", "purchasing", "headroom.yaml");

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
    void theBacklog() {
        assertThat(run("prices", "mix", EXAMPLE, "--only", "backlog"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .containsPattern("t3\\.large +3,125 +268 .*cheapest, most per money")
                .containsPattern("c5\\.xlarge +2,708 +134 +1,852\\.42 USD")
                .contains("it has 4 GiB of memory, and 8 GiB are needed")
                .contains("not the cheapest: c5.xlarge does 2,708 items per USD, and t3.large 3,125 items per USD")
                .containsPattern("on demand +2 +0\\.192 USD")
                .containsPattern("spot +132 +0\\.0576 USD")
                .containsPattern("all +575\\.08 USD")
                .contains("all on demand 1,852.42 USD");
        assertThat(out.toString().lines()).allMatch(l -> l.length() <= 110 && l.equals(l.stripTrailing()));
    }

    @Test
    void steadyWorkAndADay() {
        assertThat(run("prices", "mix", EXAMPLE, "--only", "steady")).isZero();
        assertThat(out.toString()).containsPattern("c5\\.xlarge +2,708 +2 +280\\.32 USD");
        assertThat(run("prices", "mix", EXAMPLE, "--only", "web", "--years", "3", "--derive"))
                .isZero();
        assertThat(out.toString())
                .contains("reserved 1 year, nothing upfront pays from a use of 63.5 %")
                .contains("following demand saves 48.3 %")
                .containsPattern("in 3 years; [0-9.]+ USD per 1 000 items")
                .contains("units 6 to 7: used 66.7 % of the hours");
        assertThat(run("prices", "mix", EXAMPLE, "-o", "json")).isZero();
        assertThat(out.toString())
                .contains(
                        "\"mostPerMoney\" : \"t3.large\"",
                        "\"monthly\" : 280.32",
                        "\"savedByFollowing\" : 0.4833333333333");
    }

    @Test
    void recoveryIsHeldAgainstItsObjective() {
        assertThat(run("recovery", EXAMPLE)).isZero();
        assertThat(out.toString())
                .containsPattern("orders-db +warm standby +n\\+1 over 2 zones +6m15s +5m +5s +1m +missed")
                .contains("orders-db: RTO = detection 30s + promotion 45s + scale-up 4m + DNS 1m = 6m15s; objective 5m,"
                        + " missed by 1m15s")
                .contains("single point of failure: search stops with one copy: 1 copy, 1 needed; have 2 copies (n+1)")
                .contains("availability = (4 of 6 web 99.5 %) × (1 of 2 orders-db 99.9 %) × search 99.9 % = 99.9 %");
        assertThat(run("recovery", EXAMPLE, "-o", "json")).isZero();
        assertThat(out.toString()).contains("\"rtoGapSeconds\" : 75.0", "\"rpoGapSeconds\" : 8100.0");
    }

    @Test
    void whatNothingCanDoIsRefused() throws IOException {
        Path spec = Files.writeString(folder.resolve("headroom.yaml"), """
            apiVersion: headroom/v1
            prices: aws-us-east-1
            purchases:
              small: { choice: { candidates: { t3.medium: 1/h }, job: { items: 1000, deadline: 1h }, most: 9 } }
              spotless: { instance: m5.large, demand: { units: 1, for: 1h }, spot: {} }
            """);
        assertThat(run("prices", "mix", spec)).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("headroom: purchases.small: no candidate is allowed; t3.medium: 1,000 instances are needed,"
                        + " and 9 allowed\n");
        assertThat(run("prices", "mix", spec, "--only", "spotless")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("headroom: purchases.spotless: the prices have no spot price of 'm5.large'; add");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prices mix QUICK | 1 | the spec has nothing to be bought; add 'purchases' to it",
                "recovery QUICK | 1 | the spec says nothing of recovery; add 'recovery' to it",
                "prices mix MIX --only x | 1 | no purchase 'x'; it has: backlog, steady, web",
                "prices mix MIX --years 0 | 2 | --years: 0 is not from 1 to 30",
            })
    void whatCannotBeDoneIsSaid(String line, int code, String said) {
        String words = line.replace(
                        "QUICK",
                        EXAMPLE.resolveSibling("../quickstart/headroom.yaml").toString())
                .replace("MIX", EXAMPLE.toString());
        assertThat(run((Object[]) words.split(" "))).isEqualTo(code);
        assertThat(err.toString()).contains(said);
    }
}
