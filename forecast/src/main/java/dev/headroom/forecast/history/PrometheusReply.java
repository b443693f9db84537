package dev.headroom.forecast.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The reply to a Prometheus range query: a matrix, whose series are added up. Counters are differenced series by series
 * first, so that the restart of one process is not taken for one of all.
 */
public final class PrometheusReply {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PrometheusReply() {}

    /**
     * The history in the replies to a query for one stretch of time after another.
     *
     * @param name of the source, for messages
     * @param bodies the replies as received
     * @param perSecond whether the query asks for a rate per second; counters tell themselves
     * @throws HistoryException when one is an error or no matrix, or when all are empty
     */
    public static History read(String name, List<String> bodies, boolean perSecond, HistoryReader.Options options) {
        List<JsonNode> roots = new ArrayList<>();
        for (String body : bodies) {
            try {
                roots.add(JSON.readTree(body));
            } catch (JsonProcessingException e) {
                throw new HistoryException(name + ": the reply is not JSON: '" + HistoryException.shortened(body)
                        + "'; is it a Prometheus?");
            }
        }
        return history(name, roots, perSecond, options);
    }

    /** Whether a query's values are rates per second. */
    public static boolean isRate(String query) {
        String q = query.toLowerCase(Locale.ROOT);
        return q.contains("rate(") || q.contains("rate (");
    }

    static History history(String name, List<JsonNode> roots, boolean perSecond, HistoryReader.Options options) {
        Map<String, Rows> all = new LinkedHashMap<>();
        Map<String, String> names = new HashMap<>();
        for (JsonNode root : roots) {
            check(name, root);
            for (JsonNode one : root.path("data").path("result")) {
                String labels = one.path("metric").toString();
                names.put(labels, one.path("metric").path("__name__").asText());
                Rows rows = all.computeIfAbsent(labels, l -> new Rows(name, List.of("requests")));
                add(rows, one.path("values"), options);
            }
        }
        List<Treatment> treatments = new ArrayList<>();
        Map<Long, Double> sums = new TreeMap<>();
        int series = 0;
        boolean counters = false;
        for (Map.Entry<String, Rows> one : all.entrySet()) {
            Rows rows = one.getValue();
            rows.sort();
            rows.unique();
            if (rows.size() < 2) {
                continue;
            }
            long step = Steps.common(rows.times(), rows.size());
            counters |= Counter.difference(rows, 0, step, String.valueOf(names.get(one.getKey())), treatments);
            series++;
            for (int i = 0; i < rows.size(); i++) {
                if (!Double.isNaN(rows.value(0, i))) {
                    sums.merge(rows.time(i), rows.value(0, i), Double::sum);
                }
            }
        }
        if (sums.size() < 2) {
            throw new HistoryException(
                    name + ": the query has no data in this time; try it in Prometheus, or choose another time");
        }
        if (series > 1) {
            treatments.add(new Treatment(Treatment.Kind.READING, series, series + " series are added up"));
        }
        if (perSecond && !counters) {
            treatments.add(new Treatment(
                    Treatment.Kind.READING, 1, "the query asks for a rate, so values are taken as per second"));
        }
        Rows total = new Rows(name, List.of("requests"));
        sums.forEach((time, value) -> total.add(time, new double[] {value}));
        return Regular.stepped(
                total, List.of(Column.REQUESTS), perSecond && !counters, List.of(false), options.zone(), treatments);
    }

    private static void check(String name, JsonNode root) {
        if (!root.path("status").asText().equals("success")) {
            String why = root.path("error").asText();
            throw new HistoryException(
                    name + ": the query failed: " + HistoryException.shortened(why.isEmpty() ? root.toString() : why));
        }
        String type = root.path("data").path("resultType").asText();
        if (!type.equals("matrix")) {
            throw new HistoryException(name + ": the reply is a '" + HistoryException.shortened(type)
                    + "' and no matrix; ask /api/v1/query_range with start, end and step");
        }
    }

    private static void add(Rows rows, JsonNode values, HistoryReader.Options options) {
        for (JsonNode pair : values) {
            long time = Math.round(pair.path(0).asDouble() * 1000);
            if ((options.from() != null && time < options.from().toEpochMilli())
                    || (options.to() != null && time >= options.to().toEpochMilli())) {
                continue;
            }
            String written = pair.path(1).asText();
            double value;
            try {
                value = Double.parseDouble(written.replace("+Inf", "NaN").replace("-Inf", "NaN"));
            } catch (NumberFormatException e) {
                throw new HistoryException(
                        rows.name() + ": '" + HistoryException.shortened(written) + "' in the reply is not a number");
            }
            rows.add(time, new double[] {value});
        }
    }
}
