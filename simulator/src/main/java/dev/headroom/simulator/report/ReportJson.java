package dev.headroom.simulator.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.headroom.engine.Decision;
import dev.headroom.engine.model.Reason;
import dev.headroom.simulator.Result;
import dev.headroom.simulator.Result.Point;
import dev.headroom.simulator.Trace;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The data of a report's charts as JSON, in columns. Times are milliseconds since the begin of the trace; numbers carry five
 * significant digits; what is not finite is null; each distinct line of explanation is written once and referred to by its
 * index.
 */
final class ReportJson {

    /** Buckets of demand beyond which neighbours are merged: 150,000 minutes are 104 days. */
    static final int MAX_BUCKETS = 150_000;

    private static final MathContext DIGITS = new MathContext(5);

    private final ReportData data;
    private final StringWriter text = new StringWriter(1 << 20);
    private final JsonGenerator json;
    private final Map<Line, Integer> lines = new LinkedHashMap<>();

    /** One line of an explanation. */
    private record Line(Reason.Stage stage, String rule, String text) {
        static Line of(Reason r) {
            return new Line(r.stage(), r.rule(), r.text());
        }
    }

    private ReportJson(ReportData data) throws IOException {
        this.data = data;
        this.json = new JsonFactory().createGenerator(text);
    }

    /** The JSON. */
    static String of(ReportData data) {
        try {
            return new ReportJson(data).write();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
    }

    private String write() throws IOException {
        json.writeStartObject();
        json.writeNumberField("start", data.trace().startMillis());
        json.writeStringField("currency", data.currency());
        json.writeObjectFieldStart("objective");
        field("seconds", data.objectiveSeconds());
        json.writeStringField("label", data.objectiveLabel());
        json.writeBooleanField("deadline", data.deadline());
        json.writeEndObject();
        demand(data.trace());
        json.writeArrayFieldStart("policies");
        for (Result r : data.results()) {
            policy(r);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("lines");
        for (Line line : lines.keySet()) {
            json.writeStartArray();
            json.writeString(line.stage().name().toLowerCase(Locale.ROOT));
            json.writeString(line.rule());
            json.writeString(line.text());
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.close();
        return text.toString();
    }

    private void demand(Trace trace) throws IOException {
        double[] arrivals = trace.arrivals();
        int merge = (arrivals.length + MAX_BUCKETS - 1) / MAX_BUCKETS;
        json.writeObjectFieldStart("trace");
        json.writeNumberField("bucket", trace.bucketMillis() * merge);
        json.writeNumberField("length", trace.endMillis() - trace.startMillis());
        json.writeArrayFieldStart("rate");
        for (int i = 0; i < arrivals.length; i += merge) {
            int end = Math.min(arrivals.length, i + merge);
            double sum = 0;
            for (int j = i; j < end; j++) {
                sum += arrivals[j];
            }
            number(sum * 1000 / (trace.bucketMillis() * (double) (end - i)));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void policy(Result r) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", r.policy());
        json.writeNumberField("actions", r.actions());
        List<Point> points = r.timeline();
        json.writeArrayFieldStart("t");
        for (Point p : points) {
            json.writeNumber(p.millis() - data.trace().startMillis());
        }
        json.writeEndArray();
        column("ready", points, Point::ready);
        column("least", points, Point::readyMin);
        column("desired", points, Point::desired);
        column("needed", points, Point::needed);
        column("meanNeed", points, ReportJson::meanNeed);
        column("p95", points, Point::p95);
        column("backlog", points, Point::backlog);
        column("failed", points, Point::failed);
        column("cost", points, Point::cost);
        decisions(r.decisions());
        json.writeEndObject();
    }

    /** Need at the mean demand of the stretch; {@link Point#needed} is that at the highest. */
    private static double meanNeed(Point p) {
        return p.demandMax() > 0 ? p.needed() * p.demand() / p.demandMax() : p.needed();
    }

    private void decisions(List<Decision> decisions) throws IOException {
        json.writeArrayFieldStart("decisions");
        for (Decision d : decisions) {
            // [milliseconds, from, to, position of the deciding line, lines…]
            json.writeStartArray();
            json.writeNumber(d.at().toEpochMilli() - data.trace().startMillis());
            json.writeNumber(d.current());
            json.writeNumber(d.desired());
            json.writeNumber(Reason.deciding(d.reasons(), d.desired()));
            for (Reason reason : d.reasons()) {
                Integer known = lines.putIfAbsent(Line.of(reason), lines.size());
                json.writeNumber(known == null ? lines.size() - 1 : known);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private void column(String name, List<Point> points, ToDoubleFunction<Point> value) throws IOException {
        json.writeArrayFieldStart(name);
        for (Point p : points) {
            number(value.applyAsDouble(p));
        }
        json.writeEndArray();
    }

    private void field(String name, double v) throws IOException {
        json.writeFieldName(name);
        number(v);
    }

    private void number(double v) throws IOException {
        if (!Double.isFinite(v)) {
            json.writeNull();
            return;
        }
        double rounded = new BigDecimal(v).round(DIGITS).doubleValue();
        if (rounded == Math.rint(rounded) && Math.abs(rounded) < 1e15) {
            json.writeNumber((long) rounded);
        } else {
            json.writeNumber(rounded);
        }
    }
}
