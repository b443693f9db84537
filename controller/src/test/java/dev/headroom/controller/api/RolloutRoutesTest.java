package dev.headroom.controller.api;

import static dev.headroom.controller.api.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.controller.RolloutStatus;
import dev.headroom.journal.Rollout.Stage;
import dev.headroom.testing.ManualTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The roll-out of a changed spec, over a real connection. */
class RolloutRoutesTest {

    private static final String PATH = "/api/v1/rollout";
    private static final String OPERATOR = Tokens.random();
    private static final String VIEWER = Tokens.random();

    private final ManualTime time = new ManualTime();
    private final FakeConsole console = FakeConsole.shop(time);

    @Test
    void isShownToAllAndOrderedByOperators() {
        Tokens tokens = Tokens.read(
                "tokens",
                List.of(Tokens.line("olga", Role.OPERATOR, OPERATOR), Tokens.line("vera", Role.VIEWER, VIEWER)));
        try (ApiServer server = ApiServer.start(console, ApiSettings.local(0).with(tokens));
                TestClient viewer = new TestClient(server, VIEWER);
                TestClient operator = new TestClient(server, OPERATOR)) {
            assertThat(json(viewer.get(PATH)).get("stage").textValue()).isEqualTo("none");
            assertThat(operator.send("POST", PATH, "{\"order\": \"abort\"}").statusCode())
                    .isEqualTo(422);
            console.rolling(new RolloutStatus(
                    Stage.SHADOW,
                    time.now(),
                    time.now(),
                    time.now().plus(Duration.ofMinutes(10)),
                    "ada",
                    "aaaa",
                    "bbbb",
                    "web",
                    List.of("web"),
                    "fewer than 3 turns yet of web",
                    List.of(new RolloutStatus.Measured("web", 2, 1, 0, 0, Double.NaN, 0.5, -1, 1.5, 2.5))));
            JsonNode shown = json(viewer.get(PATH));
            assertThat(shown.get("stage").textValue()).isEqualTo("shadow");
            assertThat(shown.get("ends").textValue()).isEqualTo("2026-01-05T00:10:00Z");
            assertThat(shown.get("why").textValue()).isEqualTo("fewer than 3 turns yet of web");
            JsonNode web = shown.get("measured").get(0);
            assertThat(web.get("lackingBefore").isNull()).isTrue();
            assertThat(web.get("missedBefore").doubleValue()).isEqualTo(0.5);
            assertThat(web.get("desired").isNull()).isTrue();
            assertThat(web.get("decidedHours").doubleValue()).isEqualTo(2.5);
            assertThat(viewer.send("POST", PATH, "{\"order\": \"abort\"}").statusCode())
                    .isEqualTo(403);
            assertThat(json(operator.send("POST", PATH, "{\"order\": \"back\"}"))
                            .get("detail")
                            .textValue())
                    .contains("'order' must be advance, finish, abort, retry");
            assertThat(operator.send("POST", PATH, "{\"order\": \"abort\"}").statusCode())
                    .isEqualTo(200);
            assertThat(console.audit(1).get(0).author()).isEqualTo("olga");
            assertThat(console.rollout()).isEmpty();
        }
    }
}
