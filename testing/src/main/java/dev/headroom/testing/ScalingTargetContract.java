package dev.headroom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.engine.model.Fleet;
import org.junit.jupiter.api.Test;

/** What every {@link ScalingTarget} must do. */
public abstract class ScalingTargetContract {

    /** A target that was asked for {@code replicas}, and on which they are ready. */
    protected abstract ScalingTarget withReplicas(int replicas);

    @Test
    void reportsWhatWasAskedFor() {
        ScalingTarget target = withReplicas(2);
        assertThat(target.apply(5)).isInstanceOf(ScalingTarget.Applied.Accepted.class);
        assertThat(seen(target).desired()).isEqualTo(5);
    }

    @Test
    void askingAgainChangesNothing() {
        ScalingTarget target = withReplicas(2);
        target.apply(4);
        Fleet once = seen(target);
        assertThat(target.apply(4)).isInstanceOf(ScalingTarget.Applied.Accepted.class);
        assertThat(seen(target)).isEqualTo(once);
    }

    @Test
    void goesDownAndUpAgain() {
        ScalingTarget target = withReplicas(3);
        target.apply(1);
        assertThat(seen(target).desired()).isEqualTo(1);
        target.apply(3);
        assertThat(seen(target).desired()).isEqualTo(3);
    }

    @Test
    void refusesNonsenseWithoutThrowing() {
        ScalingTarget target = withReplicas(2);
        assertThat(target.apply(-1)).isInstanceOf(ScalingTarget.Applied.Refused.class);
        assertThat(seen(target).desired()).isEqualTo(2);
    }

    private static Fleet seen(ScalingTarget target) {
        ScalingTarget.Observed observed = target.observe();
        assertThat(observed).isInstanceOf(ScalingTarget.Observed.Seen.class);
        return ((ScalingTarget.Observed.Seen) observed).fleet();
    }
}
