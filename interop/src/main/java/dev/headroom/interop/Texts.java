package dev.headroom.interop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.RepresentToNode;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/** Trees of maps, lists and scalars as texts, the way people write them. The order of the keys is that of the maps. */
final class Texts {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final DefaultPrettyPrinter PRETTY = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    private Texts() {}

    /** Block YAML, indented by two, one document. */
    static String yaml(Object tree) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setIndent(2)
                .setWidth(120)
                .setSplitLines(false)
                .setBestLineBreak("\n")
                .setDereferenceAliases(true)
                .build();
        return new Dump(settings, new Careful(settings)).dumpToString(tree);
    }

    /** Quotes texts that a reader of YAML 1.1, such as kubectl or CloudFormation, would take for something else: off, 0755, 12:30. */
    private static final class Careful extends StandardRepresenter {
        private static final Pattern TAKEN =
                Pattern.compile("(?i:y|n|yes|no|on|off)|[-+]?0[0-7_]+|[-+]?0[box][0-9a-fA-F_]+"
                        + "|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?|[-+]?[0-9][0-9_,]*_[0-9_]*|=|<<");

        Careful(DumpSettings settings) {
            super(settings);
            RepresentToNode plain = Objects.requireNonNull(representers.get(String.class));
            representers.put(
                    String.class,
                    data -> TAKEN.matcher(data.toString()).matches()
                            ? representScalar(Tag.STR, data.toString(), ScalarStyle.SINGLE_QUOTED)
                            : plain.representData(data));
        }
    }

    /** Several YAML documents in one text. */
    static String yaml(List<?> trees) {
        StringBuilder out = new StringBuilder();
        for (Object tree : trees) {
            out.append(out.isEmpty() ? "" : "---\n").append(yaml(tree));
        }
        return out.toString();
    }

    /** JSON, indented by two, ending in a newline. */
    static String json(Object tree) {
        try {
            return JSON.writer(PRETTY).writeValueAsString(tree) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("maps, lists and scalars can always be written", e);
        }
    }

    /** A typed model as a tree, in its own order, without what is empty. */
    @SuppressWarnings("unchecked") // an object's tree is a map from texts
    static Map<String, Object> tree(Object model) {
        return JSON.convertValue(model, Map.class);
    }
}
