package dev.headroom.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.awaitility.Awaitility;

/**
 * Real servers of Redis, as Debian's package {@code redis-server} has them, on free ports, alone or as a cluster: tests that use
 * them are skipped where it is not installed. They end with the tests, even if those are killed.
 */
public final class RealRedis implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** The bus of a cluster has its port 10000 above. */
    private static final int MOST_PORT = 55_000;

    /** Kills the server when its input ends, which it does however this process ends. */
    private static final String WATCH = """
        exec 3<&0; "$@" 3<&- & server=$!; echo $server > redis.pid
        { read -r _ <&3; kill -9 $server; } 2>/dev/null & wait $server\
        """;

    private final Path folder;
    private final List<String> options;
    private final int port;
    private final SocketFactory sockets;
    private Process process;

    private RealRedis(Path folder, List<String> options, SocketFactory sockets, int port, Process process) {
        this.folder = folder;
        this.options = options;
        this.sockets = sockets;
        this.port = port;
        this.process = process;
    }

    /** Skips the test, with words, unless the server and its command are there. */
    public static void assumeInstalled() {
        assumeTrue(
                installed("redis-server") && installed("redis-cli"),
                "redis-server is not installed (Debian's package redis-server has it): not tested with it");
    }

    private static boolean installed(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    /**
     * Starts one and waits until it answers.
     *
     * @param folder for its files, its own
     * @param options of its command line, such as {@code --appendonly yes}
     */
    public static RealRedis start(Path folder, String... options) throws IOException {
        return start(folder, SocketFactory.getDefault(), options);
    }

    /**
     * Starts one that speaks TLS alone.
     *
     * @param certificate as {@code cert.pem} and {@code key.pem} in the folder {@code files}
     */
    public static RealRedis startTls(Path folder, Certificate certificate, Path files, String... options)
            throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "--tls-cert-file",
                files.resolve("cert.pem").toString(),
                "--tls-key-file",
                files.resolve("key.pem").toString(),
                "--tls-auth-clients",
                "no"));
        all.addAll(List.of(options));
        return start(folder, certificate.trusting().getSocketFactory(), all.toArray(String[]::new));
    }

    private static RealRedis start(Path folder, SocketFactory sockets, String... options) throws IOException {
        Files.createDirectories(folder);
        for (int attempt = 0; ; attempt++) {
            int port = free();
            Process p = launch(folder, List.of(options), sockets, port);
            if (answers(p, sockets, port)) {
                return new RealRedis(folder, List.of(options), sockets, port, p);
            }
            end(p); // another took the port
            if (attempt == 5) {
                throw new IOException("redis-server does not start: " + Files.readString(folder.resolve("redis.log")));
            }
        }
    }

    /** Three masters that share the slots. */
    public static List<RealRedis> cluster(Path folder) throws IOException {
        List<RealRedis> all = new ArrayList<>();
        List<String> create = new ArrayList<>(List.of("redis-cli", "--cluster", "create"));
        try {
            for (int i = 0; i < 3; i++) {
                // so patient that a machine that does other things loses no node
                RealRedis one = start(
                        folder.resolve("node" + i), "--cluster-enabled", "yes", "--cluster-node-timeout", "120000");
                all.add(one);
                create.add(one.hostPort());
            }
            create.add("--cluster-yes");
            Path log = folder.resolve("create.log");
            Process p = new ProcessBuilder(create)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!p.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || p.exitValue() != 0) {
                p.destroyForcibly();
                throw new IOException("the cluster was not made: " + Files.readString(log));
            }
            for (RealRedis one : all) { // each believes so a while after it was made, up to seconds
                Awaitility.await()
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(20))
                        .until(one::seesWholeCluster);
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            all.forEach(RealRedis::close);
            throw new IllegalStateException(e);
        } catch (IOException | RuntimeException e) {
            all.forEach(RealRedis::close);
            throw e;
        }
    }

    private static int free() throws IOException {
        for (int i = 0; i < 1000; i++) {
            try (ServerSocket s = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (s.getLocalPort() < MOST_PORT) {
                    return s.getLocalPort();
                }
            }
        }
        throw new IOException("no free port below " + MOST_PORT);
    }

    private static Process launch(Path folder, List<String> options, SocketFactory sockets, int port)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", WATCH, "sh", "redis-server"));
        boolean tls = sockets instanceof SSLSocketFactory;
        command.addAll(List.of("--port", tls ? "0" : Integer.toString(port), "--bind", "127.0.0.1", "--save", ""));
        if (tls) {
            command.addAll(List.of("--tls-port", Integer.toString(port)));
        }
        command.addAll(options);
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.log").toFile())
                .start();
    }

    /** Whether it answers before it ends. */
    private static boolean answers(Process p, SocketFactory sockets, int port) {
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> pong(sockets, port) || !p.isAlive());
        return p.isAlive();
    }

    /** Whether it answers, or wants a password first. */
    private static boolean pong(SocketFactory sockets, int port) {
        return says(sockets, port, "PING", 5).matches("\\+PONG|-NOAU");
    }

    private boolean seesWholeCluster() {
        return Stream.of("cluster_state:ok", "cluster_slots_ok:16384", "cluster_known_nodes:3", "cluster_size:3")
                .allMatch(says(sockets, port, "CLUSTER INFO", 200)::contains);
    }

    /** The first bytes of an answer; nothing if there is none, which may come. */
    private static String says(SocketFactory sockets, int port, String command, int bytes) {
        try (Socket s = sockets.createSocket(InetAddress.getLoopbackAddress(), port)) {
            s.setSoTimeout(1000);
            s.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = s.getInputStream();
            return new String(in.readNBytes(bytes), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return ""; // not yet
        }
    }

    /** Its port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Where it answers. */
    public String hostPort() {
        return "127.0.0.1:" + port;
    }

    /** Ends it without a warning; what it has not written is lost. */
    public void kill() {
        end(process);
    }

    private static void end(Process p) {
        try {
            p.getOutputStream().close();
            if (!p.waitFor(10, TimeUnit.SECONDS)) {
                p.descendants().forEach(ProcessHandle::destroyForcibly);
                p.destroyForcibly();
            }
        } catch (IOException e) {
            p.destroyForcibly();
        } catch (InterruptedException e) {
            p.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Starts it again where it was, with what it had written. */
    public void restart() throws IOException {
        process = launch(folder, options, sockets, port);
        if (!answers(process, sockets, port)) {
            throw new IOException("redis-server does not start: " + Files.readString(folder.resolve("redis.log")));
        }
    }

    /** Lets it hang: connections stay, and nothing is answered. */
    public void pause() {
        signal("-STOP");
    }

    /** Ends {@link #pause}. */
    public void resume() {
        signal("-CONT");
    }

    private void signal(String which) {
        try {
            String pid = Files.readString(folder.resolve("redis.pid")).strip();
            if (new ProcessBuilder("kill", which, pid).start().waitFor() != 0) {
                throw new IOException("kill " + which + " " + pid + " fails");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
