package dev.headroom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.engine.Decision;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.guardrail.GuardrailMemory;
import dev.headroom.engine.loop.Store;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Observations;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Store} must do. */
public abstract class StoreContract {

    /** An empty store. */
    protected abstract Store empty();

    @Test
    void knowsNothingAtFirst() {
        assertThat(empty().load("web")).isEmpty();
    }

    @Test
    void givesBackTheStateOfTheLastDecision() {
        Store store = empty();
        store.append(entry("web", "2026-01-05T00:00:00Z"));
        Store.Entry last = entry("web", "2026-01-05T00:00:15Z");
        assertThat(store.append(last)).isInstanceOf(Store.Appended.Saved.class);
        assertThat(store.load("web")).contains(last.decision().state());
    }

    @Test
    void keepsWorkloadsApart() {
        Store store = empty();
        Store.Entry web = entry("web", "2026-01-05T00:00:00Z");
        Store.Entry api = entry("api", "2026-01-05T00:01:00Z");
        store.append(web);
        store.append(api);
        assertThat(store.load("web")).contains(web.decision().state());
        assertThat(store.load("api")).contains(api.decision().state());
        assertThat(store.load("jobs")).isEmpty();
    }

    /** A decision of a workload at a time, from the initial state. */
    public static Store.Entry entry(String workload, String at) {
        Instant now = Instant.parse(at);
        WorkloadState after =
                new WorkloadState(WorkloadState.VERSION, now, List.of(), List.of(), GuardrailMemory.EMPTY);
        return new Store.Entry(
                workload,
                WorkloadState.INITIAL,
                Observations.of(Fleet.steady(2), List.of()),
                new Decision(now, 2, 2, List.of(), List.of(), after));
    }
}
