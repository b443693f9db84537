package dev.headroom.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Plain sockets on both sides of a gateway: a client that sends bytes as they are, and a server that answers by hand. */
final class Wire {

    private Wire() {}

    /** Answers requests of one connection. */
    interface Answer {
        /**
         * Answers one request.
         *
         * @param head its head, lines separated by CR LF, with the empty one at the end
         */
        void to(String head, InputStream body, OutputStream out) throws IOException;
    }

    /** A server on a free port, with a virtual thread a connection. */
    static final class Server implements AutoCloseable {
        private final ServerSocket socket;
        final List<String> heads = new CopyOnWriteArrayList<>();

        Server(Answer answer) throws IOException {
            socket = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
            Thread.startVirtualThread(() -> {
                while (!socket.isClosed()) {
                    try {
                        Socket s = socket.accept();
                        Thread.startVirtualThread(() -> serve(s, answer));
                    } catch (IOException e) {
                        return; // closed
                    }
                }
            });
        }

        private void serve(Socket s, Answer answer) {
            try (s) {
                InputStream in = new BufferedInputStream(s.getInputStream());
                OutputStream out = s.getOutputStream();
                for (String head = head(in); !head.isEmpty(); head = head(in)) {
                    heads.add(head);
                    answer.to(head, in, out);
                    out.flush();
                }
            } catch (IOException e) {
                // the other end went away
            }
        }

        int port() {
            return socket.getLocalPort();
        }

        String url() {
            return "http://127.0.0.1:" + port();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** The head of a message; empty at the end. */
    static String head(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int seen = 0;
        for (int c = in.read(); c >= 0; c = in.read()) {
            out.write(c);
            seen = c == (seen % 2 == 0 ? '\r' : '\n') ? seen + 1 : c == '\r' ? 1 : 0;
            if (seen == 4) {
                return out.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    static void ok(OutputStream out, String body) throws IOException {
        text(out, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    static void text(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Sends bytes on a connection of its own, and all that comes back until it is closed or nothing comes for four seconds. */
    static String exchange(int port, String text) throws IOException {
        try (Socket s = new Socket(InetAddress.getLoopbackAddress(), port)) {
            s.setSoTimeout(4000);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                text(s.getOutputStream(), text);
                s.getInputStream().transferTo(out);
            } catch (IOException e) {
                // reset, perhaps before all was sent, or nothing more for now: what came so far is the answer
            }
            return out.toString(StandardCharsets.ISO_8859_1);
        }
    }

    /** Whether a connection on which no more comes than this is closed by the other end within a minute. */
    static boolean isClosed(int port, String text) throws IOException {
        try (Socket s = new Socket(InetAddress.getLoopbackAddress(), port)) {
            s.setSoTimeout(60_000);
            text(s.getOutputStream(), text);
            while (s.getInputStream().read() >= 0) {
                // what it says before it closes
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true; // reset
        }
    }
}
