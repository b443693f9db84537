package dev.headroom.spec;

import dev.headroom.engine.model.Money;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;

/** Amounts of money and prices, as scalars. */
final class MoneyForms {

    private MoneyForms() {}

    static final class MoneyForm extends Scalar<Money> {
        MoneyForm() {
            super("money", "an amount of money", "100 USD");
        }

        @Override
        Money parse(String text) throws Unfit {
            if (Quantity.isNumber(text)) {
                throw new Unfit(text + " has no currency", "write " + text + " USD");
            }
            if (!Quantity.isMoney(text)) {
                throw unfit(text);
            }
            return money(text);
        }

        @Override
        Object format(Money value) {
            return value.toString();
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return pattern("^" + Quantity.MONEY + "$");
        }
    }

    static final class PriceForm extends Scalar<Money> {
        PriceForm() {
            super("price", "a price per hour", "0.096 USD/h");
        }

        @Override
        Money parse(String text) throws Unfit {
            if (Quantity.isMoney(text)) {
                throw new Unfit("'" + text + "' does not say for how long", "write " + text + "/h");
            }
            if (Quantity.isNumber(text)) {
                throw new Unfit(text + " has neither currency nor time", "write " + text + " USD/h");
            }
            if (!Quantity.isPrice(text)) {
                throw unfit(text);
            }
            return money(text.substring(0, text.indexOf('/')).strip());
        }

        @Override
        Object format(Money value) {
            return value + "/h";
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return pattern("^" + Quantity.PRICE + "$");
        }
    }

    private static Money money(String text) throws Unfit {
        String currency = text.substring(text.length() - 3);
        try {
            Currency.getInstance(currency);
        } catch (IllegalArgumentException e) {
            String near = Nearest.of(
                    currency,
                    Currency.getAvailableCurrencies().stream()
                            .map(Currency::getCurrencyCode)
                            .sorted()
                            .toList());
            throw new Unfit(
                    "there is no currency '" + currency + "'",
                    near == null ? "write 100 USD" : "did you mean '" + near + "'?");
        }
        return new Money(new BigDecimal(text.substring(0, text.length() - 3).strip()), currency);
    }
}
