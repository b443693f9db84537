package dev.headroom.forecast.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelledReaderTest {

    private static final String HEADER = "series,timestamp,value,in_window\n";

    private static List<LabelledSeries> read(String text) throws IOException {
        return LabelledReader.read("file.csv", new StringReader(text));
    }

    @Test
    void readsSeriesThatAlternate() throws IOException {
        List<LabelledSeries> all = read("""
                in_window,value,unit,timestamp,series
                0,1.5,x,2026-01-01T00:00:00Z,a
                1,2,x,2026-01-01 00:00:30,b
                1,-3e2,x,2026-01-01T00:01:00+00:00,a
                """);
        assertThat(all).extracting(LabelledSeries::name).containsExactly("a", "b");
        assertThat(all.get(0).values()).containsExactly(1.5, -300);
        assertThat(all.get(0).times()).containsExactly(1767225600000L, 1767225660000L);
        assertThat(all.get(0).windows()).containsExactly(new LabelledSeries.Span(1, 1));
        assertThat(all.get(1).times()).containsExactly(1767225630000L);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "'a,2026-01-01T00:00:00Z,x,0', file.csv:2: 'x' is not a number",
        "'a,2026-01-01T00:00:00Z,NaN,0', file.csv:2: 'NaN' is not a number",
        "'a,yesterday,1,0', file.csv:2: 'yesterday' is not a time",
        "'a,2026-01-01T00:00:00Z,1,yes', 'file.csv:2: in_window must be 0 or 1, not ''yes'''",
        "'a,2026-01-01T00:00:00Z,1', 'file.csv:2: has 3 columns, the header has 4'",
        "'', file.csv: there is no sample in it"
    })
    void saysWhatIsWrong(String row, String problem) {
        assertThatThrownBy(() -> read(HEADER + row)).hasMessageContaining(problem.replace("''", "'"));
    }

    @Test
    void saysAllThatIsWrong() {
        assertThatThrownBy(
                        () -> read(HEADER + "a,2026-01-02T00:00:00Z,1,0\na,2026-01-01T00:00:00Z,1,0\na,never,many,2\n"))
                .isInstanceOf(LabelledFormatException.class)
                .hasMessageContaining("file.csv:3: 2026-01-01T00:00:00Z is before the sample above it")
                .hasMessageContaining("file.csv:4: 'never' is not a time")
                .hasMessageContaining("file.csv:4: 'many' is not a number")
                .hasMessageContaining("file.csv:4: in_window must be 0 or 1");
    }

    @Test
    void wantsItsColumns() {
        assertThatThrownBy(() -> read("time,value\n1,2\n")).hasMessageContaining("file.csv:1: the header must name");
        assertThatThrownBy(() -> read("")).hasMessageContaining("file.csv:1: the header must name");
    }
}
