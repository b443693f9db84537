package dev.headroom.planner.sizer;

import dev.headroom.planner.quantity.Arithmetic;
import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.sizer.Draft.Bound;
import java.util.List;

/**
 * What a load that grows requires: peak × safety factor × growth factor ^ years, the peak being three times the average where
 * nothing better is known.
 */
final class Growth implements Sizer {

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public List<String> keys() {
        return List.of("average", "peak", "peak-factor", "safety", "growth", "years", "unit-rate");
    }

    @Override
    public void size(Sizing s) {
        Expression peak = s.has("peak")
                ? s.need("peak", "requests/s", Bound.ANY, "load at the peak")
                : s.define(
                        "peak",
                        "requests/s",
                        s.may("average", "requests/s", Bound.ANY, "sustained-rate", "load on average")
                                .times(s.may(
                                        "peak-factor", "", Bound.POSITIVE, "3", "peak as a multiple of the average")),
                        "load at the peak");
        Expression grown = new Arithmetic.Power(
                s.may("growth", "", Bound.POSITIVE, "1", "growth in a year, as a factor"),
                s.may("years", "", Bound.ANY, "1", "years of growth"));
        Expression need = peak.times(s.may("safety", "", Bound.POSITIVE, "1", "safety factor"))
                .times(grown);
        if (!s.has("unit-rate")) {
            s.tell("required", "requests/s", need, "capacity required");
            return;
        }
        Expression required = s.define("required", "requests/s", need, "capacity required");
        s.buy(
                "units",
                "units",
                required.over(s.need("unit-rate", "requests/s/unit", Bound.POSITIVE, "load a unit carries")),
                "units for it");
    }
}
