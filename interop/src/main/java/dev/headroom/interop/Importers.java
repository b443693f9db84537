package dev.headroom.interop;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** All formats that can be read. */
public final class Importers {

    /** In the order of the help and the docs. */
    public static final List<Importer> ALL = List.of(
            new HpaImporter(),
            new KedaImporter(),
            new KnativeImporter(),
            new CloudFormationImporter(),
            new AwsJsonImporter(false),
            new AwsJsonImporter(true));

    private Importers() {}

    /** The importer of a format, or null. */
    public static @Nullable Importer of(String format) {
        for (Importer i : ALL) {
            if (i.format().equals(format)) {
                return i;
            }
        }
        return null;
    }

    /** The words of all formats. */
    public static List<String> formats() {
        return ALL.stream().map(Importer::format).toList();
    }
}
