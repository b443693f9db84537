package dev.headroom.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of texts. Columns whose every cell begins with a digit or a sign stand on the right.
 *
 * @param header names of the columns, with units
 * @param rows each with a cell for every column; the first cell is the row's name
 */
public record Table(List<String> header, List<List<String>> rows) {

    public Table {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException("the table has " + header.size() + " columns " + header
                        + ", and a row of " + row.size() + " cells: " + row);
            }
        }
    }

    /** A table without rows. */
    public static Table of(String... header) {
        return new Table(List.of(header), List.of());
    }

    /** The same with one more row. */
    public Table row(String... cells) {
        List<List<String>> more = new ArrayList<>(rows);
        more.add(List.of(cells));
        return new Table(header, more);
    }

    /** The table as HTML. */
    String html() {
        boolean[] right = new boolean[header.size()];
        for (int c = 1; c < right.length; c++) {
            right[c] = !rows.isEmpty();
            for (List<String> row : rows) {
                right[c] &= isNumber(row.get(c));
            }
        }
        StringBuilder out = new StringBuilder("<table>\n<thead><tr>");
        for (int c = 0; c < right.length; c++) {
            out.append(right[c] ? "<th scope=\"col\" class=\"right\">" : "<th scope=\"col\">")
                    .append(Figures.escape(header.get(c)))
                    .append("</th>");
        }
        out.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
            out.append("<tr><th scope=\"row\">")
                    .append(Figures.escape(row.get(0)))
                    .append("</th>");
            for (int c = 1; c < right.length; c++) {
                out.append(right[c] ? "<td class=\"right\">" : "<td>")
                        .append(Figures.escape(row.get(c)))
                        .append("</td>");
            }
            out.append("</tr>\n");
        }
        return out.append("</tbody></table>").toString();
    }

    private static boolean isNumber(String cell) {
        return cell.isEmpty() || Character.isDigit(cell.charAt(0)) || "+-−–±<>≥≤≈".indexOf(cell.charAt(0)) >= 0;
    }
}
