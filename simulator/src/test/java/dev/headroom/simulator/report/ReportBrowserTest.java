package dev.headroom.simulator.report;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.testing.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;

/** The report in a real browser. Skipped where there is no Chromium, unless this is the CI. */
class ReportBrowserTest {

    @TempDir
    static Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // before all tests
    private static Browser browser;

    private static Path file = Path.of("");

    @BeforeAll
    static void open() throws IOException {
        browser = Browser.start();
        file = folder.resolve("report.html");
        Files.writeString(file, HtmlReport.render(Courses.data(2)));
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void wide() {
        browser.size(1280, 900);
    }

    @Test
    void opensWithoutErrorsAndWithoutRequests() {
        browser.logged(LogType.PERFORMANCE);
        browser.openCharts(file.toUri());
        assertThat(browser.logged(LogType.BROWSER)).isEmpty();
        assertThat(browser.logged(LogType.PERFORMANCE))
                .filteredOn(m -> m.contains("\"Network.requestWillBeSent\""))
                .isNotEmpty()
                .allSatisfy(
                        m -> assertThat(m).containsPattern("\"request\":\\{[^{}]*(\\{[^}]*})?.*\"url\":\"(file|data):"))
                .noneSatisfy(m -> assertThat(m).contains("\"url\":\"http"));
    }

    @Test
    void everyChartIsDrawn() {
        browser.openCharts(file.toUri());
        for (String id : List.of("demand", "capacity", "latency", "backlog", "failed", "cost")) {
            Object pixels = browser.script(
                    "const c = document.querySelector('#chart-' + arguments[0] + ' canvas');"
                            + "const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                            + "let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n;",
                    id);
            assertThat(((Number) pixels).intValue()).as("pixels of " + id).isGreaterThan(2000);
        }
    }

    /** Where a decision's mark is, relative to the centre of the chart, in pixels. */
    private static Actions toMark(int index) {
        WebElement chart = browser.driver().findElement(By.id("chart-capacity"));
        browser.script("arguments[0].scrollIntoView({block: 'center'})", chart);
        List<?> at = (List<?>) browser.script(
                "const e = echarts.getInstanceByDom(arguments[0]); const s = e.getOption().series;"
                        + "const i = s.findIndex((x) => x.id === 'marks');"
                        + "const p = e.convertToPixel({seriesIndex: i}, s[i].data[arguments[1]].value);"
                        + "return [Math.round(p[0] - e.getWidth() / 2), Math.round(p[1] - e.getHeight() / 2)];",
                chart,
                index);
        return new Actions(browser.driver())
                .moveToElement(chart, ((Number) at.get(0)).intValue(), ((Number) at.get(1)).intValue());
    }

    @Test
    void hoveringADecisionExplainsItAndClickingPinsIt() {
        browser.openCharts(file.toUri());
        List<String> lines = Courses.data(2)
                .results()
                .get(0)
                .decisions()
                .get(3)
                .explanation()
                .lines()
                .toList();
        toMark(3).perform();
        browser.eventually("[...document.querySelectorAll('.tip')].some((t) => t.innerText.includes('schedule'))");
        String tip = browser.driver().findElements(By.className("tip")).stream()
                .filter(WebElement::isDisplayed)
                .map(WebElement::getText)
                .collect(joining());
        assertThat(tip).contains(lines);
        toMark(3).click().perform();
        browser.frames();
        WebElement pinned = browser.driver().findElement(By.id("pinned"));
        assertThat(pinned.isDisplayed()).isTrue();
        assertThat(pinned.getText()).contains(lines).contains("← decided").contains("4 of ");
        // The dashed line stands at the mark, in every chart.
        assertThat(browser.script("return document.querySelectorAll('.pin[style*=block]').length"))
                .isEqualTo(6L);
    }

    @Test
    void worksByKeyboard() {
        browser.openCharts(file.toUri());
        WebElement plot = browser.find("#chart-capacity").findElement(By.xpath(".."));
        plot.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        browser.frames();
        assertThat(browser.driver().findElement(By.id("pinned")).getText()).contains("2 of ");
        String whole = browser.driver().findElement(By.id("range")).getText();
        plot.sendKeys("+");
        browser.frames();
        assertThat(browser.driver().findElement(By.id("range")).getText()).isNotEqualTo(whole);
        plot.sendKeys(Keys.ESCAPE);
        browser.frames();
        assertThat(browser.driver().findElement(By.id("pinned")).isDisplayed()).isFalse();
    }

    @Test
    void zoomsAllChartsTogether() {
        browser.openCharts(file.toUri());
        WebElement plot = browser.driver().findElement(By.id("chart-cost"));
        browser.script("arguments[0].scrollIntoView({block: 'center'})", plot);
        new Actions(browser.driver())
                .moveToElement(plot, -200, 0)
                .clickAndHold()
                .moveByOffset(300, 0)
                .release()
                .perform();
        browser.frames();
        String range =
                "(() => { const x = echarts.getInstanceByDom(c).getOption().xAxis[0]; return x.max - x.min; })()";
        browser.eventually("new Set([...document.querySelectorAll('.canvas')].map((c) => " + range + ")).size === 1");
        long hours = ((Number)
                        browser.script("const x = echarts.getInstanceByDom(document.getElementById('chart-cost'))"
                                + ".getOption().xAxis[0]; return Math.round((x.max - x.min) / 36e5)"))
                .longValue();
        assertThat(hours).isBetween(10L, 16L);
    }

    @Test
    void findsDecisions() {
        browser.openCharts(file.toUri());
        Long all = (Long) browser.script("return document.querySelectorAll('#rows tr').length");
        browser.driver().findElement(By.id("search")).sendKeys("rate 10 %");
        Long found = (Long) browser.script("return document.querySelectorAll('#rows tr').length");
        assertThat(found).isPositive().isLessThan(all);
        assertThat(browser.driver().findElements(By.cssSelector("#rows td:last-child")))
                .allSatisfy(cell -> assertThat(cell.getText()).startsWith("rate: at most 10 %"));
        browser.driver().findElement(By.id("search")).sendKeys("no such thing");
        assertThat(browser.driver().findElement(By.id("rows")).getText()).isEqualTo("No decision matches.");
    }

    @ParameterizedTest
    @CsvSource({"390, 844", "1280, 900"})
    void nothingHangsOverThePage(int width, int height) {
        browser.size(width, height);
        browser.openCharts(file.toUri());
        browser.script("document.querySelector('#rows button').click()");
        browser.frames();
        assertThat((Long) browser.script("return document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo((long) width);
        assertThat(
                        (List<?>)
                                browser.script(
                                        "return [...document.querySelectorAll('body *')].filter((e) => !e.closest('.scroll table, svg')"
                                                + " && e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 80))"))
                .isEmpty();
    }

    @Test
    void theOddOnesOpenToo() throws IOException {
        ReportData one = Courses.data(1);
        ReportData odd = Courses.with(
                one,
                List.of(
                        HtmlReportTest.result("<b>nothing</b>", Double.NaN, Double.NaN, List.of(), List.of()),
                        one.results().get(0)));
        Path other = folder.resolve("odd.html");
        Files.writeString(other, HtmlReport.render(odd));
        browser.openCharts(other.toUri());
        assertThat(browser.logged(LogType.BROWSER)).isEmpty();
        assertThat(browser.driver().findElement(By.id("rows")).getText())
                .isEqualTo("This policy never changed anything.");
        assertThat(browser.driver().findElement(By.tagName("body")).getText()).contains("<b>nothing</b>");
    }

    /** 87 days of minutes: a step of zooming takes little longer than in one of a day (about as long; by points it would be 87 times). */
    @Test
    void aLongTraceStaysSmooth() throws IOException {
        double day = zoomStep(1);
        double season = zoomStep(87);
        System.out.println("zoom step over a day of minutes: median " + day + " ms, over 87 days " + season + " ms");
        assertThat(season / day).as("times as long for 87 times as much").isLessThan(20);
    }

    /** Median milliseconds of a zoom step in a report of so many days. */
    private double zoomStep(int days) throws IOException {
        Path other = folder.resolve("days" + days + ".html");
        Files.writeString(other, HtmlReport.render(Courses.data(days)));
        browser.openCharts(other.toUri());
        Object millis = browser.driver()
                .executeAsyncScript("const done = arguments[0]; const times = []; let n = 0;"
                        + "const plot = document.getElementById('chart-capacity').parentElement;"
                        + "const step = () => { const begin = performance.now();"
                        + "plot.dispatchEvent(new KeyboardEvent('keydown', {key: n < 8 ? '+' : '-'}));"
                        + "requestAnimationFrame(() => setTimeout(() => { times.push(performance.now() - begin);"
                        + "if (++n < 16) step(); else done(times.sort((a, b) => a - b)[8]); }, 0)); }; step();");
        return millis instanceof Number n ? n.doubleValue() : Double.NaN;
    }
}
