package dev.headroom.examples.sessions;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything on one machine: Redis, two instances, the gateway, a visitor; one instance is killed while the visitor shops. */
@Command(
        name = "demo",
        description =
                "Starts Redis, two instances and the gateway, fills a cart, kills an instance, and looks at the cart.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final Duration START = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 50;

    @Option(names = "--requests", defaultValue = "40", description = "Things to buy. Default: ${DEFAULT-VALUE}.")
    private int requests;

    private final List<Process> children = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private String cookie = "";

    @Override
    public Integer call() throws Exception {
        if (requests < 2) {
            throw new IllegalArgumentException("buy 2 things at least: --requests 2");
        }
        Path folder = Files.createTempDirectory("sessions-");
        Thread hook = new Thread(this::end);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return demo(folder) ? 0 : 1;
        } finally {
            end();
            Runtime.getRuntime().removeShutdownHook(hook);
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private boolean demo(Path folder) throws Exception {
        List<Integer> ports = free(5);
        String redis = "127.0.0.1:" + ports.get(0);
        try {
            start(
                    folder,
                    "redis",
                    List.of(
                            "redis-server",
                            "--port",
                            ports.get(0).toString(),
                            "--bind",
                            "127.0.0.1",
                            "--save",
                            "",
                            "--dir",
                            folder.toString()));
        } catch (IOException e) {
            throw new IllegalStateException("redis-server is not installed: apt install redis-server", e);
        }
        Process first = instance(folder, "a", ports.get(1), redis);
        instance(folder, "b", ports.get(2), redis);
        Path spec = folder.resolve("headroom.yaml");
        Files.writeString(spec, """
                apiVersion: headroom/v1
                gateway:
                  listen: 127.0.0.1:%d
                  admin: 127.0.0.1:%d
                  upstreams:
                    carts:
                      addresses: [ "http://127.0.0.1:%d", "http://127.0.0.1:%d" ]
                      check: { path: /health, every: 500ms }
                  routes: { path: /, upstream: carts, limits: { by: ip, allow: 1000 } }
                  redis: { servers: "%s" }
                """.formatted(ports.get(3), ports.get(4), ports.get(1), ports.get(2), redis));
        start(
                folder,
                "gateway",
                List.of(
                        Path.of(System.getProperty("headroom.root", "."), "headroom")
                                .toString(),
                        "gateway",
                        spec.toString()));
        URI cart = URI.create("http://127.0.0.1:" + ports.get(3) + "/cart");
        until("the gateway and both instances", folder, () -> instances(cart).size() == 2);
        System.out.println("Redis, two instances and the gateway run");

        Set<String> before = buy(cart, requests / 2);
        System.out.println(requests / 2 + " things bought, from instances " + String.join(" and ", before));
        first.destroyForcibly().waitFor();
        System.out.println("instance a is killed");
        Set<String> after = buy(cart, requests - requests / 2);
        System.out.println(requests - requests / 2 + " things bought, from instance " + String.join(" and ", after));
        String seen = send(HttpRequest.newBuilder(cart).GET()).body().strip();
        System.out.println("the cart: " + seen);
        boolean all = seen.equals(requests + " tea") && before.size() == 2 && after.equals(Set.of("b"));
        System.out.println(all ? "no session was lost" : "FAILED: there should be " + requests + " tea");
        return all;
    }

    private static List<Integer> free(int count) throws IOException {
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

    private Process instance(Path folder, String name, int port, String redis) throws IOException {
        return start(
                folder,
                name,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "serve",
                        "--name",
                        name,
                        "--port",
                        Integer.toString(port),
                        "--redis",
                        redis));
    }

    private synchronized Process start(Path folder, String name, List<String> command) throws IOException {
        Process p = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        children.add(p);
        return p;
    }

    private synchronized void end() {
        for (Process p : children.reversed()) {
            p.destroy();
            try {
                if (!p.waitFor(15, TimeUnit.SECONDS)) {
                    p.destroyForcibly();
                }
            } catch (InterruptedException e) {
                p.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        children.clear();
    }

    private void until(String what, Path folder, Callable<Boolean> well) throws Exception {
        long began = System.nanoTime();
        while (true) {
            try {
                if (well.call()) {
                    return;
                }
            } catch (IOException e) {
                // not yet
            }
            for (Process p : children) {
                if (!p.isAlive()) {
                    StringBuilder said = new StringBuilder();
                    for (String name : List.of("redis", "a", "b", "gateway")) {
                        Path log = folder.resolve(name + ".log");
                        said.append(Files.exists(log) ? Files.readString(log) : "");
                    }
                    throw new IllegalStateException("a process has ended: " + said);
                }
            }
            if (System.nanoTime() - began > START.toNanos()) {
                throw new IllegalStateException("waited " + START.toSeconds() + " s for " + what);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** Who answers some requests. */
    private Set<String> instances(URI cart) throws IOException, InterruptedException {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            send(HttpRequest.newBuilder(cart).GET())
                    .headers()
                    .firstValue(Carts.INSTANCE)
                    .ifPresent(names::add);
        }
        return names;
    }

    private Set<String> buy(URI cart, int count) throws IOException, InterruptedException {
        Set<String> names = new java.util.TreeSet<>();
        for (int i = 0; i < count; i++) {
            HttpResponse<String> answer = send(
                    HttpRequest.newBuilder(URI.create(cart + "?item=tea")).POST(HttpRequest.BodyPublishers.noBody()));
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("status " + answer.statusCode() + ": " + answer.body());
            }
            answer.headers().firstValue(Carts.INSTANCE).ifPresent(names::add);
        }
        return names;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        request.timeout(Duration.ofSeconds(10));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        answer.headers().firstValue("Set-Cookie").ifPresent(c -> cookie = c.substring(0, c.indexOf(';')));
        return answer;
    }
}
