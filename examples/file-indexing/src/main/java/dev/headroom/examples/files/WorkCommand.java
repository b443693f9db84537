package dev.headroom.examples.files;

import dev.headroom.connectors.aws.S3Objects;
import dev.headroom.connectors.opensearch.OpenSearchSink;
import dev.headroom.worker.BulkSink;
import dev.headroom.worker.Endpoint;
import dev.headroom.worker.Item;
import dev.headroom.worker.Pipeline;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
    /** The file beside the index that says what was written, when work is made up, begins like this. */
    static final String WRITTEN = "written-";

    @Option(
            names = "--endpoint",
            defaultValue = "http://127.0.0.1:9324",
            description = "The queue's server. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private URI endpoint;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            required = true,
            description = "Folder of the files, or s3://BUCKET/PREFIX.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private String folder;

    @Option(
            names = "--s3",
            paramLabel = "URL",
            description = "A server with S3's protocol. Default: S3, in the region and with the credentials of the"
                    + " environment.")
    private @Nullable URI s3;

    @Option(names = "--index", required = true, description = "Folder of the index.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path index;

    @Option(
            names = "--port",
            defaultValue = "${env:PORT:-9100}",
            description = "Where metrics are served; names its part of the index. Default: variable PORT, or 9100.")
    private int port;

    @Option(
            names = "--opensearch",
            paramLabel = "URL",
            description = "Write into index 'files' of this OpenSearch instead. Default: Lucene in the folder.")
    private @Nullable URI openSearch;

    @Option(
            names = "--embed",
            paramLabel = "URL",
            description = "Ask there, in Bedrock's protocol, for embeddings of scans and images, 20 a second and 10 at"
                    + " once; https://bedrock-runtime.us-east-1.amazonaws.com is Bedrock. Default: no embeddings.")
    private @Nullable URI embed;

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
            names = "--made-up",
            paramLabel = "MS",
            description = "For soak: index the names instead of the files, each in about so many ms, refuse one in a"
                    + " hundred, and fail at one bulk in ten.")
    private @Nullable Integer madeUp;

    private final List<AutoCloseable> kept = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        WorkerSettings.Receiving receiving = WorkerSettings.Receiving.DEFAULT;
        WorkerSettings settings = WorkerSettings.defaults()
                .withCores(cores)
                .with(new WorkerSettings.Receiving(
                        Duration.ofSeconds(visibility),
                        Duration.ofSeconds(poll),
                        receiving.inFlight(),
                        receiving.receivers()));
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Queues queues = keep(new Queues(endpoint));
        Worker<Indexed> worker =
                new Worker<>(queues.queue(), pipeline(), sink(), settings, registry, InstantSource.system());
        Endpoint served = keep(
                new Endpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), worker::state, registry));
        System.out.println("worker at " + served.address());
        // Within the process's end, which waits for nothing else.
        keep(() -> System.out.println("worker ended: " + worker.summary()));
        WorkerProcess.run(
                worker, Duration.ofSeconds(drain), spot, InstantSource.system(), kept.toArray(AutoCloseable[]::new));
        return 0;
    }

    private <C extends AutoCloseable> C keep(C resource) {
        kept.add(resource);
        return resource;
    }

    private Pipeline<List<Item<Indexed>>> pipeline() throws IOException {
        if (madeUp != null) {
            return new MadeUp(madeUp).pipeline();
        }
        long mostBytes = (long) most << 20;
        Source source = folder.startsWith("s3://")
                ? new Bucket(keep(new S3Objects(URI.create(folder), null, s3)), mostBytes)
                : new Folder(Path.of(folder), mostBytes);
        Reading reading = new Reading(source, keep(new Ocr(Ocr.needLanguageData())));
        return embed == null ? reading.pipeline() : reading.pipeline(keep(new Embedding(embed)));
    }

    private BulkSink<Indexed> sink() throws IOException {
        if (openSearch != null) {
            return keep(new OpenSearchSink<>(openSearch, "files", Indexed::json));
        }
        Shard shard = keep(new Shard(index.resolve("part-" + port)));
        return madeUp == null ? shard : MadeUp.sink(shard, index.resolveSibling(WRITTEN + port));
    }
}
