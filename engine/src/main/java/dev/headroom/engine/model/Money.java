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

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency;
    }
}
