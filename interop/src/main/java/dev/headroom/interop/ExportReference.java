package dev.headroom.interop;

/** The reference of the formats, made from the exporters themselves. */
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
            out.append("- [`").append(e.format()).append("`](#").append(e.format()).append("): ").append(e.summary()).append('\n');
        }
        for (Exporter e : Exporters.ALL) {
            out.append("\n## ").append(e.format()).append("\n\n").append(e.summary()).append("\n\n");
            out.append("| of the spec | becomes |\n| --- | --- |\n");
            for (Coverage c : e.coverage()) {
                out.append("| `").append(c.key()).append("` | ").append(cell(c.becomes())).append(" |\n");
            }
            if (!e.gaps().isEmpty()) {
                out.append("\n| lost | why | instead |\n| --- | --- | --- |\n");
                for (Gap g : e.gaps()) {
                    out.append("| `").append(g.key()).append("` | ").append(cell(g.why())).append(" | ");
                    out.append(cell(g.instead())).append(" |\n");
                }
            }
        }
        return out.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
