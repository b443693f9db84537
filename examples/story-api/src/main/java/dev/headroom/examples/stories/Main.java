package dev.headroom.examples.stories;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.connectors.jdbc.Database;
import dev.headroom.connectors.jdbc.JdbcJobs;
import dev.headroom.gateway.Gateway;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.LocalLimits;
import dev.headroom.spec.GatewaySpec;
import dev.headroom.spec.Loaded;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code headroom example story-api}: two versions of the service and the gateway of {@code headroom.yaml}, driven through what
 * its protections are for. Ends with 1 when something is not as it should be.
 */
public final class Main {

    /** Kept, so that its level stays. */
    private static final Logger LIBRARY = Logger.getLogger("io.helidon");

    private static final int STABLE = 8382;
    private static final int NEXT = 8383;
    private static final int QUEUED = 20;

    private final PrintStream out;
    private final Callers callers;
    private final URI admin;
    private boolean well = true;

    private Main(PrintStream out, Callers callers, URI admin) {
        this.out = out;
        this.callers = callers;
        this.admin = admin;
    }

    /** Takes the spec as its only argument; without one the example's own, from the folder of the project. */
    public static void main(String[] args) throws Exception {
        LIBRARY.setLevel(Level.OFF);
        Path file = Path.of(args.length > 0 ? args[0] : "examples/story-api/headroom.yaml");
        Loaded loaded = SpecReader.read(file);
        Spec spec = loaded.spec();
        GatewaySpec gateway = spec == null ? null : spec.gateway();
        if (spec == null || gateway == null) {
            loaded.problems().forEach(System.err::println);
            System.err.println("example: " + file + " has no gateway that can be used");
            System.exit(1);
            return;
        }
        Path folder = Files.createTempDirectory("headroom-stories-");
        boolean well;
        try (Database store = Database.open("sqlite:" + folder.resolve("queue.db"));
                StoryServer stable = new StoryServer(STABLE, false);
                StoryServer next = new StoryServer(NEXT, true);
                Gateway running = new Gateway(
                        gateway,
                        spec.timezone(),
                        folder,
                        new LocalLimits(GuardClock.SYSTEM, 10_000),
                        new JdbcJobs(store),
                        upstream -> {},
                        GuardClock.SYSTEM,
                        () -> ThreadLocalRandom.current().nextDouble(),
                        Main::say);
                Callers callers = new Callers(URI.create("http://127.0.0.1:8380/"))) {
            running.start();
            well = new Main(System.out, callers, URI.create("http://127.0.0.1:8381/")).run(stable, next);
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                all.sorted(Comparator.reverseOrder())
                        .forEach(each -> each.toFile().delete());
            }
        }
        System.exit(well ? 0 : 1);
    }

    private static void say(String text) {
        System.out.println("  " + text);
    }

    private boolean run(StoryServer stable, StoryServer next) throws Exception {
        rollout(next);
        cached(stable);
        limited();
        queued(stable);
        overload();
        metrics(stable);
        out.println(well ? "\nAll as it should be." : "\nSomething is not as it should be.");
        return well;
    }

    private void says(boolean ok, String text) {
        out.println((ok ? "  ok      " : "  WRONG   ") + text);
        well &= ok;
    }

    /** A fifth of the requests goes to a new version, which fails. */
    private void rollout(StoryServer next) throws Exception {
        out.println("A new version gets a fifth of the requests, and has a bug:");
        int asked = 0;
        int failed = 0;
        int inRow = 0;
        while (inRow < 40 && asked < 400) {
            HttpResponse<String> answer = callers.ask("reader-" + asked++, "Ada", "Paris");
            boolean bad = answer.statusCode() == 500;
            failed += bad ? 1 : 0;
            inRow = bad ? 0 : inRow + 1;
        }
        says(
                failed > 0 && inRow == 40,
                "it lost its share after " + failed + " failures; it saw " + next.requests() + " of the first "
                        + (asked - inRow) + " requests");
    }

    /** The same inputs, written in many ways. */
    private void cached(StoryServer stable) throws Exception {
        out.println("Twenty readers want one story at once, each writing it in their own way:");
        long before = stable.cache().origin();
        List<Callable<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String user = "twin-" + i;
            String hero = i % 2 == 0 ? " Grace" : "GRACE ";
            all.add(() -> callers.ask(user, hero, i(user) % 3 == 0 ? "new  york" : "New York"));
        }
        List<HttpResponse<String>> answers = Callers.together(all);
        boolean same = answers.stream().map(HttpResponse::statusCode).allMatch(s -> s == 200);
        long told = stable.cache().origin() - before;
        says(same && told == 1, "the model was asked " + told + " times");
    }

    private static int i(String user) {
        return Integer.parseInt(user.substring(user.indexOf('-') + 1));
    }

    /** A user who wants too much. */
    private void limited() throws Exception {
        out.println("A user may ask thirty times in any minute:");
        int served = 0;
        int refused = 0;
        boolean told = true;
        for (int i = 0; i < 40; i++) {
            HttpResponse<String> answer = callers.ask("greedy", "Ada", "Paris");
            served += answer.statusCode() == 200 ? 1 : 0;
            if (answer.statusCode() == 429) {
                refused++;
                told &= answer.headers().firstValue("Retry-After").isPresent();
            }
        }
        says(served == 30 && refused == 10 && told, served + " were answered, " + refused + " refused with 429");
        says(callers.ask("modest", "Ada", "Paris").statusCode() == 200, "another user is answered");
    }

    /** Stories that are told when there is time. */
    private void queued(StoryServer stable) throws Exception {
        out.println("Twenty stories are ordered for later, and some orders are sent twice:");
        List<String> where = new ArrayList<>();
        int before = stable.keys();
        boolean same = true;
        for (int i = 0; i < QUEUED; i++) {
            HttpResponse<String> accepted = callers.later("patient-" + i, "order-" + i, "hero " + i);
            where.add(accepted.headers().firstValue("Location").orElse("/" + accepted.statusCode()));
            if (i % 5 == 0) {
                HttpResponse<String> again = callers.later("patient-" + i, "order-" + i, "hero " + i);
                same &= again.headers().firstValue("Location").orElse("").equals(where.getLast());
            }
        }
        says(same, "an order that is sent twice is one");
        int done = 0;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        for (String each : where) {
            JsonNode told;
            do {
                told = new ObjectMapper().readTree(callers.get(each));
                TimeUnit.MILLISECONDS.sleep(20);
            } while (told.path("state").asText().matches("queued|running") && System.nanoTime() < end);
            String result = told.path("result").asText();
            done += !result.isEmpty() && callers.get(result).contains("hero") ? 1 : 0;
        }
        int keys = stable.keys() - before;
        says(done == QUEUED && keys == QUEUED, done + " were told, under " + keys + " different keys");
    }

    /** Far more than can be done. */
    private void overload() throws Exception {
        out.println("Two hundred different stories are wanted at once:");
        List<Callable<Integer>> all = IntStream.range(0, 200)
                .<Callable<Integer>>mapToObj(i -> () -> {
                    HttpResponse<String> a = callers.ask("crowd-" + i, "hero " + i, "the square");
                    boolean fair = a.statusCode() == 200
                            || (a.statusCode() == 503
                                    && a.headers().firstValue("Retry-After").isPresent());
                    return fair ? a.statusCode() : -a.statusCode();
                })
                .toList();
        List<Integer> statuses = Callers.together(all);
        long served = statuses.stream().filter(s -> s == 200).count();
        long refused = statuses.stream().filter(s -> s == 503).count();
        says(
                served > 0 && refused > 0 && served + refused == 200,
                served + " were answered, " + refused + " were told at once to come again");
    }

    private void metrics(StoryServer stable) throws Exception {
        JsonNode told = new ObjectMapper()
                .readTree(callers.get(admin.resolve("/status?window=1m").toString()));
        JsonNode route = told.at("/routes/~1v1~1stories");
        String prometheus = callers.get(admin.resolve("/metrics").toString());
        out.println("\nThe six figures of the last minute:");
        line("rate", "%.1f requests/s", route.path("rate").asDouble());
        line("latency", "95 %% within %.0f ms", 1000 * route.path("p95").asDouble());
        line("errors", "%.1f %% of the answers", 100 * route.path("errors").asDouble());
        line("limit hits", "%s", counted(prometheus, "limit"));
        line("model quota", "%s", stable.model());
        line(
                "store health",
                "%s waiting, cache answered %d of %d",
                route.path("backlog").asText(),
                stable.cache().near() + stable.cache().coalesced(),
                stable.cache().near()
                        + stable.cache().coalesced()
                        + stable.cache().origin());
    }

    private static @Nullable String counted(String prometheus, String reason) {
        return prometheus
                .lines()
                .filter(l -> l.startsWith("headroom_gateway_rejections_total{reason=\"" + reason + "\""))
                .map(l -> l.substring(l.lastIndexOf(' ') + 1).replaceAll("\\.0$", ""))
                .findFirst()
                .orElse("0");
    }

    private void line(String name, String form, @Nullable Object... values) {
        out.printf(Locale.ROOT, "  %-13s " + form + "%n", prepend(name, values));
    }

    private static Object[] prepend(String name, @Nullable Object[] values) {
        Object[] all = new Object[values.length + 1];
        all[0] = name;
        for (int i = 0; i < values.length; i++) {
            all[i + 1] = Objects.requireNonNull(values[i]);
        }
        return all;
    }
}
