package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that ask a running controller, against {@code headroom run} as a process of its own. */
class LiveCommandsTest {

    private static final String SPEC = """
        apiVersion: headroom/v1
        workloads:
          web:
            target: { type: recommend, replicas: 2 }
            bounds: { min: 1, max: 9 }
            replica: { price: 0.05 USD/h }
            policies:
              - schedule: [ { cron: "* * * * *", min: 5 } ]
        controller: { rollout: { shadow: 1h } }
        """;
    private static final long SECONDS = 120;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private static ProcessBuilder child(String... arguments) {
        return OwnProcess.of(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), List.of(arguments))
                .redirectErrorStream(true);
    }

    private static void until(BufferedReader lines, String text) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String line = lines.readLine(); ; line = lines.readLine()) {
            assertThat(line).as("no line with '" + text + "' in:\n" + all).isNotNull();
            all.append(line).append('\n');
            if (line.contains(text)) {
                return;
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    @Test
    void aRunningControllerIsAskedAndTakesOrders() throws IOException, InterruptedException {
        Path spec = Files.writeString(folder.resolve("headroom.yaml"), SPEC);
        Path tokens = folder.resolve("tokens");
        assertThat(run("token", "olga", "--role", "operator", "--add", tokens.toString(), "--quiet"))
                .as(err.toString())
                .isZero();
        String token = out.toString().strip();
        assertThat(Files.readString(tokens)).startsWith("olga operator sha256:").doesNotContain(token);

        String port = String.valueOf(freePort());
        String url = "http://127.0.0.1:" + port;
        Process controller = child("run", spec.toString(), "--listen", port, "--tokens", tokens.toString())
                .start();
        try (BufferedReader lines = controller.inputReader(StandardCharsets.UTF_8)) {
            until(lines, "the page is at http://localhost:" + port + "/");
            until(lines, "web: 2 → 5 replicas");
            asks(url);
            orders(url, token);
            rollsOut(url, token, spec, lines);
            controller.toHandle().destroy();
            until(lines, "the controller has stopped");
            assertThat(controller.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            controller.destroyForcibly();
        }
        assertThat(run("status", "--url", url)).isEqualTo(3);
        assertThat(err.toString()).contains("nothing listens at " + url + ": start a controller with 'headroom run'");
    }

    private void asks(String url) {
        assertThat(run("status", "--url", url)).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("acting, ready, holds 1 of 1 workloads")
                .containsPattern("web .* 5 .*1–9");
        assertThat(run("status", "--url", url, "-o", "json")).isZero();
        assertThat(out.toString()).contains("\"desired\" : 5");
        assertThat(run("why", "web", "--url", url)).isZero();
        assertThat(out.toString()).contains("web at ", "what (* set the number)", "* policy");
        assertThat(run("why", "web", "--url", url, "-o", "yaml")).isZero();
        assertThat(out.toString()).contains("workload: web", "desired: 5");
        assertThat(run("history", "web", "--url", url)).isZero();
        assertThat(out.toString()).contains("2 → 5");
        assertThat(run("why", "shop", "--url", url)).isEqualTo(1);
        assertThat(err.toString()).contains("there is no workload 'shop'");
        assertThat(run("why", "web", "--at", "noon", "--url", url)).isEqualTo(2);
    }

    private void orders(String url, String token) throws IOException, InterruptedException {
        assertThat(run("pause", "web", "--reason", "upgrade", "--url", url)).isEqualTo(1);
        assertThat(err.toString()).contains("this needs a token with the role operator", "HEADROOM_TOKEN");
        ProcessBuilder pin = child("pin", "web", "4", "--for", "2h", "--reason", "launch at noon", "--url", url);
        pin.environment().put("HEADROOM_TOKEN", token);
        assertThat(ended(pin)).contains("4");
        assertThat(run("status", "--url", url)).isZero();
        assertThat(out.toString()).contains("web: pinned at 4 until ", "by olga: launch at noon");
        ProcessBuilder lift = child("lift", "web", "--url", url);
        lift.environment().put("HEADROOM_TOKEN", token);
        ended(lift);
        assertThat(run("status", "--url", url)).isZero();
        assertThat(out.toString()).doesNotContain("pinned");
    }

    /** A changed file comes in stages, and goes by an order. */
    private void rollsOut(String url, String token, Path spec, BufferedReader lines)
            throws IOException, InterruptedException {
        assertThat(run("rollout", "--url", url)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("no spec was rolled out in stages yet");
        Files.writeString(spec, SPEC.replace("min: 5", "min: 7"));
        until(lines, "it decides beside it, and acts on nothing");
        assertThat(run("rollout", "--url", url)).isZero();
        assertThat(out.toString()).contains("roll-out, stage shadow: spec ", ", by the file ", "| web ");
        assertThat(run("status", "--url", url)).isZero();
        assertThat(out.toString()).contains("roll-out, stage shadow: spec ").containsPattern("web .* 5 .*1–9");
        assertThat(run("rollout", "abort", "--url", url)).isEqualTo(1);
        assertThat(err.toString()).contains("this needs a token with the role operator");
        ProcessBuilder abort = child("rollout", "abort", "--url", url);
        abort.environment().put("HEADROOM_TOKEN", token);
        assertThat(ended(abort)).contains("it was returned: by order of olga");
        assertThat(run("rollout", "--url", url, "-o", "json")).isZero();
        assertThat(out.toString()).contains("\"stage\" : \"returned\"", "\"why\" : \"by order of olga\"");
    }

    private static String ended(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(told).isZero();
        return told;
    }

    @Test
    void whatCannotBeMeantIsSaid() {
        assertThat(run("status", "--url", "localhost")).isEqualTo(2);
        assertThat(err.toString()).contains("--url: an address such as http://127.0.0.1:8484 is needed");
        assertThat(run("pin", "web", "many", "--reason", "r")).isEqualTo(2);
        assertThat(run("pin", "web", "3")).isEqualTo(2);
        assertThat(err.toString()).contains("--reason");
        assertThat(run("rollout", "back")).isEqualTo(2);
        assertThat(err.toString()).contains("write one of advance, finish, abort, retry");
        assertThat(run("token", "a b")).isEqualTo(2);
        assertThat(run("token", "bob", "--quiet")).isEqualTo(2);
        assertThat(run("token", "bob", "--role", "boss")).isEqualTo(2);
        assertThat(err.toString()).contains("viewer, operator, admin");
    }
}
