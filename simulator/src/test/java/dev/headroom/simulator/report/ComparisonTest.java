package dev.headroom.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.simulator.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

    /** Cells of a row as text, with a star where the value is the best. */
    private static List<String> row(String table, String policy) {
        Matcher row = Pattern.compile("<tr><th[^>]*>(?:(?!</th>).)*" + policy + "</th>(.*?)</tr>")
                .matcher(table);
        assertThat(row.find()).as(policy).isTrue();
        List<String> cells = new ArrayList<>();
        Matcher cell = Pattern.compile("<td[^>]*>(.*?)</td>").matcher(row.group(1));
        while (cell.find()) {
            cells.add(cell.group(1).replaceAll("<[^>]*>", ""));
        }
        return cells;
    }

    private static ReportData data(Result... results) {
        return Courses.with(Courses.data(1), List.of(results));
    }

    private static Result result(String name, double attainment, double cost) {
        return HtmlReportTest.result(name, attainment, cost, List.of(), List.of());
    }

    @Test
    void theCheapestThatFailsIsNotTheBest() {
        Comparison c = new Comparison(data(result("own", 0.9995, 80), result("dear", 1, 100), result("mean", 0.5, 10)));
        String table = c.table();
        assertThat(row(table, "own").get(0)).isEqualTo("✓ 99.95 %");
        assertThat(row(table, "dear").get(0)).isEqualTo("✓ 100 %★");
        assertThat(row(table, "mean").get(0)).isEqualTo("✗ 50 %");
        assertThat(row(table, "own").get(5)).isEqualTo("80.00★");
        assertThat(row(table, "mean").get(5)).isEqualTo("10.00");
        assertThat(row(table, "dear").get(6)).isEqualTo("+25.0 %");
        assertThat(row(table, "mean").get(6)).isEqualTo("−87.5 %");
        assertThat(c.verdict())
                .isEqualTo(
                        "<strong>own</strong> kept the objective: 99.95 % within 500 ms, 99.9 % promised. It cost 80.00 USD."
                                + " Of the 2 others, 1 kept it; dear cost 25.0 % more.");
    }

    @Test
    void nothingIsBestAlone() {
        Comparison c = new Comparison(data(result("own", 0.9, 80)));
        assertThat(c.table()).doesNotContain("★");
        assertThat(c.verdict()).contains("missed the objective").doesNotContain("other");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1     | 1     | 80  | 60   | Both others kept it; the cheapest of them, b, cost 40.0 % less.",
                "1     | 1     | 100 | 100  | Both others kept it; the cheapest of them, a, cost the same.",
                "0.1   | 0.1   | 80  | 60   | Both others missed it.",
                "1     | 1     | NaN | 120  | Both others kept it; the cheapest of them, b, cost 20.0 % more.",
                "1     | 1     | NaN | NaN  | Both others kept it."
            })
    void tellsOfTheOthers(double a, double b, double costA, double costB, String end) {
        assertThat(new Comparison(data(result("own", 1, 100), result("a", a, costA), result("b", b, costB))).verdict())
                .endsWith(end);
    }
}
