package dev.headroom.cli;

import dev.headroom.planner.GrowthPath;
import dev.headroom.planner.Plan;
import dev.headroom.planner.Uncertainty;
import dev.headroom.planner.quantity.Figure;
import dev.headroom.planner.quantity.Quantity;
import dev.headroom.planner.quantity.Unit;
import dev.headroom.planner.sizer.Service;
import dev.headroom.report.Axis;
import dev.headroom.report.Chart;
import dev.headroom.report.Page;
import dev.headroom.report.Table;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan as a page: what to buy, what it costs, what contradicts itself, what may come differently, and every derivation. */
final class PlanPage {

    private static final int MOST_DRIVERS = 10;

    private final Plan plan;
    private final String spec;

    PlanPage(Plan plan, String spec) {
        this.plan = plan;
        this.spec = spec;
    }

    String html() {
        Page page = Page.titled("Capacity plan").subtitle(spec).verdict(verdict());
        Map<String, String> facts = new LinkedHashMap<>();
        for (String name : List.of("sustained-rate", "peak-rate", "origin-rate", "think-time", "tokens-per-request")) {
            Figure f = plan.figures().find(name);
            if (f != null) {
                facts.put(name, f.value().shown());
            }
        }
        page.facts(facts);
        page.section("What to buy").table(services());
        costs(page);
        if (!plan.contradictions().isEmpty()) {
            page.section("Contradictions")
                    .notes(plan.contradictions().stream()
                            .map(c -> c.path() + ": " + c.message() + "; " + c.mend())
                            .toList());
        }
        uncertainty(page);
        growth(page);
        page.section("Every number and where it comes from").table(derivations());
        return page.html();
    }

    private String verdict() {
        Figure cost = plan.figures().find("total.monthly-cost");
        int n = plan.contradictions().size();
        return plan.services().size() + " services"
                + (cost == null ? "" : ", " + cost.value() + " a month with all units running")
                + (n == 0
                        ? "; nothing in the input contradicts itself."
                        : n == 1 ? "; one contradiction." : "; " + n + " contradictions.");
    }

    private Table services() {
        boolean entered = !plan.entered().all().isEmpty();
        boolean base = !plan.baseline().all().isEmpty();
        List<String> head = new ArrayList<>(List.of("service", "needs"));
        if (base) {
            head.add("baseline");
        }
        head.add("peak");
        if (entered) {
            head.add("with the figures entered");
        }
        head.add("cost of a month");
        List<List<String>> rows = new ArrayList<>();
        for (Service s : plan.services()) {
            for (Service.Bought b : s.bought()) {
                List<String> row = new ArrayList<>(List.of(s.name(), b.noun()));
                if (base) {
                    row.add(bare(plan.baseline().value(b.figure())));
                }
                row.add(bare(plan.figures().value(b.figure())));
                if (entered) {
                    row.add(bare(plan.entered().value(b.figure())));
                }
                String cost = s.cost();
                boolean main = b.equals(s.bought().getFirst());
                row.add(main && cost != null ? plan.figures().value(cost).shown() : "");
                rows.add(row);
            }
        }
        return new Table(head, rows);
    }

    private void costs(Page page) {
        List<String> names = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        String currency = "";
        for (Service s : plan.services()) {
            String cost = s.cost();
            if (cost != null) {
                Quantity q = plan.figures().value(cost);
                names.add(s.name());
                values.add(q.amount().toDouble());
                currency = q.unit().symbol();
            }
        }
        if (names.size() > 1) {
            page.chart(Chart.titled("Cost of a month")
                    .x(Axis.categories(names))
                    .y(Axis.number(currency))
                    .lying()
                    .bar("cost", array(values)));
        }
    }

    private void uncertainty(Page page) {
        Uncertainty u = plan.uncertainty();
        if (u == null) {
            return;
        }
        page.section("Uncertainty").text(u.draws() + " random draws of the uncertain inputs, seed " + u.seed() + ".");
        Table table = Table.of("quantity", "unit", "mean", "p50", "p90", "p99");
        for (Uncertainty.Output o : u.outputs()) {
            if (!plan.figures().of(o.name()).operands().isEmpty()) {
                table = table.row(
                        o.name(),
                        plan.figures().value(o.name()).unit().symbol(),
                        rounded(o.mean()),
                        rounded(o.p50()),
                        rounded(o.p90()),
                        rounded(o.p99()));
            }
        }
        page.table(table);
        for (Uncertainty.Output o : u.outputs()) {
            boolean main = o.name().equals("total.monthly-cost")
                    || plan.services().stream()
                            .anyMatch(s -> !s.bought().isEmpty()
                                    && s.bought().getFirst().figure().equals(o.name()));
            if (main && !o.drivers().isEmpty()) {
                page.chart(tornado(o));
            }
        }
    }

    private Chart tornado(Uncertainty.Output o) {
        List<Uncertainty.Driver> drivers =
                o.drivers().stream().limit(MOST_DRIVERS).toList().reversed();
        List<String> names = drivers.stream()
                .map(d -> d.input() + " (" + Math.round(100 * d.share()) + " %)")
                .toList();
        return Chart.titled("What moves " + o.name())
                .hint("Mean of " + o.name() + " where an input is in its lowest and highest tenth, as a change from "
                        + rounded(o.mean()) + "; in brackets the share of the variance that the input explains.")
                .x(Axis.categories(names))
                .y(Axis.number(plan.figures().value(o.name()).unit().symbol()))
                .lying()
                .bars(Chart.Bars.OVERLAID)
                .bar(
                        "lowest tenth",
                        drivers.stream().mapToDouble(d -> d.low() - o.mean()).toArray())
                .bar(
                        "highest tenth",
                        drivers.stream().mapToDouble(d -> d.high() - o.mean()).toArray());
    }

    private void growth(Page page) {
        GrowthPath g = plan.growth();
        if (g == null) {
            return;
        }
        page.section("Growth");
        List<String> notes = new ArrayList<>();
        for (GrowthPath.Reached r : g.reached()) {
            notes.add(r.what() + ", " + r.limit() + ", "
                    + (r.month() < 0
                            ? "is not reached"
                            : r.month() == 0 ? "is exceeded now" : "is exceeded in month " + r.month()));
        }
        page.notes(notes);
        List<String> names = List.copyOf(g.years().getFirst().keySet());
        List<String> years = new ArrayList<>(List.of("quantity"));
        for (int y = 0; y < g.years().size(); y++) {
            years.add("year " + y);
        }
        List<List<String>> rows = new ArrayList<>();
        for (String name : names) {
            List<String> row = new ArrayList<>(List.of(name));
            for (Map<String, Quantity> year : g.years()) {
                Quantity q = year.get(name);
                row.add(q == null ? "" : q.shown());
            }
            rows.add(row);
        }
        page.table(new Table(years, rows));
    }

    private Table derivations() {
        Table table = Table.of("quantity", "value", "formula", "what it is");
        for (Figure f : plan.figures().all().values()) {
            var spread = f.definition().spread();
            String formula = !f.definition().isInput()
                    ? f.definition().formula().text()
                    : spread == null ? "entered" : spread.text();
            Quantity before = f.unrounded();
            boolean up = before != null && !before.base().equals(f.value().base());
            table = table.row(
                    f.name(),
                    f.value().shown(),
                    formula + (up ? ", rounded up from " + before : ""),
                    f.definition().note());
        }
        return table;
    }

    private static String bare(Quantity q) {
        return new Quantity(q.amount(), Unit.ONE).shown();
    }

    private static String rounded(double v) {
        return Quantity.of(new BigDecimal(v).round(new MathContext(4)).toPlainString(), "")
                .shown();
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(d -> d).toArray();
    }
}
