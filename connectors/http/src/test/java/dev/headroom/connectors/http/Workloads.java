package dev.headroom.connectors.http;

import dev.headroom.engine.Combiner;
import dev.headroom.engine.Workload;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.ReplicaSpec;
import java.time.Duration;
import java.util.List;

/** Workloads for tests. */
final class Workloads {
    private Workloads() {}

    static Workload web() {
        return new Workload(
                "web",
                Duration.ofSeconds(15),
                new ReplicaSpec(Duration.ofSeconds(60), Duration.ZERO, 10, Duration.ofMillis(100), null),
                new Objective(0.95, Duration.ofMillis(500), null, 0.999),
                List.of(),
                List.of(),
                Combiner.MAXIMUM,
                Guardrails.of(1, 50));
    }
}
