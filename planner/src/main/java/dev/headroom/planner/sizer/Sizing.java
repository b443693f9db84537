package dev.headroom.planner.sizer;

import dev.headroom.planner.quantity.Choice;
import dev.headroom.planner.quantity.Dimension;
import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.quantity.Fraction;
import dev.headroom.planner.quantity.Quantity;
import dev.headroom.planner.quantity.Unit;
import dev.headroom.planner.sizer.Draft.Bound;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One service while its sizer works: its inputs, and the quantities it gets. */
public final class Sizing {

    private final Draft draft;
    private final String service;
    private final Map<String, Input> inputs;
    private final String prefix;
    private final String path;
    private final List<Service.Bought> bought;
    private final Function<String, @Nullable String> prices;

    /**
     * A service.
     *
     * @param inputs what was entered, by key
     * @param prices of an hour by instance type, as written
     */
    Sizing(Draft draft, String service, Map<String, Input> inputs, Function<String, @Nullable String> prices) {
        this(draft, service, inputs, service + ".", "services." + service + ".", new ArrayList<>(), prices);
    }

    /** A part of the demand. */
    Sizing(Draft draft, Map<String, Input> inputs) {
        this(draft, "demand", inputs, "", "demand.", new ArrayList<>(), instance -> null);
    }

    private Sizing(
            Draft draft,
            String service,
            Map<String, Input> inputs,
            String prefix,
            String path,
            List<Service.Bought> bought,
            Function<String, @Nullable String> prices) {
        this.draft = draft;
        this.service = service;
        this.inputs = inputs;
        this.prefix = prefix;
        this.path = path;
        this.bought = bought;
        this.prices = prices;
    }

    public String service() {
        return service;
    }

    public Draft draft() {
        return draft;
    }

    public boolean has(String key) {
        return inputs.containsKey(key);
    }

    /** Where a key stands in the spec. */
    public String path(String key) {
        return path + key;
    }

    /** The full name of one of the service's quantities. */
    public String named(String local) {
        return prefix + local;
    }

    /** A key that must be there. */
    public Expression need(String key, String unit, Bound bound, String note) {
        Input input = inputs.get(key);
        Unit u = Unit.of(unit);
        if (input == null) {
            draft.problem(
                    path.substring(0, path.length() - 1),
                    "'" + key + "' is missing",
                    "add " + key + (u.symbol().isEmpty() ? "" : " in " + u.symbol()) + ": " + note);
            return Expression.of(new Quantity(Fraction.ONE, u));
        }
        return draft.read(path + key, prefix + key, input, u, bound, false, note);
    }

    /** A key that may be left out; {@code otherwise} is then meant. */
    public Expression may(String key, String unit, Bound bound, String otherwise, String note) {
        Input input = inputs.getOrDefault(key, new Input.Text(otherwise));
        return draft.read(path + key, prefix + key, input, Unit.of(unit), bound, false, note);
    }

    /** The rate of requests: as entered, or that of the demand. */
    public Expression rate() {
        return rate("rate", "origin-rate");
    }

    /** A rate: as entered, or a quantity of the demand; the peak rate where that does not exist. */
    public Expression rate(String key, String otherwise) {
        String meant = draft.defines(otherwise) ? otherwise : "peak-rate";
        if (!has(key) && !draft.defines(meant)) {
            draft.problem(
                    path.substring(0, path.length() - 1),
                    "'" + key + "' is missing, and the demand has no " + otherwise,
                    "add " + key + ": 100 requests/s, or say it under demand");
            return Expression.of(Quantity.of("1", "requests/s"));
        }
        return may(key, "requests/s", Bound.ANY, meant, "requests that reach it");
    }

    /** A word among several, in any case; the first when the key is left out. */
    public String word(String key, String... words) {
        Input input = inputs.get(key);
        if (input == null) {
            return words[0];
        }
        if (input instanceof Input.Text t) {
            for (String word : words) {
                if (word.equalsIgnoreCase(t.text().strip())) {
                    return word;
                }
            }
        }
        draft.problem(
                path + key,
                "'" + (input instanceof Input.Text t ? t.text() : "a mapping") + "' is not one of the words known here",
                "write " + String.join(", ", words));
        return words[0];
    }

    /** A plain text, or null. */
    public @Nullable String text(String key) {
        return inputs.get(key) instanceof Input.Text t ? t.text().strip() : null;
    }

    /** A key that was read before, by the name of its own quantity or of the one it refers to. */
    Expression again(String key) {
        String own = prefix + key;
        String text = text(key);
        return Expression.name(draft.defines(own) || text == null ? own : text);
    }

    /** A distribution, or null. */
    Input.@Nullable Uncertain uncertain(String key) {
        return inputs.get(key) instanceof Input.Uncertain u ? u : null;
    }

    /** The price of an hour of an instance type, as written; null when it is not known. */
    @Nullable
    String priceOf(String instance) {
        return prices.apply(instance);
    }

    /** The parts of a group as sizings of their own, whose names begin with the key's and the part's. */
    public Map<String, Sizing> parts(String key, String example) {
        Input input = inputs.get(key);
        Map<String, Sizing> out = new LinkedHashMap<>();
        if (input instanceof Input.Group g && !g.parts().isEmpty()) {
            g.parts().forEach((name, part) -> {
                Map<String, Input> inside = part instanceof Input.Group p ? p.parts() : Map.of("", part);
                if (!(part instanceof Input.Group)) {
                    draft.problem(path + key + "." + name, "a mapping is expected", "write " + example);
                } else {
                    out.put(
                            name,
                            new Sizing(
                                    draft,
                                    service,
                                    inside,
                                    prefix + key + "." + name + ".",
                                    path + key + "." + name + ".",
                                    bought,
                                    prices));
                }
            });
        } else {
            draft.problem(
                    input == null ? path.substring(0, path.length() - 1) : path + key,
                    input == null ? "'" + key + "' is missing" : "'" + key + "' is a mapping of names",
                    "write " + key + ": { NAME: " + example + " }");
        }
        return out;
    }

    /** The parts of a group; none after reporting that it is no group. */
    public Map<String, Input> group(String key) {
        if (inputs.get(key) instanceof Input.Group g) {
            return g.parts();
        }
        draft.problem(path + key, "'" + key + "' is a mapping of names to quantities", "");
        return Map.of();
    }

    /** Reports keys that nobody reads. */
    public void onlyKnows(List<String> keys) {
        for (String key : inputs.keySet()) {
            if (!keys.contains(key)) {
                draft.problem(path + key, "unknown key '" + key + "'", Nearest.mend(key, keys));
            }
        }
    }

    /** Defines a quantity of the service. */
    public Expression define(String local, String unit, Expression formula, String note) {
        return draft.define(path.substring(0, path.length() - 1), prefix + local, Unit.of(unit), formula, note);
    }

    /**
     * Defines whole units that are bought: rounded up, and at least as many as {@code least} says.
     *
     * @param noun what they are called in the plan, unless the spec has a word of its own
     */
    public Expression buy(String local, String noun, Expression unrounded, String note) {
        String word = noun;
        String own = bought.isEmpty() ? text("unit") : null;
        Unit named = own == null ? null : Unit.parse(own);
        if (own != null && named != null && named.dimension().equals(Dimension.COUNT)) {
            word = own;
        } else if (own != null) {
            draft.problem(path + "unit", "'" + own + "' is no name for things", "write one word, such as pods");
        }
        Expression units = unrounded;
        if (has("least") && bought.isEmpty()) {
            units = new Choice.Most(List.of(unrounded, need("least", word, Bound.ANY, "fewest, for availability")));
        }
        bought.add(new Service.Bought(named(local), word));
        return define(local, word, units.up(), note);
    }

    /** Defines what is needed where nothing is bought in whole units. */
    public Expression tell(String local, String unit, Expression formula, String note) {
        bought.add(new Service.Bought(named(local), unit));
        return define(local, unit, formula, note);
    }

    /** What was bought, the main thing first. */
    public List<Service.Bought> bought() {
        return bought;
    }
}
