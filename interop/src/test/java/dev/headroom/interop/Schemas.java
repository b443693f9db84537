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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The published schemas of other systems, made strict: a key that a schema does not name is an error. */
final class Schemas {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Schema> COMPILED = new ConcurrentHashMap<>();
    private static final Map<Path, JsonNode> FILES = new ConcurrentHashMap<>();

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
        return kubernetes(type, tree(yaml), false);
    }

    private static List<String> kubernetes(String type, JsonNode document, boolean patch) {
        return problems(
                COMPILED.computeIfAbsent(type + patch, t -> {
                    ObjectNode root = definitions().deepCopy();
                    if (patch) {
                        optional(root);
                    }
                    return compiled(root.put("$ref", "#/definitions/" + type));
                }),
                document);
    }

    private static ObjectNode definitions() {
        return (ObjectNode) FILES.computeIfAbsent(folder().resolve("kubernetes-definitions.json"), Schemas::strictly);
    }

    private static JsonNode strictly(Path file) {
        JsonNode root = read(file);
        ((ObjectNode) root).remove("$schema"); // its dialect is draft 7 with words of AWS, which add no checks
        strict(root);
        return root;
    }

    private static final Map<String, String> DEFINITIONS = Map.of(
            "HorizontalPodAutoscaler", "io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler",
            "PodDisruptionBudget", "io.k8s.api.policy.v1.PodDisruptionBudget",
            "CronJob", "io.k8s.api.batch.v1.CronJob",
            "ServiceAccount", "io.k8s.api.core.v1.ServiceAccount",
            "ConfigMap", "io.k8s.api.core.v1.ConfigMap",
            "Role", "io.k8s.api.rbac.v1.Role",
            "RoleBinding", "io.k8s.api.rbac.v1.RoleBinding",
            "Deployment", "io.k8s.api.apps.v1.Deployment",
            "StatefulSet", "io.k8s.api.apps.v1.StatefulSet");

    private static final Map<String, String> CRDS = Map.of(
            "ScaledObject", "keda.sh_scaledobjects.yaml",
            "Service", "knative_service.yaml",
            "NodePool", "karpenter.sh_nodepools.yaml",
            "VerticalPodAutoscaler", "vpa-v1-crd-gen.yaml");

    /** Whether an object's kind has a schema here. */
    static boolean known(JsonNode object) {
        String kind = object.path("kind").asText();
        return DEFINITIONS.containsKey(kind) || CRDS.containsKey(kind);
    }

    /**
     * What is wrong with an object by the definition of its kind, or the schema of its custom resource.
     *
     * @param patch whether it is a part of an object only
     */
    static List<String> object(JsonNode object, boolean patch) {
        String kind = object.path("kind").asText();
        String crd = CRDS.get(kind);
        return crd == null ? kubernetes(DEFINITIONS.getOrDefault(kind, "none"), object, patch) : custom(crd, object);
    }

    private static List<String> custom(String file, JsonNode object) {
        String version = object.path("apiVersion").asText().replaceAll(".*/", "");
        for (JsonNode crd : trees(text(folder().resolve("crds").resolve(file)))) {
            for (JsonNode v : crd.path("spec").path("versions")) {
                if (v.path("name").asText().equals(version)
                        && crd.at("/spec/names/kind")
                                .asText()
                                .equals(object.path("kind").asText())) {
                    ObjectNode schema = v.at("/schema/openAPIV3Schema").deepCopy();
                    strict(schema);
                    // The API server knows the metadata of every object, whatever a custom resource says of it.
                    ((ObjectNode) schema.get("properties")).remove("metadata");
                    ((ObjectNode) schema.get("properties")).putObject("metadata");
                    return problems(compiled(schema), object);
                }
            }
        }
        return List.of("no version " + version + " of " + object.path("kind").asText() + " in " + file);
    }

    /**
     * What is wrong with a template of CloudFormation: each resource by the schema of its type.
     *
     * @param template its tree
     */
    static List<String> cloudFormation(JsonNode template) {
        List<String> all = new ArrayList<>();
        template.get("Resources").properties().forEach(e -> {
            String type = e.getValue().path("Type").asText();
            Path file = folder().resolve("cloudformation")
                    .resolve(type.toLowerCase(Locale.ROOT).replace("::", "-") + ".json");
            Schema schema = COMPILED.computeIfAbsent(type, t -> compiled(strictly(file)));
            JsonNode given = resolved(e.getValue().path("Properties"), template);
            problems(schema, given).forEach(p -> all.add(e.getKey() + " (" + type + "): " + p));
            references(e.getValue(), template, all);
        });
        return all;
    }

    /** Intrinsic functions replaced by what they would give: a text, or a list where a parameter is one. */
    private static JsonNode resolved(JsonNode node, JsonNode template) {
        if (node.isObject() && node.size() == 1 && node.has("Ref")) {
            JsonNode parameter =
                    template.path("Parameters").path(node.get("Ref").asText());
            return parameter.has("Default")
                    ? parameter.get("Default")
                    : JSON.valueToTree(
                            parameter.path("Type").asText().startsWith("List") ? List.of("subnet-1") : "referenced");
        }
        if (node.isObject() && node.size() == 1 && node.has("Fn::GetAtt")) {
            return JSON.valueToTree("1");
        }
        if (node instanceof ObjectNode o) {
            ObjectNode out = JSON.createObjectNode();
            o.properties().forEach(e -> out.set(e.getKey(), resolved(e.getValue(), template)));
            return out;
        }
        if (node.isArray()) {
            var out = JSON.createArrayNode();
            node.forEach(v -> out.add(resolved(v, template)));
            return out;
        }
        return node;
    }

    private static void references(JsonNode node, JsonNode template, List<String> problems) {
        for (String name : node.findValuesAsText("Ref")) {
            if (!template.path("Resources").has(name)
                    && !template.path("Parameters").has(name)) {
                problems.add("nothing is called " + name);
            }
        }
    }

    /** The trees of a text of one or several YAML documents; lists are taken apart. */
    static List<JsonNode> trees(String yaml) {
        List<JsonNode> all = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
            if (document != null) {
                all.add(JSON.valueToTree(document));
            }
        }
        return all;
    }

    private static void optional(JsonNode node) {
        if (node instanceof ObjectNode o && o.path("required").isArray()) {
            o.remove("required");
        }
        node.forEach(Schemas::optional);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tree of a YAML document. */
    static JsonNode tree(String yaml) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    private static Schema compiled(JsonNode schema) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(schema);
    }

    private static List<String> problems(Schema schema, JsonNode document) {
        return schema.validate(document.toString(), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static void strict(JsonNode node) {
        if (node instanceof ObjectNode o
                && o.path("properties").isObject()
                && !o.has("additionalProperties")
                && !o.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
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
