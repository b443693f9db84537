package dev.headroom.connectors.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's redis-server, in a folder of its own, on a free port; alone or as one of a cluster. */
final class RedisServer implements AutoCloseable {

    private final Path folder;
    private final int port;
    private final boolean cluster;
    private Process process;

    RedisServer(Path folder, boolean cluster) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.cluster = cluster;
        this.port = free();
        this.process = launch();
    }

    /** Skips the test where there is no Redis. */
    static void assumeInstalled() {
        boolean found = Stream.of("/usr/bin/redis-server", "/usr/local/bin/redis-server")
                .anyMatch(p -> Files.isExecutable(Path.of(p)));
        assumeTrue(found, "redis-server is not installed");
    }

    /** The bus of a cluster is 10000 above. */
    private static int free() throws IOException {
        for (int i = 0; i < 100; i++) {
            try (ServerSocket s = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (s.getLocalPort() < 55_000) {
                    return s.getLocalPort();
                }
            }
        }
        throw new IOException("no free port below 55000");
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "redis-server", "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder.toString()));
        if (cluster) {
            command.addAll(List.of("--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf"));
        }
        Process p = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < until) {
            try (Socket s = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return p;
            } catch (IOException e) {
                Thread.onSpinWait(); // not yet
            }
        }
        throw new IOException("redis-server did not start: " + Files.readString(folder.resolve("log")));
    }

    int port() {
        return port;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    void restart() throws IOException {
        process = launch();
    }

    /** Three masters on free ports that share the slots. */
    static List<RedisServer> cluster(Path folder) throws IOException, InterruptedException {
        List<RedisServer> all = new ArrayList<>();
        List<String> create = new ArrayList<>(List.of("redis-cli", "--cluster", "create"));
        for (int i = 0; i < 3; i++) {
            RedisServer s = new RedisServer(folder.resolve("node" + i), true);
            all.add(s);
            create.add("127.0.0.1:" + s.port());
        }
        create.add("--cluster-yes");
        Path log = folder.resolve("create.log");
        Process p = new ProcessBuilder(create)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!p.waitFor(60, TimeUnit.SECONDS) || p.exitValue() != 0) {
            throw new IOException("the cluster was not made: " + Files.readString(log));
        }
        return all;
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
