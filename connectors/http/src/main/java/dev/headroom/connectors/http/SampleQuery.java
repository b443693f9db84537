package dev.headroom.connectors.http;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a signal asks of pushed samples: {@code name}, {@code name{label="value"}}, of counters {@code rate(…)}, and around
 * either {@code sum(…)}, {@code avg(…)}, {@code min(…)}, {@code max(…)} or {@code count(…)} over the series that match.
 *
 * @param fold how several series become one number
 * @param rate whether the increase a second is meant
 * @param name of the metric
 * @param labels that a series must have, among others
 */
record SampleQuery(Fold fold, boolean rate, String name, Map<String, String> labels) {

    /** How several series become one number. */
    enum Fold {
        ONLY,
        SUM,
        AVG,
        MIN,
        MAX,
        COUNT;

        /** Of at least one value. */
        double of(List<Double> values) {
            return switch (this) {
                case ONLY -> values.get(0);
                case SUM -> values.stream().mapToDouble(v -> v).sum();
                case AVG -> values.stream().mapToDouble(v -> v).sum() / values.size();
                case MIN -> values.stream().mapToDouble(v -> v).min().orElse(Double.NaN);
                case MAX -> values.stream().mapToDouble(v -> v).max().orElse(Double.NaN);
                case COUNT -> values.size();
            };
        }
    }

    private static final Pattern FOLD = Pattern.compile("(sum|avg|min|max|count)\\s*\\((.*)\\)", Pattern.DOTALL);
    private static final Pattern RATE = Pattern.compile("rate\\s*\\((.*)\\)", Pattern.DOTALL);
    private static final Pattern SELECTOR = Pattern.compile("([^{}()\\s\"]+)\\s*(?:\\{(.*)})?", Pattern.DOTALL);
    private static final Pattern LABEL = Pattern.compile("\\s*([^\\s=\",{}]+)\\s*=\\s*\"([^\"]*)\"\\s*(,|$)");

    /**
     * Reads a query.
     *
     * @throws IllegalArgumentException if it is none
     */
    static SampleQuery of(String text) {
        String rest = text.strip();
        Fold fold = Fold.ONLY;
        Matcher folded = FOLD.matcher(rest);
        if (folded.matches()) {
            fold = Fold.valueOf(folded.group(1).toUpperCase(java.util.Locale.ROOT));
            rest = folded.group(2).strip();
        }
        Matcher rated = RATE.matcher(rest);
        boolean rate = rated.matches();
        if (rate) {
            rest = rated.group(1).strip();
        }
        Matcher selector = SELECTOR.matcher(rest);
        if (!selector.matches()) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is no query of pushed samples; write it like inflight, sum(inflight{zone=\"a\"}) or rate(requests)");
        }
        return new SampleQuery(fold, rate, selector.group(1), labels(selector.group(2), text));
    }

    private static Map<String, String> labels(String inside, String text) {
        Map<String, String> labels = new TreeMap<>();
        String rest = inside == null ? "" : inside.strip();
        while (!rest.isEmpty()) {
            Matcher label = LABEL.matcher(rest);
            if (!label.lookingAt()) {
                throw new IllegalArgumentException(
                        "the labels of '" + text + "' are not like {zone=\"a\", replica=\"3\"}");
            }
            labels.put(label.group(1), label.group(2));
            rest = rest.substring(label.end()).strip();
        }
        return labels;
    }

    boolean matches(Map<String, String> series) {
        return series.entrySet().containsAll(labels.entrySet());
    }
}
