package dev.headroom.examples.sessions;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The processes of the demo, which end with it. */
final class Children implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 50;

    private final Path folder;
    private final Map<String, Process> running = new LinkedHashMap<>();
    private final Thread hook = new Thread(this::end);

    /** None yet; what they print goes into files of a folder. */
    Children(Path folder) {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** So many free ports of 127.0.0.1. */
    static List<Integer> free(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket s : sockets) {
                s.close();
            }
        }
    }

    /** Starts Redis. */
    void redis(int port) {
        try {
            start(
                    "redis",
                    List.of(
                            "redis-server",
                            "--port",
                            Integer.toString(port),
                            "--bind",
                            "127.0.0.1",
                            "--save",
                            "",
                            "--dir",
                            folder.toString()));
        } catch (IOException e) {
            throw new IllegalStateException("redis-server is not installed: apt install redis-server", e);
        }
    }

    /** Starts an instance. */
    void instance(String name, int port, int redis) throws IOException {
        start(
                name,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "serve",
                        "--name",
                        name,
                        "--port",
                        Integer.toString(port),
                        "--redis",
                        "127.0.0.1:" + redis));
    }

    private synchronized void start(String name, List<String> command) throws IOException {
        running.put(
                name,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log(name).toFile())
                        .start());
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    /** Ends one at once, as {@code kill -9} does. */
    void kill(String name) throws InterruptedException {
        Process p;
        synchronized (this) {
            p = running.remove(name);
        }
        if (p != null) {
            p.destroyForcibly().waitFor();
        }
    }

    /**
     * Waits until something is so.
     *
     * @throws IllegalStateException when a process has ended, with what it said, or when it is not so in time
     */
    void until(String what, Callable<Boolean> so) throws Exception {
        long began = System.nanoTime();
        while (true) {
            try {
                if (so.call()) {
                    return;
                }
            } catch (IOException e) {
                // not yet
            }
            check();
            if (System.nanoTime() - began > START.toNanos()) {
                throw new IllegalStateException("waited " + START.toSeconds() + " s for " + what);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private synchronized void check() throws IOException {
        for (Map.Entry<String, Process> e : running.entrySet()) {
            if (!e.getValue().isAlive()) {
                throw new IllegalStateException(e.getKey() + " has ended: " + Files.readString(log(e.getKey())));
            }
        }
    }

    private synchronized void end() {
        for (Process p : running.values()) {
            p.destroy();
        }
        for (Process p : running.values()) {
            try {
                if (!p.waitFor(15, TimeUnit.SECONDS)) {
                    p.destroyForcibly();
                }
            } catch (InterruptedException e) {
                p.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        running.clear();
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
