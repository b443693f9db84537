package dev.headroom.interop;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** All formats that can be written. */
public final class Exporters {

    /** In the order of the help and the docs. */
    public static final List<Exporter> ALL = List.of(
            new KubernetesExporter(),
            new KedaExporter(),
            new KnativeExporter(false),
            new KnativeExporter(true),
            new KarpenterExporter(true),
            new KarpenterExporter(false),
            new CloudFormationExporter(false),
            new CloudFormationExporter(true),
            new TerraformExporter(),
            new CloudWatchExporter(),
            new PrometheusExporter(),
            new GrafanaExporter());

    private Exporters() {}

    /** The exporter of a format, or null. */
    public static @Nullable Exporter of(String format) {
        for (Exporter e : ALL) {
            if (e.format().equals(format)) {
                return e;
            }
        }
        return null;
    }

    /** The words of all formats. */
    public static List<String> formats() {
        return ALL.stream().map(Exporter::format).toList();
    }
}
