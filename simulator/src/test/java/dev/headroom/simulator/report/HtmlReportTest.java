package dev.headroom.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    @Test
    void writes() throws Exception {
        HtmlReport.write(Path.of("/tmp/report-shots/day.html"), Courses.data(2));
        HtmlReport.write(Path.of("/tmp/report-shots/long.html"), Courses.data(87));
        assertThat(HtmlReport.render(Courses.data(1))).contains("<html");
    }
}
