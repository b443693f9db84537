package dev.headroom.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Prices: the name of a catalog that ships, a file, or the prices themselves. */
final class PricesForm extends Form<PricesSpec> {

    /** Catalogs that ship, as resources beside this class. */
    static final List<String> CATALOGS = List.of("aws-us-east-1", "aws-ap-northeast-1");

    private final Inline inline = new Inline();

    @Override
    @Nullable
    PricesSpec read(Cursor at) {
        if (!at.isScalar()) {
            return inline.read(at);
        }
        String name = at.text(noun());
        if (name == null) {
            return null;
        }
        PricesSpec found = CATALOGS.contains(name) ? shipped(name) : isFile(name) ? file(name, at) : unknown(name, at);
        return found == null ? null : new PricesSpec(name, found.currency(), found.dated(), found.instances());
    }

    private static boolean isFile(String name) {
        return name.contains("/") || name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    }

    private static @Nullable PricesSpec unknown(String name, Cursor at) {
        at.error(
                "no price catalog '" + name + "' ships with Headroom",
                Nearest.mend(name, CATALOGS) + " A file is named with its suffix, such as prices.yaml");
        return null;
    }

    private PricesSpec shipped(String name) {
        try (InputStream in = PricesForm.class.getResourceAsStream("prices/" + name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("catalog " + name + " is missing from the jar");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Reading reading = new Reading(name, null, text);
            PricesSpec read = parse(reading, text);
            if (read == null) {
                throw new IllegalStateException("catalog " + name + " is broken: " + reading.problems());
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable PricesSpec file(String name, Cursor at) {
        Path folder = at.reading().folder();
        Path path = folder == null ? Path.of(name) : folder.resolve(name);
        String text;
        try {
            text = Files.readString(path);
        } catch (IOException e) {
            at.error("the price file '" + name + "' cannot be read", "it is looked for at " + path);
            return null;
        }
        Reading reading = new Reading(name, null, text);
        PricesSpec read = parse(reading, text);
        for (Problem p : reading.problems()) {
            at.error("in the price file, " + p.render(), "");
        }
        return read;
    }

    private @Nullable PricesSpec parse(Reading reading, String text) {
        Node root = YamlText.parse(reading, text);
        return root == null ? null : inline.read(Cursor.root(reading, root));
    }

    @Override
    Object write(PricesSpec value, Writing to) {
        return value.catalog().isEmpty() ? inline.write(value, to) : value.catalog();
    }

    @Override
    Map<String, Object> schema(Schemas schemas) {
        return Schemas.of("anyOf", List.of(Schemas.of("type", "string"), inline.schema(schemas)));
    }

    @Override
    String kind() {
        return "name of a catalog (" + String.join(", ", CATALOGS) + "), a file, or " + inline.kind();
    }

    @Override
    String noun() {
        return "the name of a price catalog, a file, or a mapping with currency and instances";
    }

    @Override
    void tables(Consumer<Table<?>> visitor) {
        inline.tables(visitor);
    }

    private static final class Inline extends Table<PricesSpec> {
        private final Key<PricesSpec, String> currency = required(
                "currency",
                new Values.TextForm("currency", "an ISO 4217 code", "USD"),
                "ISO 4217 code.",
                PricesSpec::currency);
        private final Key<PricesSpec, String> dated = optional(
                "dated",
                Values.TEXT,
                "Day the prices were taken.",
                "not said",
                p -> p.dated().isEmpty() ? null : p.dated());
        private final Key<PricesSpec, Map<String, Double>> instances = required(
                "instances", MapForm.of("an instance type", Values.NUMBER), "Price per hour by instance type.", p -> {
                    Map<String, Double> out = new java.util.TreeMap<>();
                    p.instances().forEach((k, v) -> out.put(k, v.doubleValue()));
                    return out;
                });

        Inline() {
            super("prices", "Prices per hour by instance type.");
        }

        @Override
        @Nullable
        PricesSpec build(Fields f) {
            try {
                Values.MONEY.parse("1 " + f.get(currency));
            } catch (Unfit e) {
                f.at(currency).error("'" + f.get(currency) + "' is not an ISO 4217 code", "write it like USD");
                return null;
            }
            String day = f.find(dated);
            Map<String, BigDecimal> prices = new HashMap<>();
            f.get(instances).forEach((k, v) -> prices.put(k, new BigDecimal(Quantity.number(v))));
            return new PricesSpec("", f.get(currency), day == null ? "" : day, prices);
        }
    }
}
