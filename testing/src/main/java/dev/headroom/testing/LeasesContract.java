package dev.headroom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.loop.Leases;
import dev.headroom.engine.loop.Leases.Lease;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What all {@link Leases} must do. */
public abstract class LeasesContract {

    private static final Duration LENGTH = Duration.ofSeconds(10);

    /** The time by which the leases end. */
    protected final ManualTime time = new ManualTime();

    /** Leases of which none is held, by {@link #time}. */
    protected abstract Leases none();

    private static Lease take(Leases leases, String holder) {
        return leases.acquire("web", holder, LENGTH).orElseThrow();
    }

    @Test
    void oneHolderAtATime() {
        Leases leases = none();
        Lease first = take(leases, "a");
        assertThat(leases.acquire("web", "b", LENGTH)).isEmpty();
        assertThat(leases.acquire("api", "b", LENGTH)).isPresent();
        assertThat(leases.held()).extracting(Lease::name).containsExactly("api", "web");
        assertThat(first.until()).isEqualTo(time.now().plus(LENGTH));
    }

    @Test
    void renewingKeepsTheToken() {
        Leases leases = none();
        Lease first = take(leases, "a");
        time.pass(Duration.ofSeconds(5));
        Lease again = take(leases, "a");
        assertThat(again.token()).isEqualTo(first.token());
        assertThat(again.until()).isEqualTo(first.until().plusSeconds(5));
    }

    @Test
    void whatHasEndedIsTakenOverWithALargerToken() {
        Leases leases = none();
        Lease first = take(leases, "a");
        time.pass(LENGTH);
        Lease second = take(leases, "b");
        assertThat(second.token()).isGreaterThan(first.token());
        assertThat(leases.acquire("web", "a", LENGTH)).isEmpty();
    }

    @Test
    void whoComesBackAfterTheEndGetsALargerToken() {
        Leases leases = none();
        Lease first = take(leases, "a");
        time.pass(LENGTH);
        assertThat(take(leases, "a").token()).isGreaterThan(first.token());
    }

    @Test
    void whatIsReleasedIsFreeAtOnceAndItsTokenIsNeverGivenAgain() {
        Leases leases = none();
        Lease first = take(leases, "a");
        leases.release(first);
        assertThat(leases.held()).isEmpty();
        assertThat(take(leases, "b").token()).isGreaterThan(first.token());
    }

    @Test
    void whoLostALeaseCannotReleaseItForTheNextOne() {
        Leases leases = none();
        Lease first = take(leases, "a");
        time.pass(LENGTH);
        take(leases, "b");
        leases.release(first);
        assertThat(leases.held()).extracting(Lease::holder).containsExactly("b");
    }
}
