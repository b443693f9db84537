package dev.headroom.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This command in a process of its own, by the same Java and the same classes. */
final class OwnProcess {

    private OwnProcess() {}

    /**
     * Not started yet.
     *
     * @param options of Java, such as {@code -Xmx1g}
     * @param words of the command, such as {@code run headroom.yaml}
     */
    static ProcessBuilder of(List<String> options, List<String> words) {
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.addAll(options);
        all.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        all.addAll(words);
        return new ProcessBuilder(all);
    }
}
