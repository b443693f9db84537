package dev.headroom.controller.whatif;

import dev.headroom.spec.Loaded;
import dev.headroom.spec.Problem;
import dev.headroom.spec.SpecReader;
import dev.headroom.spec.WorkloadSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A spec in which one workload has other keys: the keys of a fragment stand in place of the workload's own. */
final class OtherSpec {

    private static final int MOST_NODES = 100_000;

    private OtherSpec() {}

    /**
     * The workload with the fragment's keys.
     *
     * @param spec the text in force
     * @param folder where files that it names are
     * @param name of the workload
     * @param fragment YAML of some keys of a workload, such as {@code policies} and {@code guardrails}
     * @throws IllegalArgumentException with every problem, a line each
     */
    static WorkloadSpec of(String spec, @Nullable Path folder, String name, String fragment) {
        MappingNode keys = mapping(compose(fragment, "the policies"), "the policies");
        MappingNode whole = mapping(compose(spec, "the spec in force"), "the spec in force");
        MappingNode workload = under(under(whole, "workloads"), name);
        List<NodeTuple> entries = new ArrayList<>(workload.getValue());
        for (NodeTuple entry : keys.getValue()) {
            String key = key(entry);
            entries.removeIf(e -> key(e).equals(key));
            entries.add(entry);
        }
        workload.setValue(entries);
        DumpSettings settings = DumpSettings.builder().build();
        String text = new Present(settings)
                .emitToString(new Serialize(settings).serializeOne(whole).iterator());
        Loaded loaded = SpecReader.read("what-if", folder, text);
        WorkloadSpec other =
                loaded.spec() == null ? null : loaded.spec().workloads().get(name);
        if (other == null) {
            throw new IllegalArgumentException(String.join(
                    "\n",
                    loaded.problems().stream()
                            .filter(p -> p.severity() == Problem.Severity.ERROR)
                            .map(p -> p.path() + ": " + p.message() + (p.mend().isEmpty() ? "" : "; " + p.mend()))
                            .toList()));
        }
        return other;
    }

    private static Node compose(String text, String what) {
        try {
            Optional<Node> node = new Compose(LoadSettings.builder()
                            .setMaxAliasesForCollections(20)
                            .setCodePointLimit(MOST_NODES * 16)
                            .build())
                    .composeString(text);
            return node.orElseThrow(() -> new IllegalArgumentException(what + ": nothing is written there"));
        } catch (MarkedYamlEngineException e) {
            throw new IllegalArgumentException(
                    what + ": not YAML: " + e.getProblem()
                            + e.getProblemMark()
                                    .map(m -> " (line " + (m.getLine() + 1) + ", column " + (m.getColumn() + 1) + ")")
                                    .orElse(""),
                    e);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(what + ": not YAML: " + e.getMessage(), e);
        }
    }

    private static MappingNode mapping(Node node, String what) {
        if (node instanceof MappingNode m) {
            return m;
        }
        throw new IllegalArgumentException(
                what + ": must be keys of a workload with their values, such as 'policies: [ … ]'");
    }

    private static MappingNode under(MappingNode node, String name) {
        for (NodeTuple entry : node.getValue()) {
            if (key(entry).equals(name)) {
                return mapping(entry.getValueNode(), name);
            }
        }
        throw new IllegalArgumentException("the spec in force has no '" + name + "'");
    }

    private static String key(NodeTuple entry) {
        return entry.getKeyNode() instanceof ScalarNode s ? s.getValue() : "";
    }
}
