package dev.headroom.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTest {

    private static final Pattern SCRIPT = Pattern.compile("<script[^>]*>(.*?)</script>", Pattern.DOTALL);

    private static JsonNode chart(Chart chart) throws IOException {
        Matcher m = SCRIPT.matcher(Page.titled("t").chart(chart).html());
        assertThat(m.find()).isTrue();
        return new ObjectMapper().readTree(m.group(1)).at("/charts/0");
    }

    @Test
    void asksNobodyForAnything() {
        String html = Album.page().html();
        String markup = SCRIPT.matcher(html).replaceAll("");
        assertThat(markup).doesNotContain("http:", "https:", "src=", "@import", "url(");
        assertThat(markup).contains("default-src 'none'").doesNotContain("script-src 'unsafe-inline'");
        List<String> scripts =
                SCRIPT.matcher(html).results().map(r -> r.group(1)).toList();
        assertThat(scripts).hasSize(3);
        assertThat(scripts.get(1)).contains("Licensed to the Apache Software Foundation", "Mike Bostock");
        assertThat(scripts.get(2).replace("\"http://www.w3.org/2000/svg\"", ""))
                .doesNotContain("http:", "https:", "fetch(", "XMLHttpRequest", "import(");
    }

    @Test
    void isTheSameForTheSameParts() {
        assertThat(Album.page().html()).isEqualTo(Album.page().html());
    }

    @Test
    void withoutChartsThereAreNoScripts() {
        assertThat(Page.titled("t").text("x").html())
                .doesNotContain("<script", "script-src")
                .contains("<p class=\"text\">x</p>");
    }

    @Test
    void namesCannotBreakOut() throws IOException {
        String evil = "</script><script>alert(1)</script><img src=x onerror='alert(2)'>&\"{{body}}<!--";
        Chart chart = Chart.titled(evil)
                .hint(evil)
                .x(Axis.categories(List.of(evil)))
                .y(Axis.number(evil))
                .bar(evil, new double[] {1})
                .mark(0, evil)
                .level(1, evil);
        String html = Page.titled(evil)
                .subtitle(evil)
                .verdict(evil)
                .section(evil)
                .text(evil)
                .facts(Map.of(evil, evil))
                .table(Table.of(evil, evil).row(evil, evil))
                .notes(List.of(evil))
                .chart(chart)
                .html();
        assertThat(SCRIPT.matcher(html).results()).hasSize(3);
        assertThat(SCRIPT.matcher(html).replaceAll("")).doesNotContain("<img", "alert(1)</script>");
        assertThat(chart(chart).at("/series/0/name").asText()).isEqualTo(evil);
    }

    @Test
    void whatIsNotFiniteIsNullAndPlacesAreWrittenOnce() throws IOException {
        double[] x = {1, 2, 4};
        JsonNode json = chart(Chart.titled("t")
                .x(Axis.number("n"))
                .line("a", x, new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1.234567})
                .line("b", new double[] {1, 2, 4}, x)
                .band("c", x, x, x));
        assertThat(json.at("/series/0/y").toString()).isEqualTo("[null,null,1.2346]");
        assertThat(json.at("/places").toString()).isEqualTo("[{\"all\":[1,2,4]}]");
        assertThat(json.at("/series").findValues("colour").toString()).isEqualTo("[0, 1, 1]");
    }

    @Test
    void evenlySpacedPlacesAreThreeNumbers() throws IOException {
        assertThat(chart(Chart.titled("t").line("a", Album.minutes(Album.START, 125_000), new double[125_000]))
                        .at("/places")
                        .toString())
                .isEqualTo("[{\"even\":[1.7724096E12,60000.0,125000]}]");
    }

    @ParameterizedTest
    @CsvSource({
        "2 1, 1 2, goes back from 2.0 to 1.0",
        "1 2, 1, has 2 places and 1 values",
        "0.5, 1, has a value for category 0.5",
        "7, 1, has a value for category 7.0",
        "NaN, 1, a place that is not a number",
    })
    void badSeriesAreRefused(String x, String y, String error) {
        Chart chart = Chart.titled("t").x(Axis.categories(List.of("a", "b", "c")));
        assertThatThrownBy(() -> chart.line("s", numbers(x), numbers(y)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(error);
    }

    private static double[] numbers(String text) {
        return Pattern.compile(" ")
                .splitAsStream(text)
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @Test
    void columnsOfNumbersStandOnTheRight() {
        assertThat(Table.of("name", "n", "word")
                        .row("a", "−1.5", "x")
                        .row("b", "2", "3")
                        .html())
                .contains("<th scope=\"col\" class=\"right\">n</th>", "<th scope=\"col\">word</th>");
        assertThatThrownBy(() -> Table.of("a", "b").row("x"))
                .hasMessageContaining("2 columns [a, b], and a row of 1 cells: [x]");
    }
}
