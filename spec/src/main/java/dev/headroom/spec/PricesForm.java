package dev.headroom.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Prices: the name of a catalog that ships, a file, or the prices themselves. */
final class PricesForm extends Form<PricesSpec> {

    /** Catalogs that ship, as resources beside this class. */
    static final List<String> CATALOGS = List.of("aws-us-east-1", "aws-ap-northeast-1");

    private final PricesTable inline = new PricesTable(new Named(true));

    @Override
    @Nullable
    PricesSpec read(Cursor at) {
        return at.isScalar() ? named(at, true) : inline.read(at);
    }

    private static @Nullable PricesSpec named(Cursor at, boolean files) {
        String name = at.text("the name of a price catalog or a file");
        if (name == null) {
            return null;
        }
        PricesSpec found =
                CATALOGS.contains(name) ? shipped(name) : files && isFile(name) ? file(name, at) : unknown(name, at);
        return found == null
                ? null
                : new PricesSpec(
                        name,
                        found.base(),
                        found.currency(),
                        found.region(),
                        found.dated(),
                        found.source(),
                        found.instances(),
                        found.rates());
    }

    private static boolean isFile(String name) {
        return name.contains("/") || name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    }

    private static @Nullable PricesSpec unknown(String name, Cursor at) {
        at.error(
                "no price catalog '" + name + "' ships with Headroom",
                Nearest.mend(name, CATALOGS) + " (a file is named with its suffix, such as prices.yaml)");
        return null;
    }

    /** A catalog that ships. */
    static PricesSpec shipped(String name) {
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

    private static @Nullable PricesSpec file(String name, Cursor at) {
        Path folder = at.reading().folder();
        Path path = folder == null ? Path.of(name) : folder.resolve(name);
        return switch (FileText.read(path)) {
            case FileText.Failed f -> {
                at.error(
                        "the price file '" + name + "' cannot be read: "
                                + f.problem().message(),
                        "it is looked for at " + path);
                yield null;
            }
            case FileText.Text t -> {
                Reading reading = new Reading(name, null, t.text());
                PricesSpec read = parse(reading, t.text());
                for (Problem p : reading.problems()) {
                    at.error("in the price file, " + p.render(), "");
                }
                yield read;
            }
        };
    }

    /** A catalog as it stands in a file; null after reporting why it cannot be read. */
    static @Nullable PricesSpec parse(Reading reading, String text) {
        Node root = YamlText.parse(reading, text);
        return root == null ? null : new PricesTable(new Named(false)).read(Cursor.root(reading, root));
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

    /** A catalog that others build on. One in a file builds on a shipped one only: so they never build on each other in turn. */
    private static final class Named extends Form<PricesSpec> {
        private final boolean files;

        Named(boolean files) {
            this.files = files;
        }

        @Override
        @Nullable
        PricesSpec read(Cursor at) {
            return named(at, files);
        }

        @Override
        Object write(PricesSpec value, Writing to) {
            return value.catalog();
        }

        @Override
        Map<String, Object> schema(Schemas schemas) {
            return Schemas.of("type", "string");
        }

        @Override
        String kind() {
            return "name of a catalog that ships, or a file";
        }

        @Override
        String noun() {
            return "the name of a price catalog or a file";
        }

        @Override
        String example() {
            return CATALOGS.getFirst();
        }
    }
}
