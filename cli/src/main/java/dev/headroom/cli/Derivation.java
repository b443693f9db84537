package dev.headroom.cli;

import dev.headroom.planner.Plan;
import dev.headroom.planner.quantity.Figure;
import dev.headroom.planner.quantity.Quantity;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where one number of a plan comes from, as a tree of formulas down to what was entered. */
final class Derivation {

    private final Plan plan;
    private final Set<String> shown = new HashSet<>();

    Derivation(Plan plan) {
        this.plan = plan;
    }

    /**
     * Prints the tree of a quantity.
     *
     * @throws Refusal when the plan has no such quantity
     */
    void print(String name, PrintWriter out) {
        Figure figure = plan.figures().find(name);
        if (figure == null) {
            List<String> near = plan.figures().all().keySet().stream()
                    .filter(n -> n.contains(name) || n.endsWith("." + name))
                    .limit(8)
                    .toList();
            throw new Refusal("the plan has no quantity '" + name + "'; "
                    + (near.isEmpty()
                            ? "it has " + String.join(", ", plan.figures().all().keySet())
                            : "did you mean " + String.join(", ", near) + "?"));
        }
        out.println(line(figure));
        below(figure, "", out);
        out.flush();
    }

    private void below(Figure figure, String indent, PrintWriter out) {
        if (!shown.add(figure.name())) {
            return;
        }
        List<String> operands = figure.operands();
        for (int i = 0; i < operands.size(); i++) {
            boolean last = i == operands.size() - 1;
            Figure operand = plan.figures().of(operands.get(i));
            boolean before =
                    shown.contains(operand.name()) && !operand.operands().isEmpty();
            out.println(indent + (last ? "└─ " : "├─ ") + line(operand) + (before ? " (derived above)" : ""));
            below(operand, indent + (last ? "   " : "│  "), out);
        }
    }

    private static String line(Figure f) {
        StringBuilder out = new StringBuilder(f.name()).append(" = ").append(f.value());
        if (f.definition().isInput()) {
            var spread = f.definition().spread();
            return out.append(spread == null ? ", entered" : ", " + spread.text())
                    .append(": ")
                    .append(f.definition().note())
                    .toString();
        }
        out.append(" = ").append(f.definition().formula().text());
        Quantity before = f.unrounded();
        if (before != null && !before.base().equals(f.value().base())) {
            out.append(", rounded up from ").append(before);
        }
        return out.append(": ").append(f.definition().note()).toString();
    }
}
