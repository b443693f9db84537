package dev.headroom.gateway;

import dev.headroom.guard.Backoff;
import dev.headroom.guard.ConcurrencyGate;
import dev.headroom.guard.GateRules;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.LimitRule;
import dev.headroom.guard.RetryBudget;
import dev.headroom.guard.Tiers;
import dev.headroom.spec.GatewaySpec;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A route at work: its rules as the guard knows them, and what is under way. */
final class Route {

    private static final double RETRIES = 0.1;
    private static final int RESERVE = 10;

    /**
     * Limits of one kind of key.
     *
     * @param by whom they are for
     * @param cost header with the cost; null when each request costs 1
     */
    record Limited(String by, @Nullable HeaderName cost, List<LimitRule> rules) {}

    private final GatewaySpec.Route spec;
    private final Tiers tiers;
    private final ConcurrencyGate gate;
    private final List<Limited> limits;
    private final Backoff backoff;
    private final RetryBudget budget = new RetryBudget(RETRIES, RESERVE);
    private final Split split;
    private final @Nullable HeaderName priority;
    private final Signals signals;

    Route(GatewaySpec.Route spec, ZoneId zone, GuardClock clock) {
        this.spec = spec;
        this.signals = new Signals(clock.nanos());
        this.tiers = spec.priority() == null ? Tiers.ONE : Tiers.USUAL;
        this.priority = spec.priority() == null ? null : HeaderNames.create(spec.priority());
        GatewaySpec.Concurrency c = spec.concurrency();
        this.gate = new ConcurrencyGate(
                switch (c.adapt()) {
                    case "fixed" ->
                        new GateRules(
                                GateRules.Adaptation.FIXED,
                                c.most(),
                                c.most(),
                                c.most(),
                                tiers,
                                c.queue(),
                                c.longest());
                    case "gradient" -> adaptive(GateRules.Adaptation.GRADIENT, c, tiers);
                    default -> adaptive(GateRules.Adaptation.VEGAS, c, tiers);
                },
                clock);
        this.limits = limits(spec, zone);
        this.backoff = switch (spec.retries()) {
            case "lookup" -> Backoff.LOOKUP;
            case "inference" -> Backoff.INFERENCE;
            default -> Backoff.NONE;
        };
        this.split = new Split(spec.upstreams(), spec.revert());
    }

    private static GateRules adaptive(GateRules.Adaptation how, GatewaySpec.Concurrency c, Tiers tiers) {
        int initial = Math.min(20, c.most());
        return new GateRules(how, initial, 1, c.most(), tiers, c.queue(), c.longest());
    }

    private static List<Limited> limits(GatewaySpec.Route spec, ZoneId zone) {
        Map<String, Limited> out = new LinkedHashMap<>();
        int number = 0;
        for (GatewaySpec.Limit l : spec.limits()) {
            number++;
            String name = l.by() + '-' + number;
            LimitRule rule = switch (l.kind()) {
                case "window" -> LimitRule.window(name, l.allow(), l.per(), zone);
                case "sliding" -> LimitRule.sliding(name, l.allow(), l.per());
                default -> LimitRule.bucket(name, l.allow(), l.per(), l.burst());
            };
            String group = l.by() + ' ' + l.cost();
            Limited before = out.get(group);
            List<LimitRule> rules = new ArrayList<>(before == null ? List.of() : before.rules());
            rules.add(rule);
            String cost = l.cost();
            out.put(group, new Limited(l.by(), cost == null ? null : HeaderNames.create(cost), List.copyOf(rules)));
        }
        return List.copyOf(out.values());
    }

    /** Whether a decoded path is one of this route's. */
    boolean fits(String path) {
        String prefix = spec.path();
        return path.startsWith(prefix)
                && (path.length() == prefix.length()
                        || prefix.endsWith("/")
                        || path.charAt(prefix.length()) == '/'
                        || path.charAt(prefix.length()) == ';');
    }

    /** Index of the tier that a request names; the middle one when it names none. */
    int tier(@Nullable String named) {
        if (priority == null) {
            return 0;
        }
        int index = named == null ? -1 : tiers.indexOf(named);
        return index < 0 ? tiers.indexOf("normal") : index;
    }

    /** The last of its tiers. */
    int lowest() {
        return tiers.tiers().size() - 1;
    }

    /** Whether it has tiers, and this one is the last of them. */
    boolean isLowest(int tier) {
        return tiers.tiers().size() > 1 && tier == tiers.tiers().size() - 1;
    }

    String name() {
        return spec.path();
    }

    GatewaySpec.Route spec() {
        return spec;
    }

    /** What it has had to do of late. */
    Signals signals() {
        return signals;
    }

    ConcurrencyGate gate() {
        return gate;
    }

    List<Limited> limits() {
        return limits;
    }

    Backoff backoff() {
        return backoff;
    }

    RetryBudget budget() {
        return budget;
    }

    Split split() {
        return split;
    }

    @Nullable
    HeaderName priority() {
        return priority;
    }
}
