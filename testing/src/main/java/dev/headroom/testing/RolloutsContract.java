package dev.headroom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.journal.Rollout;
import dev.headroom.journal.Rollout.Stage;
import dev.headroom.journal.Rollouts;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every {@link Rollouts} must do. */
public abstract class RolloutsContract {

    private static final Instant NOW = Instant.parse("2026-01-05T00:00:00Z");

    /** There never was a roll-out. */
    protected abstract Rollouts none();

    private static Rollout first() {
        return new Rollout(1, Stage.SHADOW, NOW, NOW, "ada", "old: ü", "new: ☃", "web", "");
    }

    @Test
    void knowsTheLastRecord() {
        Rollouts rollouts = none();
        assertThat(rollouts.version()).isZero();
        assertThat(rollouts.current()).isEmpty();
        assertThat(rollouts.put(first())).isTrue();
        assertThat(rollouts.version()).isEqualTo(1);
        assertThat(rollouts.current()).contains(first());
        Rollout returned = first().at(Stage.RETURNED, NOW.plusSeconds(60), "it was worse");
        assertThat(rollouts.put(returned)).isTrue();
        assertThat(rollouts.current()).contains(returned);
    }

    @Test
    void ofTwoThatComeAtOnceOneIsKept() {
        Rollouts rollouts = none();
        assertThat(rollouts.put(first().at(Stage.FIRST, NOW, "")))
                .as("none is before it")
                .isFalse();
        assertThat(rollouts.put(first())).isTrue();
        assertThat(rollouts.put(first())).isFalse();
        Rollout one = first().at(Stage.FIRST, NOW.plusSeconds(1), "");
        assertThat(rollouts.put(one)).isTrue();
        assertThat(rollouts.put(first().at(Stage.RETURNED, NOW.plusSeconds(1), "late")))
                .isFalse();
        assertThat(rollouts.current()).contains(one);
    }
}
