package dev.headroom.cli;

import dev.headroom.interop.Document;
import dev.headroom.interop.Fact;
import dev.headroom.interop.Imported;
import dev.headroom.interop.Importer;
import dev.headroom.interop.Importers;
import dev.headroom.interop.Unreadable;
import dev.headroom.spec.Loaded;
import dev.headroom.spec.Problem;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads files of other systems for commands that take them in the place of a spec. */
final class ImportFiles {

    private static final long LARGEST = 32L << 20;

    private ImportFiles() {}

    /**
     * What stands in files; every problem is printed first.
     *
     * @throws Refusal when there is no such format, or the files cannot be used
     */
    static Imported read(String format, List<Path> files, PrintWriter err) {
        Importer importer = Importers.of(format);
        if (importer == null) {
            throw Refusal.ofUsage(
                    "'" + format + "' is no format to import; there are: " + String.join(", ", Importers.formats()));
        }
        List<Document> documents = new ArrayList<>();
        for (Path file : files) {
            documents.add(new Document(file.toString(), text(file)));
        }
        try {
            Imported imported = importer.read(documents);
            imported.notes().forEach(n -> err.println("note: " + n));
            return imported;
        } catch (Unreadable e) {
            if (e.problems().size() == 1) {
                throw new Refusal(e.problems().getFirst());
            }
            e.problems().forEach(err::println);
            throw new Refusal("the files have " + e.problems().size() + " problems, shown above");
        }
    }

    /**
     * The spec that a file of another system stands for.
     *
     * @param given what the file does not say
     * @throws Refusal when it cannot be used, or something is missing for a simulation
     */
    static Spec spec(String format, Path file, Map<Fact, String> given, PrintWriter err) {
        Imported imported = read(format, List.of(file), err);
        List<Fact> missing = imported.missing(given);
        if (!missing.isEmpty()) {
            StringBuilder all = new StringBuilder(file + " does not say all that a simulation needs; add:");
            missing.forEach(f -> all.append(String.format("%n  %-23s %s", f.flag() + " " + f.example(), f.what())));
            throw Refusal.ofUsage(all.toString());
        }
        Loaded loaded = SpecReader.read(file + ", imported", imported.spec(given));
        for (Problem p : loaded.problems()) {
            err.println(p.render());
        }
        if (loaded.spec() == null) {
            throw new Refusal("what " + file + " and the options say is no valid spec, as shown above; headroom import "
                    + format + " " + file + " shows it");
        }
        return loaded.spec();
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new Refusal(file + ": has " + Files.size(file) + " bytes; at most " + LARGEST + " are read");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new Refusal(file + ": there is no such file");
        } catch (CharacterCodingException e) {
            throw new Refusal(file + ": is no UTF-8 text");
        } catch (IOException e) {
            throw new Refusal(file + ": cannot be read: " + e.getMessage());
        }
    }
}
