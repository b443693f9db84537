package dev.headroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody honest sends is refused, and nothing of it reaches a server. */
class HostileInputTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all
    private static Wire.Server server;

    @SuppressWarnings("NullAway.Init") // set before all
    private static Gateway gateway;

    @BeforeAll
    static void start() throws IOException {
        server = new Wire.Server((head, body, out) -> Wire.ok(out, "reached"));
        gateway = GatewayTest.start(folder, "bounds: { headers: 4Ki, body: 1Ki, read: 300ms, idle: 1s }\n" + route());
    }

    private static String route() {
        return "upstreams: { web: { addresses: \"" + server.url() + "\" } }\nroutes: { path: /, upstream: web }";
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        server.close();
    }

    /** Requests with {@code ~} for CR LF. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // both lengths, in every order
                "POST / HTTP/1.1~Host: a~Content-Length: 4~Transfer-Encoding: chunked~~0~~",
                "POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked~Content-Length: 4~~0~~",
                // several lengths, or none that is one
                "POST / HTTP/1.1~Host: a~Content-Length: 4~Content-Length: 5~~abcde",
                "POST / HTTP/1.1~Host: a~Content-Length: 4, 5~~abcde",
                "POST / HTTP/1.1~Host: a~Content-Length: +4~~abcd",
                "POST / HTTP/1.1~Host: a~Content-Length: -1~~",
                "POST / HTTP/1.1~Host: a~Content-Length: 0x4~~abcd",
                // encodings that one side reads and the other does not
                "POST / HTTP/1.1~Host: a~Transfer-Encoding: xchunked~~0~~",
                "POST / HTTP/1.1~Host: a~Transfer-Encoding: identity~~",
                "POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked, identity~~0~~",
                "POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked~Transfer-Encoding: identity~~0~~",
                "POST / HTTP/1.1~Host: a~Transfer-Encoding : chunked~~0~~",
                // folded lines, and other things in place of a header
                "GET / HTTP/1.1~Host: a~X-One: 1~ folded~~",
                "GET / HTTP/1.1~Host: a~ X-One: 1~~",
                "GET / HTTP/1.1~Host: a~X One: 1~~",
                "GET / HTTP/1.1~Host: a~: 1~~",
                "GET / HTTP/1.1~Host: a~no colon~~",
                // no host, or two
                "GET / HTTP/1.1~X: 1~~",
                "GET / HTTP/1.1~Host: a~Host: b~~",
                // paths that point elsewhere
                "GET /../etc/passwd HTTP/1.1~Host: a~~",
                "GET /a/%2e%2e/%2e%2e/x HTTP/1.1~Host: a~~",
                "GET /a%2f..%2fx HTTP/1.1~Host: a~~",
                "GET //evil.example/x HTTP/1.1~Host: a~~",
                "GET /a%00b HTTP/1.1~Host: a~~",
                "GET /a%0d%0aX:%201 HTTP/1.1~Host: a~~",
                "GET /\\..\\x HTTP/1.1~Host: a~~",
                // a first line that is none
                "GET / HTTP/9.9~Host: a~~",
                "GET /~Host: a~~",
                "G\u0001T / HTTP/1.1~Host: a~~",
            })
    void isRefused(String request) throws IOException {
        int before = server.heads.size();
        String answer = Wire.exchange(gateway.port(), request.replace("~", "\r\n"));
        assertThat(answer).doesNotContain("reached");
        assertThat(answer)
                .matches(
                        a -> a.isEmpty() || a.startsWith("HTTP/1.1 4") || a.startsWith("HTTP/1.1 5"),
                        "refused or closed");
        assertThat(server.heads).hasSize(before);
    }

    /** What follows on the connection of a request that was refused is nobody's, and no next request. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /../x HTTP/1.1~Host: a~~",
                "POST / HTTP/1.1~Host: a~Content-Length: 4~Transfer-Encoding: chunked~~0~~",
                "POST / HTTP/1.1~Host: a~Content-Length: 2000~~",
                "GET / HTTP/1.1~Host: a~Connection: x, close~~",
            })
    void whatFollowsIsNotRead(String request) throws IOException {
        int before = server.heads.size();
        String next = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";
        String answer = Wire.exchange(gateway.port(), request.replace("~", "\r\n") + next + next);
        assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
        assertThat(server.heads.subList(before, server.heads.size())).noneMatch(h -> h.contains("/next"));
    }

    @ParameterizedTest
    @CsvSource({
        "1, true", // most bytes of a header
        "5000, false",
        "200000, false",
    })
    void headersAreBounded(int bytes, boolean reached) throws IOException {
        String answer = Wire.exchange(
                gateway.port(),
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: " + "x".repeat(bytes) + "\r\n\r\n");
        assertThat(answer.contains("reached")).isEqualTo(reached);
    }

    /** More connections than allowed are not served, however many come, until one of the others is closed. */
    @Test
    void connectionsAreBounded(@TempDir Path own) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try (Gateway few = GatewayTest.start(own, "bounds: { connections: 3 }\n" + route())) {
            for (int i = 0; i < 5; i++) {
                Socket s = new Socket(InetAddress.getLoopbackAddress(), few.port());
                sockets.add(s);
                Wire.text(s.getOutputStream(), "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                if (i < 3) {
                    assertThat(Wire.head(s.getInputStream())).startsWith("HTTP/1.1 200");
                }
            }
            for (Socket s : sockets.subList(3, 5)) {
                s.setSoTimeout(200);
                assertThatThrownBy(() -> s.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            }
            sockets.getFirst().close();
            Socket next = sockets.get(3);
            next.setSoTimeout(60_000);
            assertThat(Wire.head(next.getInputStream())).startsWith("HTTP/1.1 200");
        } finally {
            for (Socket s : sockets) {
                s.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"99, true", "200, false"})
    void theNumberOfHeadersIsBounded(int count, boolean reached) throws IOException {
        StringBuilder head = new StringBuilder("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n");
        for (int i = 2; i < count; i++) {
            head.append('h').append(i).append(": 1\r\n");
        }
        assertThat(Wire.exchange(gateway.port(), head + "\r\n").contains("reached"))
                .isEqualTo(reached);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1~Host: a~Content-Length: 1025~~",
                "POST / HTTP/1.1~Host: a~Content-Length: 99999999999999999999~~",
            })
    void bodiesAreBounded(String request) throws IOException {
        String answer = Wire.exchange(gateway.port(), request.replace("~", "\r\n"));
        assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("reached");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffffffffffffffff~x~0~~", // a chunk longer than any number
                "-1~x~0~~",
                "5 ~hello~0~~x", // not even a space
                "zz~x~0~~",
            })
    void chunksMustBeWhole(String body) throws IOException {
        String answer = Wire.exchange(
                gateway.port(),
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body.replace("~", "\r\n"));
        assertThat(answer).doesNotContain("200 OK");
    }

    /** The rest never comes: the connection is closed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HT",
                "GET / HTTP/1.1~Host: a~X-Slo",
                "GET / HTTP/1.1~Host: a~",
                "POST / HTTP/1.1~Host: a~Content-Length: 5~~he"
            })
    void slowClientsAreNotWaitedFor(String begun) throws IOException {
        assertThat(Wire.isClosed(gateway.port(), begun.replace("~", "\r\n"))).isTrue();
    }

    /** As many as the system lets one process have both ends of, up to ten thousand. */
    @Test
    void connectionsThatSayNothingDoNotStandInTheWay() throws IOException {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount()
                : 4096;
        int count = (int) Math.min(10_000, (files - 200) / 2);
        List<SocketChannel> open = new ArrayList<>();
        try (Gateway g = GatewayTest.start(folder, "bounds: { connections: 11000 }\n" + route())) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), g.port());
            for (int i = 0; i < count; i++) {
                open.add(SocketChannel.open(address));
            }
            assertThat(Wire.exchange(g.port(), "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .as("with " + count + " other connections")
                    .contains("reached");
            for (SocketChannel s : open) {
                s.close();
            }
        }
    }
}
