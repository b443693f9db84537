package dev.headroom.cli;

import dev.headroom.controller.api.Role;
import dev.headroom.controller.api.Tokens;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes tokens for the controller's interface. */
@Command(
        name = "token",
        description =
                "Makes a token for the interface of a controller. The token is printed once; what is kept of it, a"
                        + " line with its hash, lets nobody in.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom token alice --role operator --add tokens    then: headroom run headroom.yaml --tokens tokens",
            "  export HEADROOM_TOKEN=$(headroom token alice --role admin --add tokens --quiet)"
        })
final class TokenCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "Who it is for; changes are known by this name in the audit.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private String name;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "viewer",
            description = "viewer (to look), operator (to give orders) or admin (to change the spec). Default:"
                    + " ${DEFAULT-VALUE}.")
    private Role role = Role.VIEWER;

    @Option(names = "--add", paramLabel = "FILE", description = "Add its line to this file of tokens.")
    private @Nullable Path file;

    @Option(names = "--quiet", description = "Print the token alone; with --add only.")
    private boolean quiet;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        if (quiet && file == null) {
            throw Refusal.ofUsage("--quiet needs --add FILE: otherwise the line to keep would be lost");
        }
        String token = Tokens.random();
        String line;
        try {
            line = Tokens.line(name, role, token);
        } catch (IllegalArgumentException e) {
            throw Refusal.ofUsage(String.valueOf(e.getMessage()));
        }
        if (file != null) {
            add(file, line);
        }
        if (quiet) {
            out.println(token);
        } else {
            out.println("token (shown this once): " + token);
            out.println(
                    file == null
                            ? "line for the file of tokens:  " + line
                            : "added to " + file + " for " + name + ", "
                                    + role.name().toLowerCase(Locale.ROOT));
        }
        return CommandLine.ExitCode.OK;
    }

    private static void add(Path file, String line) {
        try {
            List<String> lines =
                    new ArrayList<>(Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of());
            lines.add(line);
            Tokens.read(file.toString(), lines);
            Files.write(
                    file, List.of(line), StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new Refusal("cannot write to '" + file + "': " + e.getMessage());
        }
    }
}
