package dev.headroom.gateway;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number in what a server tells of itself: in the <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/">text form of Prometheus</a> the largest of a metric's
 * series, in JSON what stands at a pointer (RFC 6901).
 */
final class Exposition {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Name, labels, value; a time may follow. Braces may stand in labels. */
    private static final Pattern SERIES = Pattern.compile("([A-Za-z_:][A-Za-z0-9_:]*)(\\{.*\\})?[ \\t]+([^ \\t]+).*");

    private Exposition() {}

    /**
     * The number.
     *
     * @param metric its name, or a pointer that begins with a slash
     * @param of what it is divided by, series by series; null for nothing
     * @return none when it is not there, or is no number
     */
    static OptionalDouble find(String text, String metric, @Nullable String of) {
        Map<String, Double> values = series(text, metric);
        Map<String, Double> wholes = of == null ? Map.of() : series(text, of);
        double most = Double.NaN;
        for (Map.Entry<String, Double> e : values.entrySet()) {
            Double whole = of == null ? Double.valueOf(1) : wholes.get(e.getKey());
            double value = whole == null || whole == 0 ? Double.NaN : e.getValue() / whole;
            most = Double.isNaN(value) || value <= most ? most : value;
        }
        return Double.isFinite(most) ? OptionalDouble.of(most) : OptionalDouble.empty();
    }

    /** Values by labels; those at a pointer have none. */
    private static Map<String, Double> series(String text, String metric) {
        Map<String, Double> out = new HashMap<>();
        if (metric.startsWith("/")) {
            try {
                JsonNode at = JSON.readTree(text).at(JsonPointer.compile(metric));
                if (at.isNumber()) {
                    out.put("", at.asDouble());
                }
            } catch (JsonProcessingException e) {
                return out; // no JSON, so nothing stands there
            }
            return out;
        }
        text.lines().filter(l -> l.startsWith(metric)).forEach(line -> {
            Matcher m = SERIES.matcher(line);
            if (m.matches() && m.group(1).equals(metric)) {
                try {
                    out.put(m.group(2) == null ? "" : m.group(2), Double.parseDouble(m.group(3)));
                } catch (NumberFormatException e) {
                    out.remove(m.group(2)); // +Inf, or nothing of Prometheus'
                }
            }
        });
        return out;
    }
}
