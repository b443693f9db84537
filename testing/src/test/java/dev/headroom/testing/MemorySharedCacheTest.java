package dev.headroom.testing;

import dev.headroom.guard.MemorySharedCache;
import dev.headroom.guard.SharedCache;
import java.time.Duration;

class MemorySharedCacheTest extends SharedCacheContract {
    private final ManualTime time = new ManualTime();
    private final MemorySharedCache shared = new MemorySharedCache(time);

    @Override
    protected SharedCache cache() {
        return shared;
    }

    @Override
    protected void pass(Duration span) {
        time.pass(span);
    }
}
