package dev.headroom.engine.model;

import java.math.BigDecimal;

/**
 * An amount of one currency.
 *
 * @param amount may be negative (a saving)
 * @param currency ISO 4217 code
 */
public record Money(BigDecimal amount, String currency) {

    public Money {
        if (currency.length() != 3) {
            throw new IllegalArgumentException("a currency is an ISO 4217 code such as USD, not '" + currency + "'");
        }
    }

    /** An amount written in plain decimal, such as {@code "0.096"}. */
    public static Money of(String amount, String currency) {
        return new Money(new BigDecimal(amount), currency);
    }

    /**
     * The sum.
     *
     * @throws IllegalArgumentException when the currencies differ; both are named
     */
    public Money plus(Money other) {
        return new Money(amount.add(same(other)), currency);
    }

    /**
     * The difference.
     *
     * @throws IllegalArgumentException when the currencies differ; both are named
     */
    public Money minus(Money other) {
        return new Money(amount.subtract(same(other)), currency);
    }

    /** So many times the amount, exactly. */
    public Money times(BigDecimal factor) {
        return new Money(amount.multiply(factor), currency);
    }

    private BigDecimal same(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(
                    "amounts in " + currency + " and " + other.currency + " cannot be taken together");
        }
        return other.amount;
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency;
    }
}
