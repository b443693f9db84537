package dev.headroom.gateway;

import dev.headroom.spec.GatewaySpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far from the gateway an upstream's requests go. The own region is the first, the others follow in the order in which their
 * servers are listed; each gets what the ones before it do not keep. Within the own region the own zone comes first. What stays
 * where is a {@link Preference} on the share of the region's servers that are well, and on the zone's well servers as a part of
 * its fair share, {@code servers of the region / its zones}: a zone with too few servers, sick or never there, is not given more
 * than it can carry. Not safe for use by several threads.
 */
final class Locality {

    /** How near a server is. */
    enum Side {
        /** In the gateway's zone. */
        NEAR,
        /** In another zone. */
        FAR,
        /** In either. */
        ANY
    }

    private final GatewaySpec.@Nullable Place place;
    private final GatewaySpec.Near rules;
    private final Map<String, Preference> regions = new HashMap<>();
    private @Nullable Preference zone;

    /** A gateway at a place; null when that is not known: then all servers are equally near. */
    Locality(GatewaySpec.@Nullable Place place, GatewaySpec.Near rules) {
        this.place = place;
        this.rules = rules;
    }

    /**
     * Where requests go.
     *
     * @param regions shares of them, the own region's first; they sum to 1
     * @param zone part of the own region's requests that stay in the own zone; negative where no zone is preferred
     * @param scarce whether the servers of all regions together are too few for all requests
     */
    record Shares(List<Double> regions, double zone, boolean scarce) {

        /** All servers are equally near. */
        static final Shares ALIKE = new Shares(List.of(1.0), -1, false);

        boolean alike() {
            return regions.size() == 1 && zone < 0;
        }

        /** Part of the own region's requests that stays in the own zone; 1 where no zone is preferred. */
        double zoneKept() {
            return zone < 0 ? 1 : zone;
        }

        /** The region for a request: 0 for the own one. */
        int region(DoubleSupplier random) {
            if (regions.size() == 1) {
                return 0;
            }
            double left = random.getAsDouble();
            for (int i = 0; i < regions.size(); i++) {
                left -= regions.get(i);
                if (left < 0) {
                    return i;
                }
            }
            return 0;
        }

        /** The side of a region for a request. */
        Side side(int region, DoubleSupplier random) {
            if (region != 0 || zone < 0) {
                return Side.ANY;
            }
            return zone >= 1 || random.getAsDouble() < zone ? Side.NEAR : Side.FAR;
        }
    }

    /** Servers of a region. */
    private static final class Count {
        int open;
        int well;
        int near;
        int nearWell;
        final Set<String> zones = new HashSet<>();

        double share() {
            return open == 0 ? 0 : (double) well / open;
        }
    }

    /** Says to each server how near it is, and looks at how well they are. */
    Shares look(Collection<Replica> all, long now) {
        GatewaySpec.Place here = place;
        if (here == null) {
            return Shares.ALIKE;
        }
        String own = Objects.requireNonNullElse(here.region(), "");
        Map<String, Count> counts = new LinkedHashMap<>();
        counts.put(own, new Count());
        for (Replica r : all) {
            String region = r.listed().region();
            String in = region == null || here.region() == null ? own : region;
            Count c = counts.computeIfAbsent(in, k -> new Count());
            boolean near = in.equals(own)
                    && here.zone() != null
                    && here.zone().equals(r.listed().zone());
            r.at(List.copyOf(counts.keySet()).indexOf(in), near);
            if (!r.isDraining()) {
                boolean well = r.health().isWell(now);
                c.open++;
                c.well += well ? 1 : 0;
                c.near += near ? 1 : 0;
                c.nearWell += near && well ? 1 : 0;
                c.zones.add(Objects.requireNonNullElse(r.listed().zone(), ""));
            }
        }
        return shares(counts, Objects.requireNonNull(counts.get(own)), now);
    }

    private Shares shares(Map<String, Count> counts, Count own, long now) {
        regions.keySet().retainAll(counts.keySet());
        List<Double> shares = new ArrayList<>();
        double left = 1;
        double able = 0;
        for (Map.Entry<String, Count> e : counts.entrySet()) {
            double share = e.getValue().share();
            Preference p = next(regions.get(e.getKey()), share, rules.region(), now);
            regions.put(e.getKey(), p);
            shares.add(left * p.kept());
            left -= left * p.kept();
            able += rules.region() == 0 ? 1 : Math.min(1, share / rules.region());
        }
        double sum = 1 - left;
        for (int i = 0; i < shares.size(); i++) {
            shares.set(i, sum > 0 ? shares.get(i) / sum : i == 0 ? 1.0 : 0.0);
        }
        boolean both = own.near > 0 && own.near < own.open;
        zone = both ? next(zone, (double) own.nearWell * own.zones.size() / own.open, rules.zone(), now) : null;
        return new Shares(List.copyOf(shares), zone == null ? -1 : zone.kept(), able < 1 - 1e-9);
    }

    private Preference next(@Nullable Preference before, double share, double enough, long now) {
        return (before == null ? Preference.ALL : before)
                .next(share, enough, rules.margin(), rules.hold().toNanos(), now);
    }
}
