package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.engine.policy.LearningConstant;
import dev.headroom.simulator.league.Parts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The league table of two small traces, as a user asks for it. */
class BenchAutoscaleTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void files() throws IOException {
        StringBuilder wave = new StringBuilder("timestamp,requests\n");
        StringBuilder hourly = new StringBuilder("timestamp,bits\n");
        for (int i = 0; i < 360; i++) {
            wave.append("2026-01-05T%02d:%02d:00Z,%d%n"
                    .formatted(i / 60, i % 60, (int) (500 - 300 * Math.cos(i / 40.0))));
        }
        for (int i = 0; i < 24; i++) {
            hourly.append("2026-01-05T%02d:00:00Z,%d%n".formatted(i, 1000 + 40 * (i % 12)));
        }
        Files.writeString(folder.resolve("wave.csv"), wave);
        Files.writeString(folder.resolve("hourly.csv"), hourly);
        Files.writeString(folder.resolve("notes.txt"), "not a trace");
    }

    private int run(String... more) {
        List<String> args = new ArrayList<>(List.of("bench", "autoscale", "--traces", folder.toString()));
        args.addAll(List.of(more));
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
    }

    @Test
    void jsonHasEveryRow() throws IOException {
        assertThat(run("--scenario", "web,queue", "--policies", "auto,hpa,kpa", "--evaluations", "8", "-o", "json"))
                .as(err.toString())
                .isZero();
        JsonNode rows = new ObjectMapper().readTree(out.toString());
        // KPA does not play in the queue: 3 + 2 policies on two traces, each by default, trained and at 9 or more
        // values.
        assertThat(rows.size()).isGreaterThanOrEqualTo(2 * 5 * (2 + 9));
        List<String> seen = new ArrayList<>();
        for (JsonNode r : rows) {
            assertThat(r.fieldNames())
                    .toIterable()
                    .containsExactly(
                            "trace",
                            "scenario",
                            "policy",
                            "tuned",
                            "parameter",
                            "attainment",
                            "cost",
                            "costOverOptimum",
                            "actions");
            assertThat(r.get("attainment").asDouble()).isBetween(0.0, 1.0);
            assertThat(r.get("cost").asDouble()).isPositive();
            seen.add(String.join(
                    " ",
                    r.get("scenario").asText(),
                    r.get("trace").asText(),
                    r.get("policy").asText(),
                    r.get("tuned").asText()));
        }
        assertThat(seen)
                .contains("web wave kpa trained", "web hourly hpa default", "queue wave auto swept")
                .noneMatch(s -> s.startsWith("queue") && s.contains("kpa"));
    }

    @Test
    void costsAreHeldAgainstTheOptimum() throws IOException {
        assertThat(run("--scenario", "web", "--policies", "hpa,fixed", "--evaluations", "0", "-o", "json"))
                .isZero();
        for (JsonNode r : new ObjectMapper().readTree(out.toString())) {
            // Those who are in time as often as promised cannot be cheaper than who knows the future.
            if (r.get("attainment").asDouble() >= 0.999) {
                assertThat(r.get("costOverOptimum").asDouble()).as(r.toString()).isBetween(0.98, 20.0);
            }
        }
    }

    @Test
    void theTableFitsATerminal() {
        assertThat(run("--policies", "auto,hpa,aws-predictive", "--evaluations", "2"))
                .isZero();
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
        assertThat(out.toString())
                .contains("web: requests of 100 ms", "wave", "hourly", "default", "tuned", "hindsight", "over 2 traces")
                .contains("÷ the clairvoyant optimum")
                .contains("auto as it ships against every value of every peer:")
                .containsPattern("(?m)^  wave +(on the frontier|[a-z-]+ is [0-9.]+ % cheaper with )")
                .containsPattern("on the frontier on \\d of 2; keeps the objective on \\d of 2 where anybody does")
                .containsPattern("where hpa as it ships keeps the objective \\([12]\\): mean cost of auto 1\\.\\d+");
    }

    @Test
    void theWorthOfPartsIsATable() {
        assertThat(run("--scenario", "web,queue", "--parts", "ski"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("| | `web` | `queue` |")
                .containsPattern("(?m)^\\| without ski rental: let go at once( \\| \\d+\\.\\d{3}, [012] of 2){2} \\|$")
                .doesNotContain("as it ships");
        assertThat(run("--parts", "nothing")).isEqualTo(1);
        assertThat(err.toString()).contains("no part or constant has 'nothing' in its name");
        assertThat(run("--parts", "-o", "json")).isEqualTo(2);
    }

    /** Halved and doubled, every constant there is. */
    @Test
    void everyConstantIsAPart() {
        assertThat(Parts.variants()).extracting(Parts.Variant::name).doesNotHaveDuplicates();
        for (LearningConstant c : LearningConstant.values()) {
            String name = c.name().toLowerCase(Locale.ROOT).replace('_', '-') + " ";
            assertThat(Parts.variants())
                    .filteredOn(v -> v.name().startsWith(name))
                    .hasSize(2);
        }
    }

    @Test
    void theSameSeedGivesTheSameBytes() {
        assertThat(run("--policies", "keda", "--evaluations", "10", "-o", "csv"))
                .isZero();
        String first = out.toString();
        out.getBuffer().setLength(0);
        assertThat(run("--policies", "keda", "--evaluations", "10", "-o", "csv"))
                .isZero();
        assertThat(out.toString()).isEqualTo(first).startsWith("trace,scenario,policy,tuned,parameter,attainment");
    }

    @Test
    void whatCannotBeReadIsLeftOutAndSaid() throws IOException {
        Files.writeString(folder.resolve("broken.csv"), "timestamp,requests\nyesterday,5\n");
        assertThat(run("--scenario", "web", "--policies", "fixed", "--evaluations", "0"))
                .isZero();
        assertThat(err.toString()).contains("left out: broken.csv:2", "'yesterday' is not a time");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--scenario | shop | there is no 'shop'; there are: web, jvm-slow, serverless, queue",
                "--policies | hpe | there is no 'hpe'; there are: auto, hpa, kpa",
                "--policies | kpa | none of these policies can play in these scenarios",
                "--evaluations | -1 | cannot be negative",
                "--traces | /no/such/folder | there is no such folder",
            })
    void mistakesAreExplained(String option, String value, String message) {
        String scenario = value.equals("kpa") ? "queue" : "web";
        List<String> args = new ArrayList<>(List.of("bench", "autoscale"));
        if (!option.equals("--traces")) {
            args.addAll(List.of("--traces", folder.toString()));
        }
        if (!option.equals("--scenario")) {
            args.addAll(List.of("--scenario", scenario));
        }
        args.addAll(List.of(option, value));
        assertThat(Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new)))
                .isEqualTo(1);
        assertThat(err.toString()).contains(message);
    }
}
