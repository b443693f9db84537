package dev.headroom.spec;

import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code headroom.yaml} as read: everything checked, defaults filled in.
 *
 * @param apiVersion always {@link #API_VERSION}
 * @param timezone for schedules, freezes and budgets that name none
 * @param prices where prices of instances come from
 * @param sources metric sources by name
 * @param notifiers who is told, by name
 * @param workloads workloads by name, in the order of the file
 * @param budgets limits in money; already part of the guardrails of the workloads they apply to
 * @param demand the planner's input, by key
 * @param services the planner's input, by service and key
 * @param purchases what is bought by the hour
 * @param recovery how components come back after a failure
 * @param controller how the live controller goes about its work
 * @param gateway the HTTP front; null when there is none
 */
public record Spec(
        String apiVersion,
        ZoneId timezone,
        PricesSpec prices,
        Map<String, SourceSpec> sources,
        Map<String, NotifySpec> notifiers,
        Map<String, WorkloadSpec> workloads,
        List<BudgetSpec> budgets,
        Map<String, InputSpec> demand,
        Map<String, Map<String, InputSpec>> services,
        Map<String, PurchaseSpec> purchases,
        Map<String, RecoverySpec> recovery,
        ControllerSpec controller,
        @Nullable GatewaySpec gateway) {

    /** The only version there is. */
    public static final String API_VERSION = "headroom/v1";

    public Spec {
        sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
        notifiers = Collections.unmodifiableMap(new LinkedHashMap<>(notifiers));
        workloads = Collections.unmodifiableMap(new LinkedHashMap<>(workloads));
        budgets = List.copyOf(budgets);
        demand = Collections.unmodifiableMap(new LinkedHashMap<>(demand));
        services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
        purchases = Collections.unmodifiableMap(new LinkedHashMap<>(purchases));
        recovery = Collections.unmodifiableMap(new LinkedHashMap<>(recovery));
    }

    /** The same with other workloads. */
    public Spec with(Map<String, WorkloadSpec> others) {
        return new Spec(
                apiVersion,
                timezone,
                prices,
                sources,
                notifiers,
                others,
                budgets,
                demand,
                services,
                purchases,
                recovery,
                controller,
                gateway);
    }
}
