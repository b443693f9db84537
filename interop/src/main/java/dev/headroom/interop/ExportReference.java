package dev.headroom.interop;

/** The reference of the formats, made from the exporters and importers themselves. */
public final class ExportReference {

    private ExportReference() {}

    /** The page, in Markdown. */
    public static String markdown() {
        StringBuilder out = new StringBuilder("""
                # What each format can say

                Made from the code of `headroom export`; a test fails when this page drifts, and writes it anew with
                `-Dheadroom.update=true`. What an export of your spec leaves out is listed on standard error, and in `-o json`.

                """);
        for (Exporter e : Exporters.ALL) {
            out.append("- [`")
                    .append(e.format())
                    .append("`](#")
                    .append(e.format())
                    .append("): ")
                    .append(e.summary())
                    .append('\n');
        }
        for (Exporter e : Exporters.ALL) {
            out.append("\n## ")
                    .append(e.format())
                    .append("\n\n")
                    .append(e.summary())
                    .append("\n\n");
            out.append("| of the spec | becomes |\n| --- | --- |\n");
            for (Coverage c : e.coverage()) {
                out.append("| `")
                        .append(c.key())
                        .append("` | ")
                        .append(cell(c.becomes()))
                        .append(" |\n");
            }
            if (!e.gaps().isEmpty()) {
                out.append("\n| lost | why | instead |\n| --- | --- | --- |\n");
                for (Gap g : e.gaps()) {
                    out.append("| `")
                            .append(g.key())
                            .append("` | ")
                            .append(cell(g.why()))
                            .append(" | ");
                    out.append(cell(g.instead())).append(" |\n");
                }
            }
        }
        out.append("\n## Import\n\n");
        out.append(
                "`headroom import FORMAT FILE…` writes a spec with comments that say what came from where, and marks with `?` what\n");
        out.append(
                "needs an answer; `headroom simulate --import FORMAT FILE --trace …` backtests such a file at once, with these facts:\n\n");
        out.append("| option | |\n| --- | --- |\n");
        for (Fact f : Fact.values()) {
            out.append("| `")
                    .append(f.flag())
                    .append(' ')
                    .append(f.example())
                    .append("` | ")
                    .append(f.what())
                    .append(" |\n");
        }
        out.append("\n| format | reads |\n| --- | --- |\n");
        for (Importer i : Importers.ALL) {
            out.append("| `")
                    .append(i.format())
                    .append("` | ")
                    .append(cell(i.summary()))
                    .append(" |\n");
        }
        out.append(
                "\nTargets, bounds, policies and limits come back from `import` as `export` wrote them, as far as the format can say them; an\n");
        out.append("entry of a schedule that has a length comes back from AWS as two.\n");
        return out.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
