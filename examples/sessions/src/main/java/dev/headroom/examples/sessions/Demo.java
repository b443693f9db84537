package dev.headroom.examples.sessions;

import dev.headroom.gateway.Gateway;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.LocalLimits;
import dev.headroom.spec.GatewaySpec;
import dev.headroom.spec.Loaded;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Everything on one machine: Redis, two instances as processes of their own, the gateway of {@code headroom.yaml} on free ports,
 * and a visitor in several windows. One instance is killed while the visitor shops. Ends with 1 when something is not as it
 * should be.
 */
@Command(
        name = "demo",
        description = "Starts Redis, two instances and the gateway, and kills an instance while a visitor shops.",
        mixinStandardHelpOptions = true)
final class Demo implements Callable<Integer> {

    private static final int WINDOWS = 4;
    /** How long a visitor looks at a thing. */
    private static final long LOOKS_MILLIS = 5;

    /** Kept, so that its level stays. */
    private static final Logger LIBRARY = Logger.getLogger("io.helidon");

    @Option(
            names = "--spec",
            paramLabel = "FILE",
            defaultValue = "examples/sessions/headroom.yaml",
            description = "The spec of the gateway. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Option(names = "--things", defaultValue = "400", description = "Things to buy. Default: ${DEFAULT-VALUE}.")
    private int things;

    private boolean well = true;

    @Override
    public Integer call() throws Exception {
        if (things < 20 || things > Carts.MOST_ITEMS) {
            throw new IllegalArgumentException("--things: the visitor buys 20 to " + Carts.MOST_ITEMS + " things");
        }
        LIBRARY.setLevel(Level.OFF);
        Path folder = Files.createTempDirectory("headroom-sessions-");
        try (Children children = new Children(folder)) {
            List<Integer> ports = Children.free(5);
            GatewaySpec spec = spec(ports);
            int redis = ports.get(4);
            children.redis(redis);
            children.instance("a", ports.get(2), redis);
            children.instance("b", ports.get(3), redis);
            try (Gateway gateway = new Gateway(
                            spec,
                            ZoneId.of("UTC"),
                            folder,
                            new LocalLimits(GuardClock.SYSTEM, 1000),
                            GuardClock.SYSTEM,
                            () -> ThreadLocalRandom.current().nextDouble(),
                            text -> System.out.println("          " + text));
                    Visitor visitor = new Visitor(URI.create("http://" + spec.listen() + "/cart"))) {
                gateway.start();
                children.until("both instances", () -> answering(visitor).equals(Set.of("a", "b")));
                shop(visitor, children, ports.get(2), redis);
            }
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(each);
                }
            }
        }
        System.out.println(well ? "\nAll as it should be." : "\nSomething is not as it should be.");
        return well ? 0 : 1;
    }

    /** The spec with free ports in place of its own: gateway, its metrics, the two instances. */
    private GatewaySpec spec(List<Integer> ports) throws IOException {
        String text = Files.readString(file);
        for (int i = 0; i < 4; i++) {
            text = text.replace("127.0.0.1:839" + i, "127.0.0.1:" + ports.get(i));
        }
        Loaded loaded = SpecReader.read(file.toString(), text);
        Spec spec = loaded.spec();
        GatewaySpec gateway = spec == null ? null : spec.gateway();
        if (gateway == null) {
            throw new IllegalArgumentException(file + " has no gateway that can be used: " + loaded.problems());
        }
        return gateway;
    }

    private static Set<String> answering(Visitor visitor) throws Exception {
        visitor.forget();
        for (int i = 0; i < 20; i++) {
            visitor.cart();
        }
        return visitor.instances();
    }

    private void shop(Visitor visitor, Children children, int port, int redis) throws Exception {
        System.out.println("A visitor shops in " + WINDOWS + " windows at once:");
        visitor.put("tea"); // the session begins
        visitor.forget();
        AtomicInteger bought = new AtomicInteger(1);
        Callable<Integer> half = () -> buy(visitor, bought, things / 2);
        together(half);
        says(
                visitor.instances().equals(Set.of("a", "b")) && visitor.failures() == 0,
                bought.get() + " things bought, from instances " + String.join(" and ", visitor.instances()));
        says(visitor.cart().size() == bought.get(), visitor.cart().size() + " lie in the cart");

        System.out.println("Instance a is killed while the visitor goes on:");
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            int now = bought.get();
            Future<?> killed = other.submit(() -> {
                children.until("some more", () -> bought.get() > now + things / 10);
                children.kill("a");
                return null;
            });
            together(() -> buy(visitor, bought, things));
            killed.get();
        }
        visitor.forget();
        int there = visitor.cart().size();
        says(visitor.failures() == 0, "the visitor saw " + visitor.failures() + " errors");
        says(there == things, there + " of " + things + " things lie in the cart");
        says(visitor.instances().equals(Set.of("b")), "instance b knows them all");

        System.out.println("Instance a is started again:");
        children.instance("a", port, redis);
        visitor.forget();
        children.until("instance a", () -> {
            says(visitor.cart().size() == things, null);
            return visitor.instances().contains("a");
        });
        says(visitor.cart().size() == things, "it shows the same cart");
        visitor.end();
        says(visitor.cart().isEmpty(), "the session is ended, on all of them");
    }

    /** Buys until so many things are bought. */
    private static int buy(Visitor visitor, AtomicInteger bought, int until) throws Exception {
        int mine = 0;
        for (int n = next(bought, until); n > 0; n = next(bought, until)) {
            visitor.put("thing-" + n);
            TimeUnit.MILLISECONDS.sleep(LOOKS_MILLIS);
            mine++;
        }
        return mine;
    }

    private static int next(AtomicInteger bought, int until) {
        int n = bought.getAndUpdate(b -> Math.min(until, b + 1));
        return n < until ? n : 0;
    }

    private static void together(Callable<Integer> what) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> all = new ArrayList<>();
            for (int i = 0; i < WINDOWS; i++) {
                all.add(what);
            }
            for (Future<Integer> f : threads.invokeAll(all)) {
                f.get();
            }
        }
    }

    /** Prints what should be so; without a text only when it is not. */
    private void says(boolean ok, @Nullable String text) {
        if (text != null || !ok) {
            System.out.println((ok ? "  ok      " : "  WRONG   ") + (text == null ? "the cart changed" : text));
        }
        well &= ok;
    }
}
