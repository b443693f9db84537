package dev.headroom.planner;

import static dev.headroom.planner.Inputs.figure;
import static dev.headroom.planner.Inputs.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.engine.model.Queueing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every sizer with figures worked out by hand. */
class SizersTest {

    @ParameterizedTest
    @CsvSource({"30%, 50000 tokens/min, 335", "70%, 100000 tokens/min, 391", "100%, 1000000 tokens/min, 56"})
    void unitsOfALanguageModel(String share, String throughput, int units) {
        assertThat(figure(
                        "units",
                        "sizer",
                        "llm-throughput",
                        "share",
                        share,
                        "tokens-per-request",
                        1550,
                        "unit-throughput",
                        throughput,
                        "buffer",
                        "25%"))
                .isEqualTo(units);
    }

    @ParameterizedTest
    @CsvSource({"1s, 10, 25%, 60", "1s, 10, 0%, 48", "100ms, 10, 0%, 5", "99.9ms, 16, 0%, 3"})
    void tasksByLittlesLaw(String hold, int concurrency, String buffer, int tasks) {
        assertThat(figure("tasks", "sizer", "tasks", "hold-time", hold, "concurrency", concurrency, "buffer", buffer))
                .isEqualTo(tasks);
    }

    @Test
    void tasksInTheSimpleForm() {
        assertThat(figure("tasks", "sizer", "tasks", "per-task", "10/s", "buffer", "25%"))
                .isEqualTo(60);
    }

    /** The least that keeps the promise: it keeps it, and one fewer does not. */
    @Test
    void tasksThatKeepAPromise() {
        int tasks = (int) figure(
                "tasks",
                "sizer",
                "tasks",
                "hold-time",
                "100ms",
                "concurrency",
                10,
                "latency",
                "500ms",
                "attainment",
                "99%");
        assertThat(Queueing.responseTail(tasks * 10, 48, 0.1, 1, 0.5)).isLessThanOrEqualTo(0.01);
        assertThat(Queueing.responseTail((tasks - 1) * 10, 48, 0.1, 1, 0.5)).isGreaterThan(0.01);
    }

    /** 480/s: a 4 KiB session eventually (½), 70 % a 10 KiB history strongly (3 blocks); writes of 2 KiB and, transactional, 1 KiB. */
    @Test
    void unitsOfATable() {
        Object[] in = {
            "sizer", "key-value-table",
            "reads",
                    group(
                            "session", group("size", "4KiB"),
                            "history", group("size", "10KiB", "per-request", "70%", "consistency", "strong")),
            "writes", group("session", group("size", "2KiB"), "turn", group("size", "1KiB", "transactional", "true"))
        };
        assertThat(figure("read-units", in)).isEqualTo(240 + 1008);
        assertThat(figure("write-units", in)).isEqualTo(960 + 960);
    }

    @Test
    void memoryOfVectors() {
        Object[] in = {
            "sizer", "search-cluster", "vectors", 500000, "dimensions", 1536, "graph-overhead", 2, "unit-memory", "5GB"
        };
        assertThat(figure("vectors-memory", in)).isEqualTo(3.072);
        assertThat(figure("memory", in)).isEqualTo(9.216);
        assertThat(figure("search-units", in)).isEqualTo(2);
        assertThat(figure("search-units", "sizer", "search-cluster", "unit-queries", "30/s", "price", "0.24 USD/h"))
                .isEqualTo(16);
    }

    @Test
    void memoryOfACache() {
        Object[] in = {
            "sizer", "cache",
            "entries",
                    group(
                            "embeddings", group("count", 120000, "size", "6KiB"),
                            "responses", group("count", 120000, "size", "2KiB"),
                            "sessions", group("count", 20000, "size", "4KiB")),
            "overhead", "30%",
            "node-memory", "1GiB"
        };
        assertThat(figure("entries.embeddings.memory", in)).isEqualTo(703.125);
        assertThat(figure("entries.responses.memory", in)).isEqualTo(234.375);
        assertThat(figure("entries.sessions.memory", in)).isEqualTo(78.125);
        assertThat(figure("memory", in)).isEqualTo(1320.3125);
        assertThat(figure("primaries", in)).isEqualTo(2);
        assertThat(figure("nodes", in)).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"1000, 3, 5461.33", "400000, 5, 3276.8"})
    void mastersOfAShardedCache(int rate, int masters, double slots) {
        Object[] in = {"sizer", "sharded-cache", "rate", rate + "/s", "node-operations", "80000/s"};
        assertThat(figure("masters", in)).isEqualTo(masters);
        assertThat(figure("nodes", in)).isEqualTo(2 * masters);
        assertThat(figure("slots-per-master", in)).isCloseTo(slots, within(0.01));
    }

    @Test
    void connectionsOfADatabase() {
        Object[] in = {"sizer", "database", "instances", 60, "pool-size", 20, "connections", 1000, "reserved", 10};
        assertThat(figure("client-connections", in)).isEqualTo(1200);
        assertThat(figure("pool-that-fits", in)).isEqualTo(16);
        assertThat(figure(
                        "server-connections",
                        "sizer",
                        "database",
                        "instances",
                        120,
                        "pool-size",
                        20,
                        "connections",
                        500,
                        "transactions",
                        "3000/s",
                        "transaction-time",
                        "30ms",
                        "buffer",
                        "50%"))
                .isEqualTo(135);
    }

    @Test
    void workersOnAQueue() {
        Object[] in = {
            "sizer", "queue-workers",
            "stages",
                    group(
                            "receive", group("time", "0.5s", "batch", 10),
                            "download", group("time", "1.8s"),
                            "ocr", group("time", "4.2s"),
                            "embed", group("time", "2.5s", "parallel", 10),
                            "convert", group("time", "3s"),
                            "index", group("time", "0.02s"),
                            "delete", group("time", "0.3s", "batch", 10)),
            "measured", "520/h",
            "items", 5000000,
            "deadline", "72h",
            "producer", "100/min",
            "backlog", 52000
        };
        assertThat(figure("time-per-item", in)).isEqualTo(9.35);
        assertThat(figure("items-per-worker", in)).isCloseTo(6.417, within(0.001));
        assertThat(figure("measured-over-derived", in)).isCloseTo(135.06, within(0.01));
        assertThat(figure("needed-rate", in)).isCloseTo(69444.44, within(0.01));
        assertThat(figure("instances", in)).isEqualTo(134);
        assertThat(figure("producer-time", in)).isCloseTo(34.72, within(0.01));
        assertThat(figure("useful-instances", in)).isEqualTo(12);
        assertThat(figure("drain-time", in)).isCloseTo(52000 / (134 * 520.0), within(1e-9));
    }

    @Test
    void aLoadThatGrows() {
        Object[] in = {"sizer", "growth", "average", "5000/s", "safety", 1.5, "growth", 1.5, "unit-rate", "1000/s"};
        assertThat(figure("peak", in)).isEqualTo(15000);
        assertThat(figure("required", in)).isEqualTo(33750);
        assertThat(figure("units", in)).isEqualTo(34);
        assertThat(figure("required", "sizer", "growth", "peak", "1000/s", "growth", 2, "years", 3))
                .isEqualTo(8000);
    }

    @ParameterizedTest
    @CsvSource({"a, 5, 50", "b, 3, 30", "c, 2, 20"})
    void floorsByTrafficShare(String model, int floor, int ceiling) {
        Object[] in = {
            "sizer",
            "traffic-shares",
            "floor",
            10,
            "ceiling",
            100,
            "shares",
            group("a", group("share", "50%"), "b", group("share", "30%"), "c", group("share", "20%"))
        };
        assertThat(figure(model + ".floor", in)).isEqualTo(floor);
        assertThat(figure(model + ".ceiling", in)).isEqualTo(ceiling);
    }
}
