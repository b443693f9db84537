package dev.headroom.examples.files;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts the names of a folder's files into the queue. */
@Command(
        name = "send",
        description = "Puts the names of all files of a folder into the queue.",
        mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "The folder.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path folder;

    @Option(
            names = "--endpoint",
            defaultValue = "http://127.0.0.1:9324",
            description = "The queue's server. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private URI endpoint;

    @Override
    public Integer call() throws IOException {
        List<String> names;
        try (Stream<Path> all = Files.walk(folder)) {
            names = all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
        try (Queues queues = new Queues(endpoint)) {
            queues.queue().send(names);
        }
        System.out.println(names.size() + " files sent");
        return 0;
    }
}
