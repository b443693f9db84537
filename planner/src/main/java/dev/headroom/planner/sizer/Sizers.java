package dev.headroom.planner.sizer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The sizers there are, and what all services have in common: prices, costs, quotas. */
public final class Sizers {

    /** Keys that every service may have. */
    public static final List<String> COMMON =
            List.of("sizer", "unit", "price", "instance", "quota", "least", "workload");

    private static final Map<String, Sizer> ALL = new LinkedHashMap<>();

    static {
        for (Sizer s : List.of(
                new LlmThroughput(),
                new ConcurrentTasks(),
                new Table(),
                new SearchCluster(),
                new Cache(),
                new ShardedCache(),
                new Database(),
                new QueueWorkers(),
                new Growth(),
                new TrafficShares(),
                new Custom())) {
            ALL.put(s.name(), s);
        }
    }

    private Sizers() {}

    /** All sizers by name. */
    public static Map<String, Sizer> all() {
        return Collections.unmodifiableMap(ALL);
    }

    /**
     * Sizes one service.
     *
     * @param price of an hour of an instance type, as written in a spec; null when it is unknown
     * @return null after reporting that it cannot be sized at all
     */
    public static @Nullable Service size(
            Draft draft, String name, Map<String, Input> inputs, Function<String, @Nullable String> price) {
        String path = "services." + name;
        Input word = inputs.get("sizer");
        Sizer sizer = word instanceof Input.Text t ? ALL.get(t.text().strip()) : null;
        if (sizer == null) {
            draft.problem(
                    word == null ? path : path + ".sizer",
                    word == null ? "'sizer' is missing" : "there is no such sizer",
                    "known are " + String.join(", ", ALL.keySet()));
            return null;
        }
        Map<String, Input> own = new LinkedHashMap<>(inputs);
        Sizing s = new Sizing(draft, name, own, price);
        List<String> known = new ArrayList<>(COMMON);
        known.addAll(sizer.keys());
        s.onlyKnows(known);
        sizer.size(s);
        Costs.Priced priced = s.bought().isEmpty() ? Costs.Priced.NOT : Costs.of(s);
        if (s.has("quota") && !s.bought().isEmpty()) {
            String noun = s.bought().getFirst().noun();
            String figure = s.bought().getFirst().figure();
            String quota = s.need("quota", noun, Draft.Bound.ANY, "most that can be had")
                    .text();
            draft.limit(new Limit("the quota of " + name, figure, quota, "quota-below-need", s.path("quota")));
        }
        return new Service(
                name, sizer.name(), s.bought(), priced.price(), priced.cost(), s.text("workload"), s.text("instance"));
    }
}
