package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.simulator.tune.Parameter;
import dev.headroom.simulator.tune.Trial;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Trials of a search in a file of JSON lines, so that an interrupted search goes on where it was. The first line says what was
 * searched; a trial is written as soon as it is known, and a line cut short by an interruption is dropped.
 */
final class TrialFile implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Parameter> space;
    private final List<Trial> known = new ArrayList<>();
    private final BufferedWriter out;

    /**
     * Opens or begins a file.
     *
     * @param fingerprint of everything that trials depend on
     * @throws Refusal when it is of another search
     */
    TrialFile(Path file, String fingerprint, List<Parameter> space) throws IOException {
        this.space = space;
        StringBuilder kept = new StringBuilder(
                        JSON.createObjectNode().put("search", fingerprint).toString())
                .append('\n');
        if (Files.exists(file) && Files.size(file) > 0) {
            List<String> lines = Files.readAllLines(file);
            if (!fingerprint.equals(search(lines.get(0)))) {
                throw new Refusal(file + " holds the trials of another search (another spec, trace, seed or share for"
                        + " training); name another file or delete it");
            }
            for (String line : lines.subList(1, lines.size())) {
                if (read(line)) {
                    kept.append(line).append('\n');
                }
            }
        }
        Output.write(file, kept.toString());
        out = Files.newBufferedWriter(file, StandardOpenOption.APPEND);
    }

    private static String search(String line) {
        try {
            return JSON.readTree(line).path("search").asText();
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private boolean read(String line) {
        try {
            JsonNode n = JSON.readTree(line);
            List<Double> values = new ArrayList<>();
            for (Parameter p : space) {
                JsonNode v = n.path("values").path(p.name());
                if (!v.isNumber()) {
                    return false;
                }
                values.add(v.asDouble());
            }
            if (!n.path("attainment").isNumber()
                    || !n.path("cost").isNumber()
                    || !n.path("actions").isInt()) {
                return false;
            }
            known.add(new Trial(
                    values,
                    n.get("attainment").asDouble(),
                    n.get("cost").asDouble(),
                    n.get("actions").asInt()));
            return true;
        } catch (JsonProcessingException cutShort) {
            return false;
        }
    }

    /** The trials of the file as it was found. */
    List<Trial> known() {
        return List.copyOf(known);
    }

    /** Adds a trial. */
    synchronized void add(Trial t) {
        ObjectNode n = JSON.createObjectNode();
        ObjectNode values = n.putObject("values");
        for (int i = 0; i < space.size(); i++) {
            values.put(space.get(i).name(), t.values().get(i));
        }
        n.put("attainment", t.attainment()).put("cost", t.cost()).put("actions", t.actions());
        try {
            out.append(n.toString()).append('\n');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
