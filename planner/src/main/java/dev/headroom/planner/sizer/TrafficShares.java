package dev.headroom.planner.sizer;

import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.sizer.Draft.Bound;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Floors and ceilings of replicas by traffic share: ⌈floor × share⌉ and ⌈ceiling × share⌉ for every model. */
final class TrafficShares implements Sizer {

    @Override
    public String name() {
        return "traffic-shares";
    }

    @Override
    public List<String> keys() {
        return List.of("floor", "ceiling", "shares");
    }

    @Override
    public void size(Sizing s) {
        Expression floor = s.need("floor", "replicas", Bound.ANY, "fewest replicas of all models");
        Expression ceiling = s.need("ceiling", "replicas", Bound.ANY, "most replicas of all models");
        Map<String, Expression> shares = new LinkedHashMap<>();
        s.parts("shares", "{ share: 50% }").forEach((model, p) -> {
            p.onlyKnows(List.of("share"));
            shares.put(model, p.need("share", "%", Bound.SHARE, "part of the traffic"));
        });
        List<Expression> floors = new ArrayList<>();
        shares.forEach((model, share) -> {
            floors.add(s.define(model + ".floor", "replicas", floor.times(share).up(), "fewest replicas of " + model));
            s.define(model + ".ceiling", "replicas", ceiling.times(share).up(), "most replicas of " + model);
        });
        if (!floors.isEmpty()) {
            s.buy("replicas", "replicas", Expression.sum(floors), "replicas that always run");
            Weights.check(
                    s.draft(), s.path("shares"), "the traffic shares of " + s.service(), List.copyOf(shares.values()));
        }
    }
}
