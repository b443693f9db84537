package dev.headroom.controller.api;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lets requests in, has them answered, and writes the answers. */
final class Service {

    private static final String PROBLEM = "application/problem+json";
    private static final String NOTHING = "there is nothing at this path; GET /api/v1/openapi.json lists what there is";
    private static final String BEARER = "Bearer ";
    private static final long HEARTBEAT_MILLIS = 15_000;
    private static final Pattern LOCAL_HOST =
            Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\])(:[0-9]{1,5})?", Pattern.CASE_INSENSITIVE);
    private static final Map<String, String> SECURITY = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private final Api api;
    private final Deadlines deadlines;
    private final RequestRate rate;

    Service(Api api, Deadlines deadlines) {
        this.api = api;
        this.deadlines = deadlines;
        ApiSettings.Limits limits = api.settings().limits();
        this.rate = new RequestRate(limits.perSecond(), limits.burst(), System::nanoTime);
    }

    /** Answers a request by a route. */
    void serve(Route route, ServerRequest in, ServerResponse out) {
        secure(out);
        try {
            admit(in);
            Tokens.Principal caller = caller(in);
            allow(route, caller, in);
            Call call = call(route, caller, in);
            write(route.handling().answer(api, call), in, out);
        } catch (Problem p) {
            write(p, in, out);
        }
    }

    /** Answers a request for a file of the page. */
    void serve(Reply.Content file, ServerRequest in, ServerResponse out) {
        secure(out);
        try {
            admit(in);
            write(file, in, out);
        } catch (Problem p) {
            write(p, in, out);
        }
    }

    /** Answers a request with a method that its path does not have. */
    void refuse(String allowed, ServerRequest in, ServerResponse out) {
        secure(out);
        out.header("Allow", allowed);
        write(
                new Problem(
                        Status.METHOD_NOT_ALLOWED_405,
                        in.prologue().method().text() + " is not for this path; there is " + allowed,
                        List.of()),
                in,
                out);
    }

    /** Answers a request for a path that there is not. */
    void nothing(ServerRequest in, ServerResponse out) {
        secure(out);
        write(Problem.notFound(NOTHING), in, out);
    }

    private static void secure(ServerResponse out) {
        SECURITY.forEach((name, value) -> out.header(name, value));
    }

    private void admit(ServerRequest in) {
        String address = in.remotePeer().address() instanceof InetSocketAddress a
                ? a.getAddress().getHostAddress()
                : "";
        if (!rate.allows(address)) {
            throw Problem.tooMany("too many requests from " + address + "; try again in a second");
        }
        Optional<String> origin = in.headers().first(HeaderNames.ORIGIN);
        if (origin.isPresent() && !origin.get().replaceFirst("^https?://", "").equals(in.authority())) {
            throw Problem.forbidden("pages of other places may not use this interface");
        }
    }

    private Tokens.@Nullable Principal caller(ServerRequest in) {
        Optional<String> shown = in.headers().first(HeaderNames.AUTHORIZATION);
        if (shown.isEmpty()) {
            return null;
        }
        if (!shown.get().regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw Problem.unauthorized("a token is shown with the header 'Authorization: Bearer TOKEN'");
        }
        return api.settings()
                .tokens()
                .find(shown.get().substring(BEARER.length()).strip())
                .orElseThrow(() -> Problem.unauthorized("the token is not known to this controller"));
    }

    private void allow(Route route, Tokens.@Nullable Principal caller, ServerRequest in) {
        Role least = switch (route.access()) {
            case OPEN -> null;
            case READ -> isLocal(in) ? null : Role.VIEWER;
            case OPERATE -> Role.OPERATOR;
            case ADMINISTER -> Role.ADMIN;
        };
        if (least == null) {
            return;
        }
        if (caller == null) {
            throw Problem.unauthorized("this needs a token with the role " + Shown.word(least)
                    + (api.settings().tokens().isEmpty()
                            ? ", and the controller was started without any: start it with --tokens FILE"
                            : ""));
        }
        if (!caller.role().covers(least)) {
            throw Problem.forbidden("this needs the role " + Shown.word(least) + "; the token of '" + caller.name()
                    + "' has the role " + Shown.word(caller.role()));
        }
    }

    /**
     * Whether a request comes from this machine, and not through something that passes on requests of others: another name in
     * Host is how a web page elsewhere would read from here.
     */
    private boolean isLocal(ServerRequest in) {
        return api.settings().address().isLoopbackAddress()
                && LOCAL_HOST.matcher(in.authority()).matches()
                && !in.headers().contains(HeaderNames.X_FORWARDED_FOR)
                && !in.headers().contains(HeaderNames.FORWARDED);
    }

    private Call call(Route route, Tokens.@Nullable Principal caller, ServerRequest in) {
        Map<String, String> path = new HashMap<>();
        Map<String, String> query = new HashMap<>();
        Set<String> known = new TreeSet<>();
        List<String> problems = new ArrayList<>();
        for (Route.Parameter p : route.parameters()) {
            if (p.inPath()) {
                path.put(p.name(), in.path().pathParameters().get(p.name()));
            } else {
                known.add(p.name());
            }
        }
        for (String name : in.query().names()) {
            List<String> values = in.query().all(name);
            if (!known.contains(name)) {
                problems.add("there is no parameter '" + name + "'"
                        + (known.isEmpty() ? " here" : "; there are " + String.join(", ", known)));
            } else if (values.size() != 1) {
                problems.add("'" + name + "' is there " + values.size() + " times");
            } else {
                query.put(name, values.get(0));
            }
        }
        Map<String, String> headers = new HashMap<>();
        in.headers().first(HeaderNames.IF_MATCH).ifPresent(tag -> headers.put("if-match", tag));
        in.headers().first(HeaderNames.CONTENT_TYPE).ifPresent(type -> headers.put("content-type", type));
        in.headers().first(HeaderNames.CONTENT_ENCODING).ifPresent(coding -> headers.put("content-encoding", coding));
        in.headers().first(HeaderNames.ACCEPT).ifPresent(accept -> headers.put("accept", accept));
        byte[] body = route.body() != null && in.content().hasEntity() ? body(in) : new byte[0];
        Call call = new Call(path, query, headers, body, caller);
        problems.forEach(call::wrong);
        call.check();
        return call;
    }

    private byte[] body(ServerRequest in) {
        try {
            return deadlines.within(() -> in.content().as(byte[].class));
        } catch (DataReader.InsufficientDataAvailableException | UncheckedIOException e) {
            throw new CloseConnectionException("the client went, or took too long", e);
        }
    }

    private void write(Reply reply, ServerRequest in, ServerResponse out) {
        switch (reply) {
            case Reply.Document d -> send("application/json", Json.bytes(d.value()), in, out);
            case Reply.Content c -> {
                c.headers().forEach((name, value) -> out.header(name, value));
                send(c.media(), c.bytes(), in, out);
            }
            case Reply.Live l -> live(l.events(), in, out);
        }
    }

    private void write(Problem p, ServerRequest in, ServerResponse out) {
        out.status(p.status());
        if (p.status().code() == Status.UNAUTHORIZED_401.code()) {
            out.header("WWW-Authenticate", "Bearer");
        } else if (p.status().code() == Status.TOO_MANY_REQUESTS_429.code()) {
            out.header("Retry-After", "1");
        }
        send(PROBLEM, Json.bytes(p.document()), in, out);
    }

    private void send(String media, byte[] bytes, ServerRequest in, ServerResponse out) {
        out.header("Content-Type", media);
        boolean unread = in.content().hasEntity() && !in.content().consumed();
        boolean last = in.headers().contains(HeaderValues.CONNECTION_CLOSE);
        if (unread || last) {
            // Nobody waits for the rest of a body that is not wanted.
            out.header(HeaderValues.CONNECTION_CLOSE);
        }
        deadlines.within(() -> {
            out.send(bytes);
            return true;
        });
        if (last && !unread) {
            throw new CloseConnectionException("the client asked for no more");
        }
    }

    private void live(Events.Subscription events, ServerRequest in, ServerResponse out) {
        try (events) {
            if (!in.headers().isAccepted(MediaTypes.TEXT_EVENT_STREAM)) {
                throw new Problem(
                        Status.NOT_ACCEPTABLE_406, "events are of the type text/event-stream only", List.of());
            }
            SseSink sink = out.sink(SseSink.TYPE);
            try {
                emit(sink, Events.event("hello", Shown.of(api.console().controller())));
                while (!events.isClosed()) {
                    SseEvent next = events.next(HEARTBEAT_MILLIS);
                    if (!events.isClosed()) {
                        emit(sink, next == null ? HEARTBEAT : next);
                    }
                }
            } finally {
                sink.close();
            }
        } catch (UncheckedIOException e) {
            // The client has gone, or took too long; it knows itself.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final SseEvent HEARTBEAT = SseEvent.builder().comment("").build();

    private void emit(SseSink sink, SseEvent event) {
        deadlines.within(() -> sink.emit(event));
    }

    /** What is answered where no route is reached. */
    DirectHandlers directly() {
        DirectHandlers.Builder all = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            all.addHandler(type, this::directly);
        }
        return all.build();
    }

    private DirectHandler.TransportResponse directly(
            DirectHandler.TransportRequest in,
            DirectHandler.EventType type,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        String detail = switch (status.code()) {
            case 400 -> "the request is no valid HTTP: " + message;
            case 404 -> "there is nothing at this path; GET /api/v1/openapi.json lists what there is";
            case 413 -> "the body is larger than " + api.settings().limits().body() + " bytes";
            case 503 -> "too many requests at once; try again in a few seconds";
            case 500 -> "the controller could not answer; its log says more";
            default -> status.reasonPhrase();
        };
        DirectHandler.TransportResponse.Builder out = DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .keepAlive(type.keepAlive())
                .header(HeaderNames.CONTENT_TYPE, PROBLEM)
                .entity(Json.bytes(Problem.document(status, detail, List.of())));
        SECURITY.forEach((name, value) -> out.header(HeaderNames.create(name), value));
        return out.build();
    }
}
