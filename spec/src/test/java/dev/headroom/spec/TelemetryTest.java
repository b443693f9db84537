package dev.headroom.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TelemetryTest {

    @Test
    void pageHasNotDrifted() throws IOException {
        Path page = Specs.root().resolve("docs/reference/metrics.md");
        if (Boolean.getBoolean("headroom.update")) {
            Files.writeString(page, TelemetryReference.markdown());
        }
        assertThat(Files.readString(page))
                .as("docs/reference/metrics.md; run this test with -Dheadroom.update=true to write it anew")
                .isEqualTo(TelemetryReference.markdown());
    }

    @ParameterizedTest
    @EnumSource
    void namesAreThoseOfPrometheus(Telemetry t) {
        assertThat(t.metric()).matches("headroom(_[a-z]+)+");
        assertThat(t.metric().endsWith("_total")).isEqualTo(t.type() == Telemetry.Type.COUNTER);
        assertThat(t.metric().endsWith("_info")).isEqualTo(t.type() == Telemetry.Type.INFO);
        assertThat(t.metric().endsWith("_seconds"))
                .isEqualTo(t.unit().contains("seconds") && t.type() != Telemetry.Type.COUNTER);
        assertThat(t.metric().endsWith("_ratio")).isEqualTo(t.unit().equals("ratio"));
        assertThat(t.labels()).allSatisfy(l -> assertThat(l).matches("[a-z]+")).doesNotHaveDuplicates();
        assertThat(t.help()).endsWith(".").doesNotContain("\n", "|");
    }

    @Test
    void namesAreUnique() {
        assertThat(Telemetry.values()).extracting(Telemetry::metric).doesNotHaveDuplicates();
    }

    @Test
    void selectorsAreWritten() {
        assertThat(Telemetry.READY.where()).isEqualTo("headroom_ready");
        assertThat(Telemetry.REPLICAS.where("workload", "a\"b\\c\nd", "state", "ready"))
                .isEqualTo("headroom_replicas{workload=\"a\\\"b\\\\c\\nd\", state=\"ready\"}");
        assertThatThrownBy(() -> Telemetry.READY.where("workload", "web"))
                .hasMessage("headroom_ready has no label 'workload'");
    }
}
