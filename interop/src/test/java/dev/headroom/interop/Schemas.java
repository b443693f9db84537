package dev.headroom.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The published schemas of other systems, made strict: a key that a schema does not name is an error. */
final class Schemas {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Schemas() {}

    /** The folder of the schemas; the test is skipped where there is none. */
    static Path folder() {
        String named = System.getenv("HEADROOM_DATA");
        Path root = Path.of(System.getProperty("headroom.root", ".."));
        Path folder = (named == null ? root.resolve("../shared/data") : Path.of(named)).resolve("schemas");
        assumeTrue(Files.isDirectory(folder), "the published schemas are not here: " + folder);
        return folder;
    }

    /** What is wrong with a document by the Kubernetes definition of a type, such as io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler. */
    static List<String> kubernetes(String type, String yaml) {
        ObjectNode root = (ObjectNode) read(folder().resolve("kubernetes-definitions.json"));
        strict(root.get("definitions"));
        root.put("$ref", "#/definitions/" + type);
        return problems(root, tree(yaml));
    }

    /** The tree of a YAML document. */
    static JsonNode tree(String yaml) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    private static List<String> problems(JsonNode schema, JsonNode document) {
        Schema compiled =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(schema);
        return compiled.validate(document.toString(), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static void strict(JsonNode node) {
        if (node instanceof ObjectNode o && o.path("properties").isObject() && !o.has("additionalProperties")) {
            o.put("additionalProperties", false);
        }
        node.forEach(Schemas::strict);
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
