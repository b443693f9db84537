package dev.headroom.connectors.aws;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Clients of SQS with time-outs: 2 s to connect, 10 s for a call with its retries, 10 s more than its wait for a long poll. */
public final class SqsClients {
    private static final Duration CALL = Duration.ofSeconds(10);
    /** The longest long poll is 20 s. */
    private static final Duration SOCKET = Duration.ofSeconds(30);

    private SqsClients() {}

    /**
     * A client; closed by who asked for it.
     *
     * @param region of the queues; null for that of the environment, or, with an endpoint, us-east-1
     * @param endpoint another address than the region's, such as that of ElasticMQ; it is spoken to without credentials if the
     *     environment and the profiles have none. Null for the region's, with credentials from the usual places
     * @throws IllegalArgumentException if the region is not known
     */
    public static SqsClient client(@Nullable String region, @Nullable URI endpoint) {
        return Clients.prepared(SqsClient.builder(), region, endpoint, SOCKET, CALL)
                .build();
    }
}
