package dev.headroom.cli;

import dev.headroom.simulator.traffic.Generated;
import dev.headroom.simulator.traffic.Likeness;
import dev.headroom.simulator.traffic.Sale;
import dev.headroom.spec.SaleSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Makes traffic: of shapes, or like recorded weeks. */
@Command(
        name = "generate",
        description = "Makes traffic: from a description of its shapes, or more weeks like those of a trace.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom generate traffic.yaml -d trace.csv.gz",
            "  headroom generate traffic.yaml --seed 8 | head",
            "  headroom generate --like last-month.csv.gz --weeks 4 --sale '2026-02-01T18:00/2h*3.5' -d trace.csv.gz",
            "",
            "More weeks like those of a trace begin where it ends: its profile of the week, its level, its bursts."
        })
final class Generate implements Callable<Integer> {

    /** How the traffic is written. */
    enum As {
        CSV
    }

    @Parameters(paramLabel = "TRAFFIC", arity = "0..1", description = "Shapes of traffic, such as traffic.yaml.")
    private @Nullable Path file;

    @Option(
            names = "--like",
            paramLabel = "FILE",
            description = "Instead of shapes: a trace, a .csv or .csv.gz file, to make more weeks like.")
    private @Nullable Path like;

    @Option(
            names = "--weeks",
            paramLabel = "N",
            defaultValue = "1",
            description = "With --like: how many weeks. Default: ${DEFAULT-VALUE}.")
    private int weeks = 1;

    @Option(
            names = "--sale",
            paramLabel = "BEGIN/LENGTH*FACTOR",
            description = "With --like: a stretch with a multiple of the traffic. May be repeated.")
    private List<String> sales = new ArrayList<>();

    @Option(
            names = {"--timezone", "--zone"},
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description = "With --like: zone of days, hours and dates. Default: ${DEFAULT-VALUE}.")
    private ZoneId zone = ZoneOffset.UTC;

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description = "With --like: the trace's demand column. Default: the first numeric one after the time.")
    private @Nullable String column;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Fixes every random draw; the same seed gives the same output. Default: the file's, else 1.")
    private @Nullable Long seed;

    @Option(
            names = {"-d", "--destination"},
            paramLabel = "FILE",
            description = "Write to a file, compressed if its name ends in .gz. Default: to the terminal.")
    private @Nullable Path destination;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "csv",
            defaultValue = "csv",
            description = "How to write it: timestamp,requests[,input_tokens,output_tokens].")
    private As format = As.CSV;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = command.commandLine().getErr();
        Generated made = generated(err);
        switch (format) {
            case CSV -> csv(made);
        }
        if (destination != null) {
            err.println(summary(made));
        }
        return CommandLine.ExitCode.OK;
    }

    private Generated generated(PrintWriter err) {
        if (like != null && file == null) {
            return alike(like, err);
        }
        if (file == null || like != null) {
            throw new ParameterException(
                    command.commandLine(),
                    like == null
                            ? "Missing required parameter: TRAFFIC, or --like FILE"
                            : "TRAFFIC and --like cannot be used together");
        }
        for (String option : List.of("--weeks", "--sale", "--timezone", "--column")) {
            if (command.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new ParameterException(
                        command.commandLine(), option + " needs --like; a traffic file says it itself");
            }
        }
        return TrafficFiles.generate(file, seed, err);
    }

    private Generated alike(Path trace, PrintWriter err) {
        if (weeks < 1) {
            throw new ParameterException(command.commandLine(), "--weeks: " + weeks + " is not 1 or more");
        }
        List<String> notes = new ArrayList<>();
        try {
            List<Sale> events = new ArrayList<>();
            for (String text : sales) {
                SaleSpec sale = SaleSpec.parse(text, zone);
                events.add(new Sale(sale.at(), sale.span(), sale.factor()));
            }
            Likeness likeness = Likeness.of(Traces.withTokens(trace, column, notes, err), zone);
            if (likeness.growthPerWeek() != 0) {
                notes.add(String.format(
                        Locale.ROOT, "the trend of %+.1f %% a week goes on", 100 * likeness.growthPerWeek()));
            }
            Generated made = likeness.more(
                    Duration.ofDays(7L * weeks), events, String.valueOf(trace.getFileName()), seed == null ? 1 : seed);
            for (Sale sale : events) {
                if (!sale.at().isBefore(made.trace().end())
                        || !sale.at().plus(sale.span()).isAfter(made.trace().start())) {
                    throw new Refusal("--sale: " + sale.at() + " is not within the new weeks, "
                            + made.trace().start() + " to " + made.trace().end());
                }
            }
            notes.forEach(note -> err.println(trace + ": " + note));
            return made;
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
    }

    private void csv(Generated made) throws IOException {
        if (destination == null) {
            PrintWriter out = command.commandLine().getOut();
            made.csv(out);
            out.flush();
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean compressed = destination.toString().endsWith(".gz");
        try (Writer out =
                new OutputStreamWriter(compressed ? new GZIPOutputStream(bytes) : bytes, StandardCharsets.UTF_8)) {
            made.csv(out);
        }
        Output.write(destination, bytes.toByteArray());
    }

    private String summary(Generated made) {
        double[] counts = made.trace().arrivals();
        int peak = 0;
        for (int i = 0; i < counts.length; i++) {
            peak = counts[i] > counts[peak] ? i : peak;
        }
        double seconds = made.trace().bucketMillis() / 1000.0;
        return String.format(
                Locale.ROOT,
                "%s: %,.0f requests in %,d steps from %s to %s, %,.1f/s in the mean, peak %,.1f/s at %s",
                destination,
                made.trace().total(),
                counts.length,
                made.trace().start(),
                made.trace().end(),
                made.trace().total() / counts.length / seconds,
                counts[peak] / seconds,
                Instant.ofEpochMilli(
                        made.trace().startMillis() + peak * made.trace().bucketMillis()));
    }
}
