package dev.headroom.spec;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes price catalogs. All problems are found in one go; none is an exception. */
public final class PricesReader {

    private PricesReader() {}

    /**
     * What came of reading a catalog.
     *
     * @param prices the catalog; null exactly if any problem is an error
     * @param problems all problems, in the order of their places
     */
    public record Loaded(@Nullable PricesSpec prices, List<Problem> problems) {
        public Loaded {
            problems = List.copyOf(problems);
        }
    }

    /** The names of the catalogs that ship. */
    public static List<String> catalogs() {
        return PricesForm.CATALOGS;
    }

    /**
     * A catalog that ships.
     *
     * @throws IllegalArgumentException when none of that name does
     */
    public static PricesSpec shipped(String name) {
        if (!PricesForm.CATALOGS.contains(name)) {
            throw new IllegalArgumentException(
                    "no price catalog '" + name + "' ships with Headroom; " + Nearest.mend(name, PricesForm.CATALOGS));
        }
        return PricesForm.shipped(name);
    }

    /** Reads a file. */
    public static Loaded read(Path file) {
        return switch (FileText.read(file)) {
            case FileText.Text t -> read(file.toString(), t.text());
            case FileText.Failed f -> new Loaded(null, List.of(f.problem()));
        };
    }

    /**
     * Reads a text.
     *
     * @param fileName as problems shall call it
     */
    public static Loaded read(String fileName, String yaml) {
        Reading reading = new Reading(fileName, null, yaml);
        PricesSpec found = PricesForm.parse(reading, yaml);
        return new Loaded(reading.errors() > 0 ? null : found, reading.problems());
    }

    /** A catalog as YAML; reading it gives the same catalog. */
    public static String write(PricesSpec prices) {
        return SpecWriter.block(new PricesForm()
                .write(
                        new PricesSpec(
                                "",
                                prices.base(),
                                prices.currency(),
                                prices.region(),
                                prices.dated(),
                                prices.source(),
                                prices.instances(),
                                prices.rates()),
                        Writing.PLAIN));
    }
}
