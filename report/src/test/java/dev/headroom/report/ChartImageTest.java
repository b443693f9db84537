package dev.headroom.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChartImageTest {

    static Stream<Chart> charts() {
        return Stream.of(
                Album.demand(4320),
                Album.latency(),
                Album.profile(),
                Album.tornado(),
                Album.pareto(),
                Album.parts(),
                Chart.titled("nothing"));
    }

    @ParameterizedTest
    @MethodSource("charts")
    void sameChartSameBytes(Chart chart) {
        assertThat(ChartImage.svg(chart)).isEqualTo(ChartImage.svg(chart));
    }

    @ParameterizedTest
    @MethodSource("charts")
    void saysTitleAxesAndSeries(Chart chart) {
        String svg = ChartImage.svg(chart);
        assertThat(svg).contains(">" + chart.title() + "<", ">" + chart.y().name());
        if (chart.series().size() > 1) {
            chart.series().forEach(s -> assertThat(svg).contains(">" + s.name() + "<"));
        }
        chart.x().categories().forEach(c -> assertThat(svg).contains(">" + c + "<"));
        chart.levels().forEach(l -> assertThat(svg).contains(">" + l.text() + "<"));
        chart.marks().forEach(m -> assertThat(svg).contains(">" + m.text() + "<"));
        chart.regions().forEach(r -> assertThat(svg).contains(">" + r.text() + "<"));
    }

    /** The colour of every series is in the picture. */
    @ParameterizedTest
    @MethodSource("charts")
    void drawsEverySeries(Chart chart) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(ChartImage.png(chart)));
        assertThat(image.getWidth()).isEqualTo(2 * ChartImage.WIDTH);
        // Below title and legend, where the plot is.
        Set<Integer> seen = new HashSet<>();
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 120; y < image.getHeight(); y++) {
                seen.add(image.getRGB(x, y));
            }
        }
        for (int colour : chart.colours()) {
            assertThat(seen).contains(Look.colour(colour).getRGB());
        }
    }

    @Test
    void noPeakIsLostAndGapsStay() {
        double[] y = new double[100_000];
        y[54_321] = 9;
        y[77_777] = Double.NaN;
        Series s = Chart.titled("t")
                .line("s", Album.minutes(0, y.length), y)
                .series()
                .get(0);
        List<Thinned.Point> points = Thinned.of(s, 1000, false);
        assertThat(points).hasSizeLessThanOrEqualTo(1000).anyMatch(p -> p.high() == 9);
        assertThat(Thinned.of(s, 1000, true))
                .filteredOn(p -> Double.isFinite(p.high()))
                .hasSize(1);
    }
}
