package dev.headroom.engine.guardrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StabilisationTest {

    /** Proposals a minute apart, and what becomes of them; windows in seconds. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    # down 300: the highest of five minutes; a proposal exactly 300 s old no longer counts
                    0,   300, '10 8 6 4 4 4 4 4 4', '10 10 10 10 10 8 6 4 4'
                    # a rise in between starts the wait again
                    0,   300, '10 5 5 9 5 5 5 5 5', '10 10 10 10 10 9 9 9 5'
                    # up 120: the least of two minutes
                    120, 0,   '10 20 15 30 30 30',  '10 10 15 15 30 30'
                    # no window: at once
                    0,   0,   '10 20 5 30 1',       '10 20 5 30 1'
                    # the ten replicas found at the beginning count as asked for
                    0,   300, '4 4 4 4 4 4',        '10 10 10 10 10 4'
                    60,  0,   '20 20',              '10 20'
                    # both: inside [least, highest] the fleet stays as it is
                    180, 180, '10 12 8 12 8 12',    '10 10 10 10 10 10'
                    """)
    void follows(int up, int down, String proposed, String desired) {
        Scene scene = new Scene();
        scene.stabilisation = new Stabilisation(Duration.ofSeconds(up), Duration.ofSeconds(down));
        StringBuilder got = new StringBuilder();
        for (String p : proposed.split(" ", -1)) {
            got.append(got.isEmpty() ? "" : " ")
                    .append(scene.decide(Integer.parseInt(p)).desired());
            scene.after(Duration.ofMinutes(1));
        }
        assertThat(got).hasToString(desired);
    }

    @Test
    void saysWhatItHolds() {
        Scene scene = new Scene();
        scene.stabilisation = Stabilisation.DEFAULT;
        scene.decide(10);
        scene.after(Duration.ofMinutes(1));
        assertThat(scene.ask(4).text("stabilisation"))
                .isEqualTo("4 is held at 10: up to 10 were asked for in the last 5 min");
        assertThat(scene.ask(10).text("stabilisation")).isEqualTo("10 agrees with the recommendations of the window");
    }

    @Test
    void aScheduleIsNotDelayed() {
        Scene scene = new Scene();
        scene.stabilisation = new Stabilisation(Duration.ofMinutes(5), Duration.ZERO);
        scene.decide(10);
        scene.after(Duration.ofMinutes(1));
        scene.floor = 50;
        assertThat(scene.ask(60).desired()).isEqualTo(50);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Stabilisation(Duration.ofSeconds(-1), Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new Stabilisation(Duration.ZERO, Duration.ofSeconds(-1)));
    }
}
