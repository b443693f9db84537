package dev.headroom.examples.files;

import dev.headroom.connectors.aws.S3Objects;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts the names of a folder's files into the queue. */
@Command(
        name = "send",
        description = "Puts the names of all files of a folder into the queue.",
        mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "The folder, or s3://BUCKET/PREFIX.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private String folder;

    @Option(
            names = "--s3",
            paramLabel = "URL",
            description = "A server with S3's protocol. Default: S3, in the region and with the credentials of the"
                    + " environment.")
    private @Nullable URI s3;

    @Option(
            names = "--endpoint",
            defaultValue = "http://127.0.0.1:9324",
            description = "The queue's server. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private URI endpoint;

    @Override
    public Integer call() throws IOException {
        List<String> names = folder.startsWith("s3://") ? objects() : files(Path.of(folder));
        try (Queues queues = new Queues(endpoint)) {
            queues.queue().send(names);
        }
        System.out.println(names.size() + " files sent");
        return 0;
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private List<String> objects() throws IOException {
        try (S3Objects objects = new S3Objects(URI.create(folder), null, s3)) {
            return objects.names(Integer.MAX_VALUE);
        }
    }
}
