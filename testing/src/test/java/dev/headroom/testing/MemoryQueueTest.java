package dev.headroom.testing;

import dev.headroom.worker.MemoryQueue;
import dev.headroom.worker.MessageQueue;
import java.time.Duration;
import java.util.List;

class MemoryQueueTest extends MessageQueueContract {
    private final ManualTime time = new ManualTime();
    private MemoryQueue queue = new MemoryQueue(time);

    @Override
    protected MessageQueue with(String... bodies) {
        queue = new MemoryQueue(time);
        List.of(bodies).forEach(queue::send);
        return queue;
    }

    @Override
    protected void pass(Duration span) {
        time.pass(span);
    }

    @Override
    protected List<String> reasons() {
        return queue.buried().stream().map(MemoryQueue.Buried::reason).toList();
    }
}
