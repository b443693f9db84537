package dev.headroom.spec;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads specs. All problems are found in one go; none is an exception. */
public final class SpecReader {

    private SpecReader() {}

    /** Reads a file; price files that it names are looked for beside it. */
    public static Loaded read(Path file) {
        return switch (FileText.read(file)) {
            case FileText.Text t -> read(file.toString(), file.toAbsolutePath().getParent(), t.text());
            case FileText.Failed f -> new Loaded(null, List.of(f.problem()));
        };
    }

    /**
     * Reads a text.
     *
     * @param fileName as problems shall call it
     */
    public static Loaded read(String fileName, String yaml) {
        return read(fileName, null, yaml);
    }

    /**
     * Reads a text.
     *
     * @param name as problems shall call the file
     * @param folder where price files that it names are looked for; null to look for none
     */
    public static Loaded read(String name, @Nullable Path folder, String text) {
        @Nullable Spec[] found = new @Nullable Spec[1];
        Reading reading = YamlText.read(name, folder, text, "a spec", at -> {
            found[0] = SpecTable.TABLE.read(at);
            Tiers.check(at.reading());
        });
        return new Loaded(reading.errors() > 0 ? null : found[0], reading.problems());
    }
}
