package dev.headroom.examples.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The soak in its short form: real processes over a real queue, killed while they hold messages. */
class SoakTest {
    private static final int MESSAGES = 200;
    private static final int KILLS = 2;
    /** Long enough for a worker to be seen and killed while it holds some. */
    private static final int MILLIS = 1000;

    @TempDir
    Path work;

    @Test
    void everyMessageIsIndexedOrPutAside() throws Exception {
        List<String> said = new ArrayList<>();
        Soak.Account account = new Soak(MESSAGES, KILLS, 2, MILLIS, Duration.ofMillis(200), 1).run(work, said::add);
        assertThat(account.lost()).isEmpty();
        assertThat(account.dead()).containsKeys(MadeUp.name(7), MadeUp.name(107));
        assertThat(account.good(MESSAGES)).as(account.toString()).isTrue();
        assertThat(account.indexed()).isBetween(MESSAGES - account.dead().size(), MESSAGES);
        assertThat(account.killsAtWork()).isEqualTo(KILLS);
        assertThat(account.heldByKilled()).isPositive();
        assertThat(said).contains("the queue was restarted");
    }
}
