package dev.headroom.connectors.process;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts the command of a replica behind a gate: a shell that waits for a word on its input before it becomes the command.
 * The word is given once the process is on record. A supervisor that dies before closes the input, and the shell ends, so
 * that no command ever runs without a record.
 */
final class Launcher {

    private static final String GATE = "read -r word && [ \"$word\" = go ] && exec setsid \"$@\" </dev/null";

    private final ProcessSettings settings;

    Launcher(ProcessSettings settings) {
        this.settings = settings;
    }

    /** A shell that waits; closing it without {@link #open} ends it. */
    static final class Gate implements AutoCloseable {
        private final Process process;

        private Gate(Process process) {
            this.process = process;
        }

        Process process() {
            return process;
        }

        /** Lets the command begin. The same process becomes it: pid and time of birth stay. */
        void open() throws IOException {
            OutputStream input = process.getOutputStream();
            input.write("go\n".getBytes(StandardCharsets.US_ASCII));
            input.flush();
        }

        @Override
        public void close() {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                // The shell has ended by itself; the next look at it tells.
                return;
            }
        }
    }

    Gate gate(ProcessReplica replica, String launch, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", GATE, "headroom-gate"));
        command.addAll(settings.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(settings.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Map<String, String> environment = builder.environment();
        environment.putAll(settings.environment());
        environment.put("HEADROOM_WORKLOAD", settings.name());
        environment.put("HEADROOM_REPLICA", Integer.toString(replica.number()));
        environment.put("HEADROOM_LAUNCH", launch);
        if (replica.port() > 0) {
            environment.put("PORT", Integer.toString(replica.port()));
        }
        return new Gate(builder.start());
    }

    /** Whether nobody listens on the port, on any address. */
    static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Turns a log over that has grown too large: what it holds becomes the former file, and it begins anew. The process keeps
     * writing to the same file, at its end; what it writes between the two steps is lost.
     */
    static void turnOver(Path log, long most) throws IOException {
        if (!Files.exists(log) || Files.size(log) <= most) {
            return;
        }
        Files.copy(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }
}
