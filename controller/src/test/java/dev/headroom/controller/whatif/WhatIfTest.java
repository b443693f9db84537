package dev.headroom.controller.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.controller.api.FakeConsole;
import dev.headroom.simulator.Progress;
import dev.headroom.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhatIfTest {

    private final ManualTime time = new ManualTime();
    private final Instant begin = time.now();
    private final FakeConsole console = FakeConsole.shop(time);

    private WhatIf ask(String workload, String other) {
        return WhatIf.of(
                console.spec(),
                null,
                workload,
                other,
                console.decisions(workload, begin, time.now(), 10_000),
                begin,
                time.now(),
                Progress.NONE);
    }

    @Test
    void theDemandComesBackFromTheRecords() {
        console.run(Duration.ofHours(2));
        WhatIf web = ask("web", "hpa");
        assertThat(web.demand().signal()).isEqualTo("rps");
        assertThat(web.demand().covered()).isGreaterThan(0.99);
        // The demand of the fake is the same by its rate and by what is in flight: ten a second for each that is there
        // 0.1 s.
        double inFlight =
                console.workload("checkout").orElseThrow().signals().get(0).value();
        WhatIf checkout = ask("checkout", "hpa");
        assertThat(checkout.demand().signal()).isEqualTo("inflight");
        long last = time.now().toEpochMilli() - 1000;
        assertThat(checkout.demand().trace().rate(last))
                .isCloseTo(inFlight / 0.15, org.assertj.core.data.Offset.offset(5.0));
        assertThat(web.demand().trace().rate(last)).isCloseTo(inFlight * 10, org.assertj.core.data.Offset.offset(15.0));
    }

    @Test
    void costsAndAttainmentStandBesideEachOther() {
        console.run(Duration.ofHours(2));
        WhatIf web = ask("web", "policies: [ { target: { signal: inflight, per-replica: 2 } } ]");
        assertThat(web.runs()).extracting(WhatIf.Run::name).containsExactly("recorded", "present", "other");
        WhatIf.Run recorded = web.runs().get(0);
        WhatIf.Run present = web.runs().get(1);
        WhatIf.Run other = web.runs().get(2);
        assertThat(recorded.cost())
                .isCloseTo(recorded.replicaHours() * 0.05, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(present.replicaHours()).isBetween(recorded.replicaHours() * 0.7, recorded.replicaHours() * 1.4);
        assertThat(other.cost()).as("with a third of the load each").isGreaterThan(2 * present.cost());
        assertThat(present.attainment()).isBetween(0.5, 1.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "web  | policies: [ { target: { signal: nothing, per-replica: 2 } } ] | nothing",
                "web  | polices: []                                                   | policies",
                "web  | just words                                                    | must be keys of a workload",
                "web  | 'bounds: { min: 2'                                            | not YAML",
                "mail | hpa                                                           | how long a request takes",
                "shop | hpa                                                           | has no workload 'shop'",
            })
    void saysWhyItCannotBeSimulated(String workload, String other, String why) {
        console.run(Duration.ofMinutes(10));
        assertThatThrownBy(() -> ask(workload, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aFewReadingsAreNoCourse() {
        console.run(Duration.ofMinutes(1));
        assertThatThrownBy(() -> ask("web", "hpa")).hasMessageContaining("only 3 readings");
    }
}
