package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.headroom.forecast.anomaly.AnomalyDetector;
import dev.headroom.forecast.anomaly.LabelledFormatException;
import dev.headroom.forecast.anomaly.LabelledReader;
import dev.headroom.forecast.anomaly.LabelledSeries;
import dev.headroom.forecast.anomaly.NumentaScore;
import dev.headroom.forecast.anomaly.NumentaScore.Outcome;
import dev.headroom.forecast.anomaly.NumentaScore.Profile;
import dev.headroom.forecast.anomaly.SurpriseDetector;
import dev.headroom.forecast.anomaly.ZScoreDetector;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The online anomaly detector on labelled series, by Numenta's score. */
@Command(
        name = "anomalies",
        description =
                "Runs the online anomaly detector over labelled series, sample by sample, and scores it as the Numenta"
                        + " Anomaly Benchmark does: 0 is as good as no detector, 100 finds every window at its begin and nothing"
                        + " else.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom bench anomalies --nab ../shared/data/nab/nab_labelled.csv.gz",
            "  headroom bench anomalies --nab labelled.csv --profiles profiles.json -o json",
            "",
            "The file is CSV, plain or gzipped, with the columns series,timestamp,value,in_window. The threshold of each",
            "detector and profile is the one that is best over all series, as in Numenta's own tables."
        })
final class BenchAnomalies implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(
            names = "--nab",
            paramLabel = "FILE",
            defaultValue = "../shared/data/nab/nab_labelled.csv.gz",
            description = "The labelled series. Default: ${DEFAULT-VALUE}.")
    private Path file = Path.of("../shared/data/nab/nab_labelled.csv.gz");

    @Option(
            names = "--profiles",
            paramLabel = "FILE",
            description = "Weights of hits, false alarms and misses, as in Numenta's config/profiles.json. Default: the"
                    + " published ones.")
    private @Nullable Path profiles;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json|csv",
            defaultValue = "table",
            description = "How to print the results. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TABLE;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    /** A detector's outcome under a profile. */
    private record Line(String detector, String profile, Outcome outcome) {}

    @Override
    public Integer call() throws Exception {
        PrintWriter out = command.commandLine().getOut();
        List<Profile> weights = profiles == null ? Profile.published() : profiles(profiles);
        List<LabelledSeries> corpus = corpus();
        Map<String, Supplier<AnomalyDetector>> detectors = new LinkedHashMap<>();
        detectors.put("headroom", SurpriseDetector::new);
        detectors.put("z-score", ZScoreDetector::new);
        List<Line> lines = new ArrayList<>();
        detectors.forEach((name, made) -> {
            List<double[]> scores =
                    corpus.stream().map(s -> s.scoredBy(made.get())).toList();
            weights.forEach(p -> lines.add(new Line(name, p.name(), NumentaScore.best(corpus, scores, p))));
        });
        switch (format) {
            case JSON -> out.println(json(corpus, lines));
            case CSV -> csv(lines, out);
            case TABLE -> table(corpus, lines, out);
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private static void table(List<LabelledSeries> corpus, List<Line> lines, PrintWriter out) {
        out.printf(
                Locale.ROOT, "%d series, %d samples, %d windows%n%n", corpus.size(), samples(corpus), windows(corpus));
        out.printf(
                Locale.ROOT,
                "%-10s %-20s %7s %10s %8s %13s%n",
                "detector",
                "profile",
                "score",
                "threshold",
                "found",
                "false alarms");
        for (Line l : lines) {
            out.printf(
                    Locale.ROOT,
                    "%-10s %-20s %7.1f %10.4f %8s %13d%n",
                    l.detector,
                    l.profile,
                    l.outcome.score(),
                    l.outcome.threshold(),
                    l.outcome.found() + "/" + l.outcome.windows(),
                    l.outcome.falseAlarms());
        }
    }

    private static void csv(List<Line> lines, PrintWriter out) {
        out.println("detector,profile,score,threshold,found,windows,false_alarms");
        for (Line l : lines) {
            Outcome o = l.outcome;
            out.println(String.join(
                    ",",
                    l.detector,
                    l.profile,
                    String.valueOf(o.score()),
                    String.valueOf(o.threshold()),
                    String.valueOf(o.found()),
                    String.valueOf(o.windows()),
                    String.valueOf(o.falseAlarms())));
        }
    }

    /** The scores of our detector by profile at the top, and everything by detector below. */
    private static String json(List<LabelledSeries> corpus, List<Line> lines) {
        Map<String, Object> all = new LinkedHashMap<>();
        lines.stream().filter(l -> l.detector.equals("headroom")).forEach(l -> all.put(l.profile, l.outcome.score()));
        all.put("series", corpus.size());
        all.put("samples", samples(corpus));
        all.put("windows", windows(corpus));
        Map<String, Map<String, Outcome>> detectors = new LinkedHashMap<>();
        lines.forEach(l -> detectors
                .computeIfAbsent(l.detector, d -> new LinkedHashMap<>())
                .put(l.profile, l.outcome));
        all.put("detectors", detectors);
        try {
            return JSON.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of numbers and strings are always JSON", e);
        }
    }

    private static long samples(List<LabelledSeries> corpus) {
        return corpus.stream().mapToLong(LabelledSeries::length).sum();
    }

    private static int windows(List<LabelledSeries> corpus) {
        return corpus.stream().mapToInt(s -> s.windows().size()).sum();
    }

    private List<LabelledSeries> corpus() {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.mark(2);
            boolean compressed = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            List<LabelledSeries> read = LabelledReader.read(
                    file.toString(),
                    new InputStreamReader(compressed ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8));
            if (windows(read) == 0) {
                throw new Refusal(file + ": no series has a labelled window, so there is nothing to find");
            }
            return read;
        } catch (LabelledFormatException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Refusal unreadable(Path file, IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> new Refusal(file + ": there is no such file");
            case AccessDeniedException denied -> new Refusal(file + ": cannot be read: permission denied");
            default -> new Refusal(file + ": cannot be read: " + e.getMessage());
        };
    }

    private static List<Profile> profiles(Path file) {
        JsonNode root;
        try {
            root = JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new Refusal(file + ":" + e.getLocation().getLineNr() + ": is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw Files.exists(file) ? unreadable(file, e) : new Refusal(file + ": there is no such file");
        }
        List<Profile> found = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        root.properties().forEach(p -> {
            JsonNode costs = p.getValue().path("CostMatrix");
            double[] weights = new double[3];
            String[] keys = {"tpWeight", "fpWeight", "fnWeight"};
            for (int i = 0; i < keys.length; i++) {
                JsonNode weight = costs.path(keys[i]);
                if (!weight.isNumber() || weight.asDouble() < 0 || (i == 0 && weight.asDouble() == 0)) {
                    problems.add(file + ": " + p.getKey() + ".CostMatrix." + keys[i] + " must be a "
                            + (i == 0 ? "positive number" : "number that is not negative"));
                }
                weights[i] = weight.asDouble();
            }
            found.add(new Profile(p.getKey(), weights[0], weights[1], weights[2]));
        });
        if (found.isEmpty()) {
            problems.add(
                    file + ": has no profile; write {\"standard\": {\"CostMatrix\": {\"tpWeight\": 1, \"fpWeight\":"
                            + " 0.11, \"fnWeight\": 1}}}");
        }
        if (!problems.isEmpty()) {
            throw new Refusal(String.join(System.lineSeparator(), problems));
        }
        return found;
    }
}
