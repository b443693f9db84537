package dev.headroom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.journal.SpecHistory;
import dev.headroom.journal.SpecHistory.Epoch;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every {@link SpecHistory} must do. */
public abstract class SpecHistoryContract {

    private static final Instant NOW = Instant.parse("2026-01-05T00:00:00Z");

    /** Nothing was ever in force. */
    protected abstract SpecHistory none();

    @Test
    void knowsWhichSpecWasInForceWhen() {
        SpecHistory specs = none();
        specs.begin("web", NOW, "aaaa", "one");
        specs.begin("api", NOW, "aaaa", "one");
        specs.begin("web", NOW.plusSeconds(60), "bbbb", "two");
        specs.begin("web", NOW.plusSeconds(120), "aaaa", "one");
        assertThat(specs.epochs("web"))
                .containsExactly(
                        new Epoch(NOW, "aaaa"),
                        new Epoch(NOW.plusSeconds(60), "bbbb"),
                        new Epoch(NOW.plusSeconds(120), "aaaa"));
        assertThat(specs.epochs("api")).containsExactly(new Epoch(NOW, "aaaa"));
        assertThat(specs.text("aaaa")).contains("one");
        assertThat(specs.text("bbbb")).contains("two");
    }

    @Test
    void theSameAgainChangesNothing() {
        SpecHistory specs = none();
        specs.begin("web", NOW, "aaaa", "one");
        specs.begin("web", NOW.plusSeconds(60), "aaaa", "one");
        assertThat(specs.epochs("web")).containsExactly(new Epoch(NOW, "aaaa"));
        assertThat(specs.text("cccc")).isEmpty();
        assertThat(specs.epochs("jobs")).isEmpty();
    }
}
