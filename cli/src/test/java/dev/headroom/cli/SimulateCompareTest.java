package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With what a simulation is compared: peers, the future, the past, and other specs. */
class SimulateCompareTest extends SimulatedHour {

    /** The replicas of a tier that is not simulated are unknown, and with an unknown tier nothing grows. */
    @Test
    void aTierThatIsNotSimulatedDoesNotHoldTheFleet() throws IOException {
        Files.writeString(
                folder.resolve("tier.yaml"),
                SPEC.replace("max: 40 }", "max: 40, tier: { workload: api, per-replica: 2 } }")
                        + "  api: { bounds: { min: 1, max: 5 }, signals: { rps: {} } }\n");
        JsonNode root =
                json("simulate", file("tier.yaml"), "--workload", "web", "--trace", file("hour.csv"), "-o", "json");
        assertThat(root.at("/results/0/attainment").asDouble()).isGreaterThan(0.8);
        assertThat(root.get("notes").toString()).contains("replicas of api are left out");
    }

    @Test
    void theFutureCanBeKnown() throws IOException {
        JsonNode root = json(
                "simulate",
                file("headroom.yaml"),
                "--trace",
                file("hour.csv"),
                "--compare",
                "clairvoyant",
                "-o",
                "json");
        assertThat(root.at("/results/1/policy").asText()).isEqualTo("clairvoyant");
        assertThat(root.at("/results/1/attainment").asDouble()).isGreaterThan(0.99);
        // 10 busy slots need two replicas for half an hour, 50 need six for the other; asked for a minute ahead.
        assertThat(root.at("/results/1/cost").asDouble()).isCloseTo(0.10 * (0.5 * 8 + 4 / 60.0), within(0.01));
        assertThat(root.at("/notes/0").asText())
                .startsWith("clairvoyant: knows the future; its plan takes 0.407 USD")
                .contains("can have less than", "Against that bound: ", "clairvoyant 1.");
    }

    @Test
    void theAutomaticPolicyIsAPeerToo() throws IOException {
        JsonNode root =
                json("simulate", file("headroom.yaml"), "--trace", file("hour.csv"), "--compare", "auto", "-o", "json");
        assertThat(root.at("/results/1/policy").asText()).isEqualTo("auto");
        assertThat(root.at("/results/1/attainment").asDouble()).isGreaterThan(0.9);
        assertThat(root.at("/results/1").toString())
                .isNotEqualTo(root.at("/results/0").toString().replace("headroom", "auto"));
        out.getBuffer().setLength(0);
        // The workload without policies of its own is the automatic one; its window would be shorter unless it said so.
        Files.writeString(
                folder.resolve("auto.yaml"),
                SPEC.replaceAll("(?m)^( *)policies:\\n.*\\n", "$1guardrails: { stabilisation: { down: 5m } }\n"));
        JsonNode own = json("simulate", file("auto.yaml"), "--trace", file("hour.csv"), "-o", "json");
        assertThat(own.at("/results/0").toString().replace("headroom", "auto"))
                .isEqualTo(root.at("/results/1").toString());
    }

    @Test
    void theTableFitsAHundredColumnsWithEveryPeer() {
        assertThat(run(
                        "simulate",
                        file("headroom.yaml"),
                        "--trace",
                        file("hour.csv"),
                        "--compare",
                        "hpa,kpa,keda,aws-target,aws-step,aws-predictive,fixed"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString().lines()).hasSizeGreaterThan(12).allMatch(line -> line.length() <= 100);
    }

    /** The jump at half past twelve, as it came on ten days before: known from the history, and from no other. */
    @Test
    void predictKnowsWhatTheHistoryKnows() throws IOException {
        Files.writeString(
                folder.resolve("predict.yaml"),
                SPEC.replace("policies:", "policies:\n      - predict: { signal: inflight, per-replica: 7 }"));
        StringBuilder csv = new StringBuilder("timestamp,requests\n");
        for (int minute = 0; minute < 11 * 1440; minute++) {
            csv.append(Instant.parse("2025-12-26T00:00:00Z").plusSeconds(60L * minute) + ","
                    + (minute % 60 < 30 ? 6000 : 30_000) + "\n");
        }
        Files.writeString(folder.resolve("before.csv"), csv);
        String[] args = {"simulate", file("predict.yaml"), "--trace", file("hour.csv"), "-o", "json"};
        JsonNode ignorant = json(args);
        assertThat(ignorant.get("notes").toString()).contains("predict begins without any history");
        out.getBuffer().setLength(0);
        JsonNode knowing = json(
                "simulate",
                file("predict.yaml"),
                "--trace",
                file("hour.csv"),
                "--history",
                file("before.csv"),
                "-o",
                "json");
        assertThat(knowing.get("notes").toString()).doesNotContain("without any history");
        assertThat(knowing.at("/results/0/attainment").asDouble())
                .isGreaterThan(ignorant.at("/results/0/attainment").asDouble() + 0.01);
    }

    @Test
    void historyIsEarlier() {
        assertThat(run("simulate", file("headroom.yaml"), "--trace", file("hour.csv"), "--history", file("hour.csv")))
                .isEqualTo(1);
        assertThat(err.toString()).contains("there is no earlier demand in it");
    }

    @Test
    void historyIsNotTooOldAndOfUse() throws IOException {
        String[] args = {"simulate", file("headroom.yaml"), "--trace", file("hour.csv"), "--history", file("old.csv")};
        Files.writeString(
                folder.resolve("old.csv"), "timestamp,requests\n2025-01-05T00:00:00Z,60\n2025-01-05T00:01:00Z,60\n");
        assertThat(run(args)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("only predict and the automatic policy forecast");
        for (String forecasting : List.of("predict: { signal: inflight, per-replica: 7 }", "auto")) {
            Files.writeString(
                    folder.resolve("headroom.yaml"), SPEC.replace("policies:", "policies:\n      - " + forecasting));
            assertThat(run(args)).as(forecasting).isEqualTo(1);
            assertThat(err.toString()).contains("forecasts are made from the last 28 days");
        }
    }

    @Test
    void otherSpecsAreComparedByTheirFiles() throws IOException {
        Files.writeString(folder.resolve("roomy.yaml"), SPEC.replace("per-replica: 7", "per-replica: 3"));
        JsonNode root = json(
                "simulate",
                file("headroom.yaml"),
                "--trace",
                file("hour.csv"),
                "--compare",
                file("roomy.yaml") + ",hpa",
                "-o",
                "json");
        assertThat(root.at("/results/1/policy").asText()).isEqualTo("roomy");
        assertThat(root.at("/results/1/cost").asDouble())
                .isGreaterThan(1.2 * root.at("/results/0/cost").asDouble());
        assertThat(root.at("/results/2/policy").asText()).isEqualTo("hpa");
    }
}
