package dev.headroom.spec;

import dev.headroom.spec.GatewaySpec.Async;
import dev.headroom.spec.GatewaySpec.Controller;
import dev.headroom.spec.GatewaySpec.Fallback;
import dev.headroom.spec.GatewaySpec.Queue;
import java.time.Duration;

/** Requests that are accepted now and done later. */
final class GatewayAsyncTable extends Table<Async> {

    private final Key<Async, String> when = fallback(
            "when",
            Word.of(
                    "when a request is queued",
                    String.class,
                    "always",
                    "always",
                    "asked",
                    "asked",
                    "overload",
                    "overload"),
            "Always, when it says `Prefer: respond-async` (asked), or then and when it would be refused for want of capacity"
                    + " (overload). Only POST, PUT, PATCH and DELETE are ever queued.",
            "always",
            Async::when);
    private final Key<Async, Duration> expiry = fallback(
            "expiry",
            Values.DURATION,
            "How long after it came a request is still worth doing.",
            Duration.ofDays(1),
            Async::expiry);
    private final Key<Async, Integer> most =
            fallback("most", Values.count(1), "Most that are not done yet; more are refused.", 10_000, Async::most);
    private final Key<Async, Integer> workers =
            fallback("workers", Values.count(1), "Most that are being done at once.", 4, Async::workers);
    private final Key<Async, String> retries = fallback(
            "retries",
            Word.of(
                    "a kind of retries",
                    String.class,
                    "task",
                    "task",
                    "inference",
                    "inference",
                    "lookup",
                    "lookup",
                    "none",
                    "none"),
            "Further attempts: task is 5 tries, 1m to 1h apart, inference 2, 100ms to 1s, lookup 3, 50ms to 500ms. A server that"
                    + " could not be reached costs none.",
            "task",
            Async::retries);

    GatewayAsyncTable() {
        super("gateway-async", "Requests that are accepted now and done later.");
    }

    @Override
    Async build(Fields f) {
        if (f.get(expiry).isZero()) {
            f.at(expiry).error("what expires at once is never done", "write a duration such as 1h");
        }
        if (f.get(workers) > 1000) {
            f.at(workers).error("there are at most 1000 workers", "write a number such as 4");
        }
        return new Async(f.get(when), f.get(expiry), f.get(most), f.get(workers), f.get(retries));
    }

    /** Where queued requests are kept. */
    static final class QueueTable extends Table<Queue> {
        static final Queue USUAL = new Queue("sqlite:gateway-queue.db", "/jobs", Duration.ofDays(1));

        private final Key<Queue, String> store = fallback(
                "store",
                Values.TEXT,
                "A store of its own: `sqlite:FILE`, or `postgresql://user@host/name` for several gateways.",
                USUAL.store(),
                Queue::store);
        private final Key<Queue, String> path = fallback(
                "path",
                GatewayForms.PATH,
                "Path under which the gateway tells what has become of a request.",
                USUAL.path(),
                Queue::path);
        private final Key<Queue, Duration> keep = fallback(
                "keep", Values.DURATION, "How long an answer is kept for whoever asks.", USUAL.keep(), Queue::keep);

        QueueTable() {
            super("gateway-queue", "Where queued requests are kept.");
        }

        @Override
        Queue build(Fields f) {
            if (f.get(path).equals("/") || f.get(path).endsWith("/")) {
                f.at(path).error("the path needs a name at its end", "write a path such as /jobs");
            }
            return new Queue(f.get(store), f.get(path), f.get(keep));
        }
    }

    /** An answer in place of a server's. */
    static final class FallbackTable extends Table<Fallback> {
        private final Key<Fallback, Integer> status =
                fallback("status", Values.count(1), "Status of the answer.", 200, Fallback::status);
        private final Key<Fallback, String> type =
                fallback("type", Values.TEXT, "Type of its content.", "application/json", Fallback::type);
        private final Key<Fallback, String> body = required("body", Values.TEXT, "Its body.", Fallback::body);

        FallbackTable() {
            super("gateway-fallback", "An answer in place of a server's.");
        }

        @Override
        Fallback build(Fields f) {
            if (f.get(status) < 200 || f.get(status) > 599) {
                f.at(status).error("an answer has a status from 200 to 599", "write a status such as 200");
            }
            if (!f.get(type).matches("[\\x20-\\x7e]{1,200}")) {
                f.at(type).error("that is no type of content", "write a type such as application/json");
            }
            return new Fallback(f.get(status), f.get(type), f.get(body));
        }
    }

    /** Who starts servers. */
    static final class ControllerTable extends Table<Controller> {
        private final Key<Controller, String> url =
                required("url", Values.TEXT, "Address of a controller's interface.", Controller::url);
        private final Key<Controller, String> tokenEnv = optional(
                "token-env",
                Values.TEXT,
                "Environment variable with a token of an operator.",
                "no token",
                Controller::tokenEnv);

        ControllerTable() {
            super("gateway-controller", "Who starts servers.");
        }

        @Override
        Controller build(Fields f) {
            if (!f.get(url).matches("https?://[A-Za-z0-9.\\[\\]:-]{1,300}/?")) {
                f.at(url)
                        .error(
                                "'" + f.get(url) + "' is not the address of a controller",
                                "write it like http://127.0.0.1:8484");
            }
            return new Controller(f.get(url), f.find(tokenEnv));
        }
    }
}
