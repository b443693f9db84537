package dev.headroom.connectors.jdbc;

import dev.headroom.engine.loop.Connection;
import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.loop.SourceFactory;
import java.time.Duration;

/** Opens sources of {@code type: jdbc}. */
public final class SqlFactory implements SourceFactory {
    @Override
    public String type() {
        return "jdbc";
    }

    @Override
    public MetricSource open(Connection with) {
        return new SqlSource(new SqlSettings(
                with.name(),
                SqlAddress.of(with.must("url"), with.base()),
                with.text("user").orElse(null),
                with.secret("password-env").orElse(null),
                with.mapping("parameters"),
                with.duration("timeout", Duration.ofSeconds(10))));
    }
}
