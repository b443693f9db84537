package dev.headroom.connectors.aws;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** What clients of all services have in common: time-outs, and where they go with which credentials. */
final class Clients {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private Clients() {}

    /**
     * Prepares a client.
     *
     * @param region null for that of the environment, or, with an endpoint, us-east-1
     * @param endpoint another address than the region's, such as that of a server for tests; it is spoken to without credentials
     *     if the environment and the profiles have none. Null for the region's, with credentials from the usual places
     * @param socket the longest silence of the server
     * @param call the longest time of a call with its retries
     * @throws IllegalArgumentException if the region is not known
     */
    static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B prepared(
            B builder, @Nullable String region, @Nullable URI endpoint, Duration socket, Duration call) {
        builder.httpClient(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(socket)
                        .build())
                .overrideConfiguration(c -> c.apiCallTimeout(call));
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
        return builder;
    }

    /** What went wrong, as one line for people. */
    static String why(Exception e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return text.lines().findFirst().orElse(text);
    }
}
