package dev.headroom.examples.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Processes of this example that run beside each other, each with its output in a file; all end with this one. */
final class Children implements AutoCloseable {
    private static final int END_SECONDS = 30;
    private final Path folder;
    private final List<Process> all = new ArrayList<>();
    private final Thread hook = new Thread(this::end);

    /** With outputs in a folder. */
    Children(Path folder) {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * A command of this example in a JVM of its own, as words.
     *
     * @param heap its bound, such as 512m
     * @param mark that it can be found by; see {@link #having}
     */
    static List<String> java(String heap, String mark, String... command) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                mark,
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                // They do not live long enough for the second compiler to pay.
                "-XX:TieredStopAtLevel=1",
                "-Djava.awt.headless=true",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        words.addAll(List.of(command));
        return words;
    }

    /** A mark for processes that work for one folder. */
    static String mark(Path folder) {
        return "-Dfiles.work=" + folder;
    }

    /** Starts one. */
    synchronized Process start(String name, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".log").toFile()));
        Process process = builder.start();
        all.add(process);
        return process;
    }

    /** Processes on this machine with a mark, whoever started them. */
    static List<ProcessHandle> having(String mark) {
        return ProcessHandle.allProcesses()
                .filter(p -> p.pid() != ProcessHandle.current().pid())
                .filter(p -> {
                    Optional<String[]> arguments = p.info().arguments();
                    return arguments.isPresent() && List.of(arguments.get()).contains(mark);
                })
                .toList();
    }

    /** Asks it to end, and kills it when it does not. */
    static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            process.destroyForcibly();
        }
    }

    private synchronized void end() {
        // In reverse: workers before the queue.
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).isAlive()) {
                end(all.get(i).toHandle());
            }
        }
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs already.
        }
    }
}
