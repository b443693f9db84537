package dev.headroom.simulator.report;

import dev.headroom.report.Figures;
import dev.headroom.simulator.Result;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The headline of a report as HTML: a verdict in a sentence or two, and a table with a row for each policy. */
final class Comparison {

    /** Which value of a column is the best one. */
    private enum Best {
        /** None is. */
        NONE,
        HIGHEST,
        LOWEST,
        /** The lowest among the policies that kept the objective: cheap failure is no merit. */
        LOWEST_KEEPING
    }

    /** One column. {@code text} is already HTML. */
    private record Column(
            String title, String hint, Best best, ToDoubleFunction<Result> value, Function<Result, String> text) {}

    private final ReportData data;

    Comparison(ReportData data) {
        this.data = data;
    }

    /** The table. */
    String table() {
        List<Column> columns = columns();
        StringBuilder out = new StringBuilder(4096);
        out.append("<table class=\"comparison\">\n<thead><tr><th scope=\"col\">Policy</th>");
        for (Column c : columns) {
            out.append("<th scope=\"col\" title=\"")
                    .append(Figures.escape(c.hint()))
                    .append("\">")
                    .append(c.title())
                    .append("</th>");
        }
        out.append("</tr></thead>\n<tbody>\n");
        for (int i = 0; i < data.results().size(); i++) {
            Result r = data.results().get(i);
            out.append("<tr><th scope=\"row\">")
                    .append("<svg class=\"swatch p")
                    .append(i % 8)
                    .append(
                            "\" viewBox=\"0 0 26 10\" aria-hidden=\"true\"><line x1=\"0\" y1=\"5\" x2=\"26\" y2=\"5\"/></svg>")
                    .append(Figures.escape(r.policy()))
                    .append("</th>");
            for (Column c : columns) {
                boolean best = isBest(c, r);
                out.append(best ? "<td class=\"best\">" : "<td>");
                out.append(c.text().apply(r));
                if (best) {
                    out.append("<span class=\"star\" title=\"best\">★</span>");
                }
                out.append("</td>");
            }
            out.append("</tr>\n");
        }
        return out.append("</tbody>\n</table>").toString();
    }

    /** What the table means. */
    String verdict() {
        Result own = data.results().get(0);
        StringBuilder out = new StringBuilder("<strong>").append(Figures.escape(own.policy()));
        if (data.hasObjective()) {
            out.append(data.kept(own) ? "</strong> kept the objective: " : "</strong> missed the objective: ")
                    .append(Figures.attainment(own.attainment()))
                    .append(" within ")
                    .append(Figures.seconds(data.objectiveSeconds()))
                    .append(", ")
                    .append(Figures.attainment(data.objectiveAttainment()))
                    .append(" promised.");
        } else {
            out.append("</strong>: ").append(Figures.count(own.served())).append(" served; no objective is promised.");
        }
        if (Double.isFinite(own.cost())) {
            out.append(" It cost ").append(money(own)).append('.');
        }
        int others = data.results().size() - 1;
        if (others > 0 && data.hasObjective()) {
            List<Result> keeping =
                    data.results().stream().skip(1).filter(data::kept).toList();
            if (others == 1) {
                out.append(keeping.isEmpty() ? " The other one missed it" : " The other one kept it");
            } else if (keeping.size() == others) {
                out.append(others == 2 ? " Both others kept it" : " All " + others + " others kept it");
            } else if (keeping.isEmpty()) {
                out.append(others == 2 ? " Both others missed it" : " All " + others + " others missed it");
            } else {
                out.append(" Of the ").append(others).append(" others, ").append(keeping.size());
                out.append(" kept it");
            }
            cheapest(keeping, own, out);
            out.append('.');
        }
        return out.toString();
    }

    private static void cheapest(List<Result> keeping, Result own, StringBuilder out) {
        Result least = null;
        for (Result r : keeping) {
            if (Double.isFinite(r.cost()) && (least == null || r.cost() < least.cost())) {
                least = r;
            }
        }
        if (least != null && own.cost() > 0) {
            double change = least.cost() / own.cost() - 1;
            out.append(keeping.size() == 1 ? "; " : "; the cheapest of them, ")
                    .append(Figures.escape(least.policy()))
                    .append(keeping.size() == 1 ? " cost " : ", cost ");
            String by = Figures.relative(least.cost(), own.cost());
            out.append(by.startsWith("±") ? "the same" : by.substring(1) + (change > 0 ? " more" : " less"));
        }
    }

    private List<Column> columns() {
        String cost = data.currency().isEmpty() ? "Cost" : "Cost, " + Figures.escape(data.currency());
        double base = data.results().get(0).cost();
        String within = data.hasObjective()
                ? "Share within " + Figures.seconds(data.objectiveSeconds()) + "; promised "
                        + Figures.attainment(data.objectiveAttainment())
                : "Nothing is promised";
        String time = data.deadline() ? "time from arrival to done" : "response time";
        return List.of(
                new Column("Attain&shy;ment", within, Best.HIGHEST, Result::attainment, this::attainment),
                new Column("p50", "Median " + time, Best.LOWEST, Result::p50, r -> Figures.seconds(r.p50())),
                new Column(
                        "p95",
                        "95th percentile of the " + time,
                        Best.LOWEST,
                        Result::p95,
                        r -> Figures.seconds(r.p95())),
                new Column(
                        "p99",
                        "99th percentile of the " + time,
                        Best.LOWEST,
                        Result::p99,
                        r -> Figures.seconds(r.p99())),
                new Column(
                        "Rejected + timed out",
                        "Requests or items refused for a full queue, or gone after waiting too long",
                        Best.LOWEST,
                        r -> r.rejected() + r.timedOut(),
                        r -> Figures.count(r.rejected() + r.timedOut())),
                new Column(
                        cost, "Cost of all replicas", Best.LOWEST_KEEPING, Result::cost, r -> Figures.number(r.cost())),
                new Column(
                        "Cost vs first",
                        "Cost relative to the first policy",
                        Best.NONE,
                        Result::cost,
                        r -> Figures.relative(r.cost(), base)),
                new Column(
                        "Replica-hours",
                        "Time replicas were alive",
                        Best.LOWEST_KEEPING,
                        Result::replicaHours,
                        r -> Figures.number(r.replicaHours())),
                new Column(
                        "Actions",
                        "Changes of the desired count",
                        Best.NONE,
                        Result::actions,
                        r -> Figures.count(r.actions())),
                new Column(
                        "Direction changes",
                        "Actions in the opposite direction of the action before",
                        Best.NONE,
                        Result::directionChanges,
                        r -> Figures.count(r.directionChanges())),
                new Column(
                        "Max backlog",
                        "Most requests or items waiting",
                        Best.LOWEST,
                        Result::maxBacklog,
                        r -> Figures.count(r.maxBacklog())));
    }

    private String attainment(Result r) {
        String value = Figures.attainment(r.attainment());
        if (!data.hasObjective() || Double.isNaN(r.attainment())) {
            return value;
        }
        return data.kept(r)
                ? "<span class=\"kept\" title=\"kept the objective\">✓</span> " + value
                : "<span class=\"missed\" title=\"missed the objective\">✗</span> " + value;
    }

    private String money(Result r) {
        return Figures.number(r.cost()) + (data.currency().isEmpty() ? "" : " " + Figures.escape(data.currency()));
    }

    /** Best only where not all are the same. */
    private boolean isBest(Column c, Result r) {
        double own = c.value().applyAsDouble(r);
        boolean keeping = c.best() == Best.LOWEST_KEEPING;
        if (c.best() == Best.NONE || Double.isNaN(own) || (keeping && !data.kept(r))) {
            return false;
        }
        boolean worseExists = false;
        for (Result other : data.results()) {
            double v = c.value().applyAsDouble(other);
            double ahead = c.best() == Best.HIGHEST ? v - own : own - v;
            if (keeping && !data.kept(other)) {
                continue;
            }
            if (ahead > 0) {
                return false;
            }
            worseExists |= ahead < 0;
        }
        return worseExists;
    }
}
