package dev.headroom.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.controller.RolloutStatus;
import dev.headroom.journal.Rollout.Stage;
import dev.headroom.testing.Browser;
import dev.headroom.testing.ManualTime;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.logging.LogType;

/** The page of a controller in a real browser. */
class ConsolePageTest {

    private static final String TOKEN = Tokens.random();

    @SuppressWarnings("NullAway.Init") // before all tests
    private static Browser browser;

    /** The page looks three hours back from the controller's time, which must be about the browser's. */
    private final ManualTime time = new ManualTime(Instant.ofEpochMilli(System.currentTimeMillis())
            .truncatedTo(ChronoUnit.HOURS)
            .minus(Duration.ofHours(4)));

    private final FakeConsole console = FakeConsole.shop(time);
    private ApiServer server = start(0);

    private ApiServer start(int port) {
        return ApiServer.start(
                console, ApiSettings.local(port).with(Tokens.read("tokens", List.of("olga operator " + TOKEN))));
    }

    @BeforeAll
    static void open() {
        browser = Browser.start();
        browser.driver().manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
    }

    @AfterAll
    static void quit() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void decide() {
        browser.size(1280, 900);
        console.run(Duration.ofHours(3));
        console.crowd(2);
        console.run(Duration.ofMinutes(10));
        console.crowd(1);
        console.run(Duration.ofMinutes(40));
        browser.logged(LogType.BROWSER);
        browser.logged(LogType.PERFORMANCE);
        browser.open(server.url());
        browser.eventually("document.querySelectorAll('.card .spark canvas').length === 3");
    }

    @AfterEach
    void stop() {
        browser.open(URI.create("about:blank"));
        server.close();
    }

    private void show(String hash, String until) {
        browser.script("location.hash = arguments[0]", hash);
        browser.eventually(until);
        browser.frames();
    }

    private void showWeb() {
        show(
                "#/w/web",
                "document.querySelectorAll('.steps li').length > 3 && document.querySelectorAll('.decisions button').length > 3");
    }

    private String text(String selector) {
        return browser.find(selector).getText();
    }

    @Test
    void loadsNothingFromElsewhereAndReportsNoError() {
        showWeb();
        show("#/budgets", "document.querySelector('.meter')");
        show("#/audit", "document.querySelector('table')");
        assertThat(browser.logged(LogType.BROWSER)).isEmpty();
        assertThat(browser.logged(LogType.PERFORMANCE))
                .filteredOn(m -> m.contains("\"Network.requestWillBeSent\"") && m.contains("\"url\":\"http"))
                .isNotEmpty()
                .allSatisfy(m -> assertThat(m).contains("\"url\":\"" + server.url()));
    }

    @Test
    void showsEveryWorkloadAndFollowsItsTurns() {
        assertThat(text(".card[data-name=web]")).contains("web", "replicas, of 2 to 60", "p95 within 500 ms", "USD");
        assertThat(text("#live")).isEqualTo("live");
        browser.script("window.before = document.querySelector('.card[data-name=web] .line').textContent");
        console.crowd(3);
        console.run(Duration.ofMinutes(1));
        browser.eventually("document.querySelector('.card[data-name=web] .line').textContent !== window.before");
        console.tell(new dev.headroom.controller.Console.Event.Told(
                time.now(), "web", dev.headroom.controller.Console.Severity.WARNING, "the budget is nearly used"));
        browser.eventually("document.querySelector('.told .warning')?.textContent.includes('nearly used')");
    }

    @Test
    void explainsDecisionsByMouseAndKeyboard() {
        showWeb();
        assertThat(text(".why-panel h3")).matches("Why [0-9]+ replicas\\?");
        assertThat(browser.script("return document.querySelectorAll('.steps .deciding').length"))
                .isEqualTo(1L);
        WebElement first = browser.find(".decisions button");
        first.sendKeys(Keys.ARROW_DOWN);
        browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
        browser.eventually(
                "document.querySelectorAll('.decisions li')[1].firstChild.getAttribute('aria-current') === 'true'");
        assertThat(text(".why-panel .verdict")).contains("→");
        String shown = text(".why-panel .unit");
        browser.script(
                "[...document.querySelectorAll('.why-panel button')].find((b) => b.textContent.includes('Earlier')).click()");
        browser.eventually("document.querySelector('.why-panel .unit').textContent !== '" + shown + "'");
    }

    @Test
    void takesAnOrderWithATokenOnly() {
        showWeb();
        browser.find("#order-reason").sendKeys("launch");
        browser.script("document.querySelector('#order-replicas').value = 21");
        browser.find("form[novalidate] button.main").click();
        browser.eventually("document.querySelector('#token').open");
        browser.find("#token-text").sendKeys(TOKEN + Keys.ENTER);
        browser.eventually("document.querySelector('.told b')?.textContent.includes('pinned at 21')");
        assertThat(console.overrides("web")).singleElement().satisfies(o -> {
            assertThat(o.author()).isEqualTo("olga");
            assertThat(o.why()).isEqualTo("launch");
        });
        assertThat(browser.script("return localStorage.length")).isEqualTo(0L);
        browser.script(
                "[...document.querySelectorAll('button')].find((b) => b.textContent === 'Lift all orders').click()");
        browser.eventually("document.querySelector('.told .empty')");
        assertThat(console.overrides("web")).isEmpty();
        show("#/audit", "document.querySelectorAll('tbody tr').length === 2");
        assertThat(text("tbody")).contains("olga", "pinned at 21");
        browser.script("sessionStorage.clear()");
    }

    @Test
    void showsARollOutAndReturnsIt() {
        console.rolling(new RolloutStatus(
                Stage.FIRST,
                time.now(),
                time.now(),
                time.now().plus(Duration.ofMinutes(10)),
                "ada",
                "aaaa",
                "bbbb",
                "web",
                List.of("api", "web"),
                "",
                List.of(new RolloutStatus.Measured("web", 12, 1, 12, 2, 0.01, 0.02, 9, Double.NaN, Double.NaN))));
        browser.eventually("document.querySelector('[aria-label=Roll-out]')");
        assertThat(text("[aria-label=Roll-out]"))
                .contains("Spec bbbb decides for one workload", "first: web", "2 of 12");
        assertThat(text(".card[data-name=web]")).contains("under the next spec");
        browser.script("sessionStorage.setItem('headroom-token', '" + TOKEN + "')");
        browser.script("[...document.querySelectorAll('[aria-label=Roll-out] button')].find((b) =>"
                + " b.textContent === 'Return to the former').click()");
        browser.eventually("!document.querySelector('[aria-label=Roll-out]')");
        assertThat(console.rollout()).isEmpty();
        browser.script("sessionStorage.clear()");
    }

    @Test
    void comesBackWhenTheControllerDoes() {
        int port = server.port();
        server.close();
        browser.eventually("document.querySelector('#live').dataset.on === 'false'");
        server = start(port);
        browser.eventually("document.querySelector('#live').dataset.on === 'true'");
    }

    @Test
    void simulatesAnotherPolicy() {
        showWeb();
        browser.script(
                "document.querySelector('#if-span').value = '6h'; document.querySelector('#if-policy').value = 'hpa';"
                        + "[...document.querySelectorAll('button')].find((b) => b.textContent === 'Simulate').click()");
        browser.eventually("document.querySelector('.panel .verdict')");
        assertThat(text(".panel .verdict")).startsWith("Kubernetes HPA, simulated: would have cost");
        assertThat(text(".panel table")).contains("what really ran", "the policies in force, simulated");
    }

    @ParameterizedTest
    @CsvSource({"390, 844", "1280, 900"})
    void fitsTheScreen(int width, int height) throws IOException {
        browser.size(width, height);
        shot("overview-" + width);
        showWeb();
        shot("workload-" + width);
        browser.script("document.querySelector('.why-panel').scrollIntoView()");
        shot("why-" + width);
        show("#/budgets", "document.querySelector('.meter')");
        shot("budgets-" + width);
    }

    /** Keeps a picture for people where the property headroom.shots names a folder. */
    private void shot(String name) throws IOException {
        browser.frames();
        assertThat((Long) browser.script("return document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo((Long) browser.script("return innerWidth"));
        String folder = System.getProperty("headroom.shots");
        if (folder != null) {
            browser.frames();
            Files.write(Path.of(folder, name + ".png"), browser.driver().getScreenshotAs(OutputType.BYTES));
        }
    }
}
