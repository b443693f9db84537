package dev.headroom.connectors.aws;

import dev.headroom.engine.loop.Connection;
import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.loop.SourceFactory;
import java.net.URI;
import software.amazon.awssdk.core.exception.SdkException;

/** Opens sources of type {@code sqs}. */
public final class SqsSourceFactory implements SourceFactory {

    @Override
    public String type() {
        return "sqs";
    }

    @Override
    public MetricSource open(Connection with) {
        String url = with.must("queue-url");
        try {
            return new SqsSource(
                    SqsClients.client(
                            with.text("region").orElse(null),
                            with.text("endpoint").map(URI::create).orElse(null)),
                    url);
        } catch (SdkException e) {
            throw new IllegalArgumentException("'" + with.name() + "': " + Clients.why(e) + " (give 'region')", e);
        }
    }
}
