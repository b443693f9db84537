package dev.headroom.gateway;

import dev.headroom.guard.FallbackLimits;
import dev.headroom.guard.RateLimits;
import java.util.function.Consumer;

/** Tells when limits that several gateways count together are counted by this one alone, and when they are shared again. */
final class LimitsWatch {

    private final RateLimits limits;
    private final Consumer<String> say;
    private boolean together = true;

    LimitsWatch(RateLimits limits, GatewayMetrics metrics, Consumer<String> say) {
        this.limits = limits;
        this.say = say;
        if (limits instanceof FallbackLimits f) {
            metrics.gauge(
                    "headroom_gateway_limits_shared",
                    "1 while limits are counted together with other gateways, 0 while by this one alone.",
                    () -> f.isShared() ? 1 : 0);
        }
    }

    /** Looks, and tells what is new; called by one thread. */
    void look() {
        if (limits instanceof FallbackLimits f && f.isShared() != together) {
            together = !together;
            say.accept(
                    together
                            ? "headroom gateway: limits are counted together again"
                            : "headroom gateway: limits are counted by this gateway alone: their store does not"
                                    + " answer");
        }
    }
}
