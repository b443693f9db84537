package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forecasts of a small trace, as a user asks for them. */
class ForecastCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void trace() throws IOException {
        StringBuilder csv = new StringBuilder("timestamp,requests\n");
        Instant start = Instant.parse("2026-01-05T00:00:00Z");
        for (int i = 0; i < 24 * 21; i++) {
            csv.append(start.plusSeconds(3600L * i))
                    .append(',')
                    .append(value(i))
                    .append('\n');
        }
        Files.writeString(folder.resolve("traffic.csv"), csv);
    }

    private static long value(int hour) {
        return Math.round(1000 + 500 * Math.sin(2 * Math.PI * hour / 24) + 20 * Math.sin((double) hour * hour));
    }

    private int run(String... more) {
        List<String> args = new ArrayList<>(
                List.of("forecast", folder.resolve("traffic.csv").toString(), "--effort", "fast"));
        args.addAll(List.of(more));
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
    }

    @Test
    void jsonHasTheForecastAndHowGoodItIs() throws IOException {
        assertThat(run("--horizon", "2d", "--quantiles", "0.9,0.5", "-o", "json"))
                .as(err.toString())
                .isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("stepSeconds").asInt()).isEqualTo(3600);
        assertThat(json.get("seasons").get("daySteps").asInt()).isEqualTo(24);
        assertThat(json.get("backtest").get("error").asDouble()).isBetween(0.001, 0.05);
        assertThat(json.get("levels").get(0).asDouble()).isEqualTo(0.5);
        assertThat(json.get("forecast")).hasSize(48);
        JsonNode first = json.get("forecast").get(0);
        assertThat(first.get("time").asText()).startsWith("2026-01-26T00:00");
        for (int h = 0; h < 48; h++) {
            JsonNode values = json.get("forecast").get(h).get("values");
            assertThat(values.get(0).asDouble()).isBetween(0.9 * value(504 + h), 1.1 * value(504 + h));
            assertThat(values.get(1).asDouble())
                    .isGreaterThanOrEqualTo(values.get(0).asDouble());
        }
        double weights = 0;
        for (JsonNode method : json.get("methods")) {
            weights += method.get("weight").asDouble();
        }
        assertThat(weights).isBetween(0.999, 1.001);
    }

    @Test
    void csvIsOneLineAStep() {
        assertThat(run("--step", "6h", "--horizon", "4", "-o", "csv", "--timezone", "Asia/Tokyo"))
                .as(err.toString())
                .isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).isEqualTo("timestamp,q0.025,q0.1,q0.5,q0.9,q0.975");
        assertThat(lines.get(1)).startsWith("2026-01-26T09:00:00+09:00,");
    }

    @Test
    void tableSaysWhichMethodsAndTheReportHasAPlot() throws IOException {
        Path report = folder.resolve("out/forecast.html");
        assertThat(run("--report", report.toString())).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("a daily cycle")
                .contains("earlier times of this history")
                .contains("97.5 %");
        assertThat(Files.readString(report)).contains("forecast, median").contains("Which methods");
    }

    @Test
    void knownEventsAreTakenIntoAccountAndUnknownKindsAreTold() throws IOException {
        Path events = folder.resolve("events.csv");
        Files.writeString(
                events,
                "name,start,end\nsale,2026-01-14T10:00,2026-01-14T12:00\nfair,2026-01-26T10:00,2026-01-26T12:00\n");
        assertThat(run("--events", events.toString(), "-o", "csv"))
                .as(err.toString())
                .isZero();
        assertThat(err.toString()).contains("no event named fair");
        Files.writeString(events, "name,start,end\nsale,someday\nfair,2026-01-26,2026-01-25\n");
        assertThat(run("--events", events.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("events.csv:2:").contains("events.csv:3:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--horizon 0       | can be 1 to",
                "--horizon soon    | is not a span",
                "--quantiles 0.5,1 | is not between 0 and 1",
                "--step 90m        | not a whole multiple",
                "--column nothing  | there is no column 'nothing'"
            })
    void wrongOptionsAreNamed(String options, String expected) {
        assertThat(run(options.split(" "))).isNotZero();
        assertThat(err.toString()).contains(expected);
    }
}
