package dev.headroom.cli;

import dev.headroom.forecast.analysis.Advice;
import dev.headroom.forecast.analysis.Analysis;
import dev.headroom.forecast.analysis.Companion;
import dev.headroom.forecast.analysis.Event;
import dev.headroom.forecast.analysis.LevelShift;
import dev.headroom.forecast.analysis.Profile;
import dev.headroom.forecast.analysis.TokenUse;
import dev.headroom.forecast.history.Column;
import dev.headroom.forecast.history.Treatment;
import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** An analysis in words that fit a screen. */
final class AnalysisText {
    private static final int SHOWN_EVENTS = 8;
    private static final int SHOWN_DROPS = 3;
    private static final int SHOWN_SHIFTS = 4;
    private static final int SHOWN_NOTES = 6;
    private static final String BARS = "▁▂▃▄▅▆▇█";

    private final Analysis a;
    private final AnalysisUnits unit;
    private final StringBuilder out = new StringBuilder();

    private AnalysisText(Analysis a) {
        this.a = a;
        unit = AnalysisUnits.of(a);
    }

    static String of(Analysis a, List<Advice> advice) {
        AnalysisText t = new AnalysisText(a);
        t.head();
        t.profile();
        t.level();
        t.events();
        t.companions();
        t.tokens();
        t.data();
        advice.forEach(t::advice);
        return t.out.toString();
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is Error Prone's, which is not on the class path
    private void line(String label, String format, Object... values) {
        out.append(String.format(Locale.ROOT, "%-10s ", label))
                .append(String.format(Locale.ROOT, format, values))
                .append('\n');
    }

    private String time(java.time.Instant t) {
        return unit.time(t);
    }

    private void head() {
        out.append(String.format(
                Locale.ROOT,
                "%s: %s requests in %,d steps of %s, %s to %s (%s)%n%n",
                a.history().name(),
                AnalysisUnits.big(unit.total()),
                a.history().size(),
                AnalysisUnits.length(a.history().stepMillis()),
                time(a.history().start()),
                time(a.history().end()),
                a.zone()));
    }

    private void profile() {
        Profile p = a.profile();
        if (p == null) {
            line(
                    "rate",
                    "mean %s, highest %s; too short for a day's profile",
                    unit.rate(unit.mean()),
                    unit.rate(unit.highest()));
            return;
        }
        line(
                "day",
                "peak %02d:00 with %s, %.1f × the mean of %s; highest step %s",
                p.peakHour(),
                unit.rate(p.hours()[p.peakHour()]),
                p.peakToMean(),
                unit.rate(unit.mean()),
                unit.rate(unit.highest()));
        line("", "0h %s 24h", bars(p.hours()));
        line("", "prime time (> 1.3 × mean) %s: %.0f %% of the traffic", prime(p), 100 * p.primeShare());
        line(
                "",
                "predictability of the peak hour %s, %s without events",
                AnalysisUnits.percent(p.predictability()),
                AnalysisUnits.percent(p.ordinaryPredictability()));
        line(
                "season",
                "%s; of what ordinary steps vary the hour of the day explains %.0f %%%s",
                a.season().said(),
                100 * p.dailyStrength(),
                Double.isNaN(p.weeklyStrength())
                        ? ""
                        : String.format(Locale.ROOT, ", of the week %.0f %%", 100 * p.weeklyStrength()));
        if (Double.isNaN(p.weeklyStrength())) {
            line("", "less than two weeks: weekends cannot be told from workdays, and may show as drops");
        } else {
            line("week", "%s", week(p.week()));
        }
    }

    /** The hours of prime time as stretches. */
    static String prime(Profile p) {
        StringJoiner out = new StringJoiner(", ");
        for (int[] s : p.primeTimes()) {
            out.add(String.format(Locale.ROOT, "%02d:00–%02d:00", s[0], s[1] % 24 == 0 ? 24 : s[1] % 24));
        }
        return p.primeTimes().isEmpty() ? "none" : out.toString();
    }

    private static String bars(double[] hours) {
        double most = 0;
        for (double h : hours) {
            most = Math.max(most, h);
        }
        StringBuilder out = new StringBuilder();
        for (double h : hours) {
            out.append(Double.isNaN(h) || most == 0 ? ' ' : BARS.charAt((int) Math.min(7, Math.floor(8 * h / most))));
        }
        return out.toString();
    }

    private String week(double[] hours) {
        StringJoiner out = new StringJoiner("  ");
        for (int d = 0; d < 7; d++) {
            double sum = 0;
            int n = 0;
            for (int h = 0; h < 24; h++) {
                if (!Double.isNaN(hours[24 * d + h])) {
                    sum += hours[24 * d + h];
                    n++;
                }
            }
            String name = java.time.DayOfWeek.of(d + 1).getDisplayName(TextStyle.SHORT, Locale.ROOT);
            out.add(name + " " + (n == 0 ? "–" : Math.round(100 * sum / n / unit.mean()) + " %"));
        }
        return out + "  of the mean";
    }

    private void level() {
        var l = a.levels();
        StringJoiner said = new StringJoiner("; ");
        said.add(
                l.hasTrend()
                        ? String.format(Locale.ROOT, "trend %+.1f %% a week", 100 * l.trendPerWeek())
                        : "no certain trend");
        List<LevelShift> shifts = l.shifts();
        said.add(shifts.isEmpty() ? "no shift" : shifts.size() == 1 ? "one shift" : shifts.size() + " shifts");
        line("level", "%s", said);
        for (LevelShift s : shifts.subList(0, Math.min(SHOWN_SHIFTS, shifts.size()))) {
            line(
                    "",
                    "%s  %+.0f %%, from %s to %s",
                    time(s.at()),
                    100 * s.change(),
                    unit.rate(s.before()),
                    unit.rate(s.after()));
        }
        more(shifts.size() - SHOWN_SHIFTS);
    }

    private void more(int n) {
        if (n > 0) {
            line("", "… and %d more; -o json has all", n);
        }
    }

    private void events() {
        List<Event> events = a.events();
        String plain = String.format(
                Locale.ROOT, "a plain z-score flags %s", AnalysisUnits.count(a.flaggedPlain(), "step", "steps"));
        line("events", "%s; %s", events.isEmpty() ? "none" : String.valueOf(events.size()), plain);
        if (events.size() > SHOWN_EVENTS) {
            line("", "the %d highest:", SHOWN_EVENTS);
        }
        for (Event e : highest(events, SHOWN_EVENTS)) {
            line("", "%s", said(e));
        }
        more(events.size() - SHOWN_EVENTS);
        if (!a.drops().isEmpty()) {
            line("drops", "%d%s", a.drops().size(), a.drops().size() > SHOWN_DROPS ? "; the deepest:" : "");
            for (Event e : highest(a.drops(), SHOWN_DROPS)) {
                line("", "%s", said(e));
            }
        }
    }

    /** Those with the most beyond the expected, in the order of time. */
    private static List<Event> highest(List<Event> events, int most) {
        List<Event> sorted = new ArrayList<>(events);
        sorted.sort((x, y) -> Double.compare(Math.abs(y.extra()), Math.abs(x.extra())));
        List<Event> kept = new ArrayList<>(sorted.subList(0, Math.min(most, sorted.size())));
        kept.sort((x, y) -> x.start().compareTo(y.start()));
        return kept;
    }

    private String said(Event e) {
        LocalDateTime begin = LocalDateTime.ofInstant(e.start(), a.zone());
        LocalDateTime end = LocalDateTime.ofInstant(e.end(), a.zone());
        String to = begin.toLocalDate().equals(end.toLocalDate()) || e.length().toHours() < 24
                ? end.toLocalTime().toString()
                : end.toLocalDate() + " " + end.toLocalTime();
        return String.format(
                Locale.ROOT,
                "%s %s %s–%s  ×%s, %s for %s expected%s%s",
                begin.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ROOT),
                begin.toLocalDate(),
                begin.toLocalTime(),
                to,
                AnalysisUnits.factor(e.multiple()),
                unit.rate(e.height()),
                unit.rate(e.expected()),
                e.score() < 0 ? "" : ", " + e.shape().said(),
                e.recurrence() == null
                        ? ""
                        : ", " + e.recurrence().every().word() + " ("
                                + e.recurrence().said() + ")");
    }

    private void companions() {
        for (Companion c : a.companions()) {
            boolean share = c.column() != Column.LATENCY;
            String ordinary = share ? AnalysisUnits.percent(c.ordinary()) : AnalysisUnits.number(c.ordinary());
            String bursts = share ? AnalysisUnits.percent(c.bursts()) : AnalysisUnits.number(c.bursts());
            String name = c.column().word().replace('-', ' ');
            if (!c.together()) {
                line(name, "%s; does not move with the rate", ordinary);
                continue;
            }
            String behind = c.column() == Column.CACHE_HITS && c.bursts() < c.ordinary() && c.ordinary() < 1
                    ? String.format(
                            Locale.ROOT,
                            ": %.1f × the requests, but %.1f × the load behind the cache",
                            c.rise(),
                            c.behindCache())
                    : "";
            line(
                    name,
                    "%s ordinarily, %s in bursts (rank correlation with the rate %.2f)%s",
                    ordinary,
                    bursts,
                    c.correlation(),
                    behind);
        }
    }

    private void tokens() {
        TokenUse t = a.tokens();
        if (t == null) {
            return;
        }
        line(
                "tokens",
                "%.0f in and %.0f out a request, %.1f to one%s",
                t.input().mean(),
                t.output().mean(),
                t.ratio(),
                Double.isNaN(t.prime()) || Double.isNaN(t.rest())
                        ? ""
                        : String.format(
                                Locale.ROOT, "; together %.0f in prime time, %.0f at rest", t.prime(), t.rest()));
        line(
                "",
                "%s: in p50 %.0f, p90 %.0f, p99 %.0f; out p50 %.0f, p90 %.0f, p99 %.0f; p90 ÷ p10 of both %.1f",
                t.single() ? "of a request" : "means of steps",
                t.input().p50(),
                t.input().p90(),
                t.input().p99(),
                t.output().p50(),
                t.output().p90(),
                t.output().p99(),
                t.spread());
        if (t.shortfall() >= 0.1) {
            line(
                    "",
                    "a size by requests alone is %.0f %% too small in the heaviest twentieth of the steps: size by"
                            + " tokens",
                    100 * t.shortfall());
        }
    }

    private void data() {
        List<Treatment> notes = a.history().treatments();
        for (int i = 0; i < Math.min(SHOWN_NOTES, notes.size()); i++) {
            line(i == 0 ? "data" : "", "%s", notes.get(i).said());
        }
        more(notes.size() - SHOWN_NOTES);
    }

    private void advice(Advice s) {
        out.append('\n');
        line(
                "advice",
                "%s, where a replica does %s requests a second%s",
                s.capacity().service(),
                AnalysisUnits.number(s.capacity().perReplica()),
                s.capacity().assumed() ? " (a guess: --per-replica or --spec says it)" : "");
        line(
                "",
                "min %d, baseline %d, max %d replicas; confidence %.0f %%",
                s.min(),
                s.baseline(),
                s.max(),
                100 * s.confidence());
        line(
                "",
                "add replicas at %s requests a second each, %.0f %% of what one can do",
                AnalysisUnits.number(s.trigger()),
                100 * s.triggerShare());
        String lead = AnalysisUnits.length(s.lead().toMillis());
        if (s.schedule().isEmpty()) {
            line("", "no schedule: the day is too flat for one, or differs too much from day to day");
        } else {
            line("", "schedule, asking %s ahead:", lead);
        }
        for (Advice.Entry e : s.schedule()) {
            line(
                    "",
                    "  %-7s %s  min %-4d %s",
                    AdvisedSpec.days(e.days()).equals("*") ? "daily" : AdvisedSpec.days(e.days()),
                    e.at(),
                    e.min(),
                    String.format(
                            Locale.ROOT,
                            "right on %.0f %% of the %s%s",
                            100 * e.confidence(),
                            e.length().isZero() ? "days" : "weeks",
                            e.length().isZero()
                                    ? ""
                                    : ", for " + AnalysisUnits.length(e.length().toMillis())));
        }
        if (s.eventReplicas() > 0) {
            line(
                    "",
                    "the highest event took %d replicas: schedule one that you know of %s ahead",
                    s.eventReplicas(),
                    lead);
        }
    }
}
