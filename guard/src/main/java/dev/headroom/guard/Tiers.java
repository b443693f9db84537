package dev.headroom.guard;

import java.util.List;

/**
 * How places are divided among tiers of priority. Each tier has places reserved that no other ever uses, so they need never be
 * called back; what is not reserved is shared, first come first served, up to each tier's maximum.
 *
 * @param tiers the most important first; 1 to 16
 * @param burst share of the places that all may use beyond what is reserved for them
 */
public record Tiers(List<Tier> tiers, double burst) {

    /**
     * One tier.
     *
     * @param name as requests call it
     * @param reserved share of the places that only it uses
     * @param maximum share of the places that it never uses more of
     */
    public record Tier(String name, double reserved, double maximum) {
        public Tier {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a tier has a name");
            }
            if (!(reserved >= 0 && reserved <= 1 && maximum > 0 && maximum <= 1 && reserved <= maximum)) {
                throw new IllegalArgumentException("the shares of tier '" + name
                        + "' lie between 0% and 100%, the maximum not below what is reserved");
            }
        }
    }

    /** 40, 30 and 10 % reserved, at most 50, 40 and 30 %, 20 % shared. */
    public static final Tiers USUAL = new Tiers(
            List.of(new Tier("high", 0.4, 0.5), new Tier("normal", 0.3, 0.4), new Tier("low", 0.1, 0.3)), 0.2);

    /** All are equal. */
    public static final Tiers ONE = new Tiers(List.of(new Tier("all", 0, 1)), 1);

    public Tiers {
        tiers = List.copyOf(tiers);
        if (tiers.isEmpty() || tiers.size() > 16) {
            throw new IllegalArgumentException("there are from 1 to 16 tiers: " + tiers.size());
        }
        if (tiers.stream().map(Tier::name).distinct().count() < tiers.size()) {
            throw new IllegalArgumentException("two tiers have the same name");
        }
        double all = burst + tiers.stream().mapToDouble(Tier::reserved).sum();
        if (!(burst >= 0 && all <= 1 + 1e-9)) {
            throw new IllegalArgumentException("what is reserved and the burst are more than 100% together");
        }
    }

    /** The place of a tier in the list; −1 when there is none of that name. */
    public int indexOf(String name) {
        for (int i = 0; i < tiers.size(); i++) {
            if (tiers.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
