package dev.headroom.spec;

import static dev.headroom.spec.InputTable.may;
import static dev.headroom.spec.InputTable.must;

import dev.headroom.spec.InputTable.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The planner's input: the services of the stack, each with a sizer. */
final class ServicesForm {

    private static final String SIZED = "given";

    private static final List<String> SIZERS = List.of(
            "llm-throughput",
            "tasks",
            "key-value-table",
            "search-cluster",
            "cache",
            "sharded-cache",
            "database",
            "queue-workers",
            "growth",
            "traffic-shares",
            "formula");

    private static final List<Column> COMMON = List.of(
            new Column("sizer", InputForm.WORD, "The rule that sizes it.", "required"),
            new Column("unit", InputForm.WORD, "What a unit is called.", "the sizer's word"),
            may("price", "Price of a unit for an hour.", "that of the instance"),
            new Column("instance", InputForm.WORD, "Instance type of a unit, for its price.", "none"),
            may("least", "Fewest units, for availability.", "none"),
            may("quota", "Most units that can be had.", "no limit"),
            new Column("workload", InputForm.reference(Reference.WORKLOAD), "The workload that runs it.", "none"));

    private static final Form<InputSpec> ENTRIES = parts(
            "cache-entries",
            "Entries of one kind.",
            must("count", "How many there are."),
            must("size", "Bytes of one."));

    private static final Column OVERHEAD = may("overhead", "Memory for keys, pointers and fragmentation.", "0%");
    private static final Column NODE = must("node-memory", "Memory of a node.");
    private static final Column USABLE = may("usable", "Part of a node's memory that is free for entries.", "75%");
    private static final Column BUFFER = may("buffer", "What is kept free.", "0%");
    private static final Column RATE = may("rate", "Requests that reach it.", "origin-rate");

    private ServicesForm() {}

    private static Form<InputSpec> parts(String name, String doc, Column... columns) {
        return InputForm.parts("a part", InputForm.table(new InputTable(name, doc, List.of(columns))));
    }

    /** All services by name. */
    static Form<Map<String, Map<String, InputSpec>>> form() {
        Map<String, Table<Map<String, InputSpec>>> tables = new LinkedHashMap<>();
        tables.put(
                SIZED,
                new InputTable(
                        "service-given",
                        "A service that is there already, without a sizer.",
                        "; a service to be planned needs a sizer: " + String.join(", ", SIZERS),
                        List.of(
                                new Column("type", InputForm.WORD, "What it is, for people.", "not said"),
                                may(
                                        "connections",
                                        "Connections it accepts; workloads may be limited by them.",
                                        "not said"),
                                may("max-connections", "The same.", "not said"),
                                may("limit", "How much of something it has.", "not said"))));
        add(
                tables,
                "llm-throughput",
                "Units of a language model: ⌈rate × tokens ÷ throughput of a unit × (1 + buffer)⌉.",
                RATE,
                may("share", "Its part of the requests.", "100%"),
                may("tokens-per-request", "Input and output tokens of a request.", "that of the demand"),
                may("unit-throughput", "Tokens that a unit does in a minute.", "or the two below"),
                may("input-throughput", "Its limit of input tokens.", "none"),
                may("output-throughput", "Its limit of output tokens.", "none"),
                BUFFER);
        add(
                tables,
                "tasks",
                "Tasks that each hold calls: ⌈rate × hold time ÷ concurrency × (1 + buffer)⌉.",
                RATE,
                may("hold-time", "Time that a call holds its place.", "or per-task"),
                may("concurrency", "Calls that a task holds at a time.", "or per-task"),
                may("per-task", "The simple form: calls that a task makes in a second.", "hold-time and concurrency"),
                BUFFER,
                may("latency", "Response time promised; the tasks are then enough by Erlang C.", "none"),
                may("attainment", "Share of requests in time.", "required with latency"),
                may("cpu", "Virtual processors of a task, checked against the sizes Fargate sells.", "not said"),
                may("memory", "Memory of a task.", "not said"));
        add(
                tables,
                "key-value-table",
                "Capacity units of a table such as DynamoDB's.",
                may("rate", "Requests at the peak.", "peak-rate"),
                may("average-rate", "Requests on average, for costs.", "sustained-rate"),
                new Column(
                        "reads",
                        parts(
                                "table-read",
                                "Reads of one kind.",
                                must("size", "Size of an item."),
                                may("per-request", "How many for every request.", "1"),
                                new Column(
                                        "consistency",
                                        InputForm.WORD,
                                        "`eventual`, `strong` or `transactional`.",
                                        "eventual")),
                        "Reads, by name.",
                        "required"),
                new Column(
                        "writes",
                        parts(
                                "table-write",
                                "Writes of one kind.",
                                must("size", "Size of an item."),
                                may("per-request", "How many for every request.", "1"),
                                new Column(
                                        "transactional",
                                        InputForm.WORD,
                                        "`true` for writes in transactions.",
                                        "false")),
                        "Writes, by name.",
                        "required"),
                may("utilisation", "Target utilisation when auto-scaled.", "70%"),
                new Column(
                        "mode", InputForm.WORD, "`on-demand`, `auto-scaled` or `reserved`, as it is paid.", "not said"),
                may("on-demand-read-price", "Price of read unit requests, such as `0.25 USD/million`.", "none"),
                may("on-demand-write-price", "Price of write unit requests.", "none"),
                may("read-price", "Price of a provisioned read unit for an hour.", "none"),
                may("write-price", "Price of a provisioned write unit for an hour.", "none"),
                may("reserved-discount", "Discount for reserved capacity.", "0%"));
        add(
                tables,
                "search-cluster",
                "Units of a search or vector cluster, for search and for indexing.",
                RATE,
                may("vectors", "How many vectors there are.", "none"),
                may("dimensions", "Values of a vector.", "required with vectors"),
                may("bytes-per-value", "Bytes of a value.", "4 B"),
                may("graph-overhead", "Graph beside the vectors, as a factor of their size.", "0.5"),
                may("unit-memory", "Memory of a unit that is free for vectors.", "not counted"),
                may("unit-queries", "Queries that a unit answers, such as `30/s`.", "not counted"),
                may("index-rate", "Documents that are indexed.", "none"),
                may("unit-documents", "Documents that a unit indexes.", "required with index-rate"),
                may("index-units", "Units that index, where no rate is known.", "none"),
                BUFFER);
        add(
                tables,
                "cache",
                "Nodes of a cache: Σ entries × bytes, overhead, against the usable memory of a node.",
                new Column("entries", ENTRIES, "What is cached, by kind.", "required"),
                OVERHEAD,
                NODE,
                USABLE,
                may("replicas", "Copies of every primary.", "1"),
                new Column(
                        "node-types",
                        parts(
                                "node-type",
                                "A type of node to choose from.",
                                must("memory", "Memory of a node."),
                                may("price", "Price of a node for an hour.", "not said")),
                        "Other types of node, to find the smallest that would do.",
                        "none"));
        add(
                tables,
                "sharded-cache",
                "Masters and replicas of a sharded cache: the larger of memory and throughput need.",
                RATE,
                may("per-request", "Operations for every request.", "1"),
                new Column("entries", ENTRIES, "What is cached, by kind.", "none"),
                OVERHEAD,
                NODE,
                USABLE,
                may("node-operations", "Operations that a node does, such as `80000/s`.", "not counted"),
                may("least-masters", "Fewest masters.", "3"),
                may("replicas", "Copies of every master.", "1"));
        add(
                tables,
                "database",
                "Connections, read replicas and poolers of a relational database.",
                must("instances", "Clients at the peak."),
                must("pool-size", "Connections that an instance holds."),
                must("connections", "Connections that the database accepts."),
                may("reserved", "Connections kept for administration.", "0"),
                may("read-rate", "Reads at the peak.", "none"),
                may("replica-reads", "Reads that a replica answers.", "required with read-rate"),
                may("transactions", "Transactions at the peak; there is then a pooler in front.", "no pooler"),
                may("transaction-time", "Time of a transaction.", "required with transactions"),
                may("pooler-clients", "Clients that a pooler accepts.", "1000"),
                BUFFER);
        add(
                tables,
                "queue-workers",
                "Instances that work off a queue, for a steady rate or a deadline.",
                new Column(
                        "stages",
                        parts(
                                "stage",
                                "A stage that an item goes through.",
                                must("time", "Time of a batch."),
                                may("batch", "Items of a batch.", "1"),
                                may("parallel", "Items at the same time.", "1")),
                        "Stages, by name, one after the other.",
                        "or measured"),
                may("workers", "Workers of an instance.", "1"),
                may(
                        "measured",
                        "Items that an instance was seen to do; counts more than the stages.",
                        "what the stages say"),
                may("rate", "Items that come.", "required without items"),
                may("items", "Items to be done by a deadline.", "none"),
                may("deadline", "Time for them.", "required with items"),
                may("producer", "How fast they are offered.", "all at once"),
                may("backlog", "Items that wait already.", "none"),
                BUFFER);
        add(
                tables,
                "growth",
                "What a growing load requires: peak × safety × growth ^ years.",
                may("average", "Load on average.", "sustained-rate"),
                may("peak", "Load at the peak.", "average × peak-factor"),
                may("peak-factor", "Peak as a multiple of the average.", "3"),
                may("safety", "Safety factor.", "1"),
                may("growth", "Growth of a year as a factor.", "1"),
                may("years", "Years of growth.", "1"),
                may("unit-rate", "Load that a unit carries.", "no units"));
        add(
                tables,
                "traffic-shares",
                "Floors and ceilings of replicas by traffic share.",
                must("floor", "Fewest replicas of all models."),
                must("ceiling", "Most replicas of all models."),
                new Column(
                        "shares",
                        parts("traffic-share", "One model.", must("share", "Its part of the traffic.")),
                        "Models, by name.",
                        "required"));
        add(
                tables,
                "formula",
                "A sizer of your own.",
                new Column("quantities", InputForm.parts("a quantity", DemandTable.OWN), "Its quantities.", "none"),
                must("units", "Formula in CEL of the units, before they are rounded up."));
        return MapForm.of(
                "a service",
                new Tagged<>(
                        "sizer",
                        "a service",
                        tables,
                        SIZED,
                        s -> s.get("sizer") instanceof InputSpec.Text t ? t.text() : SIZED));
    }

    private static void add(
            Map<String, Table<Map<String, InputSpec>>> tables, String sizer, String doc, Column... columns) {
        List<Column> all = new ArrayList<>(COMMON);
        all.addAll(List.of(columns));
        tables.put(sizer, new InputTable("service-" + sizer, doc, all));
    }
}
