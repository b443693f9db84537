package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Map;
import java.util.function.BiConsumer;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import picocli.CommandLine.Option;

/** Which controller is asked, and how its answer is printed; the same for all commands that ask one. */
final class ServerOptions {

    static final String URL = "http://127.0.0.1:8484";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Shapes of an answer. */
    enum Shape {
        TABLE,
        JSON,
        YAML
    }

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = URL,
            description = "Where the controller listens. Default: ${DEFAULT-VALUE}. The environment variable"
                    + " HEADROOM_TOKEN holds the token to show, if one is needed.")
    private URI url = URI.create(URL);

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json|yaml",
            defaultValue = "table",
            description = "How to print the answer. Default: ${DEFAULT-VALUE}.")
    private Shape shape = Shape.TABLE;

    /** Asks the controller. */
    ApiClient client() {
        return new ApiClient(url, System.getenv("HEADROOM_TOKEN"));
    }

    /** Prints an answer: as it is for programs, or in words for people. */
    void print(JsonNode answer, PrintWriter out, BiConsumer<JsonNode, PrintWriter> words) {
        switch (shape) {
            case TABLE -> words.accept(answer, out);
            case JSON -> {
                try {
                    out.println(JSON.writeValueAsString(answer));
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException("a tree can always be written", e);
                }
            }
            case YAML ->
                out.print(new Dump(DumpSettings.builder()
                                .setDefaultFlowStyle(FlowStyle.BLOCK)
                                .build())
                        .dumpToString(JSON.convertValue(answer, Map.class)));
        }
        out.flush();
    }
}
