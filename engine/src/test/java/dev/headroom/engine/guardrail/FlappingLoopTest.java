package dev.headroom.engine.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A closed loop that flaps: latency that rises as soon as the fleet shrinks. The policy asks for 12 replicas whenever 10 or
 * fewer run, and for 10 as soon as 12 do; a decision every minute for six hours.
 *
 * <p>Figures of the healthy run (at most six changes of direction an hour, half an hour of freeze): 49 actions, 24 of them
 * inwards, and 336 of 360 minutes at 12 replicas. Broken, without flap detection: 360 actions, 180 of them inwards, and half
 * of the time at 10.
 */
class FlappingLoopTest {

    private record Run(int actions, int inwards, int minutesAt12) {}

    private static Run run(int maxChangesPerHour) {
        Scene scene = new Scene();
        scene.cooldown = new Cooldown(Duration.ZERO, Duration.ZERO, false, maxChangesPerHour, Duration.ofMinutes(30));
        int actions = 0;
        int inwards = 0;
        int at12 = 0;
        for (int minute = 0; minute < 360; minute++) {
            int before = scene.current;
            int after = scene.decide(before <= 10 ? 12 : 10).desired();
            actions += after == before ? 0 : 1;
            inwards += after < before ? 1 : 0;
            at12 += after == 12 ? 1 : 0;
            scene.after(Duration.ofMinutes(1));
        }
        return new Run(actions, inwards, at12);
    }

    @Test
    void flappingIsFrozen() {
        Run healthy = run(6);
        assertThat(healthy.actions()).isLessThanOrEqualTo(60);
        assertThat(healthy.inwards()).isLessThanOrEqualTo(30);
        assertThat(healthy.minutesAt12()).isGreaterThanOrEqualTo(320);
        Run broken = run(0);
        assertThat(broken.inwards()).isEqualTo(180);
        assertThat(broken.minutesAt12()).isEqualTo(180);
    }
}
