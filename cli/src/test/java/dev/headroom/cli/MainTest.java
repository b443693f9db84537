package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void versionNamesHeadroomAndTheJavaThatRunsIt() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString())
                .startsWith("headroom ")
                .contains("Java " + Runtime.version().feature());
    }

    @Test
    void helpListsEveryCommandAndExamples() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("Usage: headroom", "Examples:", "Exit codes:");
        for (String command : Main.commandLine().getSubcommands().keySet()) {
            assertThat(out.toString()).contains("  " + command);
        }
    }

    @Test
    void everyCommandHasHelpThatDescribesIt() {
        Main.commandLine().getSubcommands().forEach((name, command) -> {
            assertThat(command.getCommandSpec().usageMessage().description())
                    .as(name)
                    .isNotEmpty();
            assertThat(run(name, "--help")).as(name).isZero();
        });
    }

    /** Texts of a help are formats: a percent sign that is not written twice would be told of in the middle of the help. */
    @Test
    void everyHelpIsWellFormed() {
        assertThat(helps(Main.commandLine()))
                .allSatisfy(text -> assertThat(String.format(Locale.ROOT, text)).isNotNull());
    }

    private static Stream<String> helps(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        return Stream.concat(
                Stream.of(usage.description(), usage.footer()).flatMap(Arrays::stream),
                command.getSubcommands().values().stream().flatMap(MainTest::helps));
    }

    @Test
    void wordsAreTakenInAnyCaseAndNamedAsInTheHelp() {
        assertThat(run("schema", "spec")).as(err.toString()).isZero();
        assertThat(run("schema", "SPEC")).as(err.toString()).isZero();
        assertThat(run("schema", "speck")).isEqualTo(2);
        assertThat(err.toString()).contains("'speck' is none of spec, traffic");
    }

    @Test
    void noCommandIsAUsageError() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Missing command", "Usage: headroom");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aMistypedCommandSuggestsTheNearest() {
        assertThat(run("completon")).isEqualTo(2);
        assertThat(err.toString()).contains("completion");
    }

    @Test
    void completionScriptCompletesInBash(@TempDir Path dir) throws IOException, InterruptedException {
        assertThat(run("completion")).isZero();
        Path script = Files.writeString(
                dir.resolve("complete.sh"),
                out + "\nCOMP_WORDS=(headroom compl); COMP_CWORD=1; _complete_headroom; echo \"${COMPREPLY[@]}\"\n");
        Process bash = new ProcessBuilder("bash", script.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said.trim()).isEqualTo("completion");
    }

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
