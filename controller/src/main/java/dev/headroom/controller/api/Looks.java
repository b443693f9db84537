package dev.headroom.controller.api;

import dev.headroom.controller.ControllerStatus;
import dev.headroom.controller.WorkloadStatus;
import dev.headroom.controller.metrics.Metrics;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers questions about the present. */
final class Looks {

    private Looks() {}

    static Reply controller(Api api, Call call) {
        return new Reply.Document(Shown.of(api.console().controller()));
    }

    static Reply workloads(Api api, Call call) {
        return new Reply.Document(new Views.WorkloadsView(api.console().workloads().stream()
                .map(w -> Shown.of(w, api.console().overrides(w.name())))
                .toList()));
    }

    static Reply workload(Api api, Call call) {
        WorkloadStatus workload = api.workload(call.path("name"));
        return new Reply.Document(Shown.of(workload, api.console().overrides(workload.name())));
    }

    static Reply forecasts(Api api, Call call) {
        return new Reply.Document(new Views.ForecastsView(Shown.of(api.workload(call.path("name"))).signals().stream()
                .filter(s -> s.forecast() != null)
                .toList()));
    }

    static Reply overrides(Api api, Call call) {
        String name = call.path("name");
        api.workload(name);
        return new Reply.Document(
                new Views.OverridesView(Shown.overrides(api.console().overrides(name))));
    }

    static Reply budgets(Api api, Call call) {
        return new Reply.Document(new Views.BudgetsView(
                api.console().budgets().stream().map(Shown::of).toList()));
    }

    static Reply audit(Api api, Call call) {
        int limit = call.number("limit", 1, 1000, 100);
        call.check();
        return new Reply.Document(new Views.AuditView(api.stored(
                () -> api.console().audit(limit).stream().map(Shown::of).toList())));
    }

    static Reply spec(Api api, Call call) {
        ControllerStatus status = api.console().controller();
        return new Reply.Content(
                "application/yaml",
                api.console().spec().getBytes(StandardCharsets.UTF_8),
                Map.of("ETag", '"' + status.specFingerprint() + '"'));
    }

    static Reply events(Api api, Call call) {
        return new Reply.Live(api.events().subscribe());
    }

    static Reply metrics(Api api, Call call) {
        Metrics.Page page = api.metrics().page(call.header("accept"));
        return new Reply.Content(page.contentType(), page.body());
    }

    static Reply live(Api api, Call call) {
        return plain("alive\n");
    }

    static Reply ready(Api api, Call call) {
        if (!api.console().controller().ready()) {
            throw Problem.unavailable("not ready: the store does not answer, or a workload was not looked at lately");
        }
        return plain("ready\n");
    }

    private static Reply plain(String text) {
        return new Reply.Content("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }
}
