package dev.headroom.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LengthsTest {

    private static Trace read(String name, String column, String... lines) throws IOException {
        String text = String.join("\n", lines) + "\n";
        return TraceReader.read(
                        name,
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                        new TraceReader.Options(column.isEmpty() ? null : column, null, null))
                .trace();
    }

    @Test
    void sumsOfAStepAreItsMeans() throws IOException {
        Trace t = read(
                "t.csv",
                "",
                "timestamp,requests,input_tokens,output_tokens",
                "2026-01-01T00:00:00Z,10,1000,50",
                "2026-01-01T00:01:00Z,0,0,0",
                "2026-01-01T00:02:00Z,20,4000,",
                "2026-01-01T00:03:00Z,20,6000,400");
        Lengths l = Objects.requireNonNull(t.lengths());
        assertThat(l.input(0)).isEqualTo(100);
        assertThat(l.output(0)).isEqualTo(5);
        assertThat(l.input(1)).as("nobody came: as before").isEqualTo(100);
        assertThat(l.output(2)).as("not known: as before").isEqualTo(5);
        assertThat(l.input(3)).isEqualTo(300);
        assertThat(l.recorded()).isFalse();
    }

    @Test
    void everyRequestKeepsItsOwn() throws IOException {
        Trace t = read(
                "t_events.csv",
                "",
                "timestamp,input_tokens,output_tokens",
                "2026-01-01T00:00:00.100Z,100,7",
                "2026-01-01T00:00:00.900Z,300,9",
                "2026-01-01T00:00:02.000Z,50,11");
        assertThat(t.arrivals()).containsExactly(2, 0, 1);
        Lengths l = Objects.requireNonNull(t.lengths());
        assertThat(l.recorded()).isTrue();
        assertThat(l.input(0)).isEqualTo(200);
        assertThat(l.input(2)).isEqualTo(50);
        Lengths joined = l.joined(3, t.arrivals());
        assertThat(joined.input(0)).isEqualTo(150);
        assertThat(joined.requests()).isEqualTo(3);
    }

    @Test
    void aColumnOfTokensAsTheDemandHasNoLengths() throws IOException {
        Trace t = read(
                "t.csv",
                "input_tokens",
                "timestamp,requests,input_tokens,output_tokens",
                "2026-01-01T00:00:00Z,10,1000,50",
                "2026-01-01T00:01:00Z,10,2000,50");
        assertThat(t.lengths()).isNull();
    }

    @Test
    void piecesOfABucketGoFromMiddleToMiddle() {
        double[] ten = {10, 10};
        Lengths l = Lengths.ofSums(ten, new double[] {1000, 2000}, new double[] {100, 100});
        Lengths split = l.split(2);
        assertThat(split.input(0)).isEqualTo(100);
        assertThat(split.input(1)).isCloseTo(125, within(1e-9));
        assertThat(split.input(2)).isCloseTo(175, within(1e-9));
        assertThat(split.input(3)).isEqualTo(200);
        assertThat(l.slice(1, 2).input(0)).isEqualTo(200);
        assertThat(l.joined(2, ten).input(0)).isEqualTo(150);
    }
}
