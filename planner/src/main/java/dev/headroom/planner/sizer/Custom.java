package dev.headroom.planner.sizer;

import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.sizer.Draft.Bound;
import java.util.List;

/** A sizer of the user's own: quantities, and a formula in CEL that gives the units before they are rounded up. */
final class Custom implements Sizer {

    @Override
    public String name() {
        return "formula";
    }

    @Override
    public List<String> keys() {
        return List.of("quantities", "units");
    }

    @Override
    public void size(Sizing s) {
        if (s.has("quantities")) {
            Quantities.define(s.draft(), s.path("quantities"), s.named(""), s.group("quantities"));
        }
        String noun = s.text("unit") == null ? "units" : String.valueOf(s.text("unit"));
        Expression units = s.need("units", noun, Bound.ANY, "formula of the units");
        s.buy("bought", noun, units, "whole units");
    }
}
