package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.forecast.analysis.Analysis;
import dev.headroom.forecast.history.History;
import dev.headroom.simulator.Trace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalyzeTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT = Path.of(System.getProperty("headroom.root", ".."));
    private static final Path CHATBOT = ROOT.resolve("examples/chatbot");
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

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

    private JsonNode json(Object... args) throws IOException {
        List<Object> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("-o", "json"));
        assertThat(run(all.toArray())).as(err.toString()).isZero();
        return JSON.readTree(out.toString());
    }

    /** Its traffic.yaml with another seed, sixty times: the two release evenings to the hour, and nothing else. */
    @Test
    void theReleasesOfTheChatbotAreFoundToTheHour() {
        for (long seed = 1; seed <= 60; seed++) {
            Trace t = TrafficFiles.generate(CHATBOT.resolve("traffic.yaml"), seed, new PrintWriter(err))
                    .trace();
            Analysis a = Analysis.of(
                    History.of(t.name(), t.startMillis(), t.bucketMillis(), t.arrivals()), Analysis.Options.in(TOKYO));
            assertThat(a.events())
                    .as("seed %d", seed)
                    .extracting(e -> e.start().atZone(TOKYO).toLocalDateTime() + " " + e.length())
                    .containsExactly("2026-01-15T19:00 PT3H", "2026-01-28T19:00 PT3H");
            assertThat(a.drops()).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void theAnswerFitsAScreen() {
        assertThat(run("analyze", CHATBOT.resolve("traffic.yaml"), "--zone", "Asia/Tokyo", "--per-replica", 1.7))
                .isZero();
        assertThat(out.toString().lines().count()).isLessThanOrEqualTo(40);
        assertThat(out.toString().lines()).allMatch(l -> l.length() <= 120);
        assertThat(out.toString())
                .contains(
                        "prime time (> 1.3 × mean) 18:00–23:00: 48 % of the traffic",
                        "Thu 2026-01-15 19:00–22:00  ×",
                        "Wed 2026-01-28 19:00–22:00  ×",
                        "no certain trend; no shift",
                        "schedule, asking 35m ahead:");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void jsonHasEveryField() throws IOException {
        JsonNode j = json("analyze", CHATBOT.resolve("traffic.yaml"), "--spec", CHATBOT.resolve("headroom.yaml"));
        assertThat(j.path("zone").asText()).as("the spec's").isEqualTo("Asia/Tokyo");
        assertThat(j.path("events")).hasSize(2);
        assertThat(j.path("events").get(0).path("start").asText()).isEqualTo("2026-01-15T19:00+09:00");
        assertThat(j.path("events").get(0).path("end").asText()).isEqualTo("2026-01-15T22:00+09:00");
        assertThat(j.path("events").get(0).path("shape").asText()).isEqualTo("sustained");
        assertThat(j.path("profile").path("primeTimeHours")).hasSize(5);
        assertThat(j.path("profile").path("hours")).hasSize(24);
        assertThat(j.path("profile").path("hoursOfWeek")).hasSize(168);
        assertThat(j.path("drops")).isEmpty();
        JsonNode advice = j.path("advice").get(0);
        assertThat(advice.path("service").asText()).isEqualTo("orchestrator");
        assertThat(advice.path("triggerShare").asDouble())
                .as("ten of twenty calls")
                .isEqualTo(0.5);
        assertThat(advice.path("schedule").get(2).path("at").asText()).isEqualTo("18:00");
    }

    @Test
    void theAdvisedSpecIsValidAndBetterThanItsBoundsAlone() throws IOException {
        Path spec = folder.resolve("advised.yaml");
        Path trace = CHATBOT.resolve("traffic.yaml");
        assertThat(run("analyze", trace, "--spec", CHATBOT.resolve("headroom.yaml"), "--spec-fragment", spec))
                .isZero();
        assertThat(run("validate", spec)).as(err.toString()).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(Files.readString(spec)).contains("cron: \"0 18 * * *\", lead: 35m, min: ");
        String[] week = {"--from", "2026-01-12", "--to", "2026-01-19", "--mode", "interval"};
        JsonNode advised = simulated(spec, trace, week);
        assertThat(advised.path("attainment").asDouble()).isGreaterThan(0.994);
        JsonNode given = simulated(CHATBOT.resolve("headroom.yaml"), trace, week);
        assertThat(advised.path("attainment").asDouble())
                .isGreaterThanOrEqualTo(given.path("attainment").asDouble() - 0.001);
        assertThat(advised.path("cost").asDouble())
                .isLessThan(0.9 * given.path("cost").asDouble());
    }

    private JsonNode simulated(Path spec, Path trace, String[] week) throws IOException {
        List<Object> args = new ArrayList<>(List.of("simulate", spec, "--trace", trace));
        args.addAll(List.of(week));
        return json(args.toArray()).path("results").get(0);
    }

    @ParameterizedTest
    @CsvSource({"'',UTC", "'--per-replica 3',Asia/Tokyo", "'--per-replica 0.02',America/New_York"})
    void withoutASpecTheAdviceIsOneOfItsOwn(String options, String zone) throws IOException {
        Path spec = folder.resolve("own.yaml");
        List<Object> args = new ArrayList<>(List.of("analyze", CHATBOT.resolve("traffic.yaml"), "--zone", zone));
        if (!options.isEmpty()) {
            args.addAll(List.of(options.split(" ")));
        }
        args.addAll(List.of("--spec-fragment", spec));
        assertThat(run(args.toArray())).as(err.toString()).isZero();
        assertThat(run("validate", spec)).as(err + Files.readString(spec)).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).contains("service: recommend", "target(rps), schedule");
    }

    @Test
    void columnsAndStretchesCanBeNamed() throws IOException {
        StringBuilder text = new StringBuilder("time,a,b\n");
        for (int i = 0; i < 24 * 10; i++) {
            text.append(java.time.LocalDateTime.of(2026, 1, 5, 0, 0).plusHours(i))
                    .append(",7,")
                    .append(100 + 50 * (i % 24 / 12))
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("h.csv"), text);
        JsonNode j = json(
                "analyze",
                file,
                "--column",
                "b",
                "--column",
                "latency=a",
                "--from",
                "2026-01-07",
                "--to",
                "2026-01-12");
        assertThat(j.path("steps").asInt()).isEqualTo(120);
        assertThat(j.path("requests").asDouble()).isEqualTo(125 * 120);
        assertThat(j.path("data").get(0).path("said").asText()).isEqualTo("times without an offset are taken as UTC");
        JsonNode plain = json("analyze", file, "--column", "b", "--score", "plain", "--threshold", 0.5);
        assertThat(plain.path("events")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "no.csv|1|no.csv: there is no such file",
                "no.csv --column speed=x|2|--column: 'speed' is none of requests, latency, errors, cache-hits,"
                        + " input-tokens, output-tokens",
                "no.csv --column a --column b|2|--column: requests is named twice",
                "no.csv --threshold 0|2|--threshold: 0.0 is not a positive number",
                "no.csv --per-replica -1|2|--per-replica: -1.0 is not a positive number of requests per second",
                "no.csv --per-replica 1 --spec x.yaml|2|--per-replica and --spec cannot be used together",
                "no.csv --workload web|2|--workload needs --spec",
                "no.csv --query up|2|--query and --step need an address, such as http://localhost:9090",
                "no.csv --from 2026-01-02 --to 2026-01-01|2|--from 2026-01-02 is not before --to 2026-01-01",
                "http://localhost:1|2|what to ask http://localhost:1 is missing: add --query",
                "http://localhost:1 --query up --step never|2|--step: 'never' is not a step of a second or more",
                "http://localhost:1 --query up|1|http://localhost:1: cannot be reached",
                "http://localhost:1/api/v1/query_range?query=up&start=noon|2|'noon' in the address is not a time",
            })
    void whatCannotBeDoneIsSaid(String line, int code, String said) {
        List<Object> args = new ArrayList<>(List.of("analyze"));
        args.addAll(List.of(line.split(" ")));
        assertThat(run(args.toArray())).isEqualTo(code);
        assertThat(err.toString()).contains(said);
    }

    /** Match days of the World Cup of 1998, by the rounds; kick-offs at 14:30, 17:30 and 21:00 in Paris. */
    @Test
    void matchDaysAreTheEventsOfTheWorldCup() throws IOException {
        JsonNode j = json("analyze", trace("worldcup98_1min"), "--zone", "Europe/Paris");
        List<String> days = new ArrayList<>();
        double most = 0;
        String highest = "";
        for (JsonNode e : j.path("events")) {
            String day = e.path("start").asText().substring(0, 10);
            if (e.path("extraRequests").asDouble() > most) {
                most = e.path("extraRequests").asDouble();
                highest = day;
            }
            days.add(day);
        }
        assertThat(days).contains("1998-06-10", "1998-06-30", "1998-07-03", "1998-07-07", "1998-07-08", "1998-07-12");
        assertThat(days.stream().filter(d -> d.compareTo("1998-06-10") < 0 || d.compareTo("1998-07-12") > 0))
                .as("events outside the five weeks of matches, in twelve and a half")
                .hasSizeLessThanOrEqualTo(1);
        assertThat(highest)
                .as("Argentina against England, the highest rate of all")
                .isEqualTo("1998-06-30");
    }

    @Test
    void theLaunchOfTheShuttleIsTheEventOfJuly1995() throws IOException {
        JsonNode j = json("analyze", trace("nasa_http_july_1min"), "--zone", "America/New_York");
        assertThat(j.path("events")).hasSize(1);
        assertThat(j.path("events").get(0).path("start").asText()).startsWith("1995-07-13");
    }

    @Test
    void tokensMakeSizesByRequestsWrong() throws IOException {
        JsonNode j = json("analyze", trace("servegen_m-large_10min"));
        assertThat(j.path("tokens").path("shortfallOfSizingByRequests").asDouble())
                .isBetween(0.3, 0.5);
        JsonNode single = json("analyze", trace("azure_llm_2023_conv_events"));
        assertThat(single.path("tokens").path("ofSingleRequests").asBoolean()).isTrue();
        assertThat(single.path("tokens").path("input").path("p50").asDouble()).isEqualTo(1020);
        assertThat(single.path("requests").asDouble()).isEqualTo(19366);
    }

    private static Path trace(String name) {
        String data = System.getenv("HEADROOM_DATA");
        Path folder = data != null ? Path.of(data) : ROOT.resolve("../shared/data");
        Path path = folder.resolve("traces").resolve(name + ".csv.gz");
        assumeTrue(Files.exists(path), "no real traces at " + folder + "; set HEADROOM_DATA");
        return path;
    }
}
