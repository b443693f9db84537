package dev.headroom.cli;

import dev.headroom.forecast.analysis.Advice;
import dev.headroom.forecast.analysis.Analysis;
import dev.headroom.forecast.analysis.Event;
import dev.headroom.forecast.analysis.LevelShift;
import dev.headroom.forecast.analysis.Profile;
import dev.headroom.forecast.analysis.TokenUse;
import dev.headroom.forecast.history.Treatment;
import dev.headroom.report.Axis;
import dev.headroom.report.Chart;
import dev.headroom.report.Page;
import dev.headroom.report.Table;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** An analysis as a page with plots. */
final class AnalysisPage {
    private static final int MOST_MARKED = 40;
    private static final int MOST_ROWS = 200;

    private final Analysis a;
    private final AnalysisUnits unit;
    private final Page page;

    private AnalysisPage(Analysis a) {
        this.a = a;
        unit = AnalysisUnits.of(a);
        page = Page.titled("Traffic of " + a.history().name());
    }

    static String of(Analysis a, List<Advice> advice) {
        AnalysisPage p = new AnalysisPage(a);
        p.head();
        p.course();
        p.profile();
        p.events();
        p.tokens();
        advice.forEach(p::advice);
        p.data();
        return p.page.html();
    }

    private void head() {
        page.subtitle(String.format(
                Locale.ROOT,
                "%s requests, %s to %s, %s",
                AnalysisUnits.big(unit.total()),
                unit.time(a.history().start()),
                unit.time(a.history().end()),
                a.zone()));
        Profile p = a.profile();
        StringBuilder verdict = new StringBuilder();
        if (p != null) {
            verdict.append(String.format(
                    Locale.ROOT, "The day peaks at %02d:00 with %.1f times the mean. ", p.peakHour(), p.peakToMean()));
        }
        verdict.append(
                a.events().isEmpty()
                        ? "There are no events."
                        : AnalysisUnits.count(a.events().size(), "event stands", "events stand")
                                + " out from what season and level let expect.");
        page.verdict(verdict.toString());
    }

    private void course() {
        double[] at = new double[a.rates().length];
        double[] seen = new double[at.length];
        double[] expected = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            at[i] = a.starts().get(i).toEpochMilli();
            seen[i] = unit.scaled(a.rates()[i]);
            expected[i] = unit.scaled(a.expected()[i]);
        }
        Chart chart = Chart.titled("Traffic")
                .hint("Shaded: events. Lines upright: shifts of the level. Times in the chart are UTC.")
                .y(Axis.number(unit.word()).maybeLogarithmic())
                .line("seen", at, seen)
                .line("expected", at, expected);
        List<Event> events = new ArrayList<>(a.events());
        events.sort((x, y) -> Double.compare(y.extra(), x.extra()));
        for (Event e : events.subList(0, Math.min(MOST_MARKED, events.size()))) {
            chart = chart.region(millis(e.start()), millis(e.end()), "×" + AnalysisUnits.factor(e.multiple()));
        }
        for (LevelShift s : a.levels().shifts()) {
            chart = chart.mark(millis(s.at()), String.format(Locale.ROOT, "%+.0f %%", 100 * s.change()));
        }
        page.section("The traffic").chart(chart);
    }

    private static double millis(Instant t) {
        return t.toEpochMilli();
    }

    private void profile() {
        Profile p = a.profile();
        if (p == null) {
            return;
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("peak hour", String.format(Locale.ROOT, "%02d:00", p.peakHour()));
        facts.put("peak ÷ mean", AnalysisUnits.number(p.peakToMean()));
        facts.put("prime time", AnalysisText.prime(p));
        facts.put("share in it", AnalysisUnits.percent(p.primeShare()));
        facts.put("predictability", AnalysisUnits.percent(p.predictability()));
        facts.put("without events", AnalysisUnits.percent(p.ordinaryPredictability()));
        facts.put("season", a.season().said());
        facts.put("explained by the day", AnalysisUnits.percent(p.dailyStrength()));
        facts.put("explained by the week", AnalysisUnits.percent(p.weeklyStrength()));
        facts.put(
                "trend per week",
                a.levels().hasTrend() ? AnalysisUnits.percent(a.levels().trendPerWeek()) : "none that is certain");
        List<String> hours =
                IntStream.range(0, 24).mapToObj(h -> "%02d".formatted(h)).toList();
        Chart day = Chart.titled("Hour of the day")
                .x(Axis.categories(hours))
                .y(Axis.number(unit.word()))
                .bar("mean", scaled(p.hours(), 0))
                .level(unit.scaled(Profile.PRIME * unit.mean()), "prime time");
        double[] place = IntStream.range(0, 24).asDoubleStream().toArray();
        Chart week = Chart.titled("Days of the week")
                .x(Axis.number("hour of the day"))
                .y(Axis.number(unit.word()));
        for (int d = 0; d < 7; d++) {
            week = week.line(
                    DayOfWeek.of(d + 1).getDisplayName(TextStyle.SHORT, Locale.ROOT), place, scaled(p.week(), 24 * d));
        }
        page.section("Day and week").facts(facts).chart(day).chart(week);
    }

    private double[] scaled(double[] rates, int from) {
        double[] out = new double[24];
        for (int h = 0; h < 24; h++) {
            out[h] = unit.scaled(rates[from + h]);
        }
        return out;
    }

    private void events() {
        page.section("Events");
        table("rises", a.events());
        table("drops", a.drops());
    }

    private void table(String what, List<Event> events) {
        if (events.isEmpty()) {
            page.text("No " + what + ".");
            return;
        }
        Table table = Table.of(
                what + " from", "to", "times expected", unit.word(), "expected", "score", "course", "comes again");
        for (Event e : events.subList(0, Math.min(MOST_ROWS, events.size()))) {
            Event.Recurrence r = e.recurrence();
            table = table.row(
                    unit.time(e.start()),
                    unit.time(e.end()),
                    AnalysisUnits.factor(e.multiple()),
                    AnalysisUnits.number(unit.scaled(e.height())),
                    AnalysisUnits.number(unit.scaled(e.expected())),
                    String.format(Locale.ROOT, "%.1f", e.score()),
                    e.score() > 0 ? e.shape().said() : "",
                    r == null ? "" : r.every().word() + ": " + r.said());
        }
        page.table(table);
        if (events.size() > MOST_ROWS) {
            page.text("And " + (events.size() - MOST_ROWS) + " more; headroom analyze -o json has all.");
        }
    }

    private void tokens() {
        TokenUse t = a.tokens();
        if (t == null) {
            return;
        }
        List<String> hours =
                IntStream.range(0, 24).mapToObj(h -> "%02d".formatted(h)).toList();
        page.section("Tokens")
                .table(Table.of("tokens", "mean", "p50", "p90", "p99")
                        .row(cells("prompt", t.input()))
                        .row(cells("answer", t.output())))
                .chart(Chart.titled("Tokens of a request by hour of the day")
                        .x(Axis.categories(hours))
                        .y(Axis.number("tokens"))
                        .bar("median", t.hours()[0])
                        .bar("90th percentile", t.hours()[1]))
                .text(String.format(
                        Locale.ROOT,
                        "A size by requests alone is %.0f %% too small in the heaviest twentieth of the steps.",
                        100 * t.shortfall()));
    }

    private static String[] cells(String name, TokenUse.Percentiles p) {
        return new String[] {
            name,
            AnalysisUnits.number(p.mean()),
            AnalysisUnits.number(p.p50()),
            AnalysisUnits.number(p.p90()),
            AnalysisUnits.number(p.p99())
        };
    }

    private void advice(Advice s) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("min", String.valueOf(s.min()));
        facts.put("baseline", String.valueOf(s.baseline()));
        facts.put("max", String.valueOf(s.max()));
        facts.put("add at, requests/s each", AnalysisUnits.number(s.trigger()));
        facts.put("ask ahead", AnalysisUnits.length(s.lead().toMillis()));
        facts.put("confidence", AnalysisUnits.percent(s.confidence()));
        page.section("Advice for " + s.capacity().service()).facts(facts);
        if (s.capacity().assumed()) {
            page.text("What a replica can do is a guess, by which a busy hour takes twenty.");
        }
        if (!s.schedule().isEmpty()) {
            Table table = Table.of("days", "at", "min", "right on");
            for (Advice.Entry e : s.schedule()) {
                String days = AdvisedSpec.days(e.days());
                table = table.row(
                        days.equals("*") ? "daily" : days,
                        e.at().toString(),
                        String.valueOf(e.min()),
                        AnalysisUnits.percent(e.confidence()));
            }
            page.table(table);
        }
    }

    private void data() {
        if (!a.history().treatments().isEmpty()) {
            page.section("The data")
                    .notes(a.history().treatments().stream()
                            .map(Treatment::said)
                            .toList());
        }
    }
}
