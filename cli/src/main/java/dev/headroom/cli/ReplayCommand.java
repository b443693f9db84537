package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.headroom.connectors.jdbc.Database;
import dev.headroom.connectors.jdbc.JdbcSpecs;
import dev.headroom.connectors.jdbc.JdbcStore;
import dev.headroom.journal.Replay.Difference;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes recorded decisions again. */
@Command(
        name = "replay",
        description =
                "Makes recorded decisions again, each from what was seen then. Under the specs of then every one must"
                        + " come out the same; under another spec it shows where that decides otherwise.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom replay --store sqlite:.headroom/headroom/store.db",
            "  headroom replay web --store postgresql://headroom@db/headroom --from 2026-11-01T00:00:00Z",
            "  headroom replay web --spec changed.yaml",
            "",
            "Exit code 1 when a decision did not come out the same, or could not be made again; with --spec only the"
                    + " latter."
        })
final class ReplayCommand implements Callable<Integer> {

    private static final String SQLITE = "sqlite:";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Shapes of the answer. */
    enum Shape {
        TEXT,
        JSON
    }

    @Parameters(paramLabel = "WORKLOAD", arity = "0..1", description = "The workload. Default: all that were recorded.")
    private @Nullable String workload;

    @Option(
            names = "--store",
            paramLabel = "URL",
            description =
                    "Where decisions are kept. Default: that of ./headroom.yaml, or of --spec where that has one.")
    private @Nullable String store;

    @Option(names = "--spec", paramLabel = "FILE", description = "Decide by this spec instead.")
    private @Nullable Path other;

    @Option(names = "--from", paramLabel = "TIME", description = "Begin, such as 2026-11-01T00:00:00Z.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "End. Default: now.")
    private @Nullable Instant to;

    @Option(
            names = "--show",
            paramLabel = "N",
            defaultValue = "20",
            description = "Differences shown of each workload. Default: ${DEFAULT-VALUE}.")
    private int show = 20;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How to print the answer. Default: ${DEFAULT-VALUE}.")
    private Shape shape = Shape.TEXT;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() throws JsonProcessingException {
        PrintWriter out = command.commandLine().getOut();
        dev.headroom.spec.Spec spec = other == null
                ? null
                : SpecFiles.load(other, command.commandLine().getErr());
        Path parent = other == null ? null : other.toAbsolutePath().getParent();
        Path folder = parent == null ? Path.of("").toAbsolutePath() : parent;
        Instant begin = from == null ? Instant.EPOCH : from;
        Instant end = to == null ? Instant.now() : to;
        List<Replayed> all = new ArrayList<>();
        try (Database database = Database.open(url())) {
            JdbcStore archive = new JdbcStore(database);
            List<String> recorded = archive.workloads();
            if (workload != null && !recorded.contains(workload)) {
                throw new Refusal("no decision of '" + workload + "' is recorded there; there are "
                        + (recorded.isEmpty() ? "none" : "those of " + String.join(", ", recorded)));
            }
            for (String name : workload == null ? recorded : List.of(workload)) {
                all.add(Replayed.of(name, archive, new JdbcSpecs(database), spec, folder, begin, end));
            }
        }
        if (shape == Shape.JSON) {
            out.println(JSON.writeValueAsString(all.stream().map(this::fields).toList()));
        } else if (all.isEmpty()) {
            out.println("no decision is recorded there yet");
        } else {
            all.forEach(r -> text(r, out));
        }
        boolean well = all.stream()
                .allMatch(r -> spec == null ? r.same() : r.problems().isEmpty());
        return well ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private String url() {
        if (store != null) {
            // To open one would make it.
            if (store.startsWith(SQLITE) && !Files.exists(Path.of(store.substring(SQLITE.length())))) {
                throw new Refusal(store + ": there is no such file");
            }
            return store;
        }
        for (Path spec : other == null ? List.of(Path.of("headroom.yaml")) : List.of(other, Path.of("headroom.yaml"))) {
            Path file = RunCommand.besides(spec).resolve("store.db");
            if (Files.exists(file)) {
                return SQLITE + file;
            }
        }
        throw new Refusal("no store is found beside "
                + (other == null ? "./headroom.yaml" : other + " or ./headroom.yaml") + "; name one with --store");
    }

    private void text(Replayed r, PrintWriter out) {
        String made = r.entries() + " decision" + (r.entries() == 1 ? "" : "s") + " made again";
        String before = r.skipped() == 0 ? "" : ", " + r.skipped() + " before the first kept state left out";
        String came =
                r.differences().isEmpty() ? "all the same" : r.differences().size() + " came out otherwise";
        out.println(r.workload() + ": " + made + before + "; " + came);
        r.problems().forEach(p -> out.println("  " + p));
        for (Difference d : r.differences()
                .subList(0, Math.min(Math.max(0, show), r.differences().size()))) {
            out.println("  " + d.at() + "  " + d.recorded()
                    + (d.recorded() == d.replayed()
                            ? " replicas, other " + d.what()
                            : " → " + d.replayed() + " replicas"));
        }
        if (r.differences().size() > show) {
            out.println("  … " + (r.differences().size() - show) + " more");
        }
    }

    private Map<String, Object> fields(Replayed r) {
        Map<String, Object> f = new LinkedHashMap<>();
        f.put("workload", r.workload());
        f.put("replayed", r.entries());
        f.put("skipped", r.skipped());
        f.put("same", r.same());
        f.put("problems", r.problems());
        f.put("differing", r.differences().size());
        f.put(
                "differences",
                r.differences().stream()
                        .limit(Math.max(0, show))
                        .map(d -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("at", d.at().toString());
                            one.put("recorded", d.recorded());
                            one.put("replayed", d.replayed());
                            one.put("what", d.what());
                            return one;
                        })
                        .toList());
        return f;
    }
}
