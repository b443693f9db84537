package dev.headroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeasesTest {
    private final Ground.Time time = new Ground.Time();
    private final AtomicLong nanos = new AtomicLong();
    private final MemoryQueue queue = new MemoryQueue(time);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Leases leases =
            new Leases(queue, Duration.ofSeconds(30), Duration.ofMinutes(2), nanos::get, new WorkerMetrics(registry));

    private void pass(Duration span) {
        time.pass(span);
        nanos.addAndGet(span.toNanos());
    }

    private Held receive() throws InterruptedException {
        MessageQueue.Received received = queue.receive(1, Duration.ZERO, Duration.ofSeconds(30));
        return leases.add(((MessageQueue.Received.Messages) received).messages().get(0));
    }

    private long held() {
        return queue.depth().orElseThrow().held();
    }

    @Test
    void aHeartbeatKeepsAMessageForAsLongAsWorkGoesOn() throws Exception {
        queue.send("long");
        receive();
        for (int beat = 0; beat < 9; beat++) {
            pass(Duration.ofSeconds(10));
            assertThat(leases.renew()).isEmpty();
            assertThat(held()).isEqualTo(1);
        }
    }

    @Test
    void withoutAHeartbeatItComesBack() throws Exception {
        queue.send("long");
        receive();
        pass(Duration.ofSeconds(30));
        assertThat(queue.depth()).contains(new MessageQueue.Depth(1, 0, 0));
    }

    @Test
    void whatIsHeldForTooLongIsTakenAway() throws Exception {
        queue.send("endless");
        Held held = receive();
        held.work();
        pass(Duration.ofSeconds(29));
        assertThat(leases.renew()).isEmpty();
        pass(Duration.ofSeconds(91));
        assertThat(leases.renew()).containsExactly(held);
        assertThat(held.settle()).isFalse();
        assertThat(leases.renew()).isEmpty();
    }

    @Test
    void whatIsSettledIsNotRenewed() throws Exception {
        queue.send("done");
        Held held = receive();
        assertThat(held.settle()).isTrue();
        pass(Duration.ofSeconds(20));
        leases.renew();
        pass(Duration.ofSeconds(10));
        assertThat(held()).isZero();
    }

    @Test
    void aMessageThatWasLostIsCounted() throws Exception {
        queue.send("lost");
        receive();
        pass(Duration.ofSeconds(30));
        assertThat(leases.renew()).isEmpty();
        assertThat(registry.get("headroom.worker.hold.failures").counter().count())
                .isEqualTo(1);
    }

    @Test
    void moreThanABatchIsRenewedInBatches() throws Exception {
        List<String> sent = Ground.send(queue, 25);
        for (int i = 0; i < sent.size(); i++) {
            receive();
        }
        pass(Duration.ofSeconds(20));
        leases.renew();
        pass(Duration.ofSeconds(20));
        assertThat(held()).isEqualTo(25);
    }
}
