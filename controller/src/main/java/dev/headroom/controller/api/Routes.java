package dev.headroom.controller.api;

import static dev.headroom.controller.api.Route.Access.ADMINISTER;
import static dev.headroom.controller.api.Route.Access.OPEN;
import static dev.headroom.controller.api.Route.Access.OPERATE;
import static dev.headroom.controller.api.Route.Access.READ;
import static dev.headroom.controller.api.Route.Content.json;
import static dev.headroom.controller.api.Route.Parameter.query;

import dev.headroom.controller.api.Route.Content;
import dev.headroom.controller.api.Route.Parameter;
import java.util.List;

/** The table of routes: from it they are served, described and documented. */
final class Routes {

    static final String V1 = "/api/v1";

    private static final String WORKLOAD = V1 + "/workloads/{name}";
    private static final Parameter NAME = new Parameter("name", true, "string", "Name of the workload in the spec.");
    private static final Parameter SOURCE =
            query("source", "string", "The source of type push; needed if the spec has several.");
    private static final Content PLAIN = Content.of("text/plain", "One word.");
    private static final Content YAML = Content.of("application/yaml", "The text of a spec.");

    static final List<Route> ALL = List.of(
            new Route(
                    "GET",
                    V1 + "/controller",
                    READ,
                    "The controller as it runs",
                    "",
                    List.of(),
                    null,
                    json(Views.ControllerView.class),
                    List.of(),
                    Looks::controller),
            new Route(
                    "GET",
                    V1 + "/workloads",
                    READ,
                    "All workloads",
                    "Each as of its last turn.",
                    List.of(),
                    null,
                    json(Views.WorkloadsView.class),
                    List.of(),
                    Looks::workloads),
            new Route(
                    "GET",
                    WORKLOAD,
                    READ,
                    "One workload",
                    "As of its last turn.",
                    List.of(NAME),
                    null,
                    json(Views.WorkloadView.class),
                    List.of(404),
                    Looks::workload),
            new Route(
                    "GET",
                    WORKLOAD + "/decisions",
                    READ,
                    "Recorded decisions",
                    "Without 'from' and 'to' the latest ones; with them the oldest of that span, of a day if only 'to'"
                            + " is given.",
                    List.of(
                            NAME,
                            query("from", "date-time", "The earliest time."),
                            query("to", "date-time", "The time before which they were made; the present by default."),
                            query(
                                    "limit",
                                    "integer",
                                    "The most that are answered, 1 to " + History.MOST_DECISIONS + "; 100 by default."),
                            query(
                                    "changes",
                                    "boolean",
                                    "Only those that changed the number of replicas; false by default.")),
                    null,
                    json(Views.DecisionsView.class),
                    List.of(400, 404, 503),
                    History::decisions),
            new Route(
                    "GET",
                    WORKLOAD + "/why",
                    READ,
                    "Why there are so many replicas",
                    "The whole explanation of one decision: what was seen, every step as a sentence and as figures, and"
                            + " what came out.",
                    List.of(
                            NAME,
                            query("at", "date-time", "The decision in force at this time; the latest by default.")),
                    null,
                    json(Views.DecisionView.class),
                    List.of(400, 404, 503),
                    History::why),
            new Route(
                    "GET",
                    WORKLOAD + "/timeline",
                    READ,
                    "Recorded decisions as points of charts",
                    "A number of steps of equal length, whatever the span.",
                    List.of(
                            NAME,
                            query(
                                    "from",
                                    "date-time",
                                    "The begin; by default three hours before 'to', or the first record if that is later."),
                            query("to", "date-time", "The end; the present by default."),
                            query(
                                    "points",
                                    "integer",
                                    "How many steps, 1 to " + History.MOST_STEPS + "; 360 by default.")),
                    null,
                    json(Views.TimelineView.class),
                    List.of(400, 404, 503),
                    History::timeline),
            new Route(
                    "GET",
                    WORKLOAD + "/forecasts",
                    READ,
                    "What is expected",
                    "",
                    List.of(NAME),
                    null,
                    json(Views.ForecastsView.class),
                    List.of(404),
                    Looks::forecasts),
            new Route(
                    "GET",
                    WORKLOAD + "/overrides",
                    READ,
                    "Orders in force",
                    "",
                    List.of(NAME),
                    null,
                    json(Views.OverridesView.class),
                    List.of(404),
                    Looks::overrides),
            new Route(
                    "POST",
                    WORKLOAD + "/overrides",
                    OPERATE,
                    "Give an order",
                    "It counts from the next turn on, alone, until it ends or is lifted. Its author is the name of the"
                            + " token.",
                    List.of(NAME),
                    json(Views.OrderBody.class),
                    json(Views.DoneView.class),
                    List.of(400, 404, 422),
                    Orders::order),
            new Route(
                    "DELETE",
                    WORKLOAD + "/overrides",
                    OPERATE,
                    "Lift all orders",
                    "",
                    List.of(NAME),
                    null,
                    json(Views.DoneView.class),
                    List.of(404, 422),
                    Orders::lift),
            new Route(
                    "POST",
                    WORKLOAD + "/turn",
                    OPERATE,
                    "Take a turn now",
                    "Instead of when the next one is due. A gateway asks for it when a workload at zero is wanted.",
                    List.of(NAME),
                    null,
                    json(Views.DoneView.class),
                    List.of(404),
                    Orders::turn),
            new Route(
                    "POST",
                    WORKLOAD + "/what-if",
                    READ,
                    "What another policy would have done",
                    "The demand that was recorded, simulated with the policies in force and with others. It needs 'service'"
                            + " in the spec. One is simulated at a time, for at most a minute.",
                    List.of(NAME),
                    json(Views.WhatIfBody.class),
                    json(Views.WhatIfView.class),
                    List.of(400, 404, 422, 503),
                    Trials::answer),
            new Route(
                    "GET",
                    V1 + "/budgets",
                    READ,
                    "Budgets and what is used of them",
                    "",
                    List.of(),
                    null,
                    json(Views.BudgetsView.class),
                    List.of(),
                    Looks::budgets),
            new Route(
                    "GET",
                    V1 + "/audit",
                    READ,
                    "Who changed what",
                    "",
                    List.of(query("limit", "integer", "The most that are answered, 1 to 1000; 100 by default.")),
                    null,
                    json(Views.AuditView.class),
                    List.of(400, 503),
                    Looks::audit),
            new Route(
                    "GET",
                    V1 + "/spec",
                    READ,
                    "The spec in force",
                    "Its entity tag (ETag) is its fingerprint.",
                    List.of(),
                    null,
                    YAML,
                    List.of(),
                    Looks::spec),
            new Route(
                    "PUT",
                    V1 + "/spec",
                    ADMINISTER,
                    "Put another spec in force",
                    "A bad one is refused with every problem, and the present one stays. With 'controller.rollout' in the"
                            + " present one it comes in stages. With the header If-Match it is"
                            + " put in force only if the present one has that entity tag.",
                    List.of(),
                    YAML,
                    json(Views.DoneView.class),
                    List.of(400, 412, 422),
                    Orders::reload),
            new Route(
                    "GET",
                    V1 + "/rollout",
                    READ,
                    "The roll-out of a changed spec",
                    "The one under way, or the last one.",
                    List.of(),
                    null,
                    json(Rollouts.RolloutView.class),
                    List.of(),
                    Rollouts::look),
            new Route(
                    "POST",
                    V1 + "/rollout",
                    OPERATE,
                    "Let a roll-out go on or return",
                    "advance: its next stage begins now. finish: the changed spec is in force now. abort: the former spec"
                            + " is in force again. retry: what was returned is rolled out once more.",
                    List.of(),
                    json(Rollouts.RolloutBody.class),
                    json(Views.DoneView.class),
                    List.of(400, 422),
                    Rollouts::order),
            new Route(
                    "GET",
                    V1 + "/events",
                    READ,
                    "What happens, as it happens",
                    "Server-sent events: 'turn' with a workload after each of its turns, 'told' with something that"
                            + " people are told, 'changed' with a change that somebody made. A client that does not keep"
                            + " up is dropped; it connects again and reads the present state.",
                    List.of(),
                    null,
                    Content.of("text/event-stream", "Events whose data are JSON."),
                    List.of(503),
                    Looks::events),
            new Route(
                    "POST",
                    V1 + "/samples",
                    OPERATE,
                    "Push samples",
                    "To a source of type push: {\"samples\": [{\"name\": \"inflight\", \"labels\": {\"replica\":"
                            + " \"3\"}, \"value\": 12, \"at\": \"2026-01-05T00:00:00Z\"}]}. What is good is kept, and of"
                            + " the rest the first problems are told; an error if nothing is.",
                    List.of(SOURCE),
                    Content.of("application/json", "Samples."),
                    Content.of("application/json", "How many were kept and refused, and why."),
                    List.of(400, 404),
                    Samples::own),
            new Route(
                    "POST",
                    "/v1/metrics",
                    OPERATE,
                    "Push samples by OTLP",
                    "An ExportMetricsServiceRequest of OTLP over HTTP, as protobuf or, with the content type"
                            + " application/json, as JSON; compressed by gzip or not.",
                    List.of(SOURCE),
                    Content.of("application/x-protobuf", "The request."),
                    Content.of("application/x-protobuf", "The response, as JSON if the request was."),
                    List.of(400, 404),
                    Samples::otlp),
            new Route(
                    "GET",
                    V1 + "/openapi.json",
                    OPEN,
                    "This interface as an OpenAPI 3.1 document",
                    "",
                    List.of(),
                    null,
                    Content.of("application/json", "The document."),
                    List.of(),
                    OpenApi::answer),
            new Route(
                    "GET",
                    "/metrics",
                    READ,
                    "Metrics for Prometheus",
                    "",
                    List.of(),
                    null,
                    Content.of("text/plain", "Metrics in the text format, or in that of OpenMetrics if asked for."),
                    List.of(),
                    Looks::metrics),
            new Route(
                    "GET",
                    "/livez",
                    OPEN,
                    "Whether the process answers",
                    "",
                    List.of(),
                    null,
                    PLAIN,
                    List.of(),
                    Looks::live),
            new Route(
                    "GET",
                    "/readyz",
                    OPEN,
                    "Whether the store answers and every workload held was looked at lately",
                    "",
                    List.of(),
                    null,
                    PLAIN,
                    List.of(503),
                    Looks::ready));

    private Routes() {}
}
