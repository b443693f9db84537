package dev.headroom.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real Chromium for tests of pages, without a window. */
public final class Browser implements AutoCloseable {

    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts one; where there is none the test is skipped, unless this is the CI. */
    public static Browser start() {
        if (!"true".equals(System.getenv("CI"))) {
            assumeTrue(
                    Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER),
                    "no browser: apt-get install chromium chromium-driver to run these tests");
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--window-size=1280,900");
        options.setCapability("goog:loggingPrefs", logs);
        return new Browser(new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options));
    }

    /** The browser itself, for what is not offered here. */
    public ChromeDriver driver() {
        return driver;
    }

    /** From now on the screen has this size; narrow ones are phones. */
    public void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    /** Opens a page. */
    public void open(URI page) {
        driver.get(page.toString());
    }

    /** Opens a page with charts, and waits until all are drawn. */
    public void openCharts(URI page) {
        open(page);
        eventually("document.querySelectorAll('.canvas').length > 0 && [...document.querySelectorAll('.canvas')]"
                + ".every((c) => (echarts.getInstanceByDom(c).getOption()?.series ?? []).length > 0)");
        frames();
    }

    /** Waits for a condition, looking at each frame; the driver's own limit of 30 s ends it. */
    public void eventually(String condition) {
        driver.executeAsyncScript("const done = arguments[0];" + "const look = () => (" + condition
                + ") ? done(true) : requestAnimationFrame(look); look();");
    }

    /** Waits for what is drawn at the next frame. */
    public void frames() {
        driver.executeAsyncScript("const done = arguments[0];"
                + "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0)))");
    }

    /** What a script returns; an empty text for nothing. */
    public Object script(String script, Object... arguments) {
        Object out = driver.executeScript(script, arguments);
        return out == null ? "" : out;
    }

    /** The first element of a selector. */
    public WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /** What the browser has logged since this was last asked: messages of a {@link LogType}. */
    public List<String> logged(String type) {
        return driver.manage().logs().get(type).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
