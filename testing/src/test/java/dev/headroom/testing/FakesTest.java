package dev.headroom.testing;

import dev.headroom.engine.loop.Leases;
import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.loop.Notifier;
import dev.headroom.engine.loop.ScalingTarget;
import dev.headroom.engine.loop.Store;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import dev.headroom.journal.Orders;
import dev.headroom.journal.SpecHistory;
import java.time.Instant;
import org.junit.jupiter.api.Nested;

/** The fakes keep the contracts they stand in for. */
class FakesTest {

    @Nested
    class MemoryStoreTest extends StoreContract {
        @Override
        protected Store empty() {
            return new MemoryStore();
        }
    }

    @Nested
    class MemoryArchiveTest extends ArchiveContract<MemoryStore> {
        @Override
        protected MemoryStore empty() {
            return new MemoryStore();
        }
    }

    @Nested
    class MemoryOrdersTest extends OrdersContract {
        @Override
        protected Orders none() {
            return new MemoryOrders();
        }
    }

    @Nested
    class MemorySpecHistoryTest extends SpecHistoryContract {
        @Override
        protected SpecHistory none() {
            return new MemorySpecHistory();
        }
    }

    @Nested
    class MemoryLeasesTest extends LeasesContract {
        @Override
        protected Leases none() {
            return new MemoryLeases(time);
        }
    }

    @Nested
    class FakeTargetTest extends ScalingTargetContract {
        @Override
        protected ScalingTarget withReplicas(int replicas) {
            return new FakeTarget(replicas);
        }
    }

    @Nested
    class FakeSourceTest extends MetricSourceContract {
        @Override
        protected MetricSource source() {
            return new FakeSource().set("rps", 120);
        }

        @Override
        protected Signal known() {
            return Signal.of("rps", Measure.RATE, Unit.PER_SECOND);
        }

        @Override
        protected Instant now() {
            return Instant.parse("2026-01-05T00:00:00Z");
        }
    }

    @Nested
    class RecordingNotifierTest extends NotifierContract {
        @Override
        protected Notifier notifier() {
            return new RecordingNotifier();
        }
    }
}
