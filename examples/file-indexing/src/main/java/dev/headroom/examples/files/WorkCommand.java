package dev.headroom.examples.files;

import dev.headroom.worker.BulkSink;
import dev.headroom.worker.Endpoint;
import dev.headroom.worker.Item;
import dev.headroom.worker.Pipeline;
import dev.headroom.worker.Stage;
import dev.headroom.worker.Summary;
import dev.headroom.worker.Worker;
import dev.headroom.worker.WorkerProcess;
import dev.headroom.worker.WorkerSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A worker: takes names of files from the queue, reads them, writes what stands in them into its part of the index. */
@Command(
        name = "work",
        description =
                "Indexes what the queue names, until SIGTERM, Ctrl-C or a spot notice; serves /metrics, /ready, /live.",
        mixinStandardHelpOptions = true)
final class WorkCommand implements Callable<Integer> {

    @Option(
            names = "--endpoint",
            defaultValue = "http://127.0.0.1:9324",
            description = "The queue's server. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private URI endpoint;

    @Option(names = "--folder", required = true, description = "Folder of the files.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path folder;

    @Option(names = "--index", required = true, description = "Folder of the index.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path index;

    @Option(
            names = "--port",
            defaultValue = "${env:PORT:-9100}",
            description = "Where metrics are served; names its part of the index. Default: variable PORT, or 9100.")
    private int port;

    @Option(names = "--cores", defaultValue = "1", description = "Processors to use. Default: ${DEFAULT-VALUE}.")
    private int cores;

    @Option(names = "--most", defaultValue = "100", description = "MiB of a file at most. Default: ${DEFAULT-VALUE}.")
    private int most;

    @Option(
            names = "--visibility",
            defaultValue = "900",
            description = "Seconds that files are held. Default: ${DEFAULT-VALUE}.")
    private int visibility;

    @Option(
            names = "--poll",
            defaultValue = "2",
            description = "Seconds to wait for a file. Default: ${DEFAULT-VALUE}.")
    private int poll;

    @Option(names = "--drain", defaultValue = "25", description = "Seconds to end in. Default: ${DEFAULT-VALUE}.")
    private int drain;

    @Option(
            names = "--spot",
            paramLabel = "URL",
            description = "Ask there for spot notices; http://169.254.169.254 on EC2. Default: do not ask.")
    private @Nullable URI spot;

    @Option(
            names = "--names-only",
            description = "Index the names instead of the files, and fail at one bulk in ten: for soak.")
    private boolean namesOnly;

    @Override
    public Integer call() throws Exception {
        Path data = Ocr.languageData().orElse(null);
        if (data == null) {
            throw new IllegalStateException(
                    "Tesseract's language data is not installed: apt install tesseract-ocr-eng, or set"
                            + " TESSDATA_PREFIX");
        }
        WorkerSettings.Receiving receiving = WorkerSettings.Receiving.DEFAULT;
        WorkerSettings settings = WorkerSettings.defaults()
                .withCores(cores)
                .with(new WorkerSettings.Receiving(
                        Duration.ofSeconds(visibility),
                        Duration.ofSeconds(poll),
                        receiving.inFlight(),
                        receiving.receivers()));
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Queues queues = new Queues(endpoint);
        Ocr ocr = new Ocr(data);
        Shard shard = new Shard(index.resolve("part-" + port));
        Worker<Indexed> worker = new Worker<>(
                queues.queue(),
                namesOnly ? names() : new Reading(new Folder(folder, (long) most << 20), ocr).pipeline(),
                namesOnly ? failing(shard) : shard,
                settings,
                registry,
                InstantSource.system());
        Endpoint served =
                new Endpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), worker::state, registry);
        System.out.println("worker at " + served.address());
        Summary summary = WorkerProcess.run(
                worker, Duration.ofSeconds(drain), spot, InstantSource.system(), served, shard, ocr, queues);
        System.out.println("worker ended: " + summary);
        return 0;
    }

    private static Pipeline<List<Item<Indexed>>> names() {
        return Pipeline.of(Stage.io(
                "name",
                16,
                (message, work) ->
                        List.of(new Item<>(message.body(), new Indexed(message.body(), 1, message.body()), 100))));
    }

    /** One bulk in ten fails, half of them after it was written. */
    private static BulkSink<Indexed> failing(BulkSink<Indexed> sink) {
        return items -> {
            int dice = ThreadLocalRandom.current().nextInt(20);
            if (dice == 0) {
                throw new IOException("the index does not answer (made up)");
            }
            List<BulkSink.Rejected> rejected = sink.write(items);
            if (dice == 1) {
                throw new IOException("the index answers too late (made up)");
            }
            return rejected;
        };
    }
}
