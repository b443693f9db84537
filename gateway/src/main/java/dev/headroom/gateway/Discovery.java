package dev.headroom.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Servers as a file in the form of Prometheus' file_sd_configs lists them: groups of {@code targets} with {@code labels}. A
 * group with the label {@code __draining} of value {@code true} only finishes what it has; {@code region} and {@code zone} say
 * where it is.
 */
final class Discovery {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MOST_BYTES = 16 << 20;
    private static final String DRAINING = "__draining";

    private Discovery() {}

    /**
     * The servers in a file; none when it is not there, as before a first replica has started.
     *
     * @throws IOException when it cannot be read, or is something else; what was known stays then
     */
    static Map<String, Listed> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Map.of();
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + " is larger than 16 MiB");
        }
        return parse(Files.readAllBytes(file), file.toString());
    }

    static Map<String, Listed> parse(byte[] json, String name) throws IOException {
        JsonNode root = JSON.readTree(json);
        if (root == null || !root.isArray()) {
            throw new IOException(name + " is no list of target groups");
        }
        Map<String, Listed> servers = new LinkedHashMap<>();
        for (JsonNode group : root) {
            JsonNode labels = group.path("labels");
            Listed listed = new Listed(
                    "true".equals(labels.path(DRAINING).asText()), text(labels, "region"), text(labels, "zone"));
            for (JsonNode target : group.path("targets")) {
                String text = target.asText();
                if (!text.matches("(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9][A-Za-z0-9.-]*):[0-9]{1,5}")) {
                    throw new IOException(name + ": '" + text + "' is not a host and port");
                }
                servers.put(text, listed);
            }
        }
        return servers;
    }

    private static @Nullable String text(JsonNode labels, String name) {
        String text = labels.path(name).asText();
        return text.isEmpty() ? null : text;
    }
}
