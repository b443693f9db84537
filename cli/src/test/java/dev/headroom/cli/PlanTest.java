package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {

    private static final String SPEC = """
            # What people have written stays as it is.
            apiVersion: headroom/v1
            workloads:
              web:   # the front
                target: { type: recommend }
                bounds: { min: 3, max: 20 }   # from a blog
                signals: { rps: {} }
            demand: { sustained-rate: 50/s, peak-rate: 500/s }
            services:
              web: { sizer: tasks, workload: web, per-task: 10/s, buffer: 20% }
              own:
                sizer: formula
                unit: gateways
                quantities:
                  each: 100/s
                  doubled: { formula: "peak_rate * 2", unit: requests/s }
                units: "own_doubled / own_each"
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    private Path spec(String text) throws IOException {
        return Files.writeString(folder.resolve("headroom.yaml"), text);
    }

    @Test
    void formulasOfTheUser() throws IOException {
        assertThat(run("plan", spec(SPEC).toString(), "--derive", "own.bought"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .startsWith("own.bought = 10 gateways = ⌈own.units⌉")
                .contains("own.doubled = 1,000 requests/s = peak_rate * 2")
                .contains("peak-rate = 500/s, entered");
    }

    @Test
    void aCycleOfFormulasIsRefusedAtItsPlace() throws IOException {
        Path file = spec(SPEC.replace("peak_rate * 2", "own_bought * 2"));
        assertThat(run("plan", file.toString())).isEqualTo(1);
        assertThat(err.toString())
                .contains("the formulas go in a cycle: own.doubled → own.bought → own.units → own.doubled")
                .contains("headroom.yaml:16:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "per-task: 10/s | per-task: 0/s | headroom.yaml:10:39: services.web.per-task: 0/s/task is nothing",
                "buffer: 20% | buffer: -20% | headroom.yaml:10:55: services.web.buffer: -20% is negative",
                "sustained-rate: 50/s | sustained-rate: 50 | headroom.yaml:8:11: demand.sustained-rate: 50 has no unit",
                "per-task: 10/s | instance: c9.huge, per-task: 10/s | services.web.instance: the price of an instance 'c9.huge' is not known",
                "peak_rate * 2 | peak_rat * 2 | no quantity 'peak_rat' is defined; did you mean 'peak_rate'?",
            })
    void badInputIsRefusedByPlanAndValidate(String good, String bad, String said) throws IOException {
        Path file = spec(SPEC.replace(good, bad));
        assertThat(run("plan", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains(said);
        StringWriter again = new StringWriter();
        assertThat(Main.run(new PrintWriter(out), new PrintWriter(again), "validate", file.toString()))
                .isEqualTo(1);
        assertThat(again.toString()).contains(said);
    }

    @Test
    void jsonHasEveryQuantityWithItsFormulaAndRoundTrips() throws IOException {
        assertThat(run("plan", spec(SPEC).toString(), "-o", "json")).isZero();
        ObjectMapper json = new ObjectMapper();
        JsonNode plan = json.readTree(out.toString());
        assertThat(json.readTree(json.writeValueAsString(plan))).isEqualTo(plan);
        for (JsonNode q : plan.get("quantities")) {
            assertThat(q.get("name").asText()).isNotBlank();
            assertThat(q.get("value").isNumber()).isTrue();
            assertThat(q.has("unit")).isTrue();
            assertThat(q.get("formula").asText()).isNotBlank();
            q.get("operands")
                    .properties()
                    .forEach(o ->
                            assertThat(o.getValue().get("value").isNumber()).isTrue());
        }
        JsonNode web = plan.get("services").get(0);
        assertThat(web.get("units").get(0).get("peak").asInt()).isEqualTo(60);
        assertThat(web.get("units").get(0).get("baseline").asInt()).isEqualTo(6);
        assertThat(plan.get("contradictions").get(0).get("kind").asText()).isEqualTo("maximum-below-plan");
    }

    @Test
    void whatIf() throws IOException {
        assertThat(run("plan", spec(SPEC).toString(), "--what-if", "peak-rate=100/s", "-o", "markdown"))
                .isZero();
        assertThat(out.toString()).contains("| web | tasks | 6 | 12 |");
    }

    @Test
    void whatIfOfNothingIsRefused() throws IOException {
        assertThat(run("plan", spec(SPEC).toString(), "--what-if", "peak=100/s"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("the plan has no quantity 'peak'; did you mean peak-rate?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--yes", ""})
    void applyChangesTheBoundsAndNothingElse(String yes) throws IOException {
        Path file = spec(SPEC);
        java.io.InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("y\n".getBytes(StandardCharsets.UTF_8)));
        try {
            String[] args = {"plan", file.toString(), "--apply", yes};
            assertThat(run(yes.isEmpty() ? java.util.Arrays.copyOf(args, 3) : args))
                    .as(err.toString())
                    .isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(out.toString())
                .contains("-     bounds: { min: 3, max: 20 }   # from a blog")
                .contains("+     bounds: { min: 6, max: 60 }   # from a blog");
        assertThat(Files.readString(file)).isEqualTo(SPEC.replace("min: 3, max: 20", "min: 6, max: 60"));
    }

    @Test
    void applyAsksAndTakesNoForAnAnswer() throws IOException {
        Path file = spec(SPEC);
        java.io.InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(new byte[0]));
        try {
            assertThat(run("plan", file.toString(), "--apply")).isEqualTo(1);
        } finally {
            System.setIn(before);
        }
        assertThat(Files.readString(file)).isEqualTo(SPEC);
    }

    @Test
    void applyAddsBoundsWhereThereAreNone() throws IOException {
        Path file = spec(SPEC.replace("    bounds: { min: 3, max: 20 }   # from a blog\n", ""));
        assertThat(run("plan", file.toString(), "--apply", "--yes"))
                .as(err.toString())
                .isZero();
        assertThat(Files.readString(file))
                .contains("  web:   # the front\n    bounds: { min: 6, max: 60 }\n    target:");
        assertThat(run("plan", file.toString(), "--apply", "--yes")).isZero();
        assertThat(out.toString()).contains("the bounds are those of the plan already");
    }

    @Test
    void theReportStandsOnItsOwn() throws IOException {
        Path page = folder.resolve("plan.html");
        assertThat(run("plan", spec(SPEC).toString(), "--report", page.toString()))
                .as(err.toString())
                .isZero();
        assertThat(Files.readString(page))
                .contains("Capacity plan", "own.doubled", "maximum of workload web")
                .doesNotContain("src=\"http");
    }
}
