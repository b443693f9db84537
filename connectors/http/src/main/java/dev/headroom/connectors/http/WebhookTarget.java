package dev.headroom.connectors.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.engine.loop.ScalingTarget;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server as a target. A GET tells how many replicas are asked for and, if there is a pointer to it, how many are
 * ready; a POST or PUT of {@code {"workload": "web", "replicas": 7}} asks for as many. An order carries a header
 * {@code Idempotency-Key} that is the same for all its tries; asked again for the same number the server must change nothing.
 *
 * <p>Thread-safe.
 */
public final class WebhookTarget implements ScalingTarget, AutoCloseable {

    /** Overload and time-outs: the order may be given again and may then succeed. */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    /**
     * What is asked of the server.
     *
     * @param workload its name
     * @param observe path of the GET, below the server's address
     * @param desired pointer to the number of replicas asked for
     * @param ready pointer to the number of ready ones; null if all are
     * @param apply path of orders
     * @param method of orders: POST or PUT
     * @param lease token of the lease under which orders are given
     */
    public record Routes(
            String workload,
            String observe,
            String desired,
            @Nullable String ready,
            String apply,
            String method,
            long lease) {
        public Routes {
            if (!Set.of("POST", "PUT").contains(method)) {
                throw new IllegalArgumentException("orders are given by POST or PUT, not by " + method);
            }
        }
    }

    private final Exchange exchange;
    private final Routes routes;
    private final JsonPointer desired;
    private final @Nullable JsonPointer ready;

    /**
     * A target.
     *
     * @throws IllegalArgumentException if a pointer is none, or the file of authorities cannot be used
     */
    public WebhookTarget(ServerSettings server, Routes routes) {
        this(server, routes, System::nanoTime);
    }

    WebhookTarget(ServerSettings server, Routes routes, LongSupplier nanos) {
        this.routes = routes;
        this.desired = JsonAnswer.pointer(routes.desired());
        this.ready = routes.ready() == null ? null : JsonAnswer.pointer(routes.ready());
        this.exchange = new Exchange(server, nanos);
    }

    @Override
    public Observed observe() {
        return switch (JsonAnswer.of(exchange.ask(Exchange.Request.get(routes.observe())))) {
            case JsonAnswer.Wrong wrong -> new Observed.Unreachable(wrong.why());
            case JsonAnswer.Document document -> {
                Optional<Integer> asked = document.count(desired);
                Optional<Integer> working = ready == null ? asked : document.count(ready);
                JsonPointer lacking = asked.isEmpty() ? desired : ready;
                yield asked.isPresent() && working.isPresent()
                        ? new Observed.Seen(ExecTarget.fleet(asked.get(), working.get()))
                        : new Observed.Unreachable(
                                "no number of replicas at " + lacking + document.neighbours(desired));
            }
        };
    }

    @Override
    public Applied apply(int replicas) {
        if (replicas < 0) {
            return new Applied.Refused("a fleet cannot have " + replicas + " replicas");
        }
        ObjectNode order = JsonNodeFactory.instance
                .objectNode()
                .put("workload", routes.workload())
                .put("replicas", replicas);
        Exchange.Request plain = Exchange.Request.json(
                routes.method(), routes.apply(), order.toString().getBytes(StandardCharsets.UTF_8));
        Map<String, String> headers = new HashMap<>(plain.headers());
        headers.put("Headroom-Lease", Long.toString(routes.lease()));
        headers.put("Idempotency-Key", UUID.randomUUID().toString());
        return switch (exchange.ask(new Exchange.Request(plain.method(), plain.path(), headers, plain.body()))) {
            case Exchange.Outcome.Failed failed -> new Applied.Unreachable(failed.why());
            // What it says beside its status is not needed.
            case Exchange.Outcome.TooLarge large -> new Applied.Unreachable(large.why());
            case Exchange.Outcome.Answered answered -> applied(answered);
        };
    }

    private static Applied applied(Exchange.Outcome.Answered answered) {
        if (answered.ok()) {
            return Applied.Accepted.YES;
        }
        String said = answered.excerpt();
        String why = "HTTP " + answered.status() + answered.hint() + (said.isEmpty() ? "" : ": " + said);
        return answered.status() / 100 == 4 && !PASSING.contains(answered.status())
                ? new Applied.Refused(why)
                : new Applied.Unreachable(why);
    }

    @Override
    public void close() {
        exchange.close();
    }
}
