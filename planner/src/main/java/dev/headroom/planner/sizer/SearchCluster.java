package dev.headroom.planner.sizer;

import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.sizer.Draft.Bound;
import java.util.ArrayList;
import java.util.List;

/**
 * Units of a search or vector cluster (OpenSearch OCUs or nodes).
 *
 * <p>Vector memory = vectors × dimensions × 4 bytes × (1 + graph overhead), the overhead being what a graph index such as HNSW
 * keeps beside the vectors. Search units = ⌈the larger of memory ÷ memory of a unit and query rate ÷ queries of a unit⌉;
 * index units = ⌈documents/s ÷ documents of a unit⌉. They are bought apart and added.
 */
final class SearchCluster implements Sizer {

    @Override
    public String name() {
        return "search-cluster";
    }

    @Override
    public List<String> keys() {
        return List.of(
                "rate",
                "vectors",
                "dimensions",
                "bytes-per-value",
                "graph-overhead",
                "unit-memory",
                "unit-queries",
                "index-rate",
                "unit-documents",
                "index-units",
                "buffer");
    }

    @Override
    public void size(Sizing s) {
        List<Expression> needs = new ArrayList<>();
        if (s.has("vectors")) {
            Expression raw = s.define(
                    "vectors-memory",
                    "GB",
                    s.need("vectors", "vectors", Bound.ANY, "how many there are")
                            .times(s.need("dimensions", "", Bound.POSITIVE, "values of a vector"))
                            .times(s.may("bytes-per-value", "B/vector", Bound.POSITIVE, "4 B", "a 32-bit number")),
                    "the vectors themselves");
            Expression memory = s.define(
                    "memory",
                    "GB",
                    raw.times(Expression.of(1)
                            .plus(s.may(
                                    "graph-overhead", "", Bound.ANY, "0.5", "graph beside the vectors, as a factor"))),
                    "vectors and graph");
            if (s.has("unit-memory")) {
                needs.add(memory.over(
                        s.need("unit-memory", "GiB/OCU", Bound.POSITIVE, "memory of a unit that is free for them")));
            }
        }
        if (s.has("unit-queries") || needs.isEmpty()) {
            needs.add(
                    s.rate().over(s.need("unit-queries", "requests/s/OCU", Bound.POSITIVE, "queries a unit answers")));
        }
        Expression buffer = s.may("buffer", "%", Bound.ANY, "0%", "what is kept free");
        s.buy(
                "search-units",
                "OCU",
                Expression.most(needs).times(Expression.of(1).plus(buffer)),
                "units that search, at the peak");
        if (s.has("index-rate")) {
            s.buy(
                    "index-units",
                    "OCU",
                    s.need("index-rate", "documents/s", Bound.ANY, "documents indexed")
                            .over(s.need(
                                    "unit-documents", "documents/s/OCU", Bound.POSITIVE, "documents a unit indexes")),
                    "units that index");
        } else if (s.has("index-units")) {
            s.buy(
                    "index-units-bought",
                    "OCU",
                    s.need("index-units", "OCU", Bound.ANY, "units that index"),
                    "units that index");
        }
    }
}
