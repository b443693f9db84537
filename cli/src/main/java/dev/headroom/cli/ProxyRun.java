package dev.headroom.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * nginx and the gateway as plain reverse proxies before the same server, which is another nginx that answers with a hundred bytes,
 * under wrk. Each is a process of its own.
 */
final class ProxyRun implements AutoCloseable {

    private static final Pattern LATENCY = Pattern.compile("(50|99)%\\s+([0-9.]+)(us|ms|s)");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern BAD =
            Pattern.compile("Non-2xx or 3xx responses: ([0-9]+)|Socket errors: connect ([0-9]+)");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+([0-9]+) kB");

    /**
     * What wrk saw.
     *
     * @param perSecond requests
     * @param p50 milliseconds
     * @param p99 milliseconds
     * @param megabytes resident, of all processes
     * @param bad answers that were none, or not 2xx
     */
    record Seen(double perSecond, double p50, double p99, double megabytes, long bad) {}

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final int server = port();
    private final int nginx = port();
    private final int gateway = port();
    private final Process nginxProxy;
    private final Process gatewayProxy;

    /** Starts the server and both proxies. */
    ProxyRun(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        String hundred = "x".repeat(100);
        start(nginxFile(server, "return 200 '" + hundred + "';", ""));
        nginxProxy = start(nginxFile(
                nginx,
                "proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection '';",
                "upstream up { server 127.0.0.1:" + server + "; keepalive 256; }"));
        Path spec = Files.writeString(folder.resolve("headroom.yaml"), gatewayText(gateway, server));
        gatewayProxy = started(OwnProcess.of(List.of("-Xmx256m"), List.of("gateway", spec.toString())));
        for (int port : new int[] {server, nginx, gateway}) {
            awaitPort(port);
        }
    }

    private Path nginxFile(int port, String location, String more) throws IOException {
        return Files.writeString(folder.resolve("nginx-" + port + ".conf"), nginxText(port, location, more));
    }

    private String nginxText(int port, String location, String more) {
        return """
            daemon off;
            pid %1$s/nginx-%2$d.pid;
            error_log %1$s/nginx-%2$d.log;
            worker_processes 2;
            events { worker_connections 2048; }
            http {
              access_log off;
              client_body_temp_path %1$s; proxy_temp_path %1$s; fastcgi_temp_path %1$s; uwsgi_temp_path %1$s; scgi_temp_path %1$s;
              keepalive_requests 1000000;
              %4$s
              server {
                listen 127.0.0.1:%2$d;
                location / { %3$s }
              }
            }
            """.formatted(folder, port, location, more);
    }

    /** The spec of the gateway on a port, before the server on another one. */
    static String gatewayText(int gateway, int server) {
        return """
            apiVersion: headroom/v1
            gateway:
              listen: 127.0.0.1:%d
              admin: 127.0.0.2:%d
              upstreams: { server: { addresses: "http://127.0.0.1:%d" } }
              routes:
                - path: /
                  upstream: server
                  limits: { by: ip, allow: 1000000 }
                  concurrency: { adapt: fixed, most: 1000 }
            """.formatted(gateway, gateway, server);
    }

    private Process start(Path nginxFile) throws IOException {
        return started(new ProcessBuilder("nginx", "-p", folder.toString(), "-c", nginxFile.toString()));
    }

    private Process started(ProcessBuilder builder) throws IOException {
        Process p = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("out-" + processes.size()).toFile())
                .start();
        processes.add(p);
        return p;
    }

    private static int port() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void awaitPort(int port) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try (Socket s = new Socket()) {
                s.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                for (int i = 0; i < processes.size(); i++) {
                    if (!processes.get(i).isAlive()) {
                        throw new IOException("what should have been measured ended: "
                                + Files.readString(folder.resolve("out-" + i)).strip());
                    }
                }
                if (System.nanoTime() > end) {
                    throw new IOException("nothing listens on port " + port + "; see " + folder, e);
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    Seen nginx(int connections, Duration time) throws IOException, InterruptedException {
        return wrk(nginx, nginxProxy, connections, time);
    }

    Seen gateway(int connections, Duration time) throws IOException, InterruptedException {
        return wrk(gateway, gatewayProxy, connections, time);
    }

    private static Seen wrk(int port, Process proxy, int connections, Duration time)
            throws IOException, InterruptedException {
        Process wrk = new ProcessBuilder(
                        "wrk",
                        "-t2",
                        "-c" + connections,
                        "-d" + time.toSeconds() + "s",
                        "--latency",
                        "http://127.0.0.1:" + port + "/")
                .redirectErrorStream(true)
                .start();
        String out;
        try (InputStream in = wrk.getInputStream()) {
            out = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (wrk.waitFor() != 0) {
            throw new IOException("wrk failed: " + out);
        }
        return parse(out, megabytes(proxy));
    }

    /** What wrk printed. */
    static Seen parse(String out, double megabytes) throws IOException {
        double p50 = Double.NaN;
        double p99 = Double.NaN;
        for (Matcher m = LATENCY.matcher(out); m.find(); ) {
            double value = Double.parseDouble(m.group(2))
                    * switch (m.group(3)) {
                        case "us" -> 1e-3;
                        case "s" -> 1e3;
                        default -> 1;
                    };
            if (m.group(1).equals("50")) {
                p50 = value;
            } else {
                p99 = value;
            }
        }
        Matcher rate = RATE.matcher(out);
        if (!rate.find()) {
            throw new IOException("wrk printed no rate: " + out);
        }
        long bad = 0;
        for (Matcher m = BAD.matcher(out); m.find(); ) {
            bad += Long.parseLong(m.group(1) == null ? m.group(2) : m.group(1));
        }
        return new Seen(Double.parseDouble(rate.group(1)), p50, p99, megabytes, bad);
    }

    private static double megabytes(Process process) throws IOException {
        double sum = resident(process.pid());
        for (ProcessHandle child : process.descendants().toList()) {
            sum += resident(child.pid());
        }
        return sum;
    }

    private static double resident(long pid) throws IOException {
        Matcher m = RESIDENT.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
        return m.find() ? Double.parseDouble(m.group(1)) / 1024 : 0;
    }

    /** Ends all that it started. */
    @Override
    public void close() {
        processes.forEach(Process::destroy);
        for (Process p : processes) {
            try {
                if (!p.waitFor(10, TimeUnit.SECONDS)) {
                    p.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
