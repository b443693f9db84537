package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command that the README, the docs and the examples show is run, from the root of the project, and must succeed. Only
 * {@code ./headroom test} and {@code .ci/run} are left out, which are what runs this, and {@code ./headroom demo}, which takes
 * three minutes and has a test of its own.
 */
class DocsCommandsTest {

    private static final Path ROOT =
            Path.of(System.getProperty("headroom.root", "..")).toAbsolutePath().normalize();
    private static final long LIMIT_SECONDS = 180;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path folder;

    /** A command and where it is shown. */
    record Shown(String where, String command) {
        @Override
        public String toString() {
            return where + ": " + command;
        }
    }

    static List<Shown> commands() throws IOException {
        List<Shown> found = new ArrayList<>();
        for (Path page : pages()) {
            boolean inside = false;
            int number = 0;
            for (String line : Files.readAllLines(page)) {
                number++;
                if (line.startsWith("```")) {
                    inside = !inside && line.startsWith("```console");
                } else if (inside && line.startsWith("$ ") && !isThisSuite(line)) {
                    found.add(new Shown(ROOT.relativize(page) + ":" + number, line.substring(2)));
                }
            }
        }
        return found;
    }

    private static boolean isThisSuite(String line) {
        return line.startsWith("$ ./headroom test")
                || line.startsWith("$ ./headroom demo")
                || line.startsWith("$ .ci/run");
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
        for (String folder : List.of("docs", "examples", "bench")) {
            Path start = ROOT.resolve(folder);
            if (Files.isDirectory(start)) {
                try (Stream<Path> all = Files.walk(start)) {
                    all.filter(p -> p.toString().endsWith(".md")
                                    && !p.toString().contains("/target/"))
                            .sorted()
                            .forEach(pages::add);
                }
            }
        }
        return pages;
    }

    @Test
    void theReadmeShowsCommands() throws IOException {
        assertThat(commands())
                .anyMatch(c -> c.where().startsWith("README.md") && c.command().contains("./headroom"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void runs(Shown shown) throws IOException, InterruptedException {
        assumeTrue(
                !shown.command().contains("../shared/data") || Files.isDirectory(ROOT.resolve("../shared/data")),
                "the traces are not here");
        Path out = Files.createTempFile(folder, "out", ".txt");
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        shown.command().replace("./headroom", launcher().toString()))
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(ended).as("ended within " + LIMIT_SECONDS + " s").isTrue();
        assertThat(process.exitValue()).as(Files.readString(out)).isZero();
    }

    /** Stands in for the launcher: the classes under test, without a build. */
    private static Path launcher() throws IOException {
        Path script = folder.resolve("headroom");
        if (!Files.exists(script)) {
            Files.writeString(
                    script,
                    "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java")
                            + "' -Dheadroom.root='"
                            + ROOT + "' -cp '" + System.getProperty("java.class.path")
                            + "' dev.headroom.cli.Main \"$@\"\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return script;
    }
}
