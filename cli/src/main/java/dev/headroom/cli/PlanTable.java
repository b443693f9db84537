package dev.headroom.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import dev.headroom.planner.GrowthPath;
import dev.headroom.planner.Plan;
import dev.headroom.planner.Uncertainty;
import dev.headroom.planner.quantity.Figure;
import dev.headroom.planner.quantity.Quantity;
import dev.headroom.planner.quantity.Unit;
import dev.headroom.planner.sizer.Check.Contradiction;
import dev.headroom.planner.sizer.Service;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan for people: what to buy on one screen, as a table or in Markdown. */
final class PlanTable {

    private static final int MOST_YEARS = 5;

    private final Plan plan;
    private final boolean markdown;

    PlanTable(Plan plan, boolean markdown) {
        this.plan = plan;
        this.markdown = markdown;
    }

    void print(PrintWriter out) {
        demand(out);
        services(out);
        totals(out);
        entered(out);
        contradictions(out);
        uncertainty(out);
        growth(out);
    }

    private void demand(PrintWriter out) {
        List<String> said = new ArrayList<>();
        for (String name : List.of("sustained-rate", "peak-rate", "origin-rate", "think-time", "tokens-per-request")) {
            Figure f = plan.figures().find(name);
            if (f != null) {
                said.add(name + " " + f.value());
            }
        }
        if (!said.isEmpty()) {
            out.println(String.join(", ", said));
            out.println();
        }
    }

    private void services(PrintWriter out) {
        boolean baseline = !plan.baseline().all().isEmpty();
        boolean entered = !plan.entered().all().isEmpty();
        boolean costs = plan.services().stream().anyMatch(s -> !cost(s).isEmpty());
        List<String> head = new ArrayList<>(List.of("service", "needs"));
        if (baseline) {
            head.add("baseline");
        }
        head.add("peak");
        if (entered) {
            head.add("as entered");
        }
        if (costs) {
            head.add("cost a month");
        }
        List<List<String>> rows = new ArrayList<>();
        for (Service s : plan.services()) {
            for (int i = 0; i < s.bought().size(); i++) {
                Service.Bought b = s.bought().get(i);
                List<String> row = new ArrayList<>();
                row.add(i == 0 ? s.name() : "");
                row.add(b.noun());
                if (baseline) {
                    row.add(amount(plan.baseline().value(b.figure())));
                }
                row.add(amount(plan.figures().value(b.figure())));
                if (entered) {
                    row.add(amount(plan.entered().value(b.figure())));
                }
                if (costs) {
                    row.add(i == 0 ? cost(s) : "");
                }
                rows.add(row);
            }
        }
        table(out, head, rows, 2);
    }

    private String cost(Service s) {
        String month = s.cost();
        Figure job = plan.figures().find(s.name() + ".job-cost");
        return month != null
                ? plan.figures().value(month).shown()
                : job == null ? "" : job.value().shown() + " once";
    }

    private static String amount(Quantity q) {
        return new Quantity(q.amount(), Unit.ONE).shown();
    }

    private void totals(PrintWriter out) {
        List<String> said = new ArrayList<>();
        plan.figures().all().forEach((name, f) -> {
            if (name.startsWith("total.")) {
                said.add(name.substring("total.".length()).replace('-', ' ') + " " + f.value());
            }
        });
        if (!said.isEmpty()) {
            out.println("Total: " + String.join(", ", said) + ".");
            out.println();
        }
    }

    /** What was entered rounded, and which figures come out differently for it. */
    private void entered(PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        Set<String> bought = plan.services().stream()
                .flatMap(s -> s.bought().stream())
                .map(Service.Bought::figure)
                .collect(Collectors.toSet());
        plan.figures().all().forEach((name, f) -> {
            boolean ofDemand =
                    !f.operands().isEmpty() && plan.services().stream().noneMatch(s -> name.startsWith(s.name() + "."));
            boolean worth = bought.contains(name)
                    || name.endsWith("tokens-per-minute")
                    || (ofDemand && !name.startsWith("total."));
            if (plan.differs(name) && worth) {
                rows.add(List.of(
                        name, f.value().shown(), plan.entered().value(name).shown()));
            }
        });
        if (!rows.isEmpty()) {
            out.println("Figures that differ from those entered under demand.entered:");
            table(out, List.of("quantity", "planned", "as entered"), rows, 1);
        }
    }

    private void contradictions(PrintWriter out) {
        if (!plan.contradictions().isEmpty()) {
            out.println("Contradictions:");
            for (Contradiction c : plan.contradictions()) {
                out.println((markdown ? "- `" : "  ! ") + c.path() + (markdown ? "`" : "") + ": " + c.message() + "; "
                        + c.mend());
            }
            out.println();
        }
    }

    private void uncertainty(PrintWriter out) {
        Uncertainty u = plan.uncertainty();
        if (u == null) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (Uncertainty.Output o : u.outputs()) {
            boolean shown = plan.services().stream()
                    .anyMatch(s -> o.name().equals(s.cost())
                            || s.bought().stream().anyMatch(b -> b.figure().equals(o.name())));
            if (shown || o.name().equals("total.monthly-cost")) {
                rows.add(List.of(
                        o.name(),
                        number(o.p50()),
                        number(o.p90()),
                        number(o.p99()),
                        o.drivers().stream()
                                .limit(3)
                                .map(d -> d.input() + " " + Math.round(100 * d.share()) + "%")
                                .collect(Collectors.joining(", "))));
            }
        }
        out.println("Uncertainty, " + u.draws() + " draws with seed " + u.seed() + ":");
        table(out, List.of("quantity", "p50", "p90", "p99", "driven by"), rows, 1);
    }

    private static String number(double v) {
        return Quantity.of(new BigDecimal(v).round(new MathContext(4)).toPlainString(), "")
                .shown();
    }

    private void growth(PrintWriter out) {
        GrowthPath g = plan.growth();
        if (g == null) {
            return;
        }
        int last = g.years().size() - 1;
        int step = (last + MOST_YEARS - 1) / MOST_YEARS;
        List<Integer> shown = new ArrayList<>();
        for (int year = last; year > 0; year -= step) {
            shown.addFirst(year);
        }
        shown.addFirst(0);
        List<String> head = new ArrayList<>(List.of("quantity"));
        shown.forEach(y -> head.add(y == 0 ? "now" : "year " + y));
        List<List<String>> rows = new ArrayList<>();
        for (String name : g.years().getFirst().keySet()) {
            List<String> row = new ArrayList<>(List.of(name));
            for (int year : shown) {
                Quantity q = g.years().get(year).get(name);
                row.add(q == null ? "" : amount(q));
            }
            boolean changes = row.subList(1, row.size()).stream().distinct().count() > 1;
            boolean part = name.endsWith("monthly-cost") && !name.startsWith("total.");
            if (changes && !part) {
                rows.add(row);
            }
        }
        out.println("Growth by a factor of " + number(g.perYear()) + " a year:");
        table(out, head, rows, 1);
        List<String> far = new ArrayList<>();
        for (GrowthPath.Reached r : g.reached()) {
            if (r.month() < 0) {
                far.add(r.what());
            } else if (r.month() > 0) {
                out.println(
                        (markdown ? "- " : "  ") + r.what() + ", " + r.limit() + ", is exceeded in month " + r.month());
            }
        }
        if (!far.isEmpty()) {
            out.println((markdown ? "- " : "  ") + "not reached in " + (last == 1 ? "a year" : last + " years") + ": "
                    + String.join(", ", far));
        }
        out.println();
    }

    private void table(PrintWriter out, List<String> head, List<List<String>> rows, int left) {
        if (markdown) {
            out.println("| " + String.join(" | ", head) + " |");
            out.println("|" + " --- |".repeat(head.size()));
            rows.forEach(r -> out.println("| " + String.join(" | ", r) + " |"));
        } else {
            List<ColumnData<List<String>>> columns = new ArrayList<>();
            for (int i = 0; i < head.size(); i++) {
                int at = i;
                boolean text = i < left || head.get(i).equals("driven by");
                columns.add(new Column()
                        .header(head.get(i))
                        .headerAlign(text ? HorizontalAlign.LEFT : HorizontalAlign.RIGHT)
                        .dataAlign(text ? HorizontalAlign.LEFT : HorizontalAlign.RIGHT)
                        .maxWidth(60)
                        .with(r -> r.get(at)));
            }
            out.println(AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, rows, columns));
        }
        out.println();
    }
}
