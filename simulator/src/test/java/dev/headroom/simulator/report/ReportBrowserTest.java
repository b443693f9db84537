package dev.headroom.simulator.report;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The report in a real browser. Skipped where there is no Chromium, unless this is the CI. */
class ReportBrowserTest {

    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    @TempDir
    static Path folder = Path.of("");

    private static @Nullable ChromeDriver started;

    private static Path file = Path.of("");

    @BeforeAll
    static void open() throws IOException {
        if (!"true".equals(System.getenv("CI"))) {
            assumeTrue(
                    Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER),
                    "no browser: apt-get install chromium chromium-driver to run these tests");
        }
        file = folder.resolve("report.html");
        Files.writeString(file, HtmlReport.render(Courses.data(2)));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, java.util.logging.Level.ALL);
        logs.enable(LogType.PERFORMANCE, java.util.logging.Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--window-size=1280,900");
        options.setCapability("goog:loggingPrefs", logs);
        started = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options);
    }

    @AfterAll
    static void close() {
        if (started != null) {
            started.quit();
        }
    }

    private static ChromeDriver browser() {
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    @BeforeEach
    void wide() {
        size(1280, 900);
    }

    private static void size(int width, int height) {
        browser()
                .executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    private static void load(Path report) {
        browser().get(report.toUri().toString());
        eventually("document.querySelectorAll('.canvas').length > 0 && [...document.querySelectorAll('.canvas')]"
                + ".every((c) => (echarts.getInstanceByDom(c).getOption()?.series ?? []).length > 0)");
        frames();
    }

    /** Waits for a condition, looking at each frame; the driver's own limit of 30 s ends it. */
    private static void eventually(String condition) {
        browser()
                .executeAsyncScript("const done = arguments[0];" + "const look = () => (" + condition
                        + ") ? done(true) : requestAnimationFrame(look); look();");
    }

    /** Waits for what is drawn at the next frame. */
    private static void frames() {
        browser()
                .executeAsyncScript("const done = arguments[0];"
                        + "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0)))");
    }

    private static Object script(String script, Object... arguments) {
        Object out = browser().executeScript(script, arguments);
        return out == null ? "" : out;
    }

    private static List<String> logged(String type) {
        return browser().manage().logs().get(type).getAll().stream()
                .map(e -> e.getMessage())
                .toList();
    }

    @Test
    void opensWithoutErrorsAndWithoutRequests() {
        logged(LogType.PERFORMANCE);
        load(file);
        assertThat(logged(LogType.BROWSER)).isEmpty();
        assertThat(logged(LogType.PERFORMANCE))
                .filteredOn(m -> m.contains("\"Network.requestWillBeSent\""))
                .isNotEmpty()
                .allSatisfy(
                        m -> assertThat(m).containsPattern("\"request\":\\{[^{}]*(\\{[^}]*})?.*\"url\":\"(file|data):"))
                .noneSatisfy(m -> assertThat(m).contains("\"url\":\"http"));
    }

    @Test
    void everyChartIsDrawn() {
        load(file);
        for (String id : List.of("demand", "capacity", "latency", "backlog", "failed", "cost")) {
            Object pixels = script(
                    "const c = document.querySelector('#chart-' + arguments[0] + ' canvas');"
                            + "const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                            + "let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n;",
                    id);
            assertThat(((Number) pixels).intValue()).as("pixels of " + id).isGreaterThan(2000);
        }
    }

    /** Where a decision's mark is, relative to the centre of the chart, in pixels. */
    private static Actions toMark(int index) {
        WebElement chart = browser().findElement(By.id("chart-capacity"));
        script("arguments[0].scrollIntoView({block: 'center'})", chart);
        List<?> at = (List<?>) script(
                "const e = echarts.getInstanceByDom(arguments[0]); const s = e.getOption().series;"
                        + "const i = s.findIndex((x) => x.id === 'marks');"
                        + "const p = e.convertToPixel({seriesIndex: i}, s[i].data[arguments[1]].value);"
                        + "return [Math.round(p[0] - e.getWidth() / 2), Math.round(p[1] - e.getHeight() / 2)];",
                chart,
                index);
        return new Actions(browser())
                .moveToElement(chart, ((Number) at.get(0)).intValue(), ((Number) at.get(1)).intValue());
    }

    @Test
    void hoveringADecisionExplainsItAndClickingPinsIt() {
        load(file);
        List<String> lines = Courses.data(2)
                .results()
                .get(0)
                .decisions()
                .get(3)
                .explanation()
                .lines()
                .toList();
        toMark(3).perform();
        eventually("[...document.querySelectorAll('.tip')].some((t) => t.innerText.includes('schedule'))");
        String tip = browser().findElements(By.className("tip")).stream()
                .filter(WebElement::isDisplayed)
                .map(WebElement::getText)
                .collect(joining());
        assertThat(tip).contains(lines);
        toMark(3).click().perform();
        frames();
        WebElement pinned = browser().findElement(By.id("pinned"));
        assertThat(pinned.isDisplayed()).isTrue();
        assertThat(pinned.getText()).contains(lines).contains("← decided").contains("4 of ");
        // The dashed line stands at the mark, in every chart.
        assertThat(script("return document.querySelectorAll('.pin[style*=block]').length"))
                .isEqualTo(6L);
    }

    @Test
    void worksByKeyboard() {
        load(file);
        WebElement plot =
                browser().findElement(By.cssSelector("#chart-capacity")).findElement(By.xpath(".."));
        plot.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        frames();
        assertThat(browser().findElement(By.id("pinned")).getText()).contains("2 of ");
        String whole = browser().findElement(By.id("range")).getText();
        plot.sendKeys("+");
        frames();
        assertThat(browser().findElement(By.id("range")).getText()).isNotEqualTo(whole);
        plot.sendKeys(Keys.ESCAPE);
        frames();
        assertThat(browser().findElement(By.id("pinned")).isDisplayed()).isFalse();
    }

    @Test
    void zoomsAllChartsTogether() {
        load(file);
        WebElement plot = browser().findElement(By.id("chart-cost"));
        script("arguments[0].scrollIntoView({block: 'center'})", plot);
        new Actions(browser())
                .moveToElement(plot, -200, 0)
                .clickAndHold()
                .moveByOffset(300, 0)
                .release()
                .perform();
        frames();
        String range =
                "(() => { const x = echarts.getInstanceByDom(c).getOption().xAxis[0]; return x.max - x.min; })()";
        eventually("new Set([...document.querySelectorAll('.canvas')].map((c) => " + range + ")).size === 1");
        long hours = ((Number) script("const x = echarts.getInstanceByDom(document.getElementById('chart-cost'))"
                        + ".getOption().xAxis[0]; return Math.round((x.max - x.min) / 36e5)"))
                .longValue();
        assertThat(hours).isBetween(10L, 16L);
    }

    @Test
    void findsDecisions() {
        load(file);
        Long all = (Long) script("return document.querySelectorAll('#rows tr').length");
        browser().findElement(By.id("search")).sendKeys("rate 10 %");
        Long found = (Long) script("return document.querySelectorAll('#rows tr').length");
        assertThat(found).isPositive().isLessThan(all);
        assertThat(browser().findElements(By.cssSelector("#rows td:last-child")))
                .allSatisfy(cell -> assertThat(cell.getText()).startsWith("rate: at most 10 %"));
        browser().findElement(By.id("search")).sendKeys("no such thing");
        assertThat(browser().findElement(By.id("rows")).getText()).isEqualTo("No decision matches.");
    }

    @ParameterizedTest
    @CsvSource({"390, 844", "1280, 900"})
    void nothingHangsOverThePage(int width, int height) {
        size(width, height);
        load(file);
        script("document.querySelector('#rows button').click()");
        frames();
        assertThat((Long) script("return document.documentElement.scrollWidth")).isLessThanOrEqualTo((long) width);
        assertThat(
                        (List<?>)
                                script(
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
        load(other);
        assertThat(logged(LogType.BROWSER)).isEmpty();
        assertThat(browser().findElement(By.id("rows")).getText()).isEqualTo("This policy never changed anything.");
        assertThat(browser().findElement(By.tagName("body")).getText()).contains("<b>nothing</b>");
    }

    /** 87 days of minutes: a step of zooming is drawn within the time of a few frames. */
    @Test
    void aLongTraceStaysSmooth() throws IOException {
        Path other = folder.resolve("long.html");
        Files.writeString(other, HtmlReport.render(Courses.data(87)));
        load(other);
        Object millis = browser()
                .executeAsyncScript("const done = arguments[0]; const times = []; let n = 0;"
                        + "const plot = document.getElementById('chart-capacity').parentElement;"
                        + "const step = () => { const begin = performance.now();"
                        + "plot.dispatchEvent(new KeyboardEvent('keydown', {key: n < 8 ? '+' : '-'}));"
                        + "requestAnimationFrame(() => setTimeout(() => { times.push(performance.now() - begin);"
                        + "if (++n < 16) step(); else done(times.sort((a, b) => a - b)[8]); }, 0)); }; step();");
        assertThat(millis instanceof Number n ? n.doubleValue() : Double.NaN)
                .as("median milliseconds of a zoom step")
                .isLessThan(400);
        System.out.println("zoom step over 87 days of minutes: median " + millis + " ms");
    }
}
