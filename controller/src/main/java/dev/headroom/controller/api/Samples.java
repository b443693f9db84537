package dev.headroom.controller.api;

import dev.headroom.connectors.http.PushSource;
import dev.headroom.connectors.http.Pushed;
import dev.headroom.connectors.http.Taken;
import io.helidon.http.Status;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Takes samples that are pushed, to a source of the spec in force that is for that. */
final class Samples {

    private Samples() {}

    static Reply own(Api api, Call call) {
        Taken taken = take(api, call, Pushed.samples(call.body()));
        return new Reply.Content("application/json", taken.json());
    }

    /** In the form in which they came. */
    static Reply otlp(Api api, Call call) {
        Pushed pushed = Pushed.otlp(
                call.body(),
                Objects.requireNonNullElse(call.header("content-type"), ""),
                Objects.requireNonNullElse(call.header("content-encoding"), ""));
        boolean json = pushed.form() == Pushed.Form.OTLP_JSON;
        return new Reply.Content(
                json ? "application/json" : "application/x-protobuf",
                take(api, call, pushed).otlp(json));
    }

    private static Taken take(Api api, Call call, Pushed pushed) {
        String named = call.text("source");
        call.check();
        Taken taken = source(api, named == null ? "" : named)
                .take(pushed, api.console().controller().now());
        if (taken.status() == Status.REQUEST_ENTITY_TOO_LARGE_413.code()) {
            throw new Problem(
                    Status.REQUEST_ENTITY_TOO_LARGE_413, taken.problems().get(0), List.of());
        }
        if (taken.status() != Status.OK_200.code()) {
            throw Problem.badRequest(taken.problems());
        }
        return taken;
    }

    private static PushSource source(Api api, String named) {
        Map<String, PushSource> all = new TreeMap<>();
        api.console().sources().forEach((name, source) -> {
            if (source instanceof PushSource push) {
                all.put(name, push);
            }
        });
        PushSource one =
                all.size() == 1 && named.isEmpty() ? all.values().iterator().next() : all.get(named);
        if (one == null) {
            throw Problem.notFound(
                    all.isEmpty()
                            ? "the spec has no source of type push; add one under sources"
                            : "say which source of type push is meant, with ?source=NAME; there are "
                                    + String.join(", ", all.keySet()));
        }
        return one;
    }
}
