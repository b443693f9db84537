package dev.headroom.examples.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds files by their words. */
@Command(
        name = "search",
        description = "Prints the files in which all of the words stand, and where. Ends with 1 if there are none.",
        mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {

    @Parameters(paramLabel = "WORD", arity = "0..*", description = "What to look for.")
    private List<String> words = List.of();

    @Option(
            names = "--like",
            paramLabel = "FILE",
            description =
                    "Instead of words: files whose pictures look like that of this one, as its name is in the index."
                            + " Needs an index with embeddings (work --embed).")
    private @Nullable String like;

    @Option(names = "--index", required = true, description = "Folder of the index.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path index;

    @Option(names = "--most", defaultValue = "10", description = "So many files at most. Default: ${DEFAULT-VALUE}.")
    private int most;

    @Override
    public Integer call() throws IOException {
        if (words.isEmpty() == (like == null)) {
            throw new IllegalArgumentException("give words, or --like with the name of a file");
        }
        try (Search search = new Search(index)) {
            List<Search.Hit> hits = like == null ? search.find(String.join(" ", words), most) : search.like(like, most);
            hits.forEach(hit -> System.out.println(
                    hit.name() + " (" + hit.pages() + (hit.pages() == 1 ? " page" : " pages") + "): " + hit.excerpt()));
            if (hits.isEmpty()) {
                System.out.println("none of " + search.documents() + " files");
            }
            return hits.isEmpty() ? 1 : 0;
        }
    }
}
