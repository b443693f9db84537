package dev.headroom.planner.prices;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the service price lists that AWS publishes as JSON (the "bulk" offer files), gigabytes at a time: of the products only
 * those that the filter wants are kept, of the terms only those of these products.
 *
 * <p>The format is described in the AWS Billing guide under "Reading the service price list file for an AWS service". Spot prices
 * are not in these files, and savings plans have files of another format, which is refused by name.
 */
public final class PriceListReader {

    /** Field names are not kept for reuse: half of them are identifiers that never come again, hundreds of thousands of them. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(1 << 20)
                    .maxNameLength(10_000)
                    .build())
            .build();

    private static final int MOST_PRODUCTS = 100_000;

    /** A price list that can be opened anew: terms that stand before the products take a second reading. */
    @FunctionalInterface
    public interface Source {
        /** Opens it at its begin. */
        InputStream open() throws IOException;
    }

    private final ProductFilter filter;
    private final Map<String, Product> wanted = new HashMap<>();
    private String offerCode = "";
    private String published = "";
    private boolean productsSeen;
    private boolean termsSeen;
    private boolean termsMissed;

    private PriceListReader(ProductFilter filter) {
        this.filter = filter;
    }

    /**
     * Reads a list.
     *
     * @throws PriceListException when it is no price list, is cut off, or says two things about one price
     * @throws IOException when it cannot be read
     */
    public static PriceList read(Source source, ProductFilter filter) throws IOException, PriceListException {
        PriceListReader reader = new PriceListReader(filter);
        try {
            reader.pass(source);
            if (reader.termsMissed) {
                reader.pass(source);
            }
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new PriceListException(
                    (at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ")
                            + "not the JSON of a price list, or cut off: " + e.getOriginalMessage());
        }
        if (!reader.productsSeen || !reader.termsSeen) {
            throw new PriceListException("this is no price list of an AWS service: it has no '"
                    + (reader.productsSeen ? "terms" : "products") + "'");
        }
        return new PriceListOutcome(reader.wanted).list(reader.offerCode, reader.published);
    }

    private void pass(Source source) throws IOException, PriceListException {
        boolean again = productsSeen;
        try (InputStream in = source.open();
                JsonParser json = JSON.createParser(in)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new PriceListException("this is no price list of an AWS service: it does not begin with '{'");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                switch (field) {
                    case "offerCode" -> offerCode = json.getValueAsString("");
                    case "publicationDate" -> published = json.getValueAsString("");
                    case "products" -> {
                        if (value == JsonToken.START_ARRAY) {
                            throw new PriceListException(
                                    "this is a price list of savings plans; only those of services are read");
                        }
                        expect(json, JsonToken.START_OBJECT, "products");
                        if (again) {
                            json.skipChildren();
                        } else {
                            products(json);
                        }
                    }
                    case "terms" -> {
                        expect(json, JsonToken.START_OBJECT, "terms");
                        termsSeen = true;
                        if (productsSeen) {
                            terms(json);
                        } else {
                            termsMissed = true;
                            json.skipChildren();
                        }
                    }
                    default -> json.skipChildren();
                }
            }
        }
    }

    private void products(JsonParser json) throws IOException, PriceListException {
        productsSeen = true;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String sku = json.currentName();
            json.nextToken();
            expect(json, JsonToken.START_OBJECT, "product " + sku);
            Map<String, String> attributes = Map.of();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean named = json.currentName().equals("attributes");
                json.nextToken();
                if (named) {
                    attributes = texts(json, "the attributes of product " + sku);
                } else {
                    json.skipChildren();
                }
            }
            if (filter.wants(attributes)) {
                if (wanted.size() == MOST_PRODUCTS) {
                    throw new PriceListException("more than " + MOST_PRODUCTS + " products are wanted; name instances");
                }
                wanted.put(sku, new Product(sku, attributes));
            }
        }
    }

    private void terms(JsonParser json) throws IOException, PriceListException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String type = json.currentName();
            json.nextToken();
            boolean reserved = type.equals("Reserved");
            if (!reserved && !type.equals("OnDemand")) {
                json.skipChildren();
                continue;
            }
            expect(json, JsonToken.START_OBJECT, "terms " + type);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                Product product = wanted.get(json.currentName());
                json.nextToken();
                if (product == null) {
                    json.skipChildren();
                    continue;
                }
                expect(json, JsonToken.START_OBJECT, "the terms of product " + product.sku());
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    json.nextToken();
                    product.add(term(json, product.sku()), reserved);
                }
            }
        }
    }

    private static Product.Term term(JsonParser json, String sku) throws IOException, PriceListException {
        expect(json, JsonToken.START_OBJECT, "a term of product " + sku);
        Product.Term term = new Product.Term();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "effectiveDate" -> term.effective(json.getValueAsString(""));
                case "termAttributes" -> term.attributes(texts(json, "the attributes of a term of " + sku));
                case "priceDimensions" -> {
                    expect(json, JsonToken.START_OBJECT, "the prices of product " + sku);
                    while (json.nextToken() == JsonToken.FIELD_NAME) {
                        json.nextToken();
                        dimension(json, sku, term);
                    }
                }
                default -> json.skipChildren();
            }
        }
        return term;
    }

    private static void dimension(JsonParser json, String sku, Product.Term term)
            throws IOException, PriceListException {
        expect(json, JsonToken.START_OBJECT, "a price of product " + sku);
        String unit = "";
        Map<String, String> prices = Map.of();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "unit" -> unit = json.getValueAsString("");
                case "pricePerUnit" -> prices = texts(json, "the amounts of product " + sku);
                default -> json.skipChildren();
            }
        }
        term.price(sku, unit, prices);
    }

    /** The scalars of an object; whatever is nested in it is left out. */
    private static Map<String, String> texts(JsonParser json, String what) throws IOException, PriceListException {
        expect(json, JsonToken.START_OBJECT, what);
        Map<String, String> out = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken().isScalarValue()) {
                out.put(name, json.getValueAsString(""));
            } else {
                json.skipChildren();
            }
        }
        return out;
    }

    private static void expect(JsonParser json, JsonToken token, String what) throws PriceListException {
        if (json.currentToken() != token) {
            JsonLocation at = json.currentLocation();
            throw new PriceListException("line " + at.getLineNr() + ", column " + at.getColumnNr() + ": " + what
                    + " should be an object and is not");
        }
    }
}
