package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** The demonstration as people start it, with a day of half a minute: real processes, all of which are gone afterwards. */
class DemoTest {

    @Test
    void aDayIsLivedMeasuredAndReplayed() {
        StringWriter out = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(out, true), "demo", "--minutes", "0.5");
        String text = out.toString();
        assertThat(code).as(text).isZero();
        assertThat(text).contains("The page:  http://localhost:").contains("Measured: ");
        assertThat(text).as("the announced sale moves the replicas").contains("▲");
        assertThat(text).containsPattern("(?m)^hpa +\\d").containsPattern("(?m)^clairvoyant +\\d");
        assertThat(ProcessHandle.current().descendants())
                .as("processes that are still there")
                .noneMatch(p -> p.info().commandLine().orElse("").contains("DemoService"));
    }

    @Test
    void aDayThatIsTooShortIsRefused() {
        StringWriter err = new StringWriter();
        int code =
                Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), "demo", "--minutes", "0.1");
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("--minutes must be from 0.5 to 60");
    }
}
