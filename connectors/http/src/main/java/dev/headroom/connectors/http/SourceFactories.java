package dev.headroom.connectors.http;

import dev.headroom.engine.loop.Connection;
import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.loop.SourceFactory;
import java.time.Duration;

/** Opens the sources of this room. */
public final class SourceFactories {
    private SourceFactories() {}

    /** {@code type: http}. */
    public static final class Http implements SourceFactory {
        @Override
        public String type() {
            return "http";
        }

        @Override
        public MetricSource open(Connection with) {
            Address address = Address.of(with.must("url"));
            return new HttpSource(
                    Opening.server(with, address.server(), Duration.ofSeconds(10)),
                    address.path(),
                    with.text("time").orElse(null));
        }
    }

    /** {@code type: push}. */
    public static final class Push implements SourceFactory {
        @Override
        public String type() {
            return "push";
        }

        @Override
        public MetricSource open(Connection with) {
            return new PushSource(new PushSource.Bounds(
                    with.duration("keep", PushSource.Bounds.USUAL.keep()),
                    with.count("max-series", PushSource.Bounds.USUAL.series())));
        }
    }

    /** {@code type: exec}. */
    public static final class Exec implements SourceFactory {
        @Override
        public String type() {
            return "exec";
        }

        @Override
        public MetricSource open(Connection with) {
            return new ExecSource(with.texts("command"), with.duration("timeout", Duration.ofSeconds(10)));
        }
    }
}
