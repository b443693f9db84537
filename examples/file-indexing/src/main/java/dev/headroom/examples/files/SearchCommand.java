package dev.headroom.examples.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds files by their words. */
@Command(
        name = "search",
        description = "Prints the files in which all of the words stand, and where. Ends with 1 if there are none.",
        mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {

    @Parameters(paramLabel = "WORD", arity = "1..*", description = "What to look for.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private List<String> words;

    @Option(names = "--index", required = true, description = "Folder of the index.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path index;

    @Option(names = "--most", defaultValue = "10", description = "So many files at most. Default: ${DEFAULT-VALUE}.")
    private int most;

    @Override
    public Integer call() throws IOException {
        try (Search search = new Search(index)) {
            List<Search.Hit> hits = search.find(String.join(" ", words), most);
            hits.forEach(hit -> System.out.println(
                    hit.name() + " (" + hit.pages() + (hit.pages() == 1 ? " page" : " pages") + "): " + hit.excerpt()));
            if (hits.isEmpty()) {
                System.out.println("none of " + search.documents() + " files");
            }
            return hits.isEmpty() ? 1 : 0;
        }
    }
}
