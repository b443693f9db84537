package dev.headroom.gateway;

import dev.headroom.guard.GuardClock;
import org.jspecify.annotations.Nullable;

/** What is measured when somebody asks: of routes, of upstreams and of the access log. */
final class GatewayGauges {

    private final GatewayMetrics metrics;
    private final GuardClock clock;

    GatewayGauges(GatewayMetrics metrics, GuardClock clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Gauges of a route; {@code jobs} does its queued requests, null for nobody. */
    void route(Route r, @Nullable JobRunner jobs) {
        metrics.gauge(
                "headroom_gateway_in_flight",
                "Requests at servers.",
                "route",
                r.name(),
                () -> r.gate().inFlight());
        metrics.gauge(
                "headroom_gateway_queue",
                "Requests that wait for a place.",
                "route",
                r.name(),
                () -> r.gate().waiting());
        metrics.gauge(
                "headroom_gateway_concurrency_limit",
                "Requests that may be at servers at once.",
                "route",
                r.name(),
                () -> r.gate().capacity());
        if (jobs != null && r.spec().async() != null) {
            metrics.gauge(
                    "headroom_gateway_jobs",
                    "Queued requests that are not done yet.",
                    "route",
                    r.name(),
                    () -> jobs.open(r.name()));
        }
    }

    /** Gauges of an upstream; {@code placed} when it is known where the gateway is. */
    void upstream(Upstream u, boolean placed) {
        metrics.gauge(
                "headroom_gateway_upstream_in_flight",
                "Requests at the servers of an upstream.",
                "upstream",
                u.name(),
                () -> u.forwarding().get());
        metrics.gauge("headroom_gateway_held", "Requests that wait for a first server.", "upstream", u.name(), u::held);
        metrics.gauge(
                "headroom_gateway_demand",
                "Requests that an upstream has, waiting ones included: what to scale it on.",
                "upstream",
                u.name(),
                () -> u.signals().demand());
        metrics.gauge(
                "headroom_gateway_servers",
                "Servers of an upstream.",
                "upstream",
                u.name(),
                () -> u.replicas().all().size());
        metrics.gauge(
                "headroom_gateway_servers_well",
                "Servers of an upstream that requests go to.",
                "upstream",
                u.name(),
                () -> u.well(clock.nanos()));
        metrics.gauge(
                "headroom_gateway_degradation_level",
                "0 when all is served, to 4.",
                "upstream",
                u.name(),
                () -> u.degradation().level());
        if (placed) {
            metrics.gauge(
                    "headroom_gateway_region_kept",
                    "Part of the requests that stays in the gateway's region.",
                    "upstream",
                    u.name(),
                    () -> u.replicas().shares().regions().getFirst());
            metrics.gauge(
                    "headroom_gateway_zone_kept",
                    "Part of the region's requests that stays in the gateway's zone.",
                    "upstream",
                    u.name(),
                    () -> u.replicas().shares().zoneKept());
        }
    }

    /** Gauges of the access log. */
    void log(AccessLog to) {
        metrics.gauge(
                "headroom_gateway_access_log_dropped",
                "Lines of the access log that could not be written in time.",
                to::dropped);
    }
}
