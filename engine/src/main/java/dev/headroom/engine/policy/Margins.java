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
 * minutes, of 15 minutes, of two hours, of a day and of this hour yesterday; means of 5, 15 and 60 minutes; the median of a forecast. Each is
 * kept until the time it was for and compared with what came, in units of a scale that is known beforehand: what the rate usually changes by
 * within a boot time, of late and on the whole; the same as it would be if it were the noise of counting; or the spread of the forecast. The plan of a guess is the guess and the quantile of its misses
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
 * requests so far that came while the ready replicas were too few, against {@link LearningConstant#SPENDING a part} of what is allowed. Where
 * nothing was, replicas are loaded higher.
 *
 * @param guesses the misses of each guess, in the order of {@link Guesses}; empty before the first
 * @param pending guesses whose time has not come, oldest first, and before them the last whose time has; at most {@link
 *     #PENDING} and one
 * @param squares sum of squared changes within a boot time, forgotten exponentially like all sums here
 * @param levels sum of squared levels at these times
 * @param changes their number
 * @param late requests that came while the replicas were too few
 * @param requests all requests
 * @param leads boot times learned from
 * @param seenMillis time of the newest sample, epoch milliseconds
 * @param records the highest rates of a day
 * @param means of the rate
 */
public record Margins(
        List<Misses> guesses,
        List<Pending> pending,
        double squares,
        double levels,
        double changes,
        double late,
        double requests,
        double leads,
        long seenMillis,
        Records records,
        Means means) {

    /** Nothing has been learned. */
    public static final Margins NONE =
            new Margins(List.of(), List.of(), 0, 0, 0, 0, 0, 0, Long.MIN_VALUE, Records.NONE, Means.NONE);

    /** Guesses pending at most: four in a boot time, and those of a late sample. */
    static final int PENDING = 8;

    private static final double DAY = 86_400_000;
    private static final double COST_SAMPLES = 5760;
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
    /**
     * Guesses of one time.
     *
     * @param dueMillis the time they are for, epoch milliseconds
     * @param guesses the different ones; negative where there was none
     * @param scales what misses of each guess are told in
     * @param plans made by each guess; negative where there was none
     * @param share of requests that was allowed to surpass them
     */
    public record Pending(long dueMillis, List<Double> guesses, Scales scales, List<Double> plans, double share) {
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
     * What misses are told in.
     *
     * @param change what the rate usually changes by within a lead
     * @param counted that in proportion to the root of the rate
     * @param spread of the forecast
     */
    public record Scales(double change, double counted, double spread) {
        double of(int guess) {
            return Guesses.kind(guess) == Guesses.FORECAST ? spread : guess < Guesses.KINDS ? change : counted;
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
        boolean known = guesses.size() == Guesses.ALL && guesses.get(0).weights().length == Misses.BINS;
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
            for (int i = 0; i < Guesses.ALL; i++) {
                double guess = p.guesses().get(Guesses.kind(i));
                if (guess >= 0) {
                    double miss = (level - guess) / p.scales().of(i);
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
                changes * keep + (swing > 0 ? 1 : 0),
                late * keep + (level > carried ? perSecond : 0),
                requests * keep + perSecond,
                leads + Math.min(1, passed / horizonMillis),
                at,
                records.with(level, at),
                means.with(level, passed));
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
        double spread = LEAST_SCALE * level + LEAST;
        double unproven = 0;
        double[] plans = new double[Guesses.ALL];
        Arrays.fill(plans, -1);
        double[] guess =
                Guesses.of(now.toEpochMilli(), arrivals, records, means, horizonMillis, k.of(LearningConstant.HOLD));
        if (forecast != null) {
            Instant ready = now.plusMillis(horizonMillis);
            double median = forecast.peak(0.5, now, ready);
            double high = forecast.peak(0.95, now, ready);
            if (Double.isFinite(median) && Double.isFinite(high)) {
                guess[Guesses.FORECAST] = Math.max(0, median);
                spread = Math.max(spread, high - median);
                unproven = guesses.isEmpty() || guesses.get(Guesses.FORECAST).decisions() < PROVEN
                        ? forecast.peak(UNPROVEN, now, ready)
                        : 0;
            }
        }
        Scales scales = scales(arrivals, spread, k);
        double share = share(perSecond, allowed, k);
        List<Misses> after =
                new ArrayList<>(guesses.isEmpty() ? Collections.nCopies(Guesses.ALL, Misses.NONE) : guesses);
        double reactive = Math.max(guess[Guesses.PEAK], guess[Guesses.GROWTH]) + burst * scales.change();
        double planned = reactive;
        Pending past = surprising(allowed, k);
        double cheapest = Double.POSITIVE_INFINITY;
        double most = 0;
        int best = -1;
        for (int i = 0; i < Guesses.ALL; i++) {
            double miss = after.get(i)
                    .quantile(share
                            / Math.min(
                                    k.of(LearningConstant.STRICTEST),
                                    after.get(i).excess(perSecond + LEAST)));
            double guessed = guess[Guesses.kind(i)];
            if (guessed < 0 || Double.isNaN(miss)) {
                continue;
            }
            double plan = Math.max(level, guessed + miss * scales.of(i));
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
            planned = Math.min(most, Math.max(reactive, plans[Guesses.GROWTH]));
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
                    scales,
                    Arrays.stream(plans).boxed().toList(),
                    share));
        }
        double spare = k.of(LearningConstant.SPARE)
                - k.of(LearningConstant.EASED) * (1 - Math.min(1, spent(perSecond, allowed, k)));
        return new Plan(
                demand,
                1 - spare,
                new Margins(
                        after, waiting, squares, levels, changes, late, requests, leads, seenMillis, records, means),
                surprised
                        ? SURPRISED
                        : best < 0
                                ? UNLEARNT
                                : Guesses.name(best) + " and a margin for " + thousandths(share) + " late");
    }

    /**
     * Whether the forecast was there from the first, and so was made from more than what has been seen here. One that came later
     * has seen no more, and as long as its misses are not known recent peaks tell as much.
     */
    private boolean grown() {
        return guesses.isEmpty()
                || guesses.get(Guesses.FORECAST).decisions()
                        >= 0.9 * guesses.get(Guesses.RATE).decisions();
    }

    /** The guesses for now that it would be a surprise to see surpassed; null for none. */
    private @Nullable Pending surprising(double allowed, LearningConstants k) {
        boolean rare = leads * allowed >= k.of(LearningConstant.SURPRISING);
        return rare && !pending.isEmpty() && pending.get(0).dueMillis() <= seenMillis ? pending.get(0) : null;
    }

    /**
     * What misses are told in: the root mean square of what the rate changed by of late and what is usual at this level; and what is usual at the
     * usual level, in proportion to the root of the level.
     */
    private Scales scales(Arrivals arrivals, double spread, LearningConstants k) {
        double level = arrivals.level();
        double swing = arrivals.swing();
        double assumed = k.of(LearningConstant.USUAL_SAMPLES) * level * level;
        double share = k.of(LearningConstant.USUAL);
        double squared = levels + assumed > 0 ? (squares + share * share * assumed) / (levels + assumed) : 0;
        double least = LEAST_SCALE * level + LEAST;
        double usual = changes > 0 ? Math.sqrt(levels / changes) : level;
        return new Scales(
                Math.sqrt((swing * swing + squared * level * level) / 2) + least,
                Math.sqrt(squared * level * usual) + least,
                spread);
    }

    /** The share of requests that may be late from now on. */
    private double share(double perSecond, double allowed, LearningConstants k) {
        double correction = 1 / Math.max(1e-9, spent(perSecond, allowed, k));
        return allowed
                / k.of(LearningConstant.CAUTION)
                * Math.max(1 / k.of(LearningConstant.THRIFTY), Math.min(k.of(LearningConstant.GENEROUS), correction));
    }

    /** Share that was spent of what is to be spent of the allowed lateness. */
    private double spent(double perSecond, double allowed, LearningConstants k) {
        double begin = k.of(LearningConstant.UNSPENT) * perSecond;
        return requests + begin > 0 && allowed > 0
                ? (late / (allowed * k.of(LearningConstant.SPENDING)) + begin) / (requests + begin)
                : 1;
    }

    private static String thousandths(double share) {
        return Math.round(share * 1e5) / 1e3 + " %";
    }
}
