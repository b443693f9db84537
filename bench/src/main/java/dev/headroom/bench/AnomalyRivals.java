package dev.headroom.bench;

import dev.headroom.forecast.anomaly.AnomalyDetector;
import dev.headroom.forecast.anomaly.LabelledReader;
import dev.headroom.forecast.anomaly.LabelledSeries;
import dev.headroom.forecast.anomaly.NumentaScore;
import dev.headroom.forecast.anomaly.SurpriseDetector;
import dev.headroom.forecast.anomaly.ZScoreDetector;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;

/** The anomaly detector beside others, by Numenta's score and by the time that each takes for a sample. */
public final class AnomalyRivals {

    private AnomalyRivals() {}

    /** Takes the gzipped file of labelled series. */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException("name the file of labelled series, such as nab_labelled.csv.gz");
        }
        Path file = Path.of(args[0]);
        List<LabelledSeries> corpus;
        try (InputStreamReader text =
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8)) {
            corpus = LabelledReader.read(file.toString(), text);
        }
        Map<String, Supplier<AnomalyDetector>> detectors = new LinkedHashMap<>();
        detectors.put("headroom", SurpriseDetector::new);
        detectors.put("random cut forest", ForestDetector::new);
        detectors.put("z-score", ZScoreDetector::new);
        long samples = corpus.stream().mapToLong(LabelledSeries::length).sum();
        detectors.forEach((name, made) -> {
            long start = System.nanoTime();
            List<double[]> scores =
                    corpus.stream().map(s -> s.scoredBy(made.get())).toList();
            long nanos = (System.nanoTime() - start) / samples;
            StringBuilder line = new StringBuilder(name);
            for (NumentaScore.Profile p : NumentaScore.Profile.published()) {
                line.append(String.format(
                        Locale.ROOT,
                        "; %s %.1f",
                        p.name(),
                        NumentaScore.best(corpus, scores, p).score()));
            }
            System.out.println(line + "; " + nanos + " ns a sample");
        });
    }
}
