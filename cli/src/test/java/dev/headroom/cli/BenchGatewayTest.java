package dev.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the comparisons of the gateway read and refuse; what they measure is in bench/README.md. */
class BenchGatewayTest {

    private static final String WRK = """
        Running 10s test @ http://127.0.0.1:8080/
          2 threads and 64 connections
          Latency Distribution
             50%  812.00us
             75%    1.20ms
             90%    2.50ms
             99%    1.25s
          123456 requests in 10.00s, 20.00MB read
          Socket errors: connect 3, read 0, write 0, timeout 0
          Non-2xx or 3xx responses: 17
        Requests/sec:  12345.60
        Transfer/sec:      2.00MB
        """;

    @Test
    void whatWrkPrintsIsRead() throws IOException {
        ProxyRun.Seen seen = ProxyRun.parse(WRK, 42);
        assertThat(seen).isEqualTo(new ProxyRun.Seen(12345.6, 0.812, 1250, 42, 20));
        assertThatThrownBy(() -> ProxyRun.parse("unable to connect", 0)).hasMessageContaining("unable to connect");
    }

    @Test
    void whatTheGatewayIsGivenIsASpec(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("headroom.yaml"), ProxyRun.gatewayText(8380, 8381));
        StringWriter err = new StringWriter();
        assertThat(SpecFiles.load(file, new PrintWriter(err, true)).gateway())
                .as(err.toString())
                .isNotNull();
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "overload --for 1h                | --for must be from 1s to 10m",
                "overload --for soon              | --for must be a duration",
                "overload --offered 0             | --offered must be from 1 to 5000",
                "overload -o csv                  | --output",
                "proxy --connections 1            | --connections must be from 2 to 2000",
                "proxy --for 0s                   | --for must be from 1s to 10m",
            })
    void badOptionsAreRefused(String words, String why) {
        StringWriter err = new StringWriter();
        String[] all = ("bench " + words.strip()).split(" +", -1);
        assertThat(Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), all))
                .isNotZero();
        assertThat(err.toString()).contains(why.strip());
    }
}
