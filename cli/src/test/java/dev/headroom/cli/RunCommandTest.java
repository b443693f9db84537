package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code headroom run} and {@code headroom replay}, for one turn. */
class RunCommandTest {

    private static final String SPEC = """
        apiVersion: headroom/v1
        workloads:
          web:
            target: { type: recommend, replicas: 2 }
            bounds: { min: 1, max: 9 }
            policies:
              - schedule: [ { cron: "* * * * *", min: 5 } ]
        """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private Path spec(String text) throws IOException {
        return Files.writeString(folder.resolve("headroom.yaml"), text);
    }

    @Test
    void oneTurnIsTakenToldAndRecordedAndCanBeMadeAgain() throws IOException {
        Path spec = spec(SPEC);
        assertThat(run("run", spec.toString(), "--once")).as(err.toString()).isZero();
        assertThat(out.toString())
                .containsPattern("Z  controller \\S+ begins with 1 workload of ")
                .containsPattern("Z  web: 2 → 5 replicas: schedule: .*at least 5 replicas")
                .contains("the controller has stopped; what it scales stays as it is");
        out.getBuffer().setLength(0);
        String store = "sqlite:" + folder.resolve(".headroom/headroom/store.db");
        assertThat(run("replay", "--store", store)).as(err.toString()).isZero();
        assertThat(out.toString()).isEqualTo("web: 1 decision made again; all the same\n");
        out.getBuffer().setLength(0);
        Path other = Files.writeString(folder.resolve("other.yaml"), SPEC.replace("min: 5", "min: 7"));
        assertThat(run("replay", "web", "--store", store, "--spec", other.toString()))
                .isZero();
        assertThat(out.toString())
                .contains("web: 1 decision made again; 1 came out otherwise")
                .containsPattern("Z  5 → 7 replicas");
        out.getBuffer().setLength(0);
        assertThat(run("replay", "-o", "json", "--store", store)).isZero();
        assertThat(out.toString()).contains("\"workload\" : \"web\"", "\"same\" : true", "\"replayed\" : 1");
        assertThat(run("replay", "api", "--store", store)).isEqualTo(1);
        assertThat(run("replay", "--store", store + ".other")).isEqualTo(1);
        assertThat(err.toString()).contains(".other: there is no such file");
        assertThat(err.toString()).contains("no decision of 'api' is recorded there; there are those of web");
    }

    @Test
    void aDryRunSaysWhatItWouldDo() throws IOException {
        assertThat(run("run", spec(SPEC).toString(), "--once", "--dry-run", "--log", "json"))
                .isZero();
        assertThat(out.toString())
                .contains("a dry run, nothing is changed")
                .contains("\"workload\":\"web\",\"text\":\"2 would become 5 replicas: ")
                .contains("\"outcome\":\"shown\",\"from\":2,\"replicas\":5");
    }

    @Test
    void aBadSpecIsRefusedBeforeAnythingIsMade() throws IOException {
        assertThat(run("run", spec(SPEC.replace("min: 1", "min: ten")).toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("headroom.yaml:5:20: workloads.web.bounds.min: ", "the spec has a problem");
        assertThat(folder.resolve(".headroom")).doesNotExist();
    }

    @Test
    void whatCannotBeIsSaid() throws IOException {
        assertThat(run("run", folder.resolve("none.yaml").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("there is no such file");
        assertThat(run("run", spec(SPEC).toString(), "--dry-run", "--shadow")).isEqualTo(2);
        assertThat(run("run", spec(SPEC).toString(), "--store", "mysql://x")).isEqualTo(1);
        assertThat(err.toString()).contains("sqlite:FILE");
    }
}
