package dev.headroom.engine.policy;

import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.Situation;
import dev.headroom.engine.model.Recurrence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bounds and sizes by the calendar. Entries without a length hold until the next such entry begins; of those with a length
 * all that are active count, and the highest floor wins.
 *
 * @param entries the entries, in the order of the spec
 */
public record Scheduled(List<Entry> entries) implements Policy {

    /**
     * One entry.
     *
     * @param name how explanations call it
     * @param start when it begins
     * @param lead how long before that it takes effect
     * @param length how long it holds; null until the next entry without a length
     * @param from not before; null for always
     * @param to not at or after; null for always
     * @param min lower bound; −1 for none
     * @param max upper bound; −1 for none
     * @param desired size to set while it holds, as a floor; −1 for none
     */
    public record Entry(
            String name,
            Recurrence start,
            Duration lead,
            @Nullable Duration length,
            @Nullable Instant from,
            @Nullable Instant to,
            int min,
            int max,
            int desired) {}

    /** What holds in [from, until), so that calendars are consulted only at changes. */
    public record Active(long fromMillis, long untilMillis, int min, int max, int desired, String names)
            implements Memory {}

    @Override
    public String label() {
        return "schedule";
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        return Evaluation.of(Recommendation.abstain(
                Reason.of(Reason.Stage.POLICY, label(), "skeleton", s.current(), s.current(), "")));
    }
}
