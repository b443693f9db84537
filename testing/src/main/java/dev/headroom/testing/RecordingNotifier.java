package dev.headroom.testing;

import dev.headroom.engine.loop.Notifier;
import dev.headroom.engine.model.Advice;
import java.util.ArrayList;
import java.util.List;

/** A notifier that remembers what it was told. */
public final class RecordingNotifier implements Notifier {

    /** One advice of one workload. */
    public record Told(String workload, Advice advice) {}

    private final List<Told> told = new ArrayList<>();

    @Override
    public void send(String workload, Advice advice) {
        told.add(new Told(workload, advice));
    }

    /** Everything told, in order. */
    public List<Told> told() {
        return List.copyOf(told);
    }
}
