package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a spec, a trace or an option, and how it is said. */
class SimulateRefusalsTest extends SimulatedHour {

    @Test
    void theOnlyWorkloadThatSaysWhatItDoesIsChosen() throws IOException {
        String table = "  table: { bounds: { min: 1, max: 9 }, signals: { used: {} },"
                + " policies: [ { target: { signal: used, per-replica: 5 } } ] }\n";
        Files.writeString(folder.resolve("two.yaml"), SPEC + table);
        assertThat(run("simulate", file("two.yaml"), "--trace", file("hour.csv")))
                .as(err.toString())
                .isZero();
        assertThat(out.toString() + err).contains("table is left out: nothing is said of its 'service'");
        Files.writeString(
                folder.resolve("two.yaml"), SPEC + table.replace("signals:", "service: { time: 1s }, signals:"));
        assertThat(run("simulate", file("two.yaml"), "--trace", file("hour.csv")))
                .isNotZero();
        assertThat(err.toString()).contains("choose one with --workload: web, table");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2 | --compare hpe | there is no peer 'hpe'",
                "2 | --from yesterday | --from: 'yesterday' is not a time",
                "2 | --from 2026-01-05T00:30 --to 2026-01-05T00:20 | --from 2026-01-05T00:30 is not before --to"
                        + " 2026-01-05T00:20",
                "2 | --seed abc | '--seed': 'abc' is not a whole number",
                "2 | -o xml | '--output': 'xml' is none of table, json, csv",
                "2 | --mode fast | '--mode': 'fast' is none of auto, request, interval",
                "1 | --workload api | the spec has no workload 'api'; it has: web",
                "1 | --column cost | there is no column 'cost'",
                "1 | --report hour.csv/report.html | cannot write to 'hour.csv/report.html': ",
                "1 | --report . | cannot write to '.': it is a folder",
                "1 | --report /proc/report.html | cannot write to '/proc/report.html': ",
            })
    void whatIsWrongIsSaidInALine(int code, String args, String message) throws IOException {
        assumeFalse(args.contains("/proc") && !Files.isDirectory(Path.of("/proc")), "needs /proc");
        args = args.replace("hour.csv", file("hour.csv"));
        String[] all = ("simulate\n" + file("headroom.yaml") + "\n--trace\n" + file("hour.csv") + "\n"
                        + args.strip().replace(' ', '\n'))
                .split("\n", -1);
        assertThat(run(all)).isEqualTo(code);
        assertThat(err.toString())
                .contains(message.replace("hour.csv", file("hour.csv")).strip())
                .doesNotContain("Exception");
    }

    @Test
    void aSpecWithoutWorkloadsHasNothingToSimulate() throws IOException {
        Files.writeString(
                folder.resolve("services.yaml"), "apiVersion: headroom/v1\nservices: { db: { connections: 100 } }\n");
        assertThat(run("simulate", file("services.yaml"), "--trace", file("hour.csv")))
                .isEqualTo(1);
        assertThat(err.toString()).contains("the spec has no workload to simulate");
    }

    @Test
    void anObjectiveOutOfReachOfAnyFleetIsSaid() throws IOException {
        Files.writeString(folder.resolve("strict.yaml"), SPEC.replace("500ms", "300ms"));
        assertThat(run("simulate", file("strict.yaml"), "--trace", file("hour.csv")))
                .isZero();
        // An exponential time of 100 ms is over within 300 ms with probability 1 − e⁻³ = 0.9502.
        assertThat(out.toString())
                .contains("no number of replicas keeps the objective", "only 95.02 % are done within 300 ms");
        out.getBuffer().setLength(0);
        assertThat(run("simulate", file("headroom.yaml"), "--trace", file("hour.csv")))
                .isZero();
        assertThat(out.toString()).doesNotContain("no number of replicas");
    }

    @Test
    void aMissingTraceIsSaidInALine() {
        assertThat(run("simulate", file("headroom.yaml"), "--trace", file("nowhere.csv")))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("nowhere.csv: there is no such file")
                .doesNotContain("Exception");
    }

    @Test
    void validateShowsEveryProblemWithItsPlace() throws IOException {
        Files.writeString(
                folder.resolve("bad.yaml"), SPEC.replace("bounds:", "bound:").replace("60s", "60"));
        assertThat(run("validate", file("bad.yaml"))).isEqualTo(1);
        assertThat(err.toString()).contains("bad.yaml:4:", "bad.yaml:5:", "bounds");
        assertThat(run("simulate", file("bad.yaml"), "--trace", file("hour.csv")))
                .isEqualTo(1);
    }

    @Test
    void validateSumsUpAGoodSpec() {
        assertThat(run("validate", file("headroom.yaml"))).isZero();
        assertThat(out.toString()).contains("valid", "web", "1 to 40 replicas", "target(inflight)");
    }
}
