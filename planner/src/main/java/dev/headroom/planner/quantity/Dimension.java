package dev.headroom.planner.quantity;

/**
 * What a quantity measures, as powers of the things that are counted: a rate is a count ÷ time, a price per hour is money ÷
 * time. Ratios have no dimension, so a ratio is not a count.
 *
 * @param count requests, sessions, files, units: whatever there is a number of
 * @param time seconds
 * @param bytes bytes
 * @param tokens tokens of a language model
 * @param money an amount of {@code currency}
 * @param currency ISO 4217 code; empty where money has no part
 */
public record Dimension(int count, int time, int bytes, int tokens, int money, String currency) {

    public static final Dimension RATIO = new Dimension(0, 0, 0, 0, 0, "");
    public static final Dimension COUNT = new Dimension(1, 0, 0, 0, 0, "");
    public static final Dimension TIME = new Dimension(0, 1, 0, 0, 0, "");
    public static final Dimension BYTES = new Dimension(0, 0, 1, 0, 0, "");
    public static final Dimension TOKENS = new Dimension(0, 0, 0, 1, 0, "");

    public Dimension {
        if ((money == 0) != currency.isEmpty()) {
            throw new IllegalArgumentException("money has a currency, and nothing else has");
        }
    }

    /** An amount of a currency. */
    public static Dimension money(String currency) {
        return new Dimension(0, 0, 0, 0, 1, currency);
    }

    Dimension times(Dimension o) {
        return plus(o, 1);
    }

    Dimension over(Dimension o) {
        return plus(o, -1);
    }

    private Dimension plus(Dimension o, int sign) {
        if (money != 0 && o.money != 0 && !currency.equals(o.currency)) {
            throw new UnitMismatch(
                    currency + " and " + o.currency + " are two currencies", "write both in one currency");
        }
        int amount = money + sign * o.money;
        return new Dimension(
                count + sign * o.count,
                time + sign * o.time,
                bytes + sign * o.bytes,
                tokens + sign * o.tokens,
                amount,
                amount == 0 ? "" : money != 0 ? currency : o.currency);
    }

    /** What it is called: a rate, a duration, …. */
    public String noun() {
        if (equals(RATIO)) {
            return "a ratio";
        } else if (equals(COUNT)) {
            return "a count";
        } else if (equals(TIME)) {
            return "a duration";
        } else if (equals(BYTES)) {
            return "a size in bytes";
        } else if (equals(TOKENS)) {
            return "a number of tokens";
        } else if (equals(COUNT.over(TIME))) {
            return "a rate";
        } else if (equals(TOKENS.over(TIME))) {
            return "a token rate";
        } else if (money == 1 && time == -1) {
            return "a price per time";
        } else if (money == 1 && count == 0 && bytes == 0 && tokens == 0) {
            return "an amount of money";
        }
        return "a quantity in " + symbol();
    }

    /** In base units: {@code tokens/s}. */
    String symbol() {
        String above =
                part(count, "1") + part(time, "s") + part(bytes, "B") + part(tokens, "tokens") + part(money, currency);
        String below = part(-count, "each")
                + part(-time, "s")
                + part(-bytes, "B")
                + part(-tokens, "token")
                + part(-money, currency);
        String top = above.equals("1·") ? "" : above;
        return (top.isEmpty() ? "" : top.substring(0, top.length() - 1))
                + (below.isEmpty()
                        ? ""
                        : "/" + below.substring(0, below.length() - 1).replace("·", "/"));
    }

    private static String part(int power, String name) {
        return power <= 0 ? "" : power == 1 ? name + "·" : name + "^" + power + "·";
    }
}
