package dev.headroom.connectors.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is run as a replica, and how it is treated.
 *
 * @param name of the workload; letters, digits, '.', '_' and '-'
 * @param command program and arguments; a program without a slash is looked up in PATH
 * @param directory the working directory
 * @param environment variables besides those of the supervisor; PORT and HEADROOM_… are set by it
 * @param firstPort replica n gets PORT = firstPort + n; 0 for no ports
 * @param ready how a replica shows that it is ready
 * @param warmup how long a ready replica counts as warming
 * @param stopTimeout from SIGTERM to SIGKILL
 * @param backoff pause before a replica that ended unasked is started again; doubled each further time
 * @param longestBackoff bound of that pause; a replica that was ready for so long counts as healthy again
 * @param hung a replica that was ready and has not been for so long is killed and started again; zero for never
 * @param logBytes a replica's output is turned over beyond this size; one former file is kept
 */
public record ProcessSettings(
        String name,
        List<String> command,
        Path directory,
        Map<String, String> environment,
        int firstPort,
        ReadyCheck ready,
        Duration warmup,
        Duration stopTimeout,
        Duration backoff,
        Duration longestBackoff,
        Duration hung,
        long logBytes) {

    private static final int LAST_PORT = 65_535;

    public ProcessSettings {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        List<String> problems = new ArrayList<>();
        if (!name.matches("[A-Za-z0-9._-]+")) {
            problems.add("the name may have letters, digits, '.', '_' and '-' only");
        }
        if (command.isEmpty() || command.get(0).isBlank()) {
            problems.add("the command is empty");
        }
        if (command.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
            problems.add("the command has a zero character in it");
        }
        if (!Files.isDirectory(directory)) {
            problems.add("the directory " + directory + " does not exist");
        }
        environment.forEach((variable, value) -> {
            if (!variable.matches("[A-Za-z_][A-Za-z0-9_]*") || value.indexOf('\0') >= 0) {
                problems.add("'" + variable + "' is no variable of the environment, or its value has a zero character");
            } else if ((variable.equals("PORT") && firstPort > 0) || variable.startsWith("HEADROOM_")) {
                problems.add("the variable " + variable + " is set by the supervisor");
            }
        });
        if (firstPort < 0 || firstPort > LAST_PORT) {
            problems.add("the first port must be 1 to " + LAST_PORT + ", or 0 for none, not " + firstPort);
        }
        if (firstPort == 0 && !(ready instanceof ReadyCheck.Running)) {
            problems.add("a ready check needs a first port");
        }
        if (warmup.isNegative() || stopTimeout.isNegative()) {
            problems.add("warm-up and stop time-out must not be negative");
        }
        if (hung.isNegative() || (!hung.isZero() && ready instanceof ReadyCheck.Running)) {
            problems.add("to restart what is not ready any more needs a ready check, and a time that is not negative");
        }
        if (backoff.isNegative() || backoff.isZero() || longestBackoff.compareTo(backoff) < 0) {
            problems.add("the pause before a restart must be positive and not above its bound");
        }
        if (logBytes < 1024) {
            problems.add("a log needs at least 1024 bytes, not " + logBytes);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("process target '" + name + "': " + String.join("; ", problems));
        }
    }

    /** Without ports, ready when running, 30 s to end, restarts after 1 s to 1 min, 10 MiB of output. */
    public static ProcessSettings of(String name, List<String> command, Path directory) {
        return new ProcessSettings(
                name,
                command,
                directory,
                Map.of(),
                0,
                ReadyCheck.Running.ONLY,
                Duration.ZERO,
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ZERO,
                10L << 20);
    }

    /** The same with ports and a ready check. */
    public ProcessSettings serving(int first, ReadyCheck check) {
        return new ProcessSettings(
                name,
                command,
                directory,
                environment,
                first,
                check,
                warmup,
                stopTimeout,
                backoff,
                longestBackoff,
                hung,
                logBytes);
    }

    /** The same, but a replica that was ready and has not been for so long is killed and started again. */
    public ProcessSettings restartingUnready(Duration after) {
        return new ProcessSettings(
                name,
                command,
                directory,
                environment,
                firstPort,
                ready,
                warmup,
                stopTimeout,
                backoff,
                longestBackoff,
                after,
                logBytes);
    }

    /** The port of a replica; 0 without ports, −1 beyond the last there is. */
    int port(int number) {
        return firstPort == 0 ? 0 : (firstPort + number > LAST_PORT ? -1 : firstPort + number);
    }

    /** The pause before the start after so many ends in a row that nobody asked for: backoff · 2^(n − 1), bounded. */
    Duration pause(int crashes) {
        Duration pause = backoff;
        for (int i = 1; i < crashes && pause.compareTo(longestBackoff) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longestBackoff) < 0 ? pause : longestBackoff;
    }
}
