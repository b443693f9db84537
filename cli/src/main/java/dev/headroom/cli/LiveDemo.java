package dev.headroom.cli;

import dev.headroom.cli.demo.DemoDay;
import dev.headroom.cli.demo.DemoSpec;
import dev.headroom.cli.demo.LoadGenerator;
import dev.headroom.connectors.jdbc.Database;
import dev.headroom.connectors.process.ProcessSettings;
import dev.headroom.connectors.process.ProcessTarget;
import dev.headroom.controller.Connectors;
import dev.headroom.controller.Console;
import dev.headroom.controller.Controller;
import dev.headroom.controller.LiveTiming;
import dev.headroom.controller.Parts;
import dev.headroom.controller.Sentence;
import dev.headroom.controller.WorkloadStatus;
import dev.headroom.controller.api.ApiServer;
import dev.headroom.controller.api.ApiSettings;
import dev.headroom.controller.api.Tokens;
import dev.headroom.engine.loop.ScalingTarget.Observed;
import dev.headroom.engine.model.Fleet;
import dev.headroom.gateway.Gateway;
import dev.headroom.spec.Spec;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A day of a small shop on this machine: real processes behind the gateway, people, a controller and its page. Whatever
 * it starts it ends, also when it is interrupted.
 */
final class LiveDemo implements AutoCloseable {

    private static final int PORTS = 20;
    private static final int TRIES = 50;
    private static final int WARM_SECONDS = 15;
    private static final long BEYOND_ANY_LEASE = 1L << 40;
    private static final Duration LIMIT = Duration.ofMillis(DemoSpec.LIMIT_MILLIS);

    private final DemoDay day;
    private final PrintWriter out;
    private final Path folder;
    private final Instant begin;
    private final Gateway gateway;
    private final LiveTiming timing;
    private final Database database;
    private final Controller controller;
    private final ApiServer api;
    private final LoadGenerator people;
    private boolean closed;

    /** What the replicas cost, by what was seen of them. */
    private double replicaSeconds;

    private int fewest = Integer.MAX_VALUE;
    private int highest;

    /**
     * Starts everything but the people.
     *
     * @param port of the page; 0 for any that is free
     */
    LiveDemo(DemoDay day, int port, PrintWriter out) throws IOException {
        this.day = day;
        this.out = out;
        this.folder = Files.createTempDirectory("headroom-demo-");
        Path state = folder.resolve("state");
        this.begin = Instant.now().plusSeconds(WARM_SECONDS);
        int ports = firstPort();
        String spec = DemoSpec.text(ports, ports + 1, ports + 2, day, begin);
        Files.writeString(spec(), spec);
        Spec loaded = SpecFiles.load(spec(), out);
        this.gateway = GatewayCommand.of(
                GatewayCommand.gateway(loaded),
                loaded.timezone(),
                folder,
                GatewayLimits.local(),
                null,
                upstream -> {},
                out::println);
        gateway.start();
        this.database = Database.open("sqlite:" + state.resolve("store.db"));
        this.timing = new LiveTiming(e -> out.println("headroom: " + e));
        Parts parts = Parts.of(
                        "demo",
                        timing,
                        Connectors.found(state, folder, System::getenv, Clock.systemUTC()),
                        RunCommand.vault(database))
                .versioned(Version.number());
        this.controller = RunCommand.made(Controller.of(parts, spec().toString(), folder, spec), out);
        String token = token();
        this.api = ApiServer.start(
                controller, ApiSettings.local(port).with(Tokens.read("the demo", List.of("you operator " + token))));
        this.people = new LoadGenerator(URI.create("http://127.0.0.1:" + ports + "/"), day, 1);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        out.printf("The page:  %s   (to give orders there: token %s)%n", api.url(), token);
        out.flush();
    }

    /** The spec's file. */
    Path spec() {
        return folder.resolve("headroom.yaml");
    }

    private static String token() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** A port after which as many are free as there may be replicas, the gateway's two besides. */
    private static int firstPort() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int first = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            if (free(first)) {
                return first;
            }
        }
        throw new IOException("no " + PORTS + " free ports in a row were found");
    }

    private static boolean free(int first) {
        for (int port = first; port <= first + PORTS; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                socket.setReuseAddress(true);
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }

    /** Lives the day, telling of it. */
    void play() throws InterruptedException {
        controller.subscribe(this::tell);
        controller.start();
        out.printf(
                "%nThe first two replicas start; the day of %d s begins in %d s …%n%n",
                day.length().toSeconds(),
                Math.max(0, Duration.between(Instant.now(), begin).toSeconds()));
        out.flush();
        TimeUnit.MILLISECONDS.sleep(
                Math.max(0, Duration.between(Instant.now(), begin).toMillis()));
        long start = System.nanoTime();
        Thread load = Thread.ofPlatform().name("people").daemon().start(() -> {
            try {
                people.run(start);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        out.println("time   requests   replicas                  95 percent answered within   in time");
        long seconds = day.length().toSeconds();
        for (long s = 1; s <= seconds; s++) {
            long left = start + s * 1_000_000_000L - System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(Math.max(0, left));
            count();
            if (s % 5 == 0 || s == seconds) {
                line(Duration.ofSeconds(s), people.next(), s % 5 == 0 ? 5 : s % 5);
            }
        }
        load.join(Duration.ofSeconds(12));
        people.next();
    }

    private void count() {
        Fleet fleet = fleet();
        if (fleet != null) {
            replicaSeconds += fleet.alive();
            fewest = Math.min(fewest, fleet.ready());
            highest = Math.max(highest, fleet.alive());
        }
    }

    private @Nullable Fleet fleet() {
        return controller.workload(DemoSpec.WORKLOAD).map(WorkloadStatus::fleet).orElse(null);
    }

    private void line(Duration since, LoadGenerator.Tally tally, long seconds) {
        Fleet fleet = fleet();
        int ready = fleet == null ? 0 : fleet.ready();
        int starting = fleet == null ? 0 : fleet.starting();
        String bar = "■".repeat(ready) + "□".repeat(starting);
        say(String.format(
                Locale.ROOT,
                "%s %6.0f/s   %-2d %-22s %9.0f ms   %14s",
                day.clock(since).withSecond(0),
                (double) tally.sent() / seconds,
                ready,
                bar,
                tally.times().getValueAtPercentile(95) / 1000.0,
                share(tally.within(LIMIT))));
    }

    private synchronized void say(String line) {
        if (!closed) {
            out.println(line);
            out.flush();
        }
    }

    private static String share(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", Math.floor(share * 1000) / 10);
    }

    private void tell(Console.Event event) {
        if (event instanceof Console.Event.Turn turn
                && turn.workload().outcome() == WorkloadStatus.Outcome.SCALED
                && turn.workload().fleet() != null) {
            int before = turn.workload().fleet().desired();
            say("         " + (turn.workload().desired() > before ? "▲ " : "▼ ") + before + " → "
                    + turn.workload().desired() + ": "
                    + Sentence.why(turn.workload().reasons()));
        }
    }

    /** What came of it, as measured. */
    void summary() {
        LoadGenerator.Tally all = people.whole();
        double hours = replicaSeconds * 24 / day.length().toSeconds();
        out.printf(
                Locale.ROOT,
                "%nMeasured: %,d requests, %s within %d ms; 95 %% within %.0f ms, 99 %% within %.0f ms; %.2f %%"
                        + " failed.%n%d to %d replicas, %.0f replica hours of that day, %.2f USD.%n",
                all.sent(),
                share(all.within(LIMIT)),
                LIMIT.toMillis(),
                all.times().getValueAtPercentile(95) / 1000.0,
                all.times().getValueAtPercentile(99) / 1000.0,
                all.sent() == 0 ? 0 : 100.0 * all.failed() / all.sent(),
                fewest,
                highest,
                hours,
                hours * 0.05);
        out.flush();
    }

    /** Writes what people asked for, a second a line; as a trace of the simulator. */
    Path trace() throws IOException {
        StringBuilder csv = new StringBuilder("timestamp,requests\n");
        int[] perSecond = people.perSecond();
        for (int s = 0; s < day.length().toSeconds(); s++) {
            csv.append(begin.plusSeconds(s)).append(',').append(perSecond[s]).append('\n');
        }
        Path file = folder.resolve("trace.csv");
        Files.writeString(file, csv, StandardCharsets.UTF_8);
        return file;
    }

    /** Ends people, page, controller, processes and gateway. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        people.close();
        api.close();
        CountDownLatch rest = new CountDownLatch(1);
        controller.stop(rest::countDown);
        try {
            if (!rest.await(10, TimeUnit.SECONDS)) {
                out.println("headroom: the controller did not come to rest");
            }
            endProcesses();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        gateway.close();
        timing.close();
        database.close();
        remove();
    }

    private void remove() {
        try {
            BenchGround.remove(folder);
        } catch (IOException e) {
            out.println("headroom: " + folder + " could not be removed: " + e.getMessage());
        }
    }

    private void endProcesses() throws InterruptedException {
        Path state = folder.resolve("state").resolve("target-" + DemoSpec.WORKLOAD);
        ProcessSettings any = ProcessSettings.of(DemoSpec.WORKLOAD, List.of("true"), folder);
        try (ProcessTarget target = ProcessTarget.open(any, state, BEYOND_ANY_LEASE, Clock.systemUTC())) {
            target.apply(0);
            for (int i = 0; i < 100; i++) {
                target.step();
                if (target.observe() instanceof Observed.Seen seen
                        && seen.fleet().alive() == 0) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(150);
            }
        }
        out.println("headroom: some replicas are still running; see " + state);
    }
}
