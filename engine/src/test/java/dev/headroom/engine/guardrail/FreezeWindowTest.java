package dev.headroom.engine.guardrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A deploy freeze 13:00–14:00 in which nothing changes, inside of business hours 12:30–15:00 without scaling in. */
class FreezeWindowTest {
    private final Daily deploys = new Daily("13:00");
    private final Daily business = new Daily("12:30");
    private final List<FreezeWindow> windows = List.of(
            new FreezeWindow("business hours", business, Duration.ofMinutes(150), true),
            new FreezeWindow("deploys", deploys, Duration.ofHours(1), false));

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # time, after asking for 5, after asking for 20
                    12:29:59,  5, 20
                    12:30:00, 10, 20
                    12:59:59, 10, 20
                    13:00:00, 10, 10
                    13:59:59, 10, 10
                    14:00:00, 10, 20
                    14:59:59, 10, 20
                    15:00:00,  5, 20
                    """)
    void theStrictestOpenWindowCounts(String time, int asking5, int asking20) {
        Scene scene = new Scene();
        scene.freezes = windows;
        scene.now = Instant.parse("2026-03-02T" + time + "Z");
        assertThat(scene.ask(5).desired()).isEqualTo(asking5);
        assertThat(scene.ask(20).desired()).isEqualTo(asking20);
        // The same from a cache made at the last change before.
        scene.now = Instant.parse("2026-03-02T12:00:00Z");
        for (Instant end = Instant.parse("2026-03-02T" + time + "Z"); scene.now.isBefore(end); ) {
            scene.memory = scene.ask(10).memory();
            scene.after(Duration.ofSeconds(1));
        }
        assertThat(scene.ask(5).desired()).isEqualTo(asking5);
        assertThat(scene.ask(20).desired()).isEqualTo(asking20);
    }

    @Test
    void theCalendarIsAskedOnlyAtChanges() {
        Scene scene = new Scene();
        scene.freezes = windows;
        for (int i = 0; i < 24 * 240; i++) {
            scene.decide(10);
            scene.after(Duration.ofSeconds(15));
        }
        // Once at first and at each of the four changes of the day, twice each, as nextAfter asks for the last one.
        assertThat(deploys.asked).isEqualTo(10);
        assertThat(business.asked).isEqualTo(10);
    }

    @Test
    void aChangedSpecIsSeenAtOnce() {
        Scene scene = new Scene();
        scene.freezes = List.of(windows.get(0));
        scene.decide(10);
        scene.freezes = List.of(new FreezeWindow("now", new Daily("12:00"), Duration.ofHours(1), false));
        assertThat(scene.ask(20).desired()).isEqualTo(10);
    }

    @Test
    void saysWhichAndUntilWhen() {
        Scene scene = new Scene();
        scene.freezes = windows;
        scene.now = Instant.parse("2026-03-02T13:10:00Z");
        assertThat(scene.ask(20).text("freeze"))
                .isEqualTo("20 is held at 10 until 2026-03-02T14:00:00Z: freeze window deploys");
        assertThat(scene.ask(10).text("freeze"))
                .isEqualTo("10 agrees with the freeze window deploys, open until 2026-03-02T14:00:00Z");
    }

    @Test
    void theStaticBoundsStand() {
        Scene scene = new Scene();
        scene.freezes = windows;
        scene.now = Instant.parse("2026-03-02T13:10:00Z");
        scene.max = 8;
        assertThat(scene.ask(5).desired()).isEqualTo(8);
        scene.max = 30;
        scene.min = 12;
        assertThat(scene.ask(20).desired()).isEqualTo(12);
        scene.floor = 18;
        assertThat(scene.ask(20).desired()).isEqualTo(12);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FreezeWindow("", deploys, Duration.ofHours(1), true));
        assertThatIllegalArgumentException().isThrownBy(() -> new FreezeWindow("x", deploys, Duration.ZERO, true));
    }
}
