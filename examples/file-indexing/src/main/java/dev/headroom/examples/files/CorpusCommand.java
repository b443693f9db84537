package dev.headroom.examples.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes files with known words. */
@Command(
        name = "corpus",
        description = "Makes PDFs, scans and images with known words; the words are in DIR.words, a line a file.",
        mixinStandardHelpOptions = true)
final class CorpusCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "Where the files go.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path folder;

    @Option(names = "--files", defaultValue = "300", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int files;

    @Option(names = "--lines", defaultValue = "8", description = "Lines a page, of 7 words. Default: ${DEFAULT-VALUE}.")
    private int lines;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Another number, other words. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() throws IOException {
        Map<String, List<String>> words = Corpus.make(folder, files, lines, seed);
        save(words, list(folder));
        System.out.println(words.size() + " files in " + folder + ", their words in " + list(folder));
        return 0;
    }

    static Path list(Path folder) {
        Path whole = folder.toAbsolutePath().normalize();
        return whole.resolveSibling(whole.getFileName() + ".words");
    }

    static void save(Map<String, List<String>> words, Path file) throws IOException {
        Files.write(
                file,
                words.entrySet().stream()
                        .map(e -> e.getKey() + "\t" + String.join(" ", e.getValue()))
                        .toList());
    }

    static Map<String, List<String>> load(Path file) throws IOException {
        Map<String, List<String>> words = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.split("\t", 2);
            words.put(parts[0], List.of(parts[1].split(" ")));
        }
        return words;
    }
}
