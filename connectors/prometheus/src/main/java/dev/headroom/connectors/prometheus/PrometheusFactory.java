package dev.headroom.connectors.prometheus;

import dev.headroom.connectors.http.Opening;
import dev.headroom.engine.loop.Connection;
import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.loop.SourceFactory;
import java.net.URI;
import java.time.Duration;

/** Opens sources of {@code type: prometheus}. */
public final class PrometheusFactory implements SourceFactory {
    @Override
    public String type() {
        return "prometheus";
    }

    @Override
    public MetricSource open(Connection with) {
        URI base = URI.create(with.must("url"));
        return new PrometheusSource(Opening.server(with, base, Duration.ofSeconds(10)));
    }
}
