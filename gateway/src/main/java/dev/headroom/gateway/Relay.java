package dev.headroom.gateway;

import dev.headroom.guard.ConcurrencyGate;
import dev.headroom.guard.ConcurrencyGate.End;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.Refusal;
import io.helidon.http.HeaderNames;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.DoubleSupplier;

/** A request that has its place: a server is picked, and another one when it fails and the request may be repeated. */
final class Relay {

    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE");

    private final Forwarder forwarder;
    private final ClientAddress addresses;
    private final GatewayMetrics metrics;
    private final GuardClock clock;
    private final DoubleSupplier random;
    private final long mostBody;

    /**
     * A relay.
     *
     * @param mostBody bytes of a body at most
     */
    Relay(
            Forwarder forwarder,
            ClientAddress addresses,
            GatewayMetrics metrics,
            GuardClock clock,
            DoubleSupplier random,
            long mostBody) {
        this.forwarder = forwarder;
        this.addresses = addresses;
        this.metrics = metrics;
        this.clock = clock;
        this.random = random;
        this.mostBody = mostBody;
    }

    /**
     * Forwards a request and its answer.
     *
     * @return false when no server got it
     * @throws Refusal when the deadline leaves no time for another attempt
     */
    boolean exchange(Flight f, ConcurrencyGate.Place place) throws Exception {
        Set<Replica> tried = new HashSet<>();
        Upstream upstream = f.upstream();
        f.route().budget().request();
        boolean bodyless = !RequestChecks.hasBody(f.req());
        boolean repeatable =
                bodyless && REPEATABLE.contains(f.req().prologue().method().text());
        for (int retry = 0; ; retry++) {
            long sent = clock.nanos();
            Replica to = upstream.replicas().pick(tried, sent);
            if (to == null) {
                noServer(f);
                return false;
            }
            Duration left = Duration.ofNanos(f.deadline().left(sent));
            if (left.toMillis() <= 0) {
                throw new Refusal(Refusal.Reason.DEADLINE, Duration.ZERO);
            }
            boolean answered = false;
            f.told().server(to);
            to.inFlight().incrementAndGet();
            upstream.forwarding().incrementAndGet();
            try (HttpClientResponse answer = forwarder.send(f.req(), to, added(f), left, mostBody)) {
                int code = answer.status().code();
                boolean failed = code == 500 || (code >= 502 && code <= 504);
                to.unreachable(false);
                learn(f, to, failed, false, sent);
                if (code >= 502 && code <= 504 && repeatable && again(f, retry)) {
                    tried.add(to);
                    metrics.retried(f.route().name());
                    continue;
                }
                answered = true;
                place.answered(code == 503 || code == 504 ? End.OVERLOADED : End.OK);
                f.told().bytes(forwarder.answer(answer, f.req(), f.res()));
                return true;
            } catch (RuntimeException | IOException e) {
                if (answered) {
                    reject(f, "cut_short");
                    // The only way to tell that it is not whole: what has been sent has no end.
                    throw new CloseConnectionException("the answer was cut short", e);
                }
                Throwable cause = cause(e);
                if (cause instanceof Forwarder.BodyTooLarge) {
                    reject(f, "too_large");
                    new Problem(413, "Content Too Large", RequestChecks.TOO_LARGE, Duration.ZERO, true)
                            .to(f.req())
                            .send(f.res());
                    return true;
                }
                boolean timeout = cause instanceof SocketTimeoutException || cause instanceof InterruptedIOException;
                boolean never = cause instanceof ConnectException || cause instanceof UnresolvedAddressException;
                to.unreachable(never);
                learn(f, to, true, timeout, sent);
                tried.add(to);
                if ((never && tried.size() < 3 && bodyless) || (repeatable && !timeout && again(f, retry))) {
                    metrics.retried(f.route().name());
                    continue;
                }
                place.answered(timeout ? End.OVERLOADED : End.IGNORED);
                reject(f, timeout ? "timeout" : "bad_server");
                (timeout
                                ? Problem.of(504, "Gateway Timeout", "the server did not answer in time")
                                : Problem.of(502, "Bad Gateway", "the server could not be reached"))
                        .send(f.res());
                return true;
            } finally {
                to.inFlight().decrementAndGet();
                upstream.forwarding().decrementAndGet();
            }
        }
    }

    /** Nobody is there to forward to. */
    void noServer(Flight f) {
        reject(f, "no_server");
        Problem.of(503, "Service Unavailable", "there is no server")
                .after(Duration.ofSeconds(5))
                .send(f.res());
    }

    private void reject(Flight f, String reason) {
        metrics.rejected(f.route().name(), reason);
        f.told().reason(reason);
    }

    private Forwarder.Added added(Flight f) {
        String peer = f.req().remotePeer().host();
        String before = addresses.isTrusted(peer)
                ? String.join(", ", f.req().headers().values(HeaderNames.X_FORWARDED_FOR))
                : "";
        return new Forwarder.Added(
                before.isEmpty() ? peer : before + ", " + peer,
                f.req().isSecure() ? "https" : "http",
                f.deadline().leftMillis(clock.nanos()),
                f.level().level());
    }

    /** Pauses before another attempt; false when there must be none. */
    private boolean again(Flight f, int retry) throws InterruptedException {
        if (retry + 1 >= f.route().backoff().attempts()) {
            return false;
        }
        Duration pause = f.route().backoff().delay(retry, random.getAsDouble());
        if (f.deadline().left(clock.nanos()) <= pause.toNanos()
                || !f.route().budget().retry()) {
            return false;
        }
        clock.pause(pause);
        return true;
    }

    private void learn(Flight f, Replica from, boolean failed, boolean timeout, long sent) {
        long now = clock.nanos();
        Upstream upstream = f.upstream();
        from.learn(h ->
                h.answered(failed, upstream.spec().failures(), upstream.spec().eject(), now));
        upstream.recent().add(now - sent, timeout, now);
        f.route().split().answered(upstream.name(), failed, now);
    }

    /** What was behind a failed exchange. */
    static Throwable cause(Exception e) {
        Throwable t = e;
        for (int i = 0; i < 10; i++) {
            if (t instanceof Forwarder.BodyTooLarge
                    || t instanceof SocketTimeoutException
                    || t instanceof ConnectException
                    || t instanceof UnresolvedAddressException
                    || t.getCause() == null) {
                return t;
            }
            t = t.getCause();
        }
        return t;
    }
}
