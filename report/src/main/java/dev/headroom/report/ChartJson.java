package dev.headroom.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Charts as JSON for the script that draws them. Values carry five significant digits, places nine, or all of them where they
 * are times; what is not finite is null. Equal arrays of places are written once; evenly spaced ones as
 * {@code [first, step, count]} in {@code even}.
 */
final class ChartJson {

    private static final MathContext VALUE = new MathContext(5);
    private static final MathContext PLACE = new MathContext(9);

    private final JsonGenerator json;

    private ChartJson(JsonGenerator json) {
        this.json = json;
    }

    static String of(List<Chart> charts) {
        StringWriter text = new StringWriter(1 << 16);
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("start", 0);
            json.writeArrayFieldStart("charts");
            for (Chart chart : charts) {
                new ChartJson(json).write(chart);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return text.toString();
    }

    private void write(Chart chart) throws IOException {
        json.writeStartObject();
        json.writeStringField("title", chart.title());
        json.writeStringField("hint", chart.hint());
        axis("x", chart.x());
        axis("y", chart.y());
        json.writeStringField("bars", word(chart.bars()));
        json.writeBooleanField("horizontal", chart.horizontal());
        List<double[]> places = new ArrayList<>();
        int[] colours = chart.colours();
        json.writeArrayFieldStart("series");
        for (int i = 0; i < colours.length; i++) {
            series(chart.series().get(i), colours[i], places);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("places");
        for (double[] x : places) {
            places(x, chart.x().kind() == Axis.Kind.TIME);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("marks");
        for (Chart.Mark m : chart.marks()) {
            json.writeStartObject();
            json.writeNumberField("x", m.x());
            json.writeStringField("text", m.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("regions");
        for (Chart.Region r : chart.regions()) {
            json.writeStartObject();
            json.writeNumberField("from", r.from());
            json.writeNumberField("to", r.to());
            json.writeStringField("text", r.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("levels");
        for (Chart.Level l : chart.levels()) {
            json.writeStartObject();
            json.writeNumberField("y", l.y());
            json.writeStringField("text", l.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void axis(String field, Axis axis) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("kind", word(axis.kind()));
        json.writeStringField("name", axis.name());
        json.writeBooleanField("log", axis.log());
        json.writeBooleanField("canLog", axis.canLog());
        json.writeBooleanField("zero", axis.zero());
        strings("categories", axis.categories());
        json.writeEndObject();
    }

    private void series(Series s, int colour, List<double[]> places) throws IOException {
        int at = 0;
        while (at < places.size() && !Arrays.equals(places.get(at), s.x())) {
            at++;
        }
        if (at == places.size()) {
            places.add(s.x());
        }
        json.writeStartObject();
        json.writeStringField("kind", word(s.kind()));
        json.writeStringField("name", s.name());
        json.writeNumberField("colour", colour);
        json.writeNumberField("places", at);
        column("y", s.y());
        column("low", s.low());
        strings("labels", s.labels());
        json.writeEndObject();
    }

    private void places(double[] x, boolean exact) throws IOException {
        json.writeStartObject();
        if (isEven(x)) {
            json.writeArrayFieldStart("even");
            json.writeNumber(x[0]);
            json.writeNumber(x[1] - x[0]);
            json.writeNumber(x.length);
        } else {
            json.writeArrayFieldStart("all");
            for (double v : x) {
                number(v, exact ? MathContext.UNLIMITED : PLACE);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static boolean isEven(double[] x) {
        if (x.length < 3) {
            return false;
        }
        double step = x[1] - x[0];
        for (int i = 2; i < x.length; i++) {
            if (x[i] != x[0] + i * step) {
                return false;
            }
        }
        return true;
    }

    private void column(String field, double[] values) throws IOException {
        json.writeArrayFieldStart(field);
        for (double v : values) {
            number(v, VALUE);
        }
        json.writeEndArray();
    }

    private void strings(String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String v : values) {
            json.writeString(v);
        }
        json.writeEndArray();
    }

    private void number(double v, MathContext digits) throws IOException {
        if (!Double.isFinite(v)) {
            json.writeNull();
            return;
        }
        double rounded = new BigDecimal(v).round(digits).doubleValue();
        if (rounded == Math.rint(rounded) && Math.abs(rounded) < 1e15) {
            json.writeNumber((long) rounded);
        } else {
            json.writeNumber(rounded);
        }
    }

    private static String word(Enum<?> e) {
        return e.name().toLowerCase(Locale.ROOT);
    }
}
