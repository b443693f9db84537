package dev.headroom.forecast.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusReplyTest {

    private static final HistoryReader.Options UTC = HistoryReader.Options.in(ZoneOffset.UTC);

    private static String matrix(String... series) {
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[" + String.join(",", series)
                + "]}}";
    }

    private static String series(String pod, double... values) {
        StringBuilder out = new StringBuilder("{\"metric\":{\"pod\":\"" + pod + "\"},\"values\":[");
        for (int i = 0; i < values.length; i++) {
            out.append(i == 0 ? "" : ",")
                    .append("[")
                    .append(60 * i)
                    .append(",\"")
                    .append(values[i])
                    .append("\"]");
        }
        return out.append("]}").toString();
    }

    @Test
    void seriesAreAddedUpAndRatesBecomeCounts() {
        History h =
                PrometheusReply.read("q", List.of(matrix(series("a", 1, 2, 3), series("b", 10, 20, 30))), true, UTC);
        assertThat(h.stepMillis()).isEqualTo(60_000);
        assertThat(h.requests()).containsExactly(11 * 60, 22 * 60, 33 * 60);
        assertThat(h.treatments())
                .extracting(Treatment::said)
                .containsExactly(
                        "2 series are added up", "the query asks for a rate, so values are taken as per second");
    }

    @Test
    void repliesOfOneStretchAfterAnotherAreJoined() {
        String later = matrix(series("a", 4, 5)).replace("[0,", "[180,").replace("[60,", "[240,");
        History h = PrometheusReply.read("q", List.of(matrix(series("a", 1, 2, 3)), later), false, UTC);
        assertThat(h.requests()).containsExactly(1, 2, 3, 4, 5);
        assertThat(h.end()).isEqualTo(Instant.ofEpochSecond(300));
    }

    @Test
    void countersAreDifferencedEachForItself() {
        double[] a = new double[60];
        double[] b = new double[60];
        for (int i = 0; i < 60; i++) {
            a[i] = 1000 + 5 * i;
            b[i] = i < 30 ? 500 + 7 * i : 7 * (i - 30);
        }
        History h = PrometheusReply.read("q", List.of(matrix(series("a", a), series("b", b))), true, UTC);
        assertThat(h.requests()).hasSize(59);
        assertThat(h.requests()[0]).isEqualTo(12);
        assertThat(h.requests()[58]).isEqualTo(12);
        assertThat(h.requests()[29]).as("b begins again at 0").isEqualTo(5);
        assertThat(h.treatments()).extracting(Treatment::kind).contains(Treatment.Kind.RESET);
    }

    @ParameterizedTest
    @CsvSource({"'sum(rate(http_requests_total[5m]))',true", "http_requests_total,false", "'irate(x[1m])',true"})
    void aRateIsKnownByItsQuery(String query, boolean rate) {
        assertThat(PrometheusReply.isRate(query)).isEqualTo(rate);
    }

    @Test
    void whatIsNoHistoryIsSaid() {
        assertThatThrownBy(() -> PrometheusReply.read("q", List.of("<html>"), false, UTC))
                .hasMessage("q: the reply is not JSON: '<html>'; is it a Prometheus?");
        assertThatThrownBy(() -> PrometheusReply.read("q", List.of(matrix()), false, UTC))
                .hasMessageStartingWith("q: the query has no data in this time");
        assertThatThrownBy(() -> PrometheusReply.read(
                        "q",
                        List.of("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}"),
                        false,
                        UTC))
                .hasMessageStartingWith("q: the reply is a 'vector' and no matrix");
        assertThatThrownBy(() -> PrometheusReply.read(
                        "q", List.of("{\"status\":\"error\",\"error\":\"parse error: unexpected )\"}"), false, UTC))
                .hasMessage("q: the query failed: parse error: unexpected )");
    }
}
