package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reference figures, from the specs of the examples as a program reads them: {@code headroom plan SPEC -o json}. */
class PlanFiguresTest {

    private static final Map<String, JsonNode> PLANS = new ConcurrentHashMap<>();

    /** The plan's own figures; nothing is rounded but whole units. */
    @ParameterizedTest(name = "{0} {1} = {2} {3}")
    @CsvSource(delimiter = '|', textBlock = """
            chatbot       | sustained-rate                           | 11.5740740740741 | requests/s
            chatbot       | think-time                               | 27.1875          | s
            chatbot       | peak-rate                                | 735.632183908046 | requests/s
            chatbot       | tokens-per-request                       | 1550             | tokens/request
            chatbot       | orchestrator.tasks                       | 60               | tasks
            chatbot       | semantic-cache.entries.embeddings.memory | 703.125          | MiB
            chatbot       | semantic-cache.entries.responses.memory  | 234.375          | MiB
            chatbot       | semantic-cache.entries.sessions.memory   | 78.125           | MiB
            chatbot       | semantic-cache.memory                    | 1320.3125        | MiB
            chatbot       | search.vectors-memory                    | 3.072            | GB
            chatbot       | search.memory                            | 9.216            | GB
            chatbot       | search.search-units                      | 16               | OCU
            chatbot       | search.monthly-cost                      | 2803.2           | USD
            file-indexing | bulk.time-per-item                       | 9.35             | s
            file-indexing | bulk.items-per-worker                    | 6.41711229946524 | items/min/worker
            file-indexing | bulk.measured                            | 520              | /h
            file-indexing | bulk.needed-rate                         | 69444.4444444444 | items/h
            file-indexing | bulk.instances                           | 134              | instances
            file-indexing | bulk.producer-time                       | 34.7222222222222 | days
            file-indexing | bulk.job-cost                            | 1852.416         | USD
            file-indexing | steady.instances-steady                  | 0.13171759747103 | instances
            file-indexing | steady.instances                         | 2                | instances
            file-indexing | steady.monthly-cost                      | 280.32           | USD
            shop-sale     | fixed-day                                | 46.08            | USD
            shop-sale     | scheduled-day                            | 23.808           | USD
            shop-sale     | saved                                    | 48.3333333333333 | %
            shop-sale     | capacity.peak                            | 15000            | requests/s
            shop-sale     | capacity.required                        | 33750            | requests/s
            ml-platform   | model-replicas.ranking.floor             | 5                | replicas
            ml-platform   | model-replicas.ranking.ceiling           | 50               | replicas
            ml-platform   | model-replicas.recommendation.floor      | 3                | replicas
            ml-platform   | model-replicas.recommendation.ceiling    | 30               | replicas
            ml-platform   | model-replicas.fraud.floor               | 2                | replicas
            ml-platform   | model-replicas.fraud.ceiling             | 20               | replicas
            ml-platform   | feature-cache.masters                    | 3                | nodes
            ml-platform   | feature-cache.nodes                      | 6                | nodes
            """)
    void planned(String example, String name, double value, String unit) throws Exception {
        JsonNode q = quantity(example, name);
        assertThat(q.get("value").asDouble()).isCloseTo(value, within(Math.abs(value) * 1e-12));
        assertThat(q.get("unit").asText()).startsWith(unit);
    }

    /** With the think time, the peak and the origin rate that somebody has rounded. */
    @ParameterizedTest(name = "{0} {1} = {2}")
    @CsvSource({
        "chatbot, peak-rate, 740",
        "chatbot, origin-rate, 480",
        "chatbot, large-model.tokens-per-minute, 13392000",
        "chatbot, small-model.tokens-per-minute, 31248000",
        "chatbot, large-model.units, 335",
        "chatbot, small-model.units, 391",
    })
    void entered(String example, String name, double value) throws Exception {
        assertThat(quantity(example, name).get("entered").asDouble()).isEqualTo(value);
    }

    /** What is bought how, within the same plans. */
    @ParameterizedTest(name = "{0} {1} = {2}")
    @CsvSource({
        "file-indexing, /purchases/any-memory/choice/options/0/itemsPerMoney, 6250",
        "file-indexing, /purchases/bulk/choice/options/0/itemsPerMoney, 3125",
        "file-indexing, /purchases/bulk/choice/options/1/itemsPerMoney, 2708.33",
        "file-indexing, /purchases/bulk/job, 575.08",
        "file-indexing, /purchases/steady/monthly, 140.16",
        "shop-sale, /purchases/web/savedByFollowing, 0.483",
    })
    void bought(String example, String pointer, double value) throws Exception {
        assertThat(plan(example).at(pointer).asDouble()).isCloseTo(value, within(0.005));
    }

    @ParameterizedTest
    @CsvSource({
        "file-indexing, /purchases/any-memory/choice/cheapest, t3.medium",
        "file-indexing, /purchases/bulk/choice/cheapest, t3.large",
    })
    void cheapest(String example, String pointer, String instance) throws Exception {
        assertThat(plan(example).at(pointer).asText()).isEqualTo(instance);
    }

    private static JsonNode plan(String example) throws Exception {
        JsonNode plan = PLANS.get(example);
        if (plan == null) {
            plan = new ObjectMapper().readTree(json(example));
            PLANS.put(example, plan);
        }
        return plan;
    }

    private static JsonNode quantity(String example, String name) throws Exception {
        for (JsonNode q : plan(example).get("quantities")) {
            if (q.get("name").asText().equals(name)) {
                return q;
            }
        }
        throw new AssertionError("no quantity " + name);
    }

    static String json(String example) {
        Path spec = Path.of(System.getProperty("headroom.root", ".."), "examples", example, "headroom.yaml");
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), "plan", spec.toString(), "-o", "json");
        assertThat(code).as(err.toString()).isZero();
        return out.toString();
    }
}
