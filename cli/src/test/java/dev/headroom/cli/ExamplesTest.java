package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples, run as their READMEs show, tell what these say. */
class ExamplesTest {

    private static JsonNode simulate(String example, String trace, String... more) throws IOException {
        Path folder = Path.of(System.getProperty("headroom.root", ".."), "examples", example);
        List<String> args = new ArrayList<>(List.of(
                "simulate",
                folder.resolve("headroom.yaml").toString(),
                "--trace",
                folder.resolve(trace).toString(),
                "-o",
                "json"));
        args.addAll(List.of(more));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
        assertThat(code).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    private static JsonNode tier(JsonNode root, String name) {
        for (JsonNode t : root.at("/results/0/tiers")) {
            if (t.get("workload").asText().equals(name)) {
                return t;
            }
        }
        throw new AssertionError("no tier " + name);
    }

    private static double number(JsonNode of, String field) {
        return of.get(field).asDouble();
    }

    /** 6 000 files an hour ÷ 520 are 11.5 workers, though some are taken back. */
    @Test
    void indexingSettlesAtAboutTwelve() throws IOException {
        JsonNode root = simulate("file-indexing", "traffic.yaml");
        JsonNode indexer = tier(root, "indexer");
        assertThat(number(indexer, "replicaHours") / 48).isBetween(11.0, 13.0);
        assertThat(number(indexer, "attainment")).isGreaterThan(0.999);
        assertThat(number(indexer, "served")).isEqualTo(number(indexer, "arrived"));
        assertThat(tier(root, "search").get("arrived")).isEqualTo(indexer.get("served"));
        // Recorded for the first afternoon: four machines in each of two hours; and a few more.
        assertThat(number(indexer, "interruptions")).isBetween(8.0, 40.0);
        // Of 12 there are 2 + 2 on demand; spot ones cost 38 to 40 %.
        double spot = number(indexer, "spotCost") / number(indexer, "cost");
        assertThat(spot).isCloseTo(8 * 0.39 / (8 * 0.39 + 4), within(0.05));
    }

    @Test
    void fiveMillionFilesTake347Days() throws IOException {
        JsonNode r = simulate("file-indexing", "five-million.yaml", "--workload", "indexer", "--mode", "interval")
                .at("/results/0");
        Duration took = Duration.between(
                Instant.parse("2026-11-02T00:00:00Z"),
                Instant.parse(r.get("finishedAt").asText()));
        assertThat(took.toHours() / 24.0).isCloseTo(34.7, within(0.1));
        assertThat(number(r, "served")).isCloseTo(5_000_000, within(10_000.0));
    }

    @Test
    void theSaleGrowsFromTheDatabaseUp() throws IOException {
        JsonNode root = simulate("shop-sale", "traffic.yaml", "--from", "2026-11-27T18:00", "--to", "2026-11-27T19:30");
        JsonNode web = tier(root, "web");
        // A hundred at least by the schedule, and in time.
        assertThat(number(web, "replicaHours")).isGreaterThan(1.5 * 98);
        assertThat(number(web, "attainment")).isGreaterThan(0.99);
        // 60 % of them are spot, at 35 to 41 % of the price.
        double spot = number(web, "spotCost") / number(web, "cost");
        assertThat(spot).isBetween(0.6 * 0.35 / (0.6 * 0.35 + 0.4), 0.6 * 0.41 / (0.6 * 0.41 + 0.4));
        JsonNode api = tier(root, "api");
        assertThat(number(api, "nodeHours") * 5).isGreaterThan(number(api, "replicaHours"));
        assertThat(number(api, "rejected")).isZero();
        String notes = root.get("notes").toString();
        assertThat(notes)
                .contains("api: db is asked to grow first", "alert: 50 % of the hourly budget of 100 USD is asked for");
        assertThat(number(tier(root, "db"), "replicaHours")).isGreaterThan(1.5 * 3 + 0.5);
        // Somewhat longer than the trace: until the last order is done.
        assertThat(number(tier(root, "cache"), "replicaHours")).isCloseTo(9, within(0.1));
        assertThat(number(tier(root, "batch"), "attainment")).isGreaterThan(0.99);
    }

    /** The day pattern of the schedule, on a Wednesday and on the weekend. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-25T09:15, 2026-11-25T09:45, 20, 25",
        "2026-11-25T12:15, 2026-11-25T12:45, 15, 21",
        "2026-11-25T18:15, 2026-11-25T18:45, 25, 31",
        "2026-11-25T03:15, 2026-11-25T03:45, 5, 5.1",
        "2026-11-28T04:15, 2026-11-28T04:45, 5, 5.1"
    })
    void theDayHasItsPattern(String from, String to, double least, double most) throws IOException {
        JsonNode web = tier(simulate("shop-sale", "traffic.yaml", "--from", from, "--to", to), "web");
        // The simulation begins with what the traffic needs, and the schedule's floor comes a turn later.
        assertThat(number(web, "replicaHours") / 0.5).isBetween(least - 0.5, most);
        assertThat(number(web, "attainment")).isGreaterThan(0.98);
    }
}
