package dev.headroom.engine.policy;

import dev.headroom.engine.model.Forecast;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much to plan for on top of a guess of the demand a boot time ahead, learned from how guesses turned out.
 *
 * <p>Several guesses are made side by side: the rate; the rate and its growth; the highest rate of the last boot time and 3
 * minutes, of 15 minutes, of two hours, of a day and of this hour yesterday; the median of a forecast. Each is kept until the time it was for and
 * compared with what came, in units of a scale that is known beforehand: what the rate usually changes by within a boot time,
 * of late and on the whole, or the spread of the forecast. The plan of a guess is the guess and the quantile of its misses
 * that leaves the share of requests late which the objective allows (split conformal prediction with normalised
 * residuals, Lei et al. 2018, weighted by requests). Each guess keeps the promise that way; the one whose plans were the
 * cheapest on average decides.
 *
 * <p>A plan that has just been surpassed, and not only by what replicas are loaded below their full load, tells of demand that its guess does not
 * know. So none of a guess decides from then on until what it planned for now is enough again; where every guess is surprised, the plan of the rate and its growth counts, and
 * at least what is planned for before anything is learned, but not more than the highest plan. Of few leads that is no
 * surprise: the next of n surpasses them all one time in n + 1.
 *
 * <p>The cheapest of several is also the one that chance has flattered most. So the plans of each guess are judged as
 * well, when their time has come, and a guess whose plans were surpassed more often than they were allowed to gets so many times
 * less of the share.
 *
 * <p>The share that may be late is what the objective allows, and less while more was spent: times what it allows ÷ what
 * was spent (adaptive conformal inference, Gibbs and Candès 2021, corrects its level to the same end). Spent is the share of
 * requests so far that came while the ready replicas were too few. Where nothing was, replicas are loaded higher.
 *
 * @param guesses the misses of each guess, in the order of their names; empty before the first
 * @param pending guesses whose time has not come, oldest first, and before them the last whose time has; at most {@link
 *     #PENDING} and one
 * @param squares sum of squared changes within a boot time, forgotten exponentially like all sums here
 * @param levels sum of squared levels at these times
 * @param late requests that came while the replicas were too few
 * @param requests all requests
 * @param leads boot times learned from
 * @param seenMillis time of the newest sample, epoch milliseconds
 * @param records the highest rates of a day
 */
public record Margins(
        List<Misses> guesses,
        List<Pending> pending,
        double squares,
        double levels,
        double late,
        double requests,
        double leads,
        long seenMillis,
        Records records) {

    /** Nothing has been learned. */
    public static final Margins NONE = new Margins(List.of(), List.of(), 0, 0, 0, 0, 0, Long.MIN_VALUE, Records.NONE);

    /** Guesses pending at most: four in a boot time, and those of a late sample. */
    static final int PENDING = 8;

    private static final double DAY = 86_400_000;
    private static final double COST_SAMPLES = 5760;
    private static final long HOLD_MILLIS = 180_000;
    private static final long LONG_MILLIS = 900_000;
    private static final long HOURS_MILLIS = 7_200_000;
    private static final long DAY_MILLIS = 85_500_000;
    private static final int PEAK = 0;
    private static final int GROWTH = 2;
    private static final int FORECAST = 3;
    private static final int RATE = 6;
    private static final int GUESSES = 8;
    /** Quantile of a forecast that counts as long as its misses are not known. */
    private static final double UNPROVEN = 0.9;

    /** Plans before costs are compared. */
    private static final int COMPARABLE = 4;

    /** Plans before the misses of a forecast count as known. */
    private static final int PROVEN = 100;

    private static final double LEAST_SCALE = 1e-3;
    /** Keeps scales positive where nothing comes. */
    private static final double LEAST = 1e-9;

    private static final String UNLEARNT = "recent peaks and changes";
    private static final String SURPRISED = "more than any guess had planned for";
    private static final String[] NAMES = {
        "the highest rate of late",
        "the highest rate of 15 minutes",
        "the rate and its growth",
        "the forecast",
        "the highest rate of two hours",
        "the highest rate of a day",
        "the rate",
        "the highest rate of this hour yesterday"
    };

    /**
     * Guesses of one time.
     *
     * @param dueMillis the time they are for, epoch milliseconds
     * @param guesses of each kind; negative where there was none
     * @param scale usual change within a boot time
     * @param spread of the forecast
     * @param plans made by each guess; negative where there was none
     * @param share of requests that was allowed to surpass them
     */
    public record Pending(
            long dueMillis, List<Double> guesses, double scale, double spread, List<Double> plans, double share) {
        public Pending {
            guesses = List.copyOf(guesses);
            plans = List.copyOf(plans);
        }

        /** Whether a guess had planned for less. */
        boolean surpassed(int guess, double level) {
            double plan = plans.get(guess);
            return plan >= 0 && level > plan;
        }
    }

    /**
     * What to plan for.
     *
     * @param demand per second
     * @param fullest share of their load that replicas may be given for it
     * @param margins with the guesses that were made for it
     * @param how it came about, for the explanation
     */
    record Plan(double demand, double fullest, Margins margins, String how) {}

    public Margins {
        // What another version has learned of other guesses says nothing about these.
        boolean known = guesses.size() == GUESSES && guesses.get(0).weights().length == Misses.BINS;
        guesses = known ? List.copyOf(guesses) : List.of();
        pending = known ? List.copyOf(pending) : List.of();
    }

    /**
     * With a sample: the guesses that were for its time are compared with it.
     *
     * @param arrivals of which it is the newest
     * @param perSecond requests that come, by whose number misses count; the level itself unless the demand is in another unit
     * @param carried demand per second that the ready replicas carry; infinite when unknown
     */
    Margins seen(Arrivals arrivals, double perSecond, double carried, long horizonMillis, LearningConstants k) {
        double memory = k.of(LearningConstant.MEMORY_DAYS) * DAY;
        long at = arrivals.seenMillis();
        double level = arrivals.level();
        double passed = seenMillis == Long.MIN_VALUE ? 0 : at - seenMillis;
        double keep = Math.exp(-passed / memory);
        int due = 0;
        while (due < pending.size() && pending.get(due).dueMillis() <= at) {
            due++;
        }
        List<Misses> learned = guesses;
        if (due > 0 && pending.get(due - 1).dueMillis() > seenMillis) {
            Pending p = pending.get(due - 1);
            learned = new ArrayList<>(guesses);
            for (int i = 0; i < GUESSES; i++) {
                double guess = p.guesses().get(i);
                if (guess >= 0) {
                    double miss = (level - guess) / (i == FORECAST ? p.spread() : p.scale());
                    double kept = Math.exp(-horizonMillis / (4 * memory));
                    Misses m = learned.get(i).with(miss, perSecond, kept);
                    double plan = p.plans().get(i);
                    learned.set(i, plan < 0 ? m : m.judged(p.surpassed(i, level), perSecond, p.share(), kept));
                }
            }
        }
        double swing = arrivals.swing();
        return new Margins(
                learned,
                pending.subList(Math.max(0, due - 1), pending.size()),
                squares * keep + swing * swing,
                levels * keep + (swing > 0 ? level * level : 0),
                late * keep + (level > carried ? perSecond : 0),
                requests * keep + perSecond,
                leads + Math.min(1, passed / horizonMillis),
                at,
                records.with(level, at));
    }

    /**
     * What to plan for, such that replicas asked for now are in time for it.
     *
     * @param perSecond requests that come
     * @param burst times the usual change that is planned for on top of recent peaks as long as nothing is learned
     * @param forecast of the rate; null for none
     * @param allowed share of requests that may be late
     */
    Plan plan(
            Instant now,
            Arrivals arrivals,
            double perSecond,
            double burst,
            @Nullable Forecast forecast,
            long horizonMillis,
            double allowed,
            LearningConstants k) {
        double level = arrivals.level();
        double scale = scale(arrivals, k);
        double spread = LEAST_SCALE * level + LEAST;
        double unproven = 0;
        double[] plans = new double[GUESSES];
        Arrays.fill(plans, -1);
        long hold = (long) Math.min(HOLD_MILLIS, k.of(LearningConstant.HOLD) * horizonMillis);
        double[] guess = guesses(now.toEpochMilli(), arrivals, horizonMillis, hold);
        if (forecast != null) {
            Instant ready = now.plusMillis(horizonMillis);
            double median = forecast.peak(0.5, now, ready);
            double high = forecast.peak(0.95, now, ready);
            if (Double.isFinite(median) && Double.isFinite(high)) {
                guess[FORECAST] = Math.max(0, median);
                spread = Math.max(spread, high - median);
                unproven = guesses.isEmpty() || guesses.get(FORECAST).decisions() < PROVEN
                        ? forecast.peak(UNPROVEN, now, ready)
                        : 0;
            }
        }
        double share = share(perSecond, allowed, k);
        List<Misses> after = new ArrayList<>(guesses.isEmpty() ? Collections.nCopies(GUESSES, Misses.NONE) : guesses);
        double reactive = Math.max(guess[PEAK], guess[GROWTH]) + burst * scale;
        double planned = reactive;
        Pending past = surprising(allowed, k);
        double cheapest = Double.POSITIVE_INFINITY;
        double most = 0;
        int best = -1;
        for (int i = 0; i < GUESSES; i++) {
            double miss = after.get(i)
                    .quantile(share
                            / Math.min(
                                    k.of(LearningConstant.STRICTEST),
                                    after.get(i).excess(perSecond + LEAST)));
            if (guess[i] < 0 || Double.isNaN(miss)) {
                continue;
            }
            double plan = Math.max(level, guess[i] + miss * (i == FORECAST ? spread : scale));
            plans[i] = plan;
            most = Math.max(most, plan);
            Misses m = after.get(i).planned(plan, 1 - 1 / COST_SAMPLES);
            after.set(i, m);
            double cost = m.decisions() >= COMPARABLE ? m.cost() : Double.MAX_VALUE;
            if (cost < cheapest && (past == null || !past.surpassed(i, Staffing.FULLEST * level))) {
                best = i;
                planned = plan;
                cheapest = cost;
            }
        }
        boolean surprised = best < 0 && most > 0;
        if (surprised) {
            planned = Math.min(most, Math.max(reactive, plans[GROWTH]));
        }
        double trust = most > 0 ? leads / (leads + k.of(LearningConstant.HALF)) : 0;
        double demand =
                Math.max(grown() ? unproven : Math.min(unproven, reactive), trust * planned + (1 - trust) * reactive);
        long due = now.toEpochMilli() + horizonMillis;
        List<Pending> waiting = pending;
        if (pending.isEmpty()
                || (pending.size() <= PENDING
                        && due - pending.get(pending.size() - 1).dueMillis() >= horizonMillis / 4)) {
            waiting = new ArrayList<>(pending);
            waiting.add(new Pending(
                    due,
                    Arrays.stream(guess).boxed().toList(),
                    scale,
                    spread,
                    Arrays.stream(plans).boxed().toList(),
                    share));
        }
        double spare = k.of(LearningConstant.SPARE)
                - k.of(LearningConstant.EASED) * (1 - Math.min(1, spent(perSecond, allowed, k)));
        return new Plan(
                demand,
                1 - spare,
                new Margins(after, waiting, squares, levels, late, requests, leads, seenMillis, records),
                surprised
                        ? SURPRISED
                        : best < 0 ? UNLEARNT : NAMES[best] + " and a margin for " + thousandths(share) + " late");
    }

    /**
     * Whether the forecast was there from the first, and so was made from more than what has been seen here. One that came later
     * has seen no more, and as long as its misses are not known recent peaks tell as much.
     */
    private boolean grown() {
        return guesses.isEmpty()
                || guesses.get(FORECAST).decisions() >= 0.9 * guesses.get(RATE).decisions();
    }

    /** The guesses for now that it would be a surprise to see surpassed; null for none. */
    private @Nullable Pending surprising(double allowed, LearningConstants k) {
        boolean rare = leads * allowed >= k.of(LearningConstant.SURPRISING);
        return rare && !pending.isEmpty() && pending.get(0).dueMillis() <= seenMillis ? pending.get(0) : null;
    }

    /** What the rate changes by within a boot time: root mean square of that of late and the usual one at this level. */
    private double scale(Arrivals arrivals, LearningConstants k) {
        double level = arrivals.level();
        double assumed = k.of(LearningConstant.USUAL_SAMPLES) * level * level;
        double share = k.of(LearningConstant.USUAL);
        double usual = levels + assumed > 0 ? (squares + share * share * assumed) / (levels + assumed) : 0;
        return Math.sqrt((arrivals.swing() * arrivals.swing() + usual * level * level) / 2)
                + LEAST_SCALE * level
                + LEAST;
    }

    private double[] guesses(long now, Arrivals arrivals, long horizonMillis, long hold) {
        return new double[] {
            arrivals.peak(now, horizonMillis + hold),
            arrivals.peak(now, Math.max(LONG_MILLIS, horizonMillis + HOLD_MILLIS)),
            arrivals.level() + arrivals.growth(now, horizonMillis),
            -1,
            records.peak(now, HOURS_MILLIS),
            records.peak(now, DAY_MILLIS),
            arrivals.level(),
            Math.max(arrivals.level(), records.yesterday(now, horizonMillis))
        };
    }

    /** The share of requests that may be late from now on. */
    private double share(double perSecond, double allowed, LearningConstants k) {
        double correction = 1 / Math.max(1e-9, spent(perSecond, allowed, k));
        return allowed
                / k.of(LearningConstant.CAUTION)
                * Math.max(1 / k.of(LearningConstant.THRIFTY), Math.min(k.of(LearningConstant.GENEROUS), correction));
    }

    /** Share of the allowed lateness that was spent. */
    private double spent(double perSecond, double allowed, LearningConstants k) {
        double begin = k.of(LearningConstant.UNSPENT) * perSecond;
        return requests + begin > 0 && allowed > 0 ? (late / allowed + begin) / (requests + begin) : 1;
    }

    private static String thousandths(double share) {
        return Math.round(share * 1e5) / 1e3 + " %";
    }
}
