package dev.headroom.examples.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.examples.models.Callers.Got;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code headroom example ml-platform}: feature serving, inference and generation behind the gateway of {@code headroom.yaml},
 * driven through what its protections are for. Ends with 1 when something is not as it should be.
 */
public final class Main {

    /** Kept, so that its level stays. */
    private static final Logger LIBRARY = Logger.getLogger("io.helidon");

    private static final long PATIENCE_SECONDS = 90;
    /** Longer than the spec holds a level. */
    private static final long HOLD_MILLIS = 1200;
    /** Slower than the spec takes for slow. */
    private static final long SLOW_MILLIS = 2500;

    private static final int USERS = 50;
    private static final List<String> TIERS = List.of("high", "normal", "low");

    private final PrintStream out;
    private final Platform platform;
    private final Callers callers;
    private boolean well = true;

    private Main(PrintStream out, Platform platform, Callers callers) {
        this.out = out;
        this.platform = platform;
        this.callers = callers;
    }

    /** Takes the spec as its only argument; without one the example's own, from the folder of the project. */
    public static void main(String[] args) throws Exception {
        LIBRARY.setLevel(Level.OFF);
        Path file = Path.of(args.length > 0 ? args[0] : "examples/ml-platform/headroom.yaml");
        boolean well;
        try (Platform platform = new Platform(file);
                Callers callers = new Callers(platform.address())) {
            well = new Main(System.out, platform, callers).run();
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println("example: " + e.getMessage());
            well = false;
        }
        System.exit(well ? 0 : 1);
    }

    private boolean run() throws Exception {
        full();
        oneIsLost();
        storeIsSlow();
        storeIsAway();
        memoryIsShort();
        tooMany();
        allFail();
        tokens();
        figures();
        out.println(well ? "\nAll as it should be." : "\nSomething is not as it should be.");
        return well;
    }

    private void says(boolean ok, String text) {
        out.println((ok ? "  ok      " : "  WRONG   ") + text);
        well &= ok;
    }

    private void until(String what, Callable<Boolean> so) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!so.call()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("waited " + PATIENCE_SECONDS + " s for " + what);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private List<Got> predictions(String priority) throws Exception {
        return Callers.together(20, i -> () -> callers.predict(i, priority));
    }

    private static boolean all(List<Got> answers, String by) {
        return answers.stream().allMatch(g -> g.well() && g.body().contains("\"by\":\"" + by + "\""));
    }

    private void full() throws Exception {
        out.println("Scores are asked for, and all is well:");
        for (int i = 0; i < USERS; i++) {
            callers.features(i);
        }
        List<Got> answers = predictions("normal");
        boolean explained = answers.stream().allMatch(g -> g.body().contains("because"));
        says(all(answers, "full") && explained, answers.size() + " scores by the full model, each explained");
    }

    private void oneIsLost() throws Exception {
        out.println("One of two feature servers is lost:");
        platform.features.getLast().close();
        List<Got> answers = new ArrayList<>();
        for (int i = 0; i < 100; i += 10) { // few at once, for repetitions are bounded
            int first = i;
            answers.addAll(Callers.together(10, n -> () -> callers.features((first + n) % USERS)));
        }
        says(
                answers.stream().allMatch(Got::well),
                answers.stream().filter(Got::well).count() + " of 100 look-ups are answered, by the other");
    }

    private void storeIsSlow() throws Exception {
        out.println("The feature store takes " + SLOW_MILLIS + " ms:");
        platform.store.slow(SLOW_MILLIS);
        Callers.together(12, i -> () -> callers.features(1000 + i));
        until("level 1", () -> callers.features(0).level() == 1);
        long before = platform.features.getFirst().known();
        List<Got> answers = Callers.together(20, i -> () -> callers.features(i));
        says(
                answers.stream().allMatch(Got::well)
                        && platform.features.getFirst().known() == before + 20,
                "level 1: 20 look-ups are answered from what is known; the store is not asked");
        platform.store.slow(0);
        until(
                "level 0",
                () -> Callers.together(20, i -> () -> callers.features(i)).stream()
                        .allMatch(g -> g.level() == 0));
        says(true, "and back to level 0");
    }

    private void storeIsAway() throws Exception {
        out.println("The feature store is away:");
        platform.store.fail(true);
        until("level 2", () -> callers.predict(0, "normal").level() == 2);
        List<Got> scores = predictions("normal");
        boolean explained = scores.stream().anyMatch(g -> g.body().contains("because"));
        says(all(scores, "simple") && !explained, "level 2: scores by the simple model, without explanations");
        List<Got> stale = Callers.together(20, i -> () -> callers.features(i));
        says(stale.stream().allMatch(Got::well), "features that were seen before are still served");
        platform.store.fail(false);
        backToFull();
    }

    private void backToFull() throws Exception {
        until("level 0", () -> callers.predict(0, "normal").level() == 0);
        says(all(predictions("normal"), "full"), "and back to level 0, one level at a time");
    }

    private void memoryIsShort() throws Exception {
        out.println("The memory of the graphics card is nearly full:");
        platform.llm.memory(95);
        until("level 2", () -> callers.predict(0, "normal").level() == 2);
        List<Got> low = predictions("low");
        says(
                low.stream().allMatch(g -> g.status() == 503 && g.again()),
                "level 2: requests of low priority are told to come again");
        says(all(predictions("normal"), "simple"), "others get the simple model");
        platform.llm.memory(80);
        until(
                "80%",
                () -> callers.get(platform.admin().resolve("/metrics"))
                        .contains("headroom_gateway_watch{watch=\"gpu-memory\"} 0.8"));
        TimeUnit.MILLISECONDS.sleep(HOLD_MILLIS);
        says(callers.predict(0, "normal").level() == 2, "80% is below the limit, and not by enough: still level 2");
        platform.llm.memory(60);
        backToFull();
    }

    private void tooMany() throws Exception {
        out.println("Forty scores of each priority are asked for at once, and take 100 ms:");
        platform.models.forEach(m -> m.slow(100));
        List<Got> answers = Callers.together(120, i -> () -> callers.predict(i % USERS, TIERS.get(i % 3)));
        platform.models.forEach(m -> m.slow(0));
        long[] served = new long[3];
        boolean fair = true;
        for (int i = 0; i < answers.size(); i++) {
            Got g = answers.get(i);
            served[i % 3] += g.well() ? 1 : 0;
            fair &= g.well() || (g.status() == 503 && g.again());
        }
        says(
                fair && served[0] >= Math.max(served[1], served[2]) && served[2] > 0,
                String.format(
                        Locale.ROOT,
                        "served: %d of high, %d of normal, %d of low priority; the others are told to come again",
                        served[0],
                        served[1],
                        served[2]));
    }

    private void allFail() throws Exception {
        out.println("All model servers fail:");
        platform.models.forEach(m -> m.fail(true));
        until("level 3", () -> callers.predict(0, "high").level() == 3);
        long began = System.nanoTime();
        List<Got> answers = predictions("high");
        long trials = answers.stream().filter(g -> !g.well()).count();
        long mayTry = 2 + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
        List<Got> others = answers.stream().filter(Got::well).toList();
        says(
                all(others, "default") && trials <= mayTry,
                "level 3: " + others.size() + " default answers; " + trials + " went to a server, as a trial");
        platform.models.forEach(m -> m.fail(false));
        backToFull();
    }

    private void tokens() throws Exception {
        out.println("Tenants have 2000 tokens a minute:");
        platform.llm.wait(true);
        int came = callers.stream("north", 900, platform.llm::wasRead);
        platform.llm.wait(false);
        says(came == LlmServer.TOKENS, came + " tokens are streamed; the first came before the second was made");
        boolean second = callers.generate("north", 900).well();
        Got third = callers.generate("north", 900);
        says(second && third.status() == 429 && third.again(), "the third request for 900 is told to come again");
        says(callers.generate("south", 900).well(), "another tenant is served");
    }

    private void figures() throws Exception {
        JsonNode told = new ObjectMapper()
                .readTree(callers.get(platform.admin().resolve("/status?window=1m")))
                .path("upstreams");
        out.println("\nThe last minute, as a controller reads it:");
        told.properties()
                .forEach(e -> out.printf(
                        Locale.ROOT,
                        "  %-9s %5.1f requests/s, 95 %% within %4.0f ms, %4.1f %% errors, level %d, %d of %d servers%n",
                        e.getKey(),
                        e.getValue().path("rate").asDouble(),
                        1000 * e.getValue().path("p95").asDouble(),
                        100 * e.getValue().path("errors").asDouble(),
                        e.getValue().path("degradation").asInt(),
                        e.getValue().path("serversWell").asInt(),
                        e.getValue().path("servers").asInt()));
    }
}
