package dev.headroom.simulator;

/**
 * The demand as a queue that is solved between two events of the control side, instead of request by request.
 *
 * <p>In each step the rate of arrivals λ and the servers are constant. Arrivals are Poisson distributed, or have ca² times
 * that variance where the times between them have the coefficient of variation ca. The number waiting is carried from step
 * to step as Brownian motion with drift λ − κ and variance ca²λ + cv² min(λ, κ), reflected at zero: its
 * value at the end of the step and its least value are drawn from their exact joint law. The step is then told as a fluid
 * that drains (or fills its room) in W/|κ − λ|, after which the queue is in its {@link Stationary} state to the extent it has
 * had time to settle. Those who wait through the fluid part are kept as {@link Cohorts}, so that long waits are exact even
 * when capacity changes under them; those of the stationary part wait by its law.
 *
 * <p>Where service takes a quarter of a step or longer, the number being worked on has a memory longer than a step; arrivals
 * and ends of work are then drawn in sub-steps of at most a quarter of the service time.
 */
final class IntervalWorld extends FluidWorld {
    private static final double SUBSTEPS_PER_SERVICE = 4;
    private static final double SUBSTEPS_PER_TIMEOUT = 8;
    private static final int MOST_SUBSTEPS = 64;
    private static final double SETTLED = 0.98;

    private final Trace trace;
    private final long bucketNanos;
    private final Rng rng;
    private final boolean slow;
    private final double arrivalScv;
    private final Stationary state = new Stationary();
    private long to;

    // What the stationary state was solved for.
    private int solvedBucket = -1;
    private int solvedReady = -1;
    private int solvedWarming = -1;
    private double lambda;
    private double kappa;
    private int slots;

    IntervalWorld(Scenario s, boolean scrapesLatency, double stepSeconds) {
        super(s, scrapesLatency);
        this.trace = s.trace();
        this.bucketNanos = trace.bucketMillis() * 1_000_000;
        this.rng = new Rng(s.seed(), Rng.Stream.ARRIVALS);
        this.arrivalScv = s.arrivalCv() * s.arrivalCv();
        this.slow = seconds * SUBSTEPS_PER_SERVICE >= stepSeconds;
    }

    @Override
    void advance(long now) {
        if (now > to) {
            long from = to;
            to = now;
            step(from, now);
        }
    }

    private void step(long from, long until) {
        n.events++;
        double dt = (until - from) * 1e-9;
        solve(from);
        rng.at(from);
        expire(from);
        double arrivals = rng.count(lambda * dt, arrivalScv);
        n.arrived += arrivals;
        if (slots == 0) {
            double before = line.total();
            admit(arrivals, from, until);
            endWork(0, 0);
            n.waitingSeconds += (before + line.total()) / 2 * dt;
        } else if (slow) {
            leap(arrivals, from, until, dt);
        } else if (timeout < Double.POSITIVE_INFINITY
                && (state.theta <= 0 ? kappa * timeout < queueLimit : line.total() > kappa * timeout / 4)) {
            impatient(arrivals, from, until, dt);
        } else {
            diffuse(arrivals, from, until, dt, state.room);
        }
        expire(until);
        n.waiting(line.total());
        n.maxAge = Math.max(n.maxAge, oldestAge(until));
    }

    private void solve(long from) {
        int bucket = (int) Math.min(trace.arrivals().length, from / bucketNanos);
        int ready = pool.ready();
        int warming = pool.warming();
        if (bucket == solvedBucket && ready == solvedReady && warming == solvedWarming) {
            return;
        }
        solvedBucket = bucket;
        solvedReady = ready;
        solvedWarming = warming;
        lambda = bucket < trace.arrivals().length ? trace.arrivals()[bucket] * 1e9 / bucketNanos : 0;
        slots = ready * concurrency;
        kappa = pool.effective() * concurrency / seconds;
        if (slots == 0) {
            return;
        }
        // An overloaded line in which people lose patience is taken in small steps, without a bound; see impatient.
        double room = lambda < kappa ? Math.min(queueLimit, kappa * timeout) : queueLimit;
        state.solve(Math.max(lambda, 1e-9), slots, kappa, arrivalScv, law.scv(), room);
        // An idle fleet spreads work over its slots, a busy one over its rates.
        double busy = Math.min(1, lambda / kappa);
        double byCount = (double) warming / ready;
        double byRate = warming * warmRate / pool.effective();
        slowShare = warming == 0 ? 0 : (1 - busy) * byCount + busy * byRate;
    }

    /** The step in sub-steps short against the timeout, after each of which those who have waited that long leave. */
    private void impatient(double arrivals, long from, long until, double dt) {
        int count = (int) Math.max(1, Math.min(MOST_SUBSTEPS, Math.ceil(dt / timeout * SUBSTEPS_PER_TIMEOUT)));
        double left = arrivals;
        for (int i = 0; i < count; i++) {
            long a = from + (until - from) * i / count;
            long b = from + (until - from) * (i + 1) / count;
            double come = i == count - 1 ? left : split(left, 1.0 / (count - i));
            left -= come;
            expire(a);
            diffuse(come, a, b, dt / count, state.theta > 0 && line.total() <= state.room ? state.room : queueLimit);
        }
    }

    /** The step as Brownian motion of the number waiting; see the class. */
    private void diffuse(double arrivals, long from, long until, double dt, double room) {
        double before = line.total();
        double theta = state.theta;
        double noise = Math.sqrt(law.scv() * Math.min(lambda, kappa) * dt) * rng.gaussian();
        double done = Math.max(0, kappa * dt + noise);
        double end = before + arrivals - done;
        double v = 2 * state.variance * dt;
        double least =
                (before + end - Math.sqrt((end - before) * (end - before) - v * StrictMath.log(rng.uniform()))) / 2;
        double top =
                (before + end + Math.sqrt((end - before) * (end - before) - v * StrictMath.log(rng.uniform()))) / 2;
        double after = least < 0 ? end - least : end;

        double travel = theta > 0 ? before / theta : room < Double.POSITIVE_INFINITY ? (room - before) / -theta : dt;
        double fluid = travel >= dt || !(travel >= 0) ? (travel >= dt ? 1 : 0) : travel / dt;
        double rest = dt * (1 - fluid);
        double settled = rest > 0 ? 1 - StrictMath.exp(-rest / state.relaxation) : 0;
        boolean stationary = settled > SETTLED;
        double u = rng.uniform();
        if (stationary) {
            double busy = state.waits + state.refused;
            after = u < busy ? kappa * state.quantile(u / busy) : 0;
            double looks = Math.max(1, rest / state.relaxation);
            double high = StrictMath.exp(StrictMath.log(rng.uniform()) / looks);
            if (high > 1 - busy) {
                top = Math.max(fluid > 0 ? before : 0, kappa * state.quantile((high - 1 + busy) / busy));
            } else {
                top = before;
            }
        } else if (least < 0 && u > state.waits + state.refused) {
            after = 0;
        }
        after = Math.min(after, room);

        double refused;
        if (theta > 0) {
            refused = (1 - fluid) * settled * arrivals * state.refused + (stationary ? 0 : Math.max(0, end - room));
        } else {
            refused = room == Double.POSITIVE_INFINITY ? 0 : Math.max(0, end - (stationary ? after : room));
            refused += rest * settled * Math.max(0, lambda * state.refused - (lambda - kappa));
        }
        refused = Math.min(refused, arrivals);
        double started = before + arrivals - refused - after;
        if (started < 0) {
            after += started;
            started = 0;
        }
        boolean impatient = kappa * timeout < queueLimit;
        refuse(refused, impatient, until);

        if (fluid >= 1) {
            line.add(arrivals - refused, from, until);
            line.take(started, from, until, this);
        } else {
            long turn = from + (long) ((until - from) * fluid);
            line.add(fluid * arrivals, from, turn);
            double drained = theta > 0 ? line.total() : Math.min(line.total(), fluid * kappa * dt);
            drained = Math.min(drained, started);
            line.take(drained, from, turn, this);
            line.clear();
            settle(started - drained, settled, after);
            if (after > 0) {
                double span = Math.min(rest, after / Math.max(lambda, 1e-9));
                line.add(after, until - (long) (span * 1e9), until);
            }
        }
        double waitingThen =
                settled * (state.waits * lambda * Math.min(state.meanWait, 1e9)) + (1 - settled) * after / 2;
        double middle = theta > 0 || room < Double.POSITIVE_INFINITY
                ? fluid * (before + (fluid < 1 ? (theta > 0 ? 0 : room) : after)) / 2 + (1 - fluid) * waitingThen
                : (before + after) / 2;
        n.waitingSeconds += middle * dt;
        n.waiting(Math.min(top, room));
        n.maxAge = Math.max(n.maxAge, Math.min(top, room) / kappa);
        endWork(started, dt);
    }

    /** Those who wait by the stationary law, as far as the queue has settled; the others up to what it came to. */
    private void settle(double much, double settled, double after) {
        if (much <= 0) {
            return;
        }
        double admitted = 1 - state.refused;
        double waiting = admitted > 0 ? Math.min(1, state.waits / admitted) : 1;
        double byLaw = much * settled * waiting;
        double mean = 0;
        if (byLaw > 0) {
            for (int i = 0; i < Stationary.CELLS; i++) {
                record(state.wait[i], byLaw * Stationary.WEIGHT[i]);
            }
            mean = byLaw * state.meanWait;
        }
        record(0, much * settled * (1 - waiting));
        double rest = much * (1 - settled);
        if (rest > 0) {
            double longest = after / kappa;
            record(longest / 4, rest / 2);
            record(longest * 3 / 4, rest / 2);
            mean += rest * longest / 2;
        }
        n.started += much;
        n.waitSum += mean;
    }

    /** Work that began in a step of {@code dt} is spread over it, and what was at work before has ended. */
    private void endWork(double started, double dt) {
        double each = seconds * (1 - slowShare + slowShare / warmRate);
        // The sum of that many service times is itself random.
        double work = started > 1 ? started * (1 + Math.sqrt(law.scv() / started) * rng.gaussian()) : started;
        double busy = dt > 0 ? Math.max(0, Math.min(slots, work * each / dt)) : inService;
        busy = Math.min(busy, inService + started);
        finish(inService + started - busy, to);
        inService = busy;
        n.inServiceSeconds += inService * dt;
        n.busySeconds += inService * dt;
    }

    /** The step in sub-steps in which some of those at work end; see the class. */
    private void leap(double arrivals, long from, long until, double dt) {
        int count = (int) Math.max(1, Math.min(MOST_SUBSTEPS, Math.ceil(dt * SUBSTEPS_PER_SERVICE / seconds)));
        double h = dt / count;
        double rate = kappa * seconds / slots;
        double x = h * rate / seconds;
        double ends = -StrictMath.expm1(-x);
        double endsOfNew = 1 - ends / x;
        double left = arrivals;
        for (int i = 0; i < count; i++) {
            long a = from + (until - from) * i / count;
            long b = from + (until - from) * (i + 1) / count;
            double come = i == count - 1 ? left : Math.min(left, split(left, 1.0 / (count - i)));
            left -= come;
            fill(a);
            boolean full = inService >= slots && line.total() >= slots * x;
            double ended = full ? ended(slots * x, 0) : ended(inService * ends, ends);
            finish(ended, b);
            double before = line.total();
            double busyBefore = inService;
            inService -= ended;
            double free = Math.max(0, slots - inService);
            double queued = Math.min(free, before);
            line.take(queued, a, b, this);
            double direct = Math.min(free - queued, come);
            if (direct > 0) {
                record(0, direct);
                n.started += direct;
            }
            inService += queued + direct;
            if (!full) {
                double early = ended((queued + direct) * endsOfNew, endsOfNew);
                inService -= early;
                finish(early, b);
            }
            admit(come - direct, a, b);
            if (kappa * timeout < queueLimit && timeout < h * 2) {
                refuse(line.dropLast(line.total() - kappa * timeout), true, b);
            }
            double busy = Math.min(slots, (busyBefore + inService) / 2);
            n.inServiceSeconds += (busyBefore + inService) / 2 * h;
            n.busySeconds += busy * h;
            n.waitingSeconds += (before + line.total()) / 2 * h;
            n.waiting(line.total());
        }
    }

    /** Slots that are free since work ended early, or that have just come, take what waits. */
    private void fill(long now) {
        double taken = Math.min(Math.max(0, slots - inService), line.total());
        if (taken > 0) {
            line.take(taken, now, now, this);
            inService += taken;
        }
    }

    /** How many of those at work end in a sub-step: the mean, and the probability of each or 0 when all slots stay busy. */
    private double ended(double mean, double p) {
        if (mean < 16) {
            return Math.min(inService, rng.poisson(mean));
        }
        double spread = p == 0 ? law.scv() : 1;
        double drawn = mean + Math.sqrt(mean * (1 - p) * spread) * rng.gaussian();
        return Math.max(0, Math.min(inService, Math.rint(drawn)));
    }

    private double split(double much, double share) {
        double drawn = much * share + Math.sqrt(much * share * (1 - share) * arrivalScv) * rng.gaussian();
        return Math.max(0, Math.min(much, Math.rint(drawn)));
    }
}
