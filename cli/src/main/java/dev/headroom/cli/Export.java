package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.headroom.interop.Document;
import dev.headroom.interop.Exported;
import dev.headroom.interop.Exporter;
import dev.headroom.interop.Exporters;
import dev.headroom.interop.Loss;
import dev.headroom.spec.Spec;
import dev.headroom.spec.WorkloadSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Writes a spec in another system's terms and lists what that system cannot say. */
@Command(
        name = "export",
        description = "Writes what a spec says in another system's terms, and lists what that system cannot say.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom export kubernetes headroom.yaml",
            "  headroom export kubernetes headroom.yaml -d deploy/ --only web",
            "  headroom export cloudformation headroom.yaml > template.yaml",
            "  headroom export prometheus headroom.yaml -o json",
            "",
            "Without -d the files go to standard output, the losses to standard error."
        })
final class Export implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Shapes of the answer. */
    enum Shape {
        TEXT,
        JSON
    }

    /** The words of the formats, for completion and help. */
    static final class Formats extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Formats() {
            super(Exporters.formats());
        }
    }

    @Parameters(
            index = "0",
            paramLabel = "FORMAT",
            completionCandidates = Formats.class,
            description = "One of: ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private String format;

    @Parameters(index = "1", paramLabel = "SPEC", description = "The spec, such as headroom.yaml.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path file;

    @Option(
            names = {"-d", "--directory"},
            paramLabel = "DIR",
            description = "Write each file there instead of to standard output.")
    private @Nullable Path directory;

    @Option(names = "--only", paramLabel = "W", split = ",", description = "Only these workloads, separated by commas.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            defaultValue = "text",
            description = "json: files and losses as one JSON object. Default: ${DEFAULT-VALUE}.")
    private Shape shape = Shape.TEXT;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() throws JsonProcessingException {
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        Exporter exporter = Exporters.of(format);
        if (exporter == null) {
            throw new ParameterException(
                    command.commandLine(),
                    "'" + format + "' is no format; there are: " + String.join(", ", Exporters.formats()));
        }
        Spec spec = SpecFiles.load(file, err);
        Exported exported = exporter.export(spec, chosen(spec));
        if (directory != null) {
            for (Document d : exported.documents()) {
                Output.write(directory.resolve(d.path()), d.text());
            }
        }
        if (shape == Shape.JSON) {
            out.println(JSON.writeValueAsString(fields(exporter, exported)));
        } else {
            print(exported, out, err);
        }
        if (exported.documents().isEmpty()) {
            throw new Refusal("nothing of the spec can be said in the format '" + format + "'");
        }
        return CommandLine.ExitCode.OK;
    }

    private List<WorkloadSpec> chosen(Spec spec) {
        if (only.isEmpty()) {
            return List.copyOf(spec.workloads().values());
        }
        return only.stream().map(name -> SpecFiles.workload(spec, name)).toList();
    }

    private void print(Exported exported, PrintWriter out, PrintWriter err) {
        List<Document> documents = exported.documents();
        for (int i = 0; i < documents.size(); i++) {
            Document d = documents.get(i);
            if (directory != null) {
                err.println("wrote " + directory.resolve(d.path()));
            } else {
                boolean yaml = d.path().endsWith(".yaml");
                if (documents.size() > 1) {
                    out.print(yaml ? (i > 0 ? "---\n" : "") + "# " + d.path() + "\n" : "");
                }
                out.print(d.text());
            }
        }
        out.flush();
        for (Loss loss : exported.losses()) {
            err.println("lost: " + loss.render());
        }
    }

    private static Map<String, Object> fields(Exporter exporter, Exported exported) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("format", exporter.format());
        all.put(
                "documents",
                exported.documents().stream()
                        .map(d -> Map.of("path", d.path(), "text", d.text()))
                        .toList());
        all.put("losses", exported.losses().stream().map(Export::fields).toList());
        return all;
    }

    private static Map<String, Object> fields(Loss loss) {
        Map<String, Object> f = new LinkedHashMap<>();
        f.put("workload", loss.workload());
        f.put("key", loss.gap().key());
        f.put("detail", loss.detail());
        f.put("why", loss.gap().why());
        f.put("instead", loss.gap().instead());
        return f;
    }
}
