package dev.headroom.cli;

import dev.headroom.report.Chart;
import dev.headroom.report.ChartImage;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes charts into a folder, each as an SVG and a PNG file. */
final class Plots {

    private Plots() {}

    /**
     * Finds out whether images can be written to a folder, before the work is done that they show.
     *
     * @throws Refusal when they cannot
     */
    static void check(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new Refusal("cannot write plots to '" + folder + "': it is not a folder");
        }
        Output.check(folder.resolve("plot.svg"));
    }

    /** Writes each chart under its name; the folder is made when it is absent. */
    static void write(Path folder, Map<String, Chart> charts, PrintWriter err) {
        charts.forEach((name, chart) -> {
            Output.write(folder.resolve(name + ".svg"), ChartImage.svg(chart));
            Output.write(folder.resolve(name + ".png"), ChartImage.png(chart));
        });
        err.println("plots: " + folder + " (" + String.join(", ", charts.keySet()) + ", each as .svg and .png)");
    }
}
