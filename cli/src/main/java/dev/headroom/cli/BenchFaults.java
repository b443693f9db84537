package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.headroom.controller.faults.Broken;
import dev.headroom.controller.faults.Bug;
import dev.headroom.controller.faults.Course;
import dev.headroom.controller.faults.Event;
import dev.headroom.controller.faults.Fault;
import dev.headroom.controller.faults.Invariant;
import dev.headroom.controller.faults.Story;
import dev.headroom.controller.faults.Trial;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whole controllers in worlds where things go wrong. */
@Command(
        name = "faults",
        description =
                "Runs whole controllers on virtual time in a world that drops, delays, repeats, reorders, lies, meddles and"
                        + " kills, drawn from a seed, and checks what must hold whatever happens.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom bench faults --seeds 1000",
            "  headroom bench faults --seed-from 42 --seeds 1 --only crash,store-doubted",
            "",
            "Exit code 1 when something did not hold. Of the first three such seeds the shortened story is told: the fewest",
            "kinds of faults that still break it, and what happened last."
        })
final class BenchFaults implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int MOST_STORIES = 3;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many worlds. Default: ${DEFAULT-VALUE}.")
    private int seeds = 100;

    @Option(
            names = "--seed-from",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "Seed of the first world; the others follow it. Default: ${DEFAULT-VALUE}.")
    private long first = 1;

    @Option(
            names = "--only",
            paramLabel = "FAULT",
            split = ",",
            description = "Kinds of faults that may strike. Default: all.")
    private List<String> only = List.of();

    @Mixin
    private final TableOrJson output = new TableOrJson();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() throws Exception {
        if (seeds < 1 || seeds > 10_000_000) {
            throw new Refusal("--seeds must be from 1 to 10000000, not " + seeds);
        }
        Set<Fault> allowed = allowed();
        long began = System.nanoTime();
        List<Long> all = LongStream.range(first, first + seeds).boxed().toList();
        List<Course> courses = Parallel.withBar(
                "worlds",
                seeds,
                command.commandLine().getErr(),
                steps -> Parallel.each(all, seed -> {
                    Course course = Trial.run(seed, allowed, Bug.NONE, false);
                    steps.accept(1);
                    return course;
                }));
        double seconds = (System.nanoTime() - began) / 1e9;
        List<Course> bad = courses.stream().filter(c -> !c.held()).toList();
        List<Story> stories = bad.stream()
                .limit(MOST_STORIES)
                .map(c -> Story.of(c, allowed, Bug.NONE))
                .toList();
        PrintWriter out = command.commandLine().getOut();
        if (output.json()) {
            out.println(json(courses, bad, stories, seconds));
        } else {
            table(courses, bad, stories, seconds, out);
        }
        out.flush();
        return bad.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Set<Fault> allowed() {
        if (only.isEmpty()) {
            return EnumSet.allOf(Fault.class);
        }
        Set<Fault> allowed = EnumSet.noneOf(Fault.class);
        for (String word : only) {
            allowed.add(Arrays.stream(Fault.values())
                    .filter(f -> f.word().equals(word.strip()))
                    .findFirst()
                    .orElseThrow(() -> new Refusal("there is no fault '" + word.strip() + "'; there are "
                            + Arrays.stream(Fault.values()).map(Fault::word).collect(Collectors.joining(", ")))));
        }
        return allowed;
    }

    private static Map<Fault, Integer> struck(List<Course> courses) {
        Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
        courses.forEach(c -> c.struck().forEach((fault, n) -> struck.merge(fault, n, Integer::sum)));
        return struck;
    }

    private static void table(
            List<Course> courses, List<Course> bad, List<Story> stories, double seconds, PrintWriter out) {
        Duration time = courses.stream().map(Course::time).reduce(Duration.ZERO, Duration::plus);
        out.printf(
                Locale.ROOT,
                "%d worlds, %d h in them: %d lives of controllers, %d decisions, %d orders, in %.1f s%n%n",
                courses.size(),
                time.toHours(),
                courses.stream().mapToInt(Course::lives).sum(),
                courses.stream().mapToInt(Course::decisions).sum(),
                courses.stream().mapToInt(Course::orders).sum(),
                seconds);
        struck(courses).forEach((fault, n) -> out.printf(Locale.ROOT, "%9d  %s%n", n, fault.words()));
        out.println();
        for (Invariant invariant : Invariant.values()) {
            long broken = bad.stream()
                    .filter(c -> c.broken().stream().anyMatch(b -> b.invariant() == invariant))
                    .count();
            out.printf(Locale.ROOT, "%9s  %s%n", broken == 0 ? "held" : broken + " not", invariant.words());
        }
        stories.forEach(story -> tell(story, out));
        if (bad.size() > stories.size()) {
            out.printf(
                    "%nother seeds that broke something: %s%n",
                    bad.stream()
                            .skip(stories.size())
                            .limit(20)
                            .map(c -> c.seed() + " ("
                                    + c.broken().get(0).invariant().word() + ")")
                            .collect(Collectors.joining(", ")));
        }
    }

    private static void tell(Story story, PrintWriter out) {
        Broken b = story.broken();
        out.printf(
                "%nseed %d broke %s: %s%n",
                story.seed(), b.invariant().word(), b.invariant().words());
        out.println("  " + (b.workload().isEmpty() ? "" : b.workload() + ": ") + b.what());
        out.println("  again with: " + again(story));
        out.println();
        story.spec().lines().forEach(line -> out.println("    " + line));
        out.println();
        if (story.left() > 0) {
            out.println("    … " + story.left() + " events before");
        }
        for (Event event : story.events()) {
            out.println("    " + event);
        }
    }

    private static String again(Story story) {
        String faults = story.faults().stream().map(Fault::word).collect(Collectors.joining(","));
        return "headroom bench faults --seed-from " + story.seed() + " --seeds 1"
                + (faults.isEmpty() ? "" : " --only " + faults);
    }

    private static String json(List<Course> courses, List<Course> bad, List<Story> stories, double seconds) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("seeds", courses.size());
        all.put("from", courses.get(0).seed());
        all.put("seconds", Math.round(seconds * 10) / 10.0);
        all.put("lives", courses.stream().mapToInt(Course::lives).sum());
        all.put("decisions", courses.stream().mapToInt(Course::decisions).sum());
        all.put("orders", courses.stream().mapToInt(Course::orders).sum());
        Map<String, Integer> faults = new LinkedHashMap<>();
        struck(courses).forEach((fault, n) -> faults.put(fault.word(), n));
        all.put("faults", faults);
        all.put("broken", bad.size());
        all.put(
                "failures",
                bad.stream()
                        .map(c -> {
                            Broken b = c.broken().get(0);
                            Map<String, Object> failure = new LinkedHashMap<>();
                            failure.put("seed", c.seed());
                            failure.put("invariant", b.invariant().word());
                            failure.put("workload", b.workload());
                            failure.put("what", b.what());
                            stories.stream().filter(s -> s.seed() == c.seed()).forEach(s -> {
                                failure.put("again", again(s));
                                failure.put(
                                        "story",
                                        s.events().stream().map(Event::toString).toList());
                            });
                            return failure;
                        })
                        .toList());
        try {
            return JSON.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of numbers and strings are always JSON", e);
        }
    }
}
