package dev.headroom.report;

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
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;

/** A page in a real browser. Skipped where there is no Chromium, unless this is the CI. */
class PageBrowserTest {

    @TempDir
    static Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // before all tests
    private static Browser browser;

    private static Path file = Path.of("");

    @BeforeAll
    static void open() throws IOException {
        browser = Browser.start();
        file = folder.resolve("page.html");
        Files.writeString(file, Album.page().html());
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
                .noneSatisfy(m -> assertThat(m).contains("\"url\":\"http"));
    }

    @Test
    void everyChartIsDrawn() {
        browser.openCharts(file.toUri());
        assertThat((List<?>) browser.script("return [...document.querySelectorAll('.canvas canvas')].map((c) => {"
                        + "const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                        + "let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; })"))
                .hasSize(6)
                .allSatisfy(n -> assertThat(((Number) n).intValue()).isGreaterThan(2000));
    }

    @Test
    void draggingZoomsTheChartsOfTheSameTimeOnly() {
        browser.openCharts(file.toUri());
        WebElement plot = browser.find("#c1 .plot");
        browser.script("arguments[0].scrollIntoView({block: 'center'})", plot);
        new Actions(browser.driver())
                .moveToElement(plot, -100, 0)
                .clickAndHold()
                .moveByOffset(200, 0)
                .release()
                .perform();
        browser.frames();
        assertThat(span(1)).isBetween(10.0, 16.0);
        assertThat(span(0)).isBetween(95.9, 96.0);
        plot.sendKeys(Keys.ESCAPE);
        browser.frames();
        assertThat(span(1)).isEqualTo(72);
    }

    /** The hours a chart shows. */
    private static double span(int chart) {
        return ((Number) browser.script("const x = echarts.getInstanceByDom(document.querySelector('#c" + chart
                        + " .canvas')).getOption().xAxis[0]; return (x.max - x.min) / 36e5"))
                .doubleValue();
    }

    @Test
    void theLegendTellsValuesAndHidesSeries() {
        browser.openCharts(file.toUri());
        WebElement plot = browser.find("#c0 .plot");
        browser.script("arguments[0].scrollIntoView({block: 'center'})", plot);
        new Actions(browser.driver()).moveToElement(plot, 500, 0).perform();
        browser.frames();
        assertThat(browser.find("#c0 .legend").getText())
                .containsPattern("observed\\s*–")
                .containsPattern("forecast\\s*[0-9.,]+")
                .containsPattern("90 % interval\\s*[0-9.,]+ – [0-9.,]+");
        WebElement key = browser.find("#c0 .legend button");
        key.click();
        browser.frames();
        assertThat(key.getDomAttribute("aria-pressed")).isEqualTo("false");
        assertThat((String) browser.script("return echarts.getInstanceByDom(document.querySelector('#c0 .canvas'))"
                        + ".getOption().series.map((s) => s.name).join()"))
                .isEqualTo("forecast,90 % interval,notes");
    }

    @ParameterizedTest
    @CsvSource({"390, 844", "1280, 900"})
    void nothingHangsOverThePage(int width, int height) {
        browser.size(width, height);
        browser.openCharts(file.toUri());
        assertThat((Long) browser.script("return document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo((long) width);
    }

    /** 87 days of minutes: a step of zooming is drawn within the time of a few frames. */
    @Test
    void aLongChartStaysSmooth() throws IOException {
        Path other = folder.resolve("long.html");
        Files.writeString(
                other, Page.titled("long").chart(Album.demand(87 * 1440)).html());
        browser.openCharts(other.toUri());
        Object millis = browser.driver()
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
