package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.forecast.analysis.Advice;
import dev.headroom.forecast.analysis.Analysis;
import dev.headroom.forecast.analysis.Companion;
import dev.headroom.forecast.analysis.Event;
import dev.headroom.forecast.analysis.LevelShift;
import dev.headroom.forecast.analysis.Profile;
import dev.headroom.forecast.analysis.TokenUse;
import dev.headroom.forecast.history.History;
import dev.headroom.forecast.history.Treatment;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** An analysis as JSON. Rates are requests per second, times are in the zone, what is not known is null. */
final class AnalysisJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Analysis a;
    private final ObjectNode root = JSON.createObjectNode();

    private AnalysisJson(Analysis a) {
        this.a = a;
    }

    static String of(Analysis a, List<Advice> advice) {
        AnalysisJson j = new AnalysisJson(a);
        j.head();
        j.profile();
        j.level();
        j.events(j.root.putArray("events"), a.events());
        j.events(j.root.putArray("drops"), a.drops());
        j.root.put("plainZScoreFlags", a.flaggedPlain());
        j.companions();
        j.tokens();
        j.advice(advice);
        try {
            return JSON.writeValueAsString(j.root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of numbers and texts can be written", e);
        }
    }

    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    private String time(Instant t) {
        return time(t, a.zone());
    }

    private static String time(Instant t, ZoneId zone) {
        return t.atZone(zone).toOffsetDateTime().toString();
    }

    private static void numbers(ArrayNode array, double[] values) {
        for (double v : values) {
            if (Double.isFinite(v)) {
                array.add(v);
            } else {
                array.addNull();
            }
        }
    }

    private void head() {
        History h = a.history();
        AnalysisUnits unit = AnalysisUnits.of(a);
        root.put("history", h.name());
        root.put("zone", a.zone().getId());
        root.put("from", time(h.start()));
        root.put("to", time(h.end()));
        root.put("stepSeconds", h.stepMillis() / 1000.0);
        root.put("steps", h.size());
        root.put("analysisStepSeconds", a.stepMillis() / 1000.0);
        put(root, "requests", unit.total());
        put(root, "meanRate", unit.mean());
        put(root, "highestRate", unit.highest());
        put(root, "burstiness", a.burstiness());
        ArrayNode data = root.putArray("data");
        for (Treatment t : h.treatments()) {
            data.addObject()
                    .put("kind", t.kind().word())
                    .put("count", t.count())
                    .put("said", t.said());
        }
        ArrayNode gaps = root.putArray("gaps");
        for (History.Gap g : h.gaps()) {
            gaps.addObject().put("from", time(g.from())).put("to", time(g.to()));
        }
    }

    private void profile() {
        Profile p = a.profile();
        if (p == null) {
            root.putNull("profile");
            return;
        }
        ObjectNode n = root.putObject("profile");
        n.put("season", a.season().word());
        numbers(n.putArray("hours"), p.hours());
        numbers(n.putArray("hoursOfWeek"), p.week());
        n.put("peakHour", p.peakHour());
        put(n, "peakToMean", p.peakToMean());
        ArrayNode prime = n.putArray("primeTimeHours");
        p.primeHours().forEach(prime::add);
        put(n, "primeTimeShare", p.primeShare());
        put(n, "predictability", p.predictability());
        put(n, "predictabilityWithoutEvents", p.ordinaryPredictability());
        put(n, "dailyStrength", p.dailyStrength());
        put(n, "weeklyStrength", p.weeklyStrength());
    }

    private void level() {
        ObjectNode n = root.putObject("level");
        put(n, "trendPerWeek", a.levels().trendPerWeek());
        n.put("trendCertain", a.levels().hasTrend());
        ArrayNode shifts = n.putArray("shifts");
        for (LevelShift s : a.levels().shifts()) {
            ObjectNode o = shifts.addObject().put("at", time(s.at()));
            put(o, "before", s.before());
            put(o, "after", s.after());
            put(o, "change", s.change());
        }
    }

    private void events(ArrayNode array, List<Event> events) {
        for (Event e : events) {
            ObjectNode o = array.addObject();
            o.put("start", time(e.start()));
            o.put("end", time(e.end()));
            o.put("peak", time(e.peak()));
            put(o, "height", e.height());
            put(o, "expected", e.expected());
            put(o, "highest", e.highest());
            put(o, "multiple", e.multiple());
            put(o, "extraRequests", e.extra());
            put(o, "score", e.score());
            if (e.score() > 0) {
                o.put("shape", e.shape().word());
            }
            Event.Recurrence r = e.recurrence();
            if (r == null) {
                o.putNull("recurrence");
            } else {
                o.putObject("recurrence")
                        .put("every", r.every().word())
                        .put("said", r.said())
                        .put("seen", r.seen())
                        .put("of", r.of());
            }
        }
    }

    private void companions() {
        ArrayNode array = root.putArray("companions");
        for (Companion c : a.companions()) {
            ObjectNode o = array.addObject().put("column", c.column().word());
            o.put("movesWithRate", c.together());
            put(o, "correlation", c.correlation());
            put(o, "ordinary", c.ordinary());
            put(o, "inBursts", c.bursts());
            put(o, "rateInBursts", c.rise());
            if (c.column() == dev.headroom.forecast.history.Column.CACHE_HITS) {
                put(o, "loadBehindCache", c.behindCache());
            }
        }
    }

    private void tokens() {
        TokenUse t = a.tokens();
        if (t == null) {
            root.putNull("tokens");
            return;
        }
        ObjectNode n = root.putObject("tokens");
        n.put("ofSingleRequests", t.single());
        percentiles(n.putObject("input"), t.input());
        percentiles(n.putObject("output"), t.output());
        put(n, "inputToOutput", t.ratio());
        numbers(n.putArray("medianByHour"), t.hours()[0]);
        numbers(n.putArray("p90ByHour"), t.hours()[1]);
        put(n, "primeTimeMean", t.prime());
        put(n, "restMean", t.rest());
        put(n, "spread", t.spread());
        put(n, "shortfallOfSizingByRequests", t.shortfall());
        put(n, "peakToMeanOfTokens", t.peakTokens());
        put(n, "peakToMeanOfRequests", t.peakRequests());
    }

    private static void percentiles(ObjectNode n, TokenUse.Percentiles p) {
        put(n, "mean", p.mean());
        put(n, "p50", p.p50());
        put(n, "p90", p.p90());
        put(n, "p99", p.p99());
    }

    private void advice(List<Advice> advice) {
        ArrayNode array = root.putArray("advice");
        for (Advice s : advice) {
            ObjectNode o = array.addObject().put("service", s.capacity().service());
            put(o, "perReplica", s.capacity().perReplica());
            o.put("assumed", s.capacity().assumed());
            o.put("min", s.min()).put("baseline", s.baseline()).put("max", s.max());
            o.put("eventReplicas", s.eventReplicas());
            put(o, "trigger", s.trigger());
            put(o, "triggerShare", s.triggerShare());
            o.put("leadSeconds", s.lead().toSeconds());
            put(o, "confidence", s.confidence());
            ArrayNode entries = o.putArray("schedule");
            for (Advice.Entry e : s.schedule()) {
                ObjectNode x = entries.addObject();
                x.put("name", e.name());
                x.put("days", AdvisedSpec.days(e.days()));
                x.put("at", e.at().toString());
                if (!e.length().isZero()) {
                    x.put("forSeconds", e.length().toSeconds());
                }
                x.put("min", e.min()).put("raises", e.raises());
                put(x, "confidence", e.confidence());
            }
        }
    }
}
