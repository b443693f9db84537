package dev.headroom.engine.policy;

import dev.headroom.engine.model.Forecast;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sizes by a queueing model of the workload: the fewest replicas whose predicted latency quantile meets the objective, with
 * the service rate of a replica learned online. Falls back to target tracking until it has learned.
 *
 * <p>Looks up by meaning: the arrival {@link Measure#RATE rate}; the load, as requests {@link Measure#IN_FLIGHT in
 * flight}, {@link Measure#CONCURRENCY concurrency}, {@link Measure#UTILISATION utilisation} or {@link Measure#BACKLOG
 * backlog}, the first of these there is; and the backlog where a deadline is promised.
 *
 * <ol>
 *   <li>Little's law gives the time a request holds a slot, as slots busy ÷ rate, learned while little queues. {@code
 *       ReplicaSpec.serviceTime} is worth ten samples to begin with.
 *   <li>The rate planned for is what {@link Margins} learn where a latency is promised. Otherwise it is the highest of the last boot time and three
 *       minutes, or the present one and its growth over a boot time if that is more, and {@code burst} times the usual change over a boot time, or the
 *       90th percentile of a forecast if that is more. Forecasts are used while their error is under a half.
 *   <li>What already waits is to be worked off within a boot time (at least 15 s). For a deadline {@link DeadlineStaffing}
 *       says how fast, and how long it may wait instead.
 *   <li>Rate × time is the offered load. For a latency objective the replicas are the fewest whose response quantile by
 *       M/M/c is within the limit; without a promise the offered load at {@code fallbackUtilisation}.
 * </ol>
 *
 * A language model whose replica tells its token rates, and whose prompt and answer tokens are measured, is sized by their work instead of the
 * slots they hold ({@link TokenWork}, {@link TokenStaffing}), and margins are learned of that work. Without a rate the load stands for the offered load.
 *
 * @param fallbackUtilisation share of a replica aimed at until enough is learned, such as 0.7
 * @param burst standard deviations of the arrival rate's recent changes that are planned for, where margins are not learned
 * @param minConfidence confidence below which the fallback decides, in [0, 1]
 * @param constants of what is learned
 */
public record CapacityModel(double fallbackUtilisation, double burst, double minConfidence, LearningConstants constants)
        implements Policy {

    /** The automatic policy: what a workload without policies gets. */
    public static final CapacityModel AUTOMATIC = new CapacityModel(0.7, 2.0, 0.5);

    private static final String RULE = "capacity";
    private static final String PROMISED = "{observed} a second arrive, {target} are planned for ({detail}), each holds"
            + " a slot for {limit|s}: {after|replica keeps|replicas keep} the promised latency";
    private static final String WORKED =
            "tokens come at the rate of {observed} replicas, {target} are planned for ({detail}):"
                    + " {after|replica keeps|replicas keep} the promised latency";
    private static final String PACED =
            "{observed} a second arrive and {target} wait, each takes {limit|s}: {after|replica"
                    + " does|replicas do} what waits in time";
    private static final String DRAINS = "{observed} a second arrive, {target} are planned for, each takes {limit|s}:"
            + " {after|replica is|replicas are} done by the deadline";
    private static final String UTILISED = "{observed} a second arrive, {target} are planned for, each holds a slot for"
            + " {limit|s}: {after|replica carries|replicas carry} them with room to spare";
    private static final String LOADED =
            "{observed} slots are busy, {target} are planned for: {after|replica carries|replicas carry} them";
    private static final String FALLBACK = "still learning how long a request takes: {observed} slots are busy and"
            + " {target|%} of them should be: wants {after}";
    private static final String UNLEARNT =
            "still learning how long a request takes, and nothing tells how busy the replicas are: no opinion";
    private static final String ARRIVALS = "the arrival rate or a measure of load";

    private static final long HOLD_MILLIS = 180_000;
    private static final long LEAST_HORIZON_MILLIS = 15_000;
    private static final long LOOKS = 3;
    private static final double QUEUE_FREE = 0.8;
    private static final double NOT_FULL = 0.98;
    private static final double BAND = 0.1;
    private static final double USABLE_ERROR = 0.5;
    /** Rates outside say nothing about a service, and their squares are no numbers. */
    private static final double LEAST_RATE = 1e-9;

    private static final double MOST_RATE = 1e12;
    private static final Measure[] LOADS = {Measure.IN_FLIGHT, Measure.CONCURRENCY, Measure.UTILISATION, Measure.BACKLOG
    };

    /**
     * What has been learned.
     *
     * @param service the time a request holds a slot
     * @param arrivals the recent course of the rate, or of the load where there is no rate
     * @param seenMillis time of the newest sample learned from, epoch milliseconds
     * @param backlog items at that time; NaN when unknown
     * @param margins what is planned for on top of the rate, or of the work where it is known; learned where a latency is
     *     promised
     * @param work the recent course of the work that comes to a language model, in replicas ({@link TokenWork}); none
     *     where no latency is promised or tokens are not measured
     */
    public record Learned(
            HoldingTime service, Arrivals arrivals, long seenMillis, double backlog, Margins margins, Arrivals work)
            implements Memory {
        static final Learned NOTHING = new Learned(
                HoldingTime.UNKNOWN, Arrivals.NONE, Long.MIN_VALUE, Double.NaN, Margins.NONE, Arrivals.NONE);

        Learned with(Margins other) {
            return new Learned(service, arrivals, seenMillis, backlog, other, work);
        }

        boolean knowsWork() {
            return work.seenMillis() != Long.MIN_VALUE;
        }
    }

    /** With the constants it ships with. */
    public CapacityModel(double fallbackUtilisation, double burst, double minConfidence) {
        this(fallbackUtilisation, burst, minConfidence, LearningConstants.STANDARD);
    }

    public CapacityModel {
        Sight.require(fallbackUtilisation > 0 && fallbackUtilisation <= 1, RULE, "the utilisation must be in (0, 1]");
        Sight.require(burst >= 0 && Double.isFinite(burst), RULE, "the burst must be at least 0");
        Sight.require(minConfidence >= 0 && minConfidence <= 1, RULE, "the least confidence must be in [0, 1]");
    }

    @Override
    public String label() {
        return RULE;
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        Learned old = memory instanceof Learned l ? l : Learned.NOTHING;
        SignalValue rate = s.measuring(Measure.RATE);
        SignalValue load = load(s);
        SignalValue backlog = s.objective().deadline() == null ? null : s.measuring(Measure.BACKLOG);
        if (rate == null && load == null) {
            return Sight.blind(RULE, ARRIVALS, null, s, memory);
        }
        SignalValue unseen = unusable(rate, unusable(load, unusable(backlog, null)));
        double jobs = load != null && load.ok() ? jobs(s, load) : Double.NaN;
        Learned learned = learn(s, old, rate, load, jobs);
        Evaluation plan = plan(s, rate, jobs, backlog != null && backlog.ok() ? backlog.value() : Double.NaN, learned);
        if (unseen != null && plan.recommendation().desired() <= s.current()) {
            return Sight.blind(RULE, unseen.signal().name(), unseen, s, learned);
        }
        return plan;
    }

    private static @Nullable SignalValue unusable(@Nullable SignalValue v, @Nullable SignalValue otherwise) {
        return v != null && !v.ok() ? v : otherwise;
    }

    /** The first usable measure of load, or else the first there is. */
    private static @Nullable SignalValue load(Situation s) {
        SignalValue first = null;
        for (Measure m : LOADS) {
            SignalValue v = s.measuring(m);
            if (v != null && v.ok()) {
                return v;
            }
            first = first == null ? v : first;
        }
        return first;
    }

    /** Requests in the replicas: busy slots, and those that wait where the measure counts them. */
    private static double jobs(Situation s, SignalValue load) {
        double v = load.value();
        int ready = s.fleet().ready();
        return switch (load.signal().measures()) {
            case CONCURRENCY -> v * ready;
            case UTILISATION -> v * ready * s.replica().concurrency();
            case IN_FLIGHT, BACKLOG, RATE, MEMORY, LATENCY, ERRORS, AGE, INPUT_TOKENS, OUTPUT_TOKENS, OTHER -> v;
        };
    }

    /** How far is planned ahead: until replicas asked for now work, of whose warm-up, in which they work at a lower rate, half counts. */
    private static long horizon(Situation s) {
        Instant before = s.lastDecidedAt();
        // Where looks are rare, nothing shorter than a few of them can be told.
        long looks = before == null ? LEAST_HORIZON_MILLIS : LOOKS * (s.now().toEpochMilli() - before.toEpochMilli());
        return Math.max(
                Math.max(1, Math.min(LEAST_HORIZON_MILLIS, looks)),
                s.replica().boot().plus(s.replica().warmup().dividedBy(2)).toMillis());
    }

    private Learned learn(
            Situation s, Learned old, @Nullable SignalValue rate, @Nullable SignalValue load, double jobs) {
        long horizon = horizon(s);
        if (rate == null) {
            return load == null || !load.ok()
                    ? old
                    : new Learned(
                            old.service(),
                            old.arrivals().with(jobs, load.at().toEpochMilli(), horizon),
                            old.seenMillis(),
                            old.backlog(),
                            old.margins(),
                            old.work());
        }
        long at = rate.at().toEpochMilli();
        if (!rate.ok() || at <= old.seenMillis()) {
            return old;
        }
        double perSecond = rate.value();
        HoldingTime service = old.service();
        Duration given = s.replica().serviceTime();
        if (service.samples() == 0
                && perSecond > LEAST_RATE
                && perSecond < MOST_RATE
                && given != null
                && given.isPositive()) {
            service = HoldingTime.prior(given.toNanos() / 1e9, perSecond);
        }
        double slots = (double) s.fleet().ready() * s.replica().concurrency();
        SignalValue backlog = s.measuring(Measure.BACKLOG);
        double items = backlog != null && backlog.ok() ? backlog.value() : Double.NaN;
        boolean counted = TokenWork.counted(s);
        items = counted && Double.isNaN(items) ? jobs : items;
        double comes = counted ? TokenWork.comes(s, perSecond, jobs, items, at, old) : Double.NaN;
        if (slots > 0 && perSecond > LEAST_RATE && perSecond < MOST_RATE) {
            if (!Double.isNaN(comes)) {
                service = comes > LEAST_RATE ? service.with(comes * s.replica().concurrency(), perSecond) : service;
            } else if (Math.min(items, old.backlog()) > 1.5 * slots) {
                // Work waits all the time, so every slot is busy, and what left is what came less what was added.
                double done = perSecond - (items - old.backlog()) / ((at - old.seenMillis()) / 1e3);
                double then = slots
                        - Replicas.later(s.fleet(), old.seenMillis(), at)
                                * s.replica().concurrency();
                service = done > 0 && then > 0 ? service.with(then, done) : service;
            } else if (load != null && load.signal().measures() == Measure.UTILISATION) {
                service = jobs > LEAST_RATE && jobs < NOT_FULL * slots ? service.with(jobs, perSecond) : service;
            } else if (jobs > LEAST_RATE && jobs <= QUEUE_FREE * slots) {
                service = service.with(Staffing.busy(jobs, (int) Math.min(slots, Replicas.MOST)), perSecond);
            }
        }
        // The course of the arrivals tells how old is what waits, so it reaches back for two deadlines.
        Duration limit = s.objective().deadline();
        long course = limit == null ? horizon : Math.max(horizon, 2 * limit.toMillis() / (Arrivals.BUCKETS / 2));
        Arrivals arrivals = old.arrivals().with(perSecond, at, course);
        double carried = service.samples() == 0 ? Double.POSITIVE_INFINITY : slots / service.seconds();
        Margins margins = old.margins();
        Arrivals work = Arrivals.NONE;
        if (s.objective().latency() != null) {
            work = Double.isNaN(comes) ? work : old.work().with(comes, at, horizon);
            boolean known = work.seenMillis() != Long.MIN_VALUE;
            // What was learned of one unit says nothing about the other.
            margins = known == old.knowsWork() ? margins : Margins.NONE;
            Arrivals demand = known ? work : arrivals;
            carried = known ? s.fleet().ready() * TokenWork.borne(s, service, horizon) : carried;
            margins = margins.seen(demand, arrivals.level(), carried, horizon, constants);
        }
        return new Learned(service, arrivals, at, items, margins, work);
    }

    private Evaluation plan(Situation s, @Nullable SignalValue rate, double jobs, double backlog, Learned learned) {
        Arrivals arrivals = learned.arrivals();
        HoldingTime service = learned.service();
        long now = s.now().toEpochMilli();
        long horizon = horizon(s);
        int each = s.replica().concurrency();
        boolean seen = arrivals.seenMillis() != Long.MIN_VALUE;
        double planned =
                Math.max(arrivals.level() + arrivals.growth(now, horizon), arrivals.peak(now, horizon + HOLD_MILLIS))
                        + burst * arrivals.swing();
        if (rate == null) {
            return seen
                    ? result(
                            s,
                            LOADED,
                            arrivals.level(),
                            planned,
                            Double.NaN,
                            Replicas.ceil(planned / (each * fallbackUtilisation)),
                            1,
                            learned,
                            "")
                    : Sight.abstain(RULE, UNLEARNT, s, "", learned);
        }
        boolean worked = learned.knowsWork();
        // The work of tokens is counted, and lengths that differ take nothing away from that.
        double sure = worked ? HoldingTime.confidence(service.samples()) : service.confidence();
        if (!seen || service.samples() == 0 || sure < minConfidence) {
            return fallback(s, jobs, learned);
        }
        double seconds = service.cautious();
        double slots = (double) s.fleet().ready() * each;
        Objective promise = s.objective();
        double observed = arrivals.level();
        int after;
        String template;
        Learned then = learned;
        String how = "";
        Forecast forecast = usable(s.forecasts().get(rate.signal().name()));
        if (promise.latency() != null) {
            double waiting = Double.isNaN(jobs) ? 0 : Math.max(0, jobs - slots);
            double limit = promise.latency().toNanos() / 1e9;
            Arrivals demand = worked ? learned.work() : arrivals;
            double perRequest = worked && arrivals.level() > 0 ? demand.level() / arrivals.level() : seconds / each;
            Forecast ahead = worked && forecast != null ? forecast.times(perRequest) : forecast;
            Margins.Plan plan = learned.margins()
                    .plan(
                            s.now(),
                            demand,
                            arrivals.level(),
                            burst,
                            ahead,
                            horizon,
                            1 - promise.attainment(),
                            constants);
            observed = demand.level();
            planned = worked ? Math.max(observed, plan.demand() / TokenWork.borne(s, service, horizon)) : plan.demand();
            then = learned.with(plan.margins());
            how = plan.how();
            double offered = planned * (worked ? each : seconds) + waiting / (horizon / 1e3) * seconds;
            after = staff(s, promise, offered, seconds, limit, plan.fullest());
            template = worked ? WORKED : PROMISED;
        } else if (promise.deadline() != null) {
            double items = Double.isNaN(backlog) ? jobs : backlog;
            int paced = DeadlineStaffing.paced(s, arrivals, items, seconds, promise.deadline());
            if (paced >= 0) {
                planned = DeadlineStaffing.waiting(s, items, arrivals.level() * seconds);
                after = paced;
                template = PACED;
            } else {
                planned = Math.max(planned, high(forecast, s, horizon));
                after = DeadlineStaffing.ahead(s, promise.deadline(), planned, items, seconds);
                template = DRAINS;
            }
        } else {
            planned = Math.max(planned, high(forecast, s, horizon));
            after = Replicas.ceil(planned * seconds / (each * fallbackUtilisation));
            template = UTILISED;
        }
        return result(s, template, observed, planned, seconds, after, sure, then, how);
    }

    private static int staff(
            Situation s, Objective promise, double offered, double seconds, double limit, double fullest) {
        TokenWork work = TokenWork.seen(s);
        if (work != null && offered > 0) {
            return work.fewest(offered / seconds, seconds, promise.quantile(), limit, fullest);
        }
        return offered > 0
                ? Staffing.fewest(
                        offered, seconds, s.replica().concurrency(), promise.quantile(), limit, s.current(), fullest)
                : 0;
    }

    private static @Nullable Forecast usable(@Nullable Forecast f) {
        return f == null || f.recentError() > USABLE_ERROR ? null : f;
    }

    private static double high(@Nullable Forecast forecast, Situation s, long horizon) {
        double peak = forecast == null ? 0 : forecast.peak(0.9, s.now(), s.now().plusMillis(horizon));
        return Double.isFinite(peak) ? peak : 0;
    }

    /** Target tracking on the busy slots; at most twice the replicas that carry them now, at least half. */
    private Evaluation fallback(Situation s, double jobs, Learned learned) {
        int current = s.current();
        int ready = s.fleet().ready();
        if (Double.isNaN(jobs)) {
            return Sight.abstain(RULE, UNLEARNT, s, "", learned);
        }
        double wanted = jobs / (s.replica().concurrency() * fallbackUtilisation);
        int after;
        if (current > 0 && Math.abs(wanted / current - 1) <= BAND) {
            after = current;
        } else {
            int most = Math.max(current, 2 * Math.max(1, Math.min(ready, current)));
            int least = Math.max(current / 2, jobs > 0 || learned.arrivals().level() > 0 ? 1 : 0);
            after = Math.max(least, Math.min(most, Replicas.ceil(wanted)));
        }
        return result(
                s,
                FALLBACK,
                jobs,
                fallbackUtilisation,
                Double.NaN,
                after,
                learned.service().confidence(),
                learned,
                "");
    }

    private static Evaluation result(
            Situation s,
            String template,
            double observed,
            double target,
            double limit,
            int after,
            double confidence,
            Learned learned,
            String how) {
        int current = s.current();
        Reason reason =
                new Reason(Reason.Stage.POLICY, RULE, template, observed, target, limit, current, after, null, how);
        return new Evaluation(
                Recommendation.desire(after, Replicas.urgency(current, after), confidence, reason), learned, List.of());
    }
}
