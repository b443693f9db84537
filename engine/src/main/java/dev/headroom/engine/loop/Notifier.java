package dev.headroom.engine.loop;

import dev.headroom.engine.model.Advice;

/** Who is told. */
public interface Notifier {
    /** Tells of an advice of a workload's decision. Must not block for long and must not throw. */
    void send(String workload, Advice advice);
}
