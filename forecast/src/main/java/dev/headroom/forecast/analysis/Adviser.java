package dev.headroom.forecast.analysis;

import dev.headroom.forecast.analysis.Advice.Entry;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Works out from an analysis what a service should have. Only the last eight weeks count, the maximum apart. */
public final class Adviser {
    private static final double LEAST_BUSY = 0.4;
    private static final double SPARE = 1.2;
    private static final double QUIET = 0.05;
    private static final int WEEKS_THAT_COUNT = 8;
    private static final int WEEKS_AHEAD = 4;
    private static final int WEEKS_FOR_CONFIDENCE = 4;
    private static final double WITHIN = 0.25;
    private static final double FLAT = 1.2;
    private static final double LEAST_SURE = 0.5;
    private static final int SMOOTH = 5;
    private static final long FIVE_MINUTES = 300;

    private final Analysis a;
    private final Capacity capacity;
    private final double share;
    private final double each;
    private final int first;

    private Adviser(Analysis a, Capacity capacity) {
        this.a = a;
        this.capacity = capacity;
        share = Math.min(capacity.aim(), Math.max(LEAST_BUSY, 1 / (1 + rise())));
        each = capacity.perReplica() * share;
        int steps = (int) Math.min(a.rates().length, WEEKS_THAT_COUNT * 7 * Calendar.DAY / a.stepMillis());
        first = a.rates().length - steps;
    }

    /** Advice for a service under the analysed traffic. */
    public static Advice of(Analysis a, Capacity capacity) {
        return new Adviser(a, capacity).advice();
    }

    private Advice advice() {
        double[] recent = Arrays.copyOfRange(a.rates(), first, a.rates().length);
        int baseline = replicas(Robust.median(recent));
        int min = Math.max(Math.min(2, baseline), replicas(Robust.quantile(recent, QUIET)));
        double own = a.history().stepMillis() / 1000.0;
        double highest = Robust.quantile(a.history().requests(), 1) / own;
        double growth = a.levels().hasTrend()
                ? StrictMath.pow(1 + Math.max(0, a.levels().trendPerWeek()), WEEKS_AHEAD)
                : 1;
        int max = Math.max(min + 1, replicas(SPARE * growth * highest));
        int event = 0;
        for (Event e : a.events()) {
            event = Math.max(event, replicas(Double.isNaN(e.highest()) ? e.height() : e.highest()));
        }
        long lead = capacity.ready().toSeconds() + Math.min(Calendar.HOUR, a.stepMillis()) / 2000;
        return new Advice(
                capacity,
                min,
                baseline,
                max,
                event,
                each,
                share,
                Duration.ofSeconds(Math.ceilDiv(lead, FIVE_MINUTES) * FIVE_MINUTES),
                schedule(min),
                confidence());
    }

    private int replicas(double rate) {
        return (int) Math.min(1_000_000, Math.max(1, Math.ceil(rate / each - 1e-9)));
    }

    /**
     * By how much traffic rises while a replica comes up: the 99th percentile in busy times, between the means of two
     * stretches of the history's own steps that are as long as that, five at least, so that chance from step to step is not
     * taken for a rise.
     */
    private double rise() {
        double[] x = a.history().requests();
        double mean = Robust.mean(x);
        double ready = Math.max(1, capacity.ready().toMillis());
        double own = a.history().stepMillis();
        int over = a.stepMillis() <= own ? 1 : (int) Math.max(SMOOTH, Math.round(ready / own));
        double part = Math.min(1, ready / (own * over));
        double[] sums = new double[x.length + 1];
        for (int i = 0; i < x.length; i++) {
            sums[i + 1] = sums[i] + (Double.isNaN(x[i]) ? mean : x[i]);
        }
        double[] rises = new double[x.length];
        Arrays.fill(rises, Double.NaN);
        for (int i = over; i + over <= x.length; i++) {
            double before = sums[i] - sums[i - over];
            if (before >= over * mean / 2) {
                rises[i] = Math.max(0, (sums[i + over] - sums[i]) / before - 1) * part;
            }
        }
        double rise = Robust.quantile(rises, 0.99);
        return Double.isNaN(rise) ? 0 : rise;
    }

    private double confidence() {
        double days = a.rates().length * (double) a.stepMillis() / Calendar.DAY;
        double known = Robust.known(a.rates()).length / (double) a.rates().length;
        Profile p = a.profile();
        double season =
                p == null ? 0 : Math.max(p.dailyStrength(), Double.isNaN(p.weeklyStrength()) ? 0 : p.weeklyStrength());
        return Math.min(1, days / (7 * WEEKS_FOR_CONFIDENCE)) * season * known;
    }

    private List<Entry> schedule(int min) {
        List<Entry> out = new ArrayList<>();
        Profile p = a.profile();
        if (p == null || a.season() == Season.NONE || a.stepMillis() > Calendar.HOUR) {
            return out;
        }
        boolean weekends = a.season() == Season.WEEKENDS || a.season() == Season.WEEK || a.season() == Season.WEEKDAYS;
        Set<DayOfWeek> weekend = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
        Set<DayOfWeek> all = EnumSet.allOf(DayOfWeek.class);
        if (weekends) {
            List<Entry> work = blocks(EnumSet.complementOf(EnumSet.copyOf(weekend)), min);
            List<Entry> rest = blocks(weekend, min);
            if (!work.isEmpty() || !rest.isEmpty()) {
                out.addAll(work.isEmpty() ? level(EnumSet.complementOf(EnumSet.copyOf(weekend)), min) : work);
                out.addAll(rest.isEmpty() ? level(weekend, min) : rest);
            }
        } else {
            out.addAll(blocks(all, min));
        }
        out.addAll(recurring(min));
        return out;
    }

    /** Replicas needed by hour of the day, by the medians of the days. */
    private int[] needs(Set<DayOfWeek> days, double[] foreseen) {
        int[] out = new int[24];
        for (int h = 0; h < 24; h++) {
            foreseen[h] = Robust.median(rates(days, h));
            out[h] = Double.isNaN(foreseen[h]) ? 0 : replicas(foreseen[h]);
        }
        return out;
    }

    private double[] rates(Set<DayOfWeek> days, int hour) {
        List<Double> out = new ArrayList<>();
        for (int i = first; i < a.rates().length; i++) {
            LocalDateTime t = middle(i);
            if (t.getHour() == hour && days.contains(t.getDayOfWeek()) && !Double.isNaN(a.rates()[i])) {
                out.add(a.rates()[i]);
            }
        }
        return out.stream().mapToDouble(d -> d).toArray();
    }

    private LocalDateTime middle(int step) {
        return LocalDateTime.ofInstant(a.starts().get(step).plusMillis(a.stepMillis() / 2), a.zone());
    }

    /** Entries for the blocks of some days; none where the day is flat, or where they were wrong on most days. */
    private List<Entry> blocks(Set<DayOfWeek> days, int min) {
        double[] foreseen = new double[24];
        int[] need = needs(days, foreseen);
        int most = Arrays.stream(need).max().orElse(0);
        int least = Arrays.stream(need).min().orElse(0);
        List<Entry> out = new ArrayList<>();
        if (most < FLAT * least || most - least < 2) {
            return out;
        }
        List<int[]> blocks = Blocks.of(need);
        for (int b = 0; b < blocks.size(); b++) {
            int[] block = blocks.get(b);
            int before = blocks.get((b + blocks.size() - 1) % blocks.size())[2];
            out.add(new Entry(
                    hours(block),
                    days,
                    LocalTime.of(block[0], 0),
                    Duration.ZERO,
                    Math.max(min, block[2]),
                    block[2] > before,
                    confidence(days, block, foreseen)));
        }
        double sure = Robust.median(out.stream().mapToDouble(Entry::confidence).toArray());
        return sure >= LEAST_SURE ? out : List.of();
    }

    private List<Entry> level(Set<DayOfWeek> days, int min) {
        double[] foreseen = new double[24];
        int most = Math.max(min, Arrays.stream(needs(days, foreseen)).max().orElse(0));
        int[] block = {0, 24, most};
        return List.of(new Entry(
                "all day", days, LocalTime.MIDNIGHT, Duration.ZERO, most, false, confidence(days, block, foreseen)));
    }

    private static String hours(int[] block) {
        return "%02d-%02d h".formatted(block[0], block[1] % 24 == 0 ? 24 : block[1] % 24);
    }

    /** Share of the days on which the mean of the block's hours was what is foreseen, give or take a quarter or a replica. */
    private double confidence(Set<DayOfWeek> days, int[] block, double[] foreseen) {
        double expected = 0;
        int hours = 0;
        for (int h = block[0]; h < block[1]; h++) {
            if (!Double.isNaN(foreseen[h % 24])) {
                expected += foreseen[h % 24];
                hours++;
            }
        }
        expected /= Math.max(1, hours);
        int right = 0;
        int seen = 0;
        double sum = 0;
        int n = 0;
        for (int i = first; i <= a.rates().length; i++) {
            boolean inside = i < a.rates().length && isIn(middle(i), days, block);
            if (inside && !Double.isNaN(a.rates()[i])) {
                sum += a.rates()[i];
                n++;
            }
            if (!inside && n > 0) {
                seen++;
                right += Math.abs(sum / n - expected) <= Math.max(each, WITHIN * expected) ? 1 : 0;
                sum = 0;
                n = 0;
            }
        }
        return seen == 0 ? 0 : right / (double) seen;
    }

    private static boolean isIn(LocalDateTime t, Set<DayOfWeek> days, int[] block) {
        int h = t.getHour();
        return ((h >= block[0] && h < block[1]) || h + 24 < block[1]) && days.contains(t.getDayOfWeek());
    }

    /** Entries for events that come again every week, one for each time of the week. */
    private List<Entry> recurring(int min) {
        List<Entry> out = new ArrayList<>();
        List<String> known = new ArrayList<>();
        for (Event e : a.events()) {
            Event.Recurrence r = e.recurrence();
            if (r == null || r.every() != Event.Recurrence.Period.WEEKLY) {
                continue;
            }
            LocalDateTime t = LocalDateTime.ofInstant(e.start(), a.zone());
            String when = t.getDayOfWeek() + " " + t.getHour();
            boolean near = known.contains(when)
                    || known.contains(
                            t.plusHours(1).getDayOfWeek() + " " + t.plusHours(1).getHour())
                    || known.contains(t.minusHours(1).getDayOfWeek() + " "
                            + t.minusHours(1).getHour());
            if (!near) {
                known.add(when);
                out.add(new Entry(
                        "event " + r.said(),
                        EnumSet.of(t.getDayOfWeek()),
                        t.toLocalTime(),
                        e.length(),
                        Math.max(min, replicas(e.height())),
                        true,
                        r.seen() / (double) r.of()));
            }
        }
        return out;
    }
}
