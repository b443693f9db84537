package dev.headroom.spec;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads traffic files. All problems are found in one go; none is an exception. */
public final class TrafficReader {

    private TrafficReader() {}

    /**
     * What came of reading a traffic file.
     *
     * @param traffic the traffic; null exactly if any problem is an error
     * @param problems all problems, in the order of their places
     */
    public record Loaded(@Nullable TrafficSpec traffic, List<Problem> problems) {
        public Loaded {
            problems = List.copyOf(problems);
        }
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
        @Nullable TrafficSpec[] found = new @Nullable TrafficSpec[1];
        Reading reading = YamlText.read(fileName, null, yaml, "traffic", at -> found[0] = TrafficFile.TABLE.read(at));
        return new Loaded(reading.errors() > 0 ? null : found[0], reading.problems());
    }
}
