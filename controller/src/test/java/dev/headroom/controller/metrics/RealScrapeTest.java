package dev.headroom.controller.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.controller.BudgetStatus;
import dev.headroom.controller.ControllerStatus;
import dev.headroom.controller.WorkloadStatus;
import dev.headroom.controller.WorkloadStatus.Band;
import dev.headroom.controller.WorkloadStatus.Outcome;
import dev.headroom.controller.WorkloadStatus.SignalStatus;
import dev.headroom.engine.guardrail.Budget;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Money;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.interop.Document;
import dev.headroom.interop.Exporter;
import dev.headroom.interop.Exporters;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecReader;
import dev.headroom.spec.Telemetry;
import dev.headroom.spec.WorkloadSpec;
import dev.headroom.testing.RealPrometheus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes the page, and finds what exported rules and dashboards ask for. Skipped where there is none. */
class RealScrapeTest {

    private static final Path EXAMPLES =
            Path.of(System.getProperty("headroom.root", "..")).resolve("examples");

    private static final List<String> NAMES = List.of("chatbot", "file-indexing", "ml-platform", "shop-sale");

    /** What the examples' queries ask of their own systems. */
    private static final String OTHERS = """
            model_calls_in_flight 120
            cpu_utilisation 55
            feature_requests_total 120000
            model_requests_in_flight 80
            llm_requests_waiting 12
            gpu_utilisation 71
            airflow_queued_tasks 140
            kube_deployment_spec_replicas{namespace="shop",deployment="api"} 12
            """;

    /** What the workers of a queue tell, after so many messages. */
    private static String workers(String job, int done) {
        return """
                headroom_worker_queue_messages{job="%1$s",state="visible"} 120
                headroom_worker_messages_total{job="%1$s",outcome="done"} %2$d
                headroom_worker_stage_in_flight{job="%1$s",stage="ocr"} 3
                headroom_worker_stage_seconds_sum{job="%1$s",stage="ocr"} %2$d
                headroom_worker_stage_seconds_count{job="%1$s",stage="ocr"} %2$d
                """.formatted(job, done);
    }

    private final AtomicInteger done = new AtomicInteger();

    private String others() {
        int n = done.incrementAndGet();
        return OTHERS + workers("indexer", n) + workers("batch", n);
    }

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    private final StillConsole console = new StillConsole();

    @Test
    void everyFamilyAndEveryPanelHasSamples() throws Exception {
        RealPrometheus.assumeInstalled();
        Map<String, String> queries = new LinkedHashMap<>();
        List<WorkloadStatus> workloads = new ArrayList<>();
        List<BudgetStatus> budgets = new ArrayList<>();
        for (String name : NAMES) {
            Spec spec = SpecReader.read(EXAMPLES.resolve(name).resolve("headroom.yaml"))
                    .orThrow();
            spec.workloads().values().forEach(w -> workloads.add(status(w)));
            spec.budgets().forEach(b -> budgets.add(status(b.budget())));
            String rules = export("prometheus", spec).replace("interval: 30s", "interval: 1s");
            Files.writeString(folder.resolve(name + ".rules.yaml"), rules);
            ask(name, new ObjectMapper().readTree(export("grafana", spec)), queries);
        }
        assertThat(queries).hasSizeGreaterThan(100);
        for (Telemetry t : Telemetry.values()) {
            queries.put(t.metric(), t.metric() + (t.type() == Telemetry.Type.HISTOGRAM ? "_bucket" : ""));
        }
        workloads.add(StillConsole.web(Outcome.SHOWN, Reading.failed("HTTP 503"), ""));
        console.workloads = workloads;
        console.budgets = budgets;
        try (Metrics metrics = new Metrics(console);
                Exposed exposed = new Exposed(metrics, this::turn, this::others);
                RealPrometheus prometheus = RealPrometheus.start(folder, exposed.config())) {
            Map<String, String> empty = new LinkedHashMap<>(queries);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> {
                        empty.values().removeIf(q -> finds(prometheus, q));
                        assertThat(empty).as("queries without an answer").isEmpty();
                    });
        }
    }

    private static String export(String format, Spec spec) {
        Exporter exporter = Objects.requireNonNull(Exporters.of(format));
        Document first = exporter.export(spec, List.copyOf(spec.workloads().values()))
                .documents()
                .getFirst();
        return first.text();
    }

    /** The queries of all panels and annotations. */
    private static void ask(String example, JsonNode dashboard, Map<String, String> queries) {
        for (JsonNode panel : dashboard.get("panels")) {
            for (JsonNode line : panel.path("targets")) {
                queries.put(
                        example + ", panel " + panel.get("id") + " " + panel.get("title") + ", line "
                                + line.get("refId"),
                        line.get("expr").asText());
            }
        }
        for (JsonNode annotation : dashboard.get("annotations").get("list")) {
            queries.put(
                    example + ", annotation " + annotation.get("name"),
                    annotation.get("expr").asText());
        }
    }

    private static boolean finds(RealPrometheus prometheus, String query) {
        try {
            JsonNode answer = new ObjectMapper().readTree(prometheus.query(query));
            assertThat(answer.get("status").asText()).as(query).isEqualTo("success");
            return !answer.get("data").get("result").isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** Each workload takes a turn. */
    private void turn() {
        console.workloads.forEach(w -> console.turn(w, Duration.ofMillis(2), Duration.ofMillis(5)));
    }

    private static BudgetStatus status(Budget b) {
        return new BudgetStatus(
                "all",
                List.of(),
                b.currency(),
                b.hourly(),
                b.daily(),
                b.monthly(),
                b.hourly() * 0.95,
                b.daily() * 0.5,
                b.monthly() * 1.01,
                List.of());
    }

    /** A workload of a spec, in need of a replica more. */
    private static WorkloadStatus status(WorkloadSpec w) {
        WorkloadStatus other = StillConsole.unseen(w.workload().name());
        List<SignalStatus> signals = new ArrayList<>();
        for (Signal s : w.workload().signals()) {
            boolean forecast = w.forecasts().stream().anyMatch(f -> f.signal().equals(s.name()));
            signals.add(
                    new SignalStatus(s.name(), s.unit(), Reading.of(1, StillConsole.NOW), forecast ? band() : null));
        }
        Money price = w.workload().replica().price();
        int min = w.workload().guardrails().bounds().min();
        return new WorkloadStatus(
                other.name(),
                w.target().type(),
                ControllerStatus.Mode.ACTING,
                Outcome.SCALED,
                "",
                StillConsole.NOW,
                Fleet.steady(min),
                min + 1,
                min,
                w.workload().guardrails().bounds().max(),
                signals,
                List.of(),
                "",
                0.99,
                price == null ? Double.NaN : 1,
                price == null ? Double.NaN : 2,
                currency(price),
                List.of(),
                "",
                null);
    }

    private static String currency(@Nullable Money price) {
        return price == null ? "" : price.currency();
    }

    private static Band band() {
        double[] any = {1, 2, 3};
        return new Band("any", StillConsole.NOW, 60, any, any, any, 0.1);
    }
}
