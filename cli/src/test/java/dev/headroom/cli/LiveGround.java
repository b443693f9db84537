package dev.headroom.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Real controllers, each in a JVM of its own, of real processes: what they scale by is a Prometheus that the test speaks for. */
final class LiveGround implements AutoCloseable {

    final Path folder;
    /** What every signal reads. */
    final AtomicInteger load = new AtomicInteger(20);

    private final HttpServer prometheus;
    private final List<Process> controllers = new ArrayList<>();
    private final String mark = "headroom-live-" + java.util.UUID.randomUUID();

    LiveGround(Path folder) throws IOException {
        this.folder = folder;
        this.prometheus = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        prometheus.createContext("/", exchange -> {
            byte[] body = String.format(
                            Locale.ROOT,
                            "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[%.3f,\"%d\"]}}",
                            System.currentTimeMillis() / 1000.0 - 0.5,
                            load.get())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        prometheus.start();
    }

    /** A spec of workloads of sleeping processes, one for ten of the load, decided for every second. */
    Path spec(Duration lease, String... workloads) throws IOException {
        StringBuilder text = new StringBuilder("apiVersion: headroom/v1\ncontroller: { lease: " + lease.toSeconds()
                + "s }\nsources:\n  m: { type: prometheus, url: \"http://127.0.0.1:"
                + prometheus.getAddress().getPort() + "\" }\nworkloads:\n");
        for (String w : workloads) {
            text.append("  " + w + ":\n"
                    + "    target: { type: process, command: [sh, -c, \"exec sleep 900\"], stop-timeout: 2s,"
                    + " env: { MARK: " + mark + " } }\n"
                    + "    replica: { boot: 1s, concurrency: 10 }\n"
                    + "    interval: 1s\n"
                    + "    bounds: { min: 1, max: 9 }\n"
                    + "    guardrails: { stabilisation: { down: 0s }, blast-radius: { share: 100% } }\n"
                    + "    signals: { inflight: { source: m, query: \"scalar(vector(1))\" } }\n"
                    + "    policies: [ { target: { signal: inflight, per-replica: 10 } } ]\n");
        }
        return Files.writeString(folder.resolve("headroom.yaml"), text);
    }

    /** Starts a controller. */
    Process controller(Path spec, String store, String name) throws IOException {
        Process process = OwnProcess.of(
                        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx96m", "-Xshare:auto"),
                        List.of(
                                "run",
                                spec.toString(),
                                "--store",
                                store,
                                "--state",
                                folder.resolve("state").toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()))
                .start();
        controllers.add(process);
        return process;
    }

    Path log(String name) {
        return folder.resolve(name + ".log");
    }

    String said(String name) throws IOException {
        return Files.exists(log(name)) ? Files.readString(log(name)) : "";
    }

    /** Live replicas, of all workloads or of one. */
    List<Long> replicas(String workload) throws IOException {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path entry : entries) {
                if (environment(entry)
                        .filter(e -> e.contains("MARK=" + mark + "\0")
                                && (workload.isEmpty() || e.contains("HEADROOM_WORKLOAD=" + workload + "\0")))
                        .isPresent()) {
                    found.add(Long.parseLong(entry.getFileName().toString()));
                }
            }
        }
        return found;
    }

    private static Optional<String> environment(Path process) {
        try {
            return Optional.of(Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1) + "\0");
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Launches that the state folder knows. */
    List<String> launches() throws IOException {
        List<String> found = new ArrayList<>();
        try (var files = Files.walk(folder.resolve("state"))) {
            for (Path file : files.filter(f -> f.getFileName().toString().matches("replica-\\d+\\.json"))
                    .toList()) {
                String text = Files.readString(file);
                found.add(text.replaceAll("(?s).*\"launch\" : \"([^\"]*)\".*", "$1"));
            }
        }
        return found;
    }

    static void signal(Process process, String what) throws IOException, InterruptedException {
        if (new ProcessBuilder("kill", what, Long.toString(process.pid()))
                        .start()
                        .waitFor()
                != 0) {
            throw new IOException("the process cannot be signalled");
        }
    }

    /** Real processes take real time. */
    void until(String what, Duration longest, Callable<Boolean> reached) throws IOException {
        try {
            Awaitility.await(what)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(200))
                    .atMost(longest)
                    .until(reached);
        } catch (ConditionTimeoutException e) {
            StringBuilder logs = new StringBuilder(String.valueOf(e.getMessage()));
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.log")) {
                for (Path file : files) {
                    logs.append("\n").append(file.getFileName()).append(":\n").append(Files.readString(file));
                }
            }
            throw new AssertionError(logs.toString(), e);
        }
    }

    @Override
    public void close() throws IOException {
        controllers.forEach(Process::destroyForcibly);
        prometheus.stop(0);
        until("all replicas end", Duration.ofSeconds(20), () -> {
            for (long pid : replicas("")) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
            return replicas("").isEmpty();
        });
    }
}
