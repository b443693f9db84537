package dev.headroom.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.engine.Decision;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Reason.Stage;
import dev.headroom.simulator.Platform;
import dev.headroom.simulator.Result;
import dev.headroom.simulator.Trace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlReportTest {

    private static final Pattern SCRIPT = Pattern.compile("<script[^>]*>(.*?)</script>", Pattern.DOTALL);
    private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:\\s[^<>]*?)?(/?)>");
    private static final Set<String> EMPTY_TAGS = Set.of("meta", "link", "input", "line", "br");

    @Test
    void isWellFormed() {
        assertBalanced(HtmlReport.render(Courses.data(1)));
    }

    @Test
    void asksNobodyForAnything() {
        String html = HtmlReport.render(Courses.data(1));
        String markup = withoutScripts(html);
        assertThat(markup).doesNotContain("http:", "https:", "src=", "@import", "url(");
        assertThat(markup).contains("default-src 'none'").doesNotContain("script-src 'unsafe-inline'");
        assertThat(ownScript(html).replace("\"http://www.w3.org/2000/svg\"", ""))
                .doesNotContain("http:", "https:", "fetch(", "XMLHttpRequest", "import(");
        // In the library: name spaces, and licences.
        Matcher url =
                Pattern.compile("https?://[^\"' ),\\s]*").matcher(scripts(html).get(1));
        while (url.find()) {
            assertThat(url.group())
                    .matches(
                            "http://www\\.w3\\.org/.*|https?://www\\.apache\\.org/.*|https://github\\.com/ecomfe/zrender/.*");
        }
    }

    @Test
    void keepsTheLicencesOfTheChartLibrary() {
        assertThat(scripts(HtmlReport.render(Courses.data(1))).get(1))
                .contains("Licensed to the Apache Software Foundation (ASF)")
                .contains("This product includes software developed at")
                .contains("Copyright 2010-2016 Mike Bostock");
    }

    @Test
    void isTheSameForTheSameData() {
        assertThat(HtmlReport.render(Courses.data(2))).isEqualTo(HtmlReport.render(Courses.data(2)));
    }

    @Test
    void namesCannotBreakOut() throws IOException {
        String evil = "</script><script>alert(1)</script><img src=x onerror='alert(2)'>&\"{{data}}<!--";
        Reason reason = Reason.of(Stage.POLICY, evil, "because of {detail}", 1, 2, evil);
        Decision decision = new Decision(
                Instant.ofEpochMilli(Courses.START), 1, 2, List.of(reason), List.of(), WorkloadState.INITIAL);
        Result result = result(evil, 1, 1, List.of(point(1)), List.of(decision));
        ReportData data = new ReportData(
                evil,
                evil,
                new Trace(evil, Courses.START, 60_000, new double[] {1}),
                evil,
                1,
                0.95,
                0.99,
                1,
                evil,
                List.of(result),
                List.of(evil));
        String html = HtmlReport.render(data);
        assertThat(scripts(html)).hasSize(3);
        assertThat(withoutScripts(html)).doesNotContain("<img", "alert(1)</script>");
        assertBalanced(html);
        JsonNode json = json(html);
        assertThat(json.at("/policies/0/name").asText()).isEqualTo(evil);
        assertThat(json.at("/lines/0/2").asText()).isEqualTo("because of " + evil);
    }

    @Test
    void whatIsNotFiniteIsNull() throws IOException {
        Result.Point p = new Result.Point(
                Courses.START,
                1,
                1,
                Double.POSITIVE_INFINITY,
                Double.NaN,
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN);
        Result result = result("x", Double.NaN, Double.NaN, List.of(p), List.of());
        ReportData data = new ReportData(
                "t",
                "w",
                new Trace("n", Courses.START, 60_000, new double[] {Double.NaN}),
                "",
                Double.POSITIVE_INFINITY,
                0.95,
                0.99,
                1,
                "m",
                List.of(result),
                List.of());
        String html = HtmlReport.render(data);
        assertBalanced(html);
        JsonNode json = json(html);
        assertThat(json.at("/policies/0/ready").toString()).isEqualTo("[null]");
        assertThat(json.at("/policies/0/p95").toString()).isEqualTo("[null]");
        assertThat(json.at("/objective/seconds").isNull()).isTrue();
        assertThat(withoutScripts(html)).doesNotContain("NaN", "Infinity", "∞").contains("no objective is promised");
    }

    @Test
    void noPointsAndNoDecisionsIsAReportToo() throws IOException {
        String html =
                HtmlReport.render(Courses.with(Courses.data(1), List.of(result("x", 1, 1, List.of(), List.of()))));
        assertBalanced(html);
        assertThat(json(html).at("/policies/0/t")).isEmpty();
        assertThatThrownBy(() -> Courses.with(Courses.data(1), List.of())).hasMessageContaining("at least one result");
    }

    @Test
    void explanationsAreThoseOfTheEngine() throws IOException {
        ReportData data = Courses.data(1);
        JsonNode json = json(HtmlReport.render(data));
        for (int p = 0; p < data.results().size(); p++) {
            List<Decision> decisions = data.results().get(p).decisions();
            JsonNode columns = json.at("/policies/" + p + "/decisions");
            assertThat(columns).hasSameSizeAs(decisions);
            for (int i = 0; i < decisions.size(); i++) {
                StringBuilder told = new StringBuilder();
                for (int l = 4; l < columns.get(i).size(); l++) {
                    JsonNode line = json.at("/lines").get(columns.get(i).get(l).asInt());
                    told.append(line.get(1).asText())
                            .append(": ")
                            .append(line.get(2).asText())
                            .append('\n');
                }
                assertThat(told).hasToString(decisions.get(i).explanation());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 10, 10, 1", "150000, 150000, 150000, 1", "150001, 75001, 150000, 2"})
    void longTracesAreMergedToAMostNumberOfBuckets(int buckets, int kept, int evenBuckets, int merged)
            throws IOException {
        double[] arrivals = new double[buckets];
        java.util.Arrays.fill(arrivals, 120);
        ReportData base = Courses.data(1);
        ReportData data = new ReportData(
                "t", "w", new Trace("n", 0, 60_000, arrivals), "USD", 1, 0.95, 0.99, 1, "m", base.results(), List.of());
        JsonNode trace = json(HtmlReport.render(data)).at("/trace");
        assertThat(trace.get("rate")).hasSize(kept);
        assertThat(trace.get("bucket").asLong()).isEqualTo(60_000L * merged);
        assertThat(trace.get("rate")).allSatisfy(v -> assertThat(v.asDouble()).isEqualTo(2));
    }

    static Result result(
            String name, double attainment, double cost, List<Result.Point> points, List<Decision> decisions) {
        return new Result(
                name,
                100,
                100,
                0,
                0,
                0,
                0,
                attainment,
                0.1,
                attainment,
                cost,
                0,
                cost,
                "USD",
                Platform.onDemand(1, cost),
                cost,
                0,
                3,
                1,
                0,
                0,
                0,
                0,
                0,
                1,
                points,
                decisions);
    }

    private static Result.Point point(double v) {
        return new Result.Point(Courses.START, v, v, v, v, v, v, v, v, v, v);
    }

    private static List<String> scripts(String html) {
        List<String> out = new ArrayList<>();
        Matcher m = SCRIPT.matcher(html);
        while (m.find()) {
            out.add(m.group(1));
        }
        return out;
    }

    private static String ownScript(String html) {
        return scripts(html).get(2);
    }

    private static JsonNode json(String html) throws IOException {
        return new ObjectMapper().readTree(scripts(html).get(0).getBytes(StandardCharsets.UTF_8));
    }

    private static String withoutScripts(String html) {
        return SCRIPT.matcher(html).replaceAll("");
    }

    /** Every element is closed in order, and no text holds a stray angle bracket. */
    private static void assertBalanced(String html) {
        String markup =
                withoutScripts(html).replaceAll("(?s)<style>.*?</style>", "").replace("<!DOCTYPE html>", "");
        Deque<String> open = new ArrayDeque<>();
        Matcher m = TAG.matcher(markup);
        while (m.find()) {
            String tag = m.group(2);
            if (!m.group(1).isEmpty()) {
                assertThat(open.pop()).as("closed near %d", m.start()).isEqualTo(tag);
            } else if (!EMPTY_TAGS.contains(tag)) {
                open.push(tag);
            }
        }
        assertThat(open).isEmpty();
        assertThat(TAG.matcher(markup).replaceAll("")).doesNotContain("<", ">");
    }
}
