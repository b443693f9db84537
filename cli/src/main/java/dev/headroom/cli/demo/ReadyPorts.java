package dev.headroom.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Where replicas that take work listen, from the list that a process target keeps for Prometheus; read again when it is old. */
public final class ReadyPorts implements Supplier<List<Integer>> {

    private static final long OLD_NANOS = 200_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private List<Integer> ports = List.of();
    private long readAt = System.nanoTime() - OLD_NANOS;

    /** A list that need not be there yet. */
    public ReadyPorts(Path file) {
        this.file = file;
    }

    @Override
    public synchronized List<Integer> get() {
        if (System.nanoTime() - readAt >= OLD_NANOS) {
            readAt = System.nanoTime();
            try {
                List<Integer> found = new ArrayList<>();
                for (JsonNode group : JSON.readTree(Files.readAllBytes(file))) {
                    if (group.path("labels").has("__draining")) {
                        continue;
                    }
                    for (JsonNode target : group.path("targets")) {
                        String address = target.asText();
                        found.add(Integer.valueOf(address.substring(address.lastIndexOf(':') + 1)));
                    }
                }
                ports = List.copyOf(found);
            } catch (IOException notNow) {
                // It is not there yet, or just being replaced; the former list is good for another moment.
                return ports;
            }
        }
        return ports;
    }
}
