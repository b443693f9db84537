package dev.headroom.connectors.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that is run to its end, for what it prints. It has a time-out, its output a bound, and what it started is ended
 * with it: its descendants and, where there is a /proc, whatever has the variable HEADROOM_RUN of this run in its environment.
 *
 * @param command program and arguments
 * @param timeout longest run, above 0
 */
record Program(List<String> command, Duration timeout) {

    /** Most bytes of output and of complaints that are read. */
    static final int MOST_BYTES = 64 << 10;

    private static final String MARK = "HEADROOM_RUN";
    private static final int MOST_ROUNDS = 20;
    /** Within this an ended process has closed its pipes, unless another holds them. */
    private static final Duration AFTER_THE_END = Duration.ofMillis(500);

    Program {
        command = List.copyOf(command);
        if (command.isEmpty() || command.get(0).isBlank()) {
            throw new IllegalArgumentException("the command is empty");
        }
        if (command.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("the command has a zero character in it");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the time-out must be above 0, not " + timeout);
        }
    }

    /** How a run ended. */
    sealed interface Run {
        /** By itself, well; what it printed, without white space around it. */
        record Printed(String out) implements Run {}

        /** By itself, and not well; why, as a sentence without a full stop. */
        record Complained(String why) implements Run {}

        /** It could not be begun, or was ended; why, as a sentence without a full stop. */
        record Ended(String why) implements Run {}
    }

    /**
     * Runs it.
     *
     * @param more arguments after those of the command
     * @param environment variables besides those of this process
     */
    Run run(List<String> more, Map<String, String> environment) {
        List<String> words = new ArrayList<>(command);
        words.addAll(more);
        ProcessBuilder builder = new ProcessBuilder(words);
        String mark = UUID.randomUUID().toString();
        builder.environment().putAll(environment);
        builder.environment().put(MARK, mark);
        Process process;
        try {
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            return new Run.Ended("'" + command.get(0) + "' cannot be run: " + e.getMessage());
        }
        CompletableFuture<Output> out = reading(process.getInputStream());
        CompletableFuture<Output> complaints = reading(process.getErrorStream());
        try {
            long deadline = System.nanoTime() + timeout.toNanos();
            // Reading ends at the bound as well, with the program still at it.
            Output printed = out.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (printed.more()) {
                return new Run.Ended(name() + " printed more than " + MOST_BYTES + " bytes and was ended");
            }
            if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return late();
            }
            if (process.exitValue() == 0) {
                return new Run.Printed(printed.text().strip());
            }
            String said = complaints
                    .completeOnTimeout(new Output("", false), AFTER_THE_END.toMillis(), TimeUnit.MILLISECONDS)
                    .get()
                    .text();
            return new Run.Complained(name() + " ended with " + process.exitValue()
                    + (said.isBlank() ? "" : ": " + Exchange.excerpt(said)));
        } catch (TimeoutException e) {
            return late();
        } catch (ExecutionException e) {
            return new Run.Ended(name() + ": its output cannot be read: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Run.Ended(name() + " was ended: interrupted");
        } finally {
            if (process.isAlive() || !out.isDone() || !complaints.isDone()) {
                end(process.toHandle(), mark);
            }
        }
    }

    private Run late() {
        return new Run.Ended(name() + " did not end within " + Exchange.text(timeout) + " and was ended");
    }

    private String name() {
        return "'" + command.get(0) + "'";
    }

    private record Output(String text, boolean more) {}

    private static CompletableFuture<Output> reading(InputStream in) {
        CompletableFuture<Output> result = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try (in) {
                byte[] bytes = in.readNBytes(MOST_BYTES + 1);
                int length = Math.min(bytes.length, MOST_BYTES);
                result.complete(
                        new Output(new String(bytes, 0, length, StandardCharsets.UTF_8), bytes.length > MOST_BYTES));
            } catch (IOException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** Ends a process and all it started; again while new ones appear meanwhile. */
    private static void end(ProcessHandle process, String mark) {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<ProcessHandle> found = new ArrayList<>(process.descendants().toList());
            found.add(process);
            found.addAll(marked(mark));
            List<ProcessHandle> alive = found.stream().filter(Program::runs).toList();
            if (alive.isEmpty()) {
                return;
            }
            alive.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static boolean runs(ProcessHandle process) {
        // One that has ended and was not waited for by its parent counts as alive for Java.
        return process.isAlive() && !state(process.pid()).equals("Z");
    }

    private static String state(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            int after = stat.lastIndexOf(')') + 2;
            return after < stat.length() ? stat.substring(after, after + 1) : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static List<ProcessHandle> marked(String mark) {
        List<ProcessHandle> found = new ArrayList<>();
        String wanted = MARK + "=" + mark;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path folder : all) {
                if (environment(folder).contains(wanted)) {
                    ProcessHandle.of(Long.parseLong(folder.getFileName().toString()))
                            .ifPresent(found::add);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            return found;
        }
        return found;
    }

    private static String environment(Path folder) {
        try {
            return Files.readString(folder.resolve("environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // Ended meanwhile, or somebody else's.
            return "";
        }
    }
}
