package dev.headroom.examples.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves a queue until it is asked to end. */
@Command(
        name = "queue",
        description = "Serves queues that speak SQS' protocol (ElasticMQ), until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class QueueCommand implements Callable<Integer> {

    @Option(names = "--port", defaultValue = "9324", description = "Where. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            defaultValue = "queue/messages",
            description = "What queues and messages are kept in. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path data;

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(data.toAbsolutePath().normalize().resolveSibling(""));
        CountDownLatch end = new CountDownLatch(1);
        try (QueueServer server = new QueueServer(port, data);
                Queues queues = new Queues(server.endpoint())) {
            System.out.println("queue: " + queues.url());
            Thread main = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                end.countDown();
                try {
                    main.join(10_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            end.await();
        }
        return 0;
    }
}
