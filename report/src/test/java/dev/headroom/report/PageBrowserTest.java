package dev.headroom.report;

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

/** A page in a real browser. Skipped where there is no Chromium, unless this is the CI. */
class PageBrowserTest {

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
        file = folder.resolve("page.html");
        Files.writeString(file, Album.page().html());
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

    private static void load(Path page) {
        browser().get(page.toUri().toString());
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
                .noneSatisfy(m -> assertThat(m).contains("\"url\":\"http"));
    }

    @Test
    void everyChartIsDrawn() {
        load(file);
        assertThat((List<?>) script("return [...document.querySelectorAll('.canvas canvas')].map((c) => {"
                        + "const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                        + "let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; })"))
                .hasSize(6)
                .allSatisfy(n -> assertThat(((Number) n).intValue()).isGreaterThan(2000));
    }

    @Test
    void draggingZoomsTheChartsOfTheSameTimeOnly() {
        load(file);
        WebElement plot = browser().findElement(By.cssSelector("#c1 .plot"));
        script("arguments[0].scrollIntoView({block: 'center'})", plot);
        new Actions(browser())
                .moveToElement(plot, -100, 0)
                .clickAndHold()
                .moveByOffset(200, 0)
                .release()
                .perform();
        frames();
        assertThat(span(1)).isBetween(10.0, 16.0);
        assertThat(span(0)).isBetween(95.9, 96.0);
        plot.sendKeys(Keys.ESCAPE);
        frames();
        assertThat(span(1)).isEqualTo(72);
    }

    /** The hours a chart shows. */
    private static double span(int chart) {
        return ((Number) script("const x = echarts.getInstanceByDom(document.querySelector('#c" + chart
                        + " .canvas')).getOption().xAxis[0]; return (x.max - x.min) / 36e5"))
                .doubleValue();
    }

    @Test
    void theLegendTellsValuesAndHidesSeries() {
        load(file);
        WebElement plot = browser().findElement(By.cssSelector("#c0 .plot"));
        script("arguments[0].scrollIntoView({block: 'center'})", plot);
        new Actions(browser()).moveToElement(plot, 500, 0).perform();
        frames();
        assertThat(browser().findElement(By.cssSelector("#c0 .legend")).getText())
                .containsPattern("observed\\s*–")
                .containsPattern("forecast\\s*[0-9.,]+")
                .containsPattern("90 % interval\\s*[0-9.,]+ – [0-9.,]+");
        WebElement key = browser().findElement(By.cssSelector("#c0 .legend button"));
        key.click();
        frames();
        assertThat(key.getDomAttribute("aria-pressed")).isEqualTo("false");
        assertThat((String) script("return echarts.getInstanceByDom(document.querySelector('#c0 .canvas'))"
                        + ".getOption().series.map((s) => s.name).join()"))
                .isEqualTo("forecast,90 % interval,notes");
    }

    @ParameterizedTest
    @CsvSource({"390, 844", "1280, 900"})
    void nothingHangsOverThePage(int width, int height) {
        size(width, height);
        load(file);
        assertThat((Long) script("return document.documentElement.scrollWidth")).isLessThanOrEqualTo((long) width);
    }

    /** 87 days of minutes: a step of zooming is drawn within the time of a few frames. */
    @Test
    void aLongChartStaysSmooth() throws IOException {
        Path other = folder.resolve("long.html");
        Files.writeString(
                other, Page.titled("long").chart(Album.demand(87 * 1440)).html());
        load(other);
        Object millis = browser()
                .executeAsyncScript("const done = arguments[0]; const times = []; let n = 0;"
                        + "const plot = document.querySelector('.plot');"
                        + "const step = () => { const begin = performance.now();"
                        + "plot.dispatchEvent(new KeyboardEvent('keydown', {key: n < 8 ? '+' : '-'}));"
                        + "requestAnimationFrame(() => setTimeout(() => { times.push(performance.now() - begin);"
                        + "if (++n < 16) step(); else done(times.sort((a, b) => a - b)[8]); }, 0)); }; step();");
        assertThat(millis instanceof Number n ? n.doubleValue() : Double.NaN)
                .as("median milliseconds of a zoom step")
                .isLessThan(400);
    }
}
