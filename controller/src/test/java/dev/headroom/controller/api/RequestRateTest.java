package dev.headroom.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestRateTest {

    private final AtomicLong nanos = new AtomicLong();
    private final RequestRate rate = new RequestRate(10, 20, nanos::get);

    private long allowed(String address, int tries) {
        return IntStream.range(0, tries).filter(i -> rate.allows(address)).count();
    }

    @Test
    void aBurstThenASteadyRateForEachAddress() {
        assertThat(allowed("a", 100)).isEqualTo(20);
        assertThat(allowed("b", 100)).isEqualTo(20);
        nanos.addAndGet(1_000_000_000);
        assertThat(allowed("a", 100)).isEqualTo(10);
        nanos.addAndGet(3600L * 1_000_000_000);
        assertThat(allowed("a", 100)).isEqualTo(20);
    }

    @Test
    void manyAddressesShareABucketOnceThereAreTooMany() {
        for (int i = 0; i < 1024; i++) {
            assertThat(rate.allows("address " + i)).isTrue();
        }
        assertThat(IntStream.range(0, 5000).filter(i -> rate.allows("new " + i)).count())
                .isEqualTo(20);
        nanos.addAndGet(10_000_000_000L);
        assertThat(rate.allows("later")).isTrue();
        assertThat(allowed("later", 100)).as("a bucket of its own again").isEqualTo(19);
    }
}
