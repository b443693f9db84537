package dev.headroom.connectors.aws;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/** Clients of SQS with time-outs: 2 s to connect, 10 s for a call with its retries, 3 s more than its wait for a long poll. */
public final class SqsClients {
    static final Duration CALL = Duration.ofSeconds(10);
    /** The longest long poll is 20 s. */
    private static final Duration SOCKET = Duration.ofSeconds(25);

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
        SqsClientBuilder builder = SqsClient.builder()
                .httpClient(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(2))
                        .socketTimeout(SOCKET)
                        .build())
                .overrideConfiguration(c -> c.apiCallTimeout(CALL));
        if (region != null) {
            builder.region(Region.of(region));
        }
        if (endpoint != null) {
            builder.endpointOverride(endpoint)
                    .credentialsProvider(AwsCredentialsProviderChain.of(
                            EnvironmentVariableCredentialsProvider.create(),
                            ProfileCredentialsProvider.create(),
                            AnonymousCredentialsProvider.create()));
            if (region == null) {
                builder.region(Region.US_EAST_1);
            }
        }
        return builder.build();
    }

    /** What went wrong, as one line for people. */
    static String why(Exception e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return text.lines().findFirst().orElse(text);
    }
}
