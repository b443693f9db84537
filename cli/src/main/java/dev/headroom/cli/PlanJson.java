package dev.headroom.cli;

import dev.headroom.planner.GrowthPath;
import dev.headroom.planner.Plan;
import dev.headroom.planner.Uncertainty;
import dev.headroom.planner.quantity.Figure;
import dev.headroom.planner.quantity.Quantity;
import dev.headroom.planner.sizer.Check.Contradiction;
import dev.headroom.planner.sizer.Service;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan as a tree for programs. Names are those of the plan's quantities and stay what they are. */
final class PlanJson {

    private static final int DIGITS = 15;

    private final Plan plan;

    PlanJson(Plan plan) {
        this.plan = plan;
    }

    Map<String, Object> tree() {
        Map<String, Object> root = new LinkedHashMap<>();
        List<Object> quantities = new ArrayList<>();
        plan.figures().all().values().forEach(f -> quantities.add(figure(f)));
        root.put("quantities", quantities);
        root.put("services", plan.services().stream().map(this::service).toList());
        root.put("totals", totals());
        root.put(
                "contradictions",
                plan.contradictions().stream().map(PlanJson::contradiction).toList());
        Uncertainty u = plan.uncertainty();
        if (u != null) {
            root.put("uncertainty", uncertainty(u));
        }
        GrowthPath g = plan.growth();
        if (g != null) {
            root.put("growth", growth(g));
        }
        return root;
    }

    private Map<String, Object> figure(Figure f) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", f.name());
        out.put("value", number(f.value()));
        out.put("unit", f.value().unit().symbol());
        boolean input = f.definition().isInput();
        out.put("formula", input ? "entered" : f.definition().formula().text());
        Map<String, Object> operands = new LinkedHashMap<>();
        f.operands().forEach(o -> operands.put(o, value(plan.figures().value(o))));
        out.put("operands", operands);
        Quantity before = f.unrounded();
        out.put("rounded", before != null);
        if (before != null) {
            out.put("unrounded", number(before));
        }
        Figure base = plan.baseline().find(f.name());
        if (base != null && !base.value().base().equals(f.value().base())) {
            out.put("baseline", number(base.value()));
        }
        if (plan.differs(f.name())) {
            out.put("entered", number(plan.entered().value(f.name())));
        }
        var spread = f.definition().spread();
        if (spread != null) {
            out.put("uncertain", spread.text());
        }
        out.put("note", f.definition().note());
        return out;
    }

    private Map<String, Object> service(Service s) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", s.name());
        out.put("sizer", s.sizer());
        List<Object> units = new ArrayList<>();
        for (Service.Bought b : s.bought()) {
            Map<String, Object> unit = new LinkedHashMap<>();
            unit.put("quantity", b.figure());
            unit.put("unit", b.noun());
            unit.put("peak", number(plan.figures().value(b.figure())));
            if (plan.baseline().has(b.figure())) {
                unit.put("baseline", number(plan.baseline().value(b.figure())));
            }
            if (plan.entered().has(b.figure())) {
                unit.put("entered", number(plan.entered().value(b.figure())));
            }
            units.add(unit);
        }
        out.put("units", units);
        put(out, "price", s.price());
        put(out, "monthlyCost", s.cost());
        Figure job = plan.figures().find(s.name() + ".job-cost");
        if (job != null) {
            out.put("jobCost", value(job.value()));
        }
        if (s.instance() != null) {
            out.put("instance", s.instance());
        }
        if (s.workload() != null) {
            out.put("workload", s.workload());
        }
        return out;
    }

    private void put(Map<String, Object> out, String key, @Nullable String figure) {
        if (figure != null) {
            out.put(key, value(plan.figures().value(figure)));
        }
    }

    private Map<String, Object> totals() {
        Map<String, Object> out = new LinkedHashMap<>();
        plan.figures().all().forEach((name, f) -> {
            if (name.startsWith("total.")) {
                out.put(name.substring("total.".length()), value(f.value()));
            }
        });
        return out;
    }

    private static Map<String, Object> contradiction(Contradiction c) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("kind", c.kind());
        out.put("path", c.path());
        out.put("message", c.message());
        out.put("mend", c.mend());
        return out;
    }

    private static Map<String, Object> uncertainty(Uncertainty u) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("draws", u.draws());
        out.put("seed", u.seed());
        List<Object> outputs = new ArrayList<>();
        for (Uncertainty.Output o : u.outputs()) {
            Map<String, Object> f = new LinkedHashMap<>();
            f.put("name", o.name());
            f.put("mean", rounded(o.mean()));
            f.put("p50", rounded(o.p50()));
            f.put("p90", rounded(o.p90()));
            f.put("p99", rounded(o.p99()));
            List<Object> drivers = new ArrayList<>();
            for (Uncertainty.Driver d : o.drivers()) {
                Map<String, Object> driver = new LinkedHashMap<>();
                driver.put("input", d.input());
                driver.put("share", rounded(d.share()));
                driver.put("low", rounded(d.low()));
                driver.put("high", rounded(d.high()));
                drivers.add(driver);
            }
            f.put("drivers", drivers);
            outputs.add(f);
        }
        out.put("outputs", outputs);
        return out;
    }

    private static Map<String, Object> growth(GrowthPath g) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("perYear", rounded(g.perYear()));
        out.put("of", g.grows());
        List<Object> years = new ArrayList<>();
        for (int year = 0; year < g.years().size(); year++) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("year", year);
            g.years().get(year).forEach((name, v) -> figures.put(name, number(v)));
            years.add(figures);
        }
        out.put("years", years);
        List<Object> limits = new ArrayList<>();
        for (GrowthPath.Reached r : g.reached()) {
            Map<String, Object> limit = new LinkedHashMap<>();
            limit.put("what", r.what());
            limit.put("need", r.need());
            limit.put("limit", number(r.limit()));
            limit.put("month", r.month() < 0 ? null : r.month());
            limits.add(limit);
        }
        out.put("limits", limits);
        return out;
    }

    private static Map<String, Object> value(Quantity q) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("value", number(q));
        out.put("unit", q.unit().symbol());
        return out;
    }

    /** In plain decimals: 13392000, not 1.3392E7. */
    static BigDecimal number(Quantity q) {
        return plain(q.amount().decimal(DIGITS));
    }

    private static BigDecimal rounded(double v) {
        return plain(new BigDecimal(v).round(new MathContext(8)));
    }

    private static BigDecimal plain(BigDecimal v) {
        BigDecimal stripped = v.signum() == 0 ? BigDecimal.ZERO : v.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
