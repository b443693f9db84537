package dev.headroom.spec;

import dev.headroom.engine.model.Money;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prices of instances.
 *
 * @param catalog the name of a catalog that ships, or a file, as written; empty when the prices stand in the spec, or nowhere
 * @param currency ISO 4217 code; empty without prices
 * @param dated day the prices were taken; empty when not said
 * @param instances price per hour by instance type
 */
public record PricesSpec(String catalog, String currency, String dated, Map<String, BigDecimal> instances) {

    /** No prices. */
    public static final PricesSpec NONE = new PricesSpec("", "", "", Map.of());

    public PricesSpec {
        instances = Map.copyOf(instances);
    }

    /** The price of an hour of an instance type, or null when it is not known. */
    public @Nullable Money hourly(String instance) {
        BigDecimal price = instances.get(instance);
        return price == null ? null : new Money(price, currency);
    }
}
