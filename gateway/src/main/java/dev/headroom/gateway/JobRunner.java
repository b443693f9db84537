package dev.headroom.gateway;

import dev.headroom.guard.Backoff;
import dev.headroom.guard.ConcurrencyGate;
import dev.headroom.guard.ConcurrencyGate.End;
import dev.headroom.guard.Degradation;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.Job;
import dev.headroom.guard.Job.State;
import dev.headroom.guard.JobStore;
import dev.headroom.guard.Refusal;
import dev.headroom.spec.GatewaySpec;
import io.helidon.http.HeaderNames;
import io.helidon.webclient.api.HttpClientResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Does queued requests: each route has so many workers, which take what is due, at a place among the requests of the lowest tier,
 * and send it to a server. What fails is tried again by the route's table; what never reached a server does not count as tried.
 */
final class JobRunner implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration UNREACHED = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final long CLOSING_MILLIS = 10_000;

    private final List<Route> routes;
    private final Map<String, Upstream> upstreams;
    private final JobStore store;
    private final Forwarder forwarder;
    private final GatewayMetrics metrics;
    private final GuardClock clock;
    private final DoubleSupplier random;
    private final Duration keep;
    private final String owner;
    private final long mostBody;
    private final Consumer<String> wanted;
    private final Consumer<String> say;
    private final Map<String, Semaphore> news = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile Map<String, Integer> open = Map.of();
    private volatile boolean closed;
    private volatile boolean told;

    /**
     * A runner that does nothing yet.
     *
     * @param routes of which those are looked at that queue
     * @param keep how long answers are kept
     * @param owner that no other gateway of the same store has
     * @param mostBody bytes of an answer's body at most
     * @param wanted hears of upstreams that have something to do and no server
     * @param say hears of a store that does not answer
     */
    JobRunner(
            List<Route> routes,
            Map<String, Upstream> upstreams,
            JobStore store,
            Forwarder forwarder,
            GatewayMetrics metrics,
            GuardClock clock,
            DoubleSupplier random,
            Duration keep,
            String owner,
            long mostBody,
            Consumer<String> wanted,
            Consumer<String> say) {
        this.routes = routes.stream().filter(r -> r.spec().async() != null).toList();
        this.upstreams = upstreams;
        this.store = store;
        this.forwarder = forwarder;
        this.metrics = metrics;
        this.clock = clock;
        this.random = random;
        this.keep = keep;
        this.owner = owner;
        this.mostBody = mostBody;
        this.wanted = wanted;
        this.say = say;
        this.routes.forEach(r -> news.put(r.name(), new Semaphore(0)));
    }

    /** Begins, with what was under way when a runner of the same owner ended. */
    void start() {
        threads.add(Thread.ofVirtual().name("headroom-gateway-jobs").start(this::keep));
        for (Route r : routes) {
            GatewaySpec.Async async = Objects.requireNonNull(r.spec().async());
            for (int i = 0; i < async.workers(); i++) {
                threads.add(Thread.ofVirtual()
                        .name("headroom-gateway-jobs-" + r.name() + '-' + i)
                        .start(() -> work(r, backoff(async.retries()))));
            }
        }
    }

    private static Backoff backoff(String retries) {
        return switch (retries) {
            case "task" -> Backoff.TASK;
            case "inference" -> Backoff.INFERENCE;
            case "lookup" -> Backoff.LOOKUP;
            default -> Backoff.NONE;
        };
    }

    /** A job of a route has come. */
    void came(String route) {
        Semaphore s = news.get(route);
        if (s != null) {
            s.release();
        }
    }

    /** Jobs of a route that are not over, as counted last. */
    int open(String route) {
        return open.getOrDefault(route, 0);
    }

    /** Jobs that an upstream has to do, by its share of each route. */
    double open(Upstream u) {
        double sum = 0;
        for (Route r : routes) {
            sum += open(r.name()) * r.spec().upstreams().getOrDefault(u.name(), 0.0);
        }
        return sum;
    }

    private void keep() {
        boolean first = true;
        while (!closed) {
            try {
                Instant now = clock.instant();
                if (first) {
                    store.release(owner, now);
                    first = false;
                }
                int expired = store.sweep(now, now.minus(keep));
                metrics.ended("expired", expired);
                open = store.open();
                told = false;
            } catch (IllegalStateException e) {
                away(e);
            }
            try {
                clock.pause(LOOK);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void away(IllegalStateException e) {
        if (!told) {
            told = true;
            say.accept("headroom gateway: " + e.getMessage());
        }
    }

    private void work(Route route, Backoff backoff) {
        Semaphore s = Objects.requireNonNull(news.get(route.name()));
        while (!closed) {
            try {
                if (!one(route, backoff)) {
                    boolean unused = s.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                return;
            } catch (IllegalStateException e) {
                away(e);
                try {
                    clock.pause(LOOK);
                } catch (InterruptedException interrupted) {
                    return;
                }
            }
        }
    }

    /** Does the next job; false when there is none, or no way to do it now. */
    private boolean one(Route route, Backoff backoff) throws InterruptedException {
        Upstream u = Objects.requireNonNull(upstreams.get(route.split().choose(random.getAsDouble())));
        long now = clock.nanos();
        if (open(route.name()) > 0 && u.wantsServers(now)) {
            wanted.accept(u.name());
        }
        if (u.replicas().isEmpty() || (u.degradation() == Degradation.REFUSING && !u.mayTry(now))) {
            return false;
        }
        ConcurrencyGate.Place place;
        try {
            place = route.gate().enter(route.lowest(), null);
        } catch (Refusal e) {
            return false;
        }
        try {
            Instant begun = clock.instant();
            Job job = store.take(
                            route.name(), owner, begun, route.spec().deadline().plus(GRACE))
                    .orElse(null);
            if (job == null) {
                return false;
            }
            Job.Progress to = attempt(route, u, job, backoff, place);
            if (store.end(job, to, clock.instant())) {
                boolean again = to.state() == State.QUEUED;
                metrics.ended(again ? "again" : to.state().name().toLowerCase(Locale.ROOT), 1);
                Duration pause = Duration.between(clock.instant(), to.next());
                if (again && pause.compareTo(LOOK) < 0) {
                    Thread.ofVirtual().name("headroom-gateway-jobs-again").start(() -> rouse(route, pause));
                }
            }
            return true;
        } finally {
            place.free(End.IGNORED);
        }
    }

    /** Somebody looks when a short pause is over, sooner than by itself. */
    private void rouse(Route route, Duration pause) {
        try {
            clock.pause(pause.isNegative() ? Duration.ZERO : pause);
            came(route.name());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Job.Progress attempt(Route route, Upstream u, Job job, Backoff backoff, ConcurrencyGate.Place place) {
        long sent = clock.nanos();
        Replica to = u.replicas().pick(Set.of(), sent);
        if (to == null) {
            return unreached(job, "there is no server");
        }
        to.inFlight().incrementAndGet();
        u.forwarding().incrementAndGet();
        u.signals().requested(sent);
        u.signals().inFlight(1, sent);
        route.signals().inFlight(1, sent);
        boolean failed = true;
        try (HttpClientResponse answer =
                forwarder.send(job, to, route.spec().deadline(), u.degradation().level())) {
            to.unreachable(false);
            int status = answer.status().code();
            failed = status == 500 || (status >= 502 && status <= 504);
            place.answered(status == 503 || status == 504 ? End.OVERLOADED : End.OK);
            byte[] body = body(answer);
            if (body == null) {
                return after(job, State.FAILED, "the answer is larger than may be kept", null);
            }
            Job.Answer kept =
                    new Job.Answer(status, PassedHeaders.lines(PassedHeaders.ofAnswer(answer.headers())), body);
            boolean again = status >= 500 || status == 408 || status == 425 || status == 429;
            return again
                    ? later(job, backoff, "the server answered " + status, kept, retryAfter(answer))
                    : after(job, State.DONE, null, kept);
        } catch (RuntimeException | IOException e) {
            Throwable cause = Relay.cause(e);
            boolean never = cause instanceof ConnectException || cause instanceof UnresolvedAddressException;
            to.unreachable(never);
            return never
                    ? unreached(job, "the server could not be reached")
                    : later(
                            job,
                            backoff,
                            cause instanceof SocketTimeoutException
                                    ? "the server did not answer in time"
                                    : "the connection broke",
                            null,
                            Duration.ZERO);
        } finally {
            long now = clock.nanos();
            boolean bad = failed;
            to.learn(h -> h.answered(bad, u.spec().failures(), u.spec().eject(), now));
            route.split().answered(u.name(), bad, now);
            to.inFlight().decrementAndGet();
            u.forwarding().decrementAndGet();
            u.signals().inFlight(-1, now);
            u.signals().answered(now - sent, bad, now);
            route.signals().inFlight(-1, now);
        }
    }

    private byte @Nullable [] body(HttpClientResponse answer) throws IOException {
        if (!answer.entity().hasEntity()) {
            return new byte[0];
        }
        try (InputStream in = answer.inputStream()) {
            byte[] all = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8L, mostBody + 1));
            return all.length > mostBody ? null : all;
        }
    }

    private static Duration retryAfter(HttpClientResponse answer) {
        String text = answer.headers().first(HeaderNames.RETRY_AFTER).orElse("");
        Duration asked = text.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(text)) : Duration.ZERO;
        return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    }

    private Job.Progress unreached(Job job, String why) {
        return new Job.Progress(
                State.QUEUED,
                job.progress().attempts() - 1,
                clock.instant().plus(UNREACHED),
                why,
                job.progress().answer());
    }

    private Job.Progress later(Job job, Backoff backoff, String why, Job.@Nullable Answer answer, Duration atLeast) {
        int attempts = job.progress().attempts();
        if (attempts >= backoff.attempts()) {
            return after(job, State.FAILED, why, answer);
        }
        Duration pause = backoff.delay(attempts - 1, random.getAsDouble());
        pause = pause.compareTo(atLeast) < 0 ? atLeast : pause;
        return new Job.Progress(State.QUEUED, attempts, clock.instant().plus(pause), why, answer);
    }

    private Job.Progress after(Job job, State state, @Nullable String why, Job.@Nullable Answer answer) {
        return new Job.Progress(state, job.progress().attempts(), clock.instant(), why, answer);
    }

    /** Takes nothing new, and waits a while for what is under way; the rest begins anew with the next start. */
    @Override
    public void close() {
        closed = true;
        news.values().forEach(s -> s.release(1000));
        long end = System.currentTimeMillis() + CLOSING_MILLIS;
        try {
            threads.getFirst().interrupt();
            for (Thread t : threads) {
                boolean unused = t.join(Duration.ofMillis(Math.max(1, end - System.currentTimeMillis())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.forEach(Thread::interrupt);
    }
}
