package dev.headroom.connectors.http;

import dev.headroom.engine.Workload;
import dev.headroom.engine.loop.Connection;
import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.engine.loop.TargetFactory;
import java.time.Duration;
import java.util.Locale;

/** Opens the targets of this room. */
public final class TargetFactories {
    private TargetFactories() {}

    /** {@code type: exec}. */
    public static final class Exec implements TargetFactory {
        @Override
        public String type() {
            return "exec";
        }

        @Override
        public ScalingTarget open(Connection with, Workload of) {
            return new ExecTarget(
                    of.name(),
                    with.texts("observe"),
                    with.texts("apply"),
                    with.duration("timeout", Duration.ofSeconds(30)),
                    with.token());
        }
    }

    /** {@code type: webhook}. */
    public static final class Webhook implements TargetFactory {
        @Override
        public String type() {
            return "webhook";
        }

        @Override
        public ScalingTarget open(Connection with, Workload of) {
            Address observe = Address.of(with.must("url"));
            Address apply = with.text("apply-url").map(Address::of).orElse(observe);
            if (!apply.server().equals(observe.server())) {
                throw new IllegalArgumentException(
                        "'url' and 'apply-url' must be of one server, since a token is sent to both");
            }
            return new WebhookTarget(
                    Opening.server(with, observe.server(), Duration.ofSeconds(10)),
                    new WebhookTarget.Routes(
                            of.name(),
                            observe.path(),
                            with.text("replicas").orElse("/replicas"),
                            with.text("ready").orElse(null),
                            apply.path(),
                            with.text("method").orElse("post").toUpperCase(Locale.ROOT),
                            with.token()));
        }
    }
}
