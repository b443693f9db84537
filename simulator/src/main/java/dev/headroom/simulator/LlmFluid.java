package dev.headroom.simulator;

import dev.headroom.engine.model.TokenRates;

/**
 * Requests to a language model as amounts: what {@link LlmWorld} does request by request, told by the means of its replicas,
 * which are all taken to be alike. Arrivals vary as those of {@link IntervalWorld}; steps are cut into sub-steps of at most an eighth of the
 * time an answer takes.
 *
 * <p>There are those waiting to be admitted, in {@link Cohorts}; those whose prompt is to be read, which drain at c·P/i a
 * second; and those that decode, which end at (1 − u)·c·speed(d/c)/(o − 1) a second, d being their number, c the replicas,
 * i and o the mean lengths, and u the share of the time that reading takes: as if the answers left to go had the memoryless
 * law, to which the sharing of a processor makes the numbers insensitive. While prompts do not pile up, a prompt's wait
 * before it is read is that of an M/G/c queue, as the request goes to a replica that reads none if there is one.
 */
final class LlmFluid extends TokenWorld implements Cohorts.Sink {
    private static final double SUBSTEPS_PER_ANSWER = 8;
    private static final int MOST_SUBSTEPS = 64;
    private static final double FEW = 16;
    /** Requests on a replica that are none. */
    private static final double LEAST = 0.5;

    private final Trace trace;
    private final int concurrency;
    private final double queueLimit;
    private final double timeout;
    private final long timeoutNanos;
    private final Rng rng;
    private final Cohorts line = new Cohorts();
    private final LlmAnswers told;
    private final double limit;
    private final double arrivalScv;

    private long to;
    private double prefilling;
    private double decoding;
    private double leaving;
    private int leavers;
    private double servedBefore;

    // Of the bucket.
    private double lambda;
    private double in;
    private double out;
    private double room;
    private double held;

    LlmFluid(Scenario s, Service.Llm service, boolean scrapesLatency) {
        super(s, service, scrapesLatency);
        this.trace = s.trace();
        this.concurrency = service.concurrency();
        this.queueLimit =
                service.queueLimit() == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : (double) service.queueLimit();
        this.timeout = service.timeoutSeconds();
        this.timeoutNanos = ReplicaPool.nanos(timeout);
        this.rng = new Rng(s.seed(), Rng.Stream.ARRIVALS);
        this.arrivalScv = s.arrivalCv() * s.arrivalCv();
        this.limit = s.workload().objective().limitSeconds();
        this.told = new LlmAnswers(this, limit, arrivalScv);
        n.arrived = (double) s.backlogAtStart();
        line.add(n.arrived, 0, 0);
        n.waiting(line.total());
    }

    @Override
    void advance(long now) {
        if (now > to) {
            long from = to;
            to = now;
            step(from, now);
        }
    }

    private void bucket(long from) {
        int b = (int) Math.min(trace.arrivals().length, from / bucketNanos);
        lambda = b < trace.arrivals().length ? trace.arrivals()[b] * 1e9 / bucketNanos : 0;
        in = law.input(b);
        out = law.output(b);
        told.lengths(in, out);
        room = law.room(rates, concurrency, in, out);
        held = Double.isInfinite(rates.kv()) ? 0 : law.held(rates, concurrency, in, out);
    }

    private void step(long from, long until) {
        n.events++;
        double dt = (until - from) * 1e-9;
        bucket(from);
        rng.at(from);
        double answer = rates.seconds(in, out, room) * room;
        int count = (int) Math.max(1, Math.min(MOST_SUBSTEPS, Math.ceil(dt * SUBSTEPS_PER_ANSWER / answer)));
        double left = rng.count(lambda * dt, arrivalScv);
        n.arrived += left;
        double direct = 0;
        for (int i = 0; i < count; i++) {
            long a = from + (until - from) * i / count;
            long b = from + (until - from) * (i + 1) / count;
            double come = i == count - 1 ? left : split(left, 1.0 / (count - i));
            left -= come;
            direct += substep(come, a, b, dt / count);
        }
        if (direct > 0) {
            n.started += direct;
            told.admitted(0, direct);
        }
        n.waiting(line.total());
        n.maxAge = Math.max(n.maxAge, oldestAge(until));
    }

    /** Returns how many of those that came were admitted at once. */
    private double substep(double come, long a, long b, double h) {
        expire(a);
        int ready = pool.ready();
        double can = pool.effective() * rates.prefill() / in * h;
        double before = line.total();
        double busyBefore = prefilling + decoding;
        double wanted = before + come;
        double free = ready * room - busyBefore;

        double reads = Math.min(prefilling + wanted, can);
        double most = decoding + reads / 2;
        double speed = ready == 0 ? 0 : pool.effective() * rates.speed(Math.max(1, most / ready));
        double alone = most > 0 ? Math.min(rates.stream(), speed / most) : 0;
        double turns = h * alone / TokenRates.decoded(out);
        double x = Math.max(1e-12, turns * (can > 0 ? 1 - reads / can : 0));
        double ends = -StrictMath.expm1(-x);
        double mean = decoding * ends + reads * (1 - ends / x);
        if (wanted > free + mean && can > 0) {
            // What ends makes room for what is read, and reading takes time from what ends: both at once.
            double all = ready == 0 || decoding == 0
                    ? 0
                    : pool.effective() * rates.speed(decoding / ready) * h / TokenRates.decoded(out);
            alone = decoding > 0 ? all * TokenRates.decoded(out) / (h * decoding) : alone;
            mean = Math.max(0, all * (1 - (prefilling + Math.max(0, free)) / can) / (1 + all / can));
            ends = 0;
        }
        double ended = Math.min(decoding + Math.min(prefilling, can), drawn(mean, ends));
        double admitted = Math.min(wanted, Math.max(0, free + ended));
        double queued = Math.min(before, admitted);
        line.take(queued, a, b, this);
        double direct = line.total() > 0 ? 0 : admitted - queued;
        admit(come - direct, a, b);

        prefilling += queued + direct;
        double read = Math.min(prefilling, can);
        prefilling -= read;
        decoding += read - ended;
        double share = can > 0 ? read / can : 0;
        told.reading(share, h);
        told.pile(prefilling > ready && can > 0 ? prefilling / can * h : Double.NaN, ready);
        if (alone > 0 && share < 1) {
            told.perToken(1 / (alone * (1 - share)));
        }
        n.inputTokens += read * in;
        n.outputTokens += read;
        served(ended, b);
        if (leaving > 0 && leavers > 0) {
            double own = rates.speed(Math.max(1, leaving / leavers)) * leavers / leaving;
            double gone = leaving * -StrictMath.expm1(-h * Math.min(own, rates.stream()) / TokenRates.decoded(out));
            leaving -= gone;
            served(gone, b);
        }
        double busy = (busyBefore + prefilling + decoding) / 2;
        n.inServiceSeconds += (busy + leaving) * h;
        n.busySeconds += Math.min(ready * (double) concurrency, busy) * h;
        n.waitingSeconds += (before + line.total()) / 2 * h;
        return direct;
    }

    private double drawn(double mean, double p) {
        return mean < FEW
                ? rng.poisson(mean)
                : Math.max(0, Math.rint(mean + Math.sqrt(mean * (1 - p)) * rng.gaussian()));
    }

    private double split(double much, double share) {
        double drawn = much * share + Math.sqrt(much * share * (1 - share) * arrivalScv) * rng.gaussian();
        return Math.max(0, Math.min(much, Math.rint(drawn)));
    }

    private void served(double much, long now) {
        if (much > 0) {
            n.served += much;
            n.outputTokens += much * TokenRates.decoded(out);
            n.lastLeft = now;
        }
    }

    private void admit(double much, long since, long until) {
        double refused = Math.min(much, Math.max(0, line.total() + much - queueLimit));
        if (refused > 0) {
            n.rejected += refused;
            n.lastLeft = until;
        }
        line.add(much - refused, since, until);
    }

    private void expire(long now) {
        if (timeout < Double.POSITIVE_INFINITY && !line.isEmpty()) {
            double left = line.dropBefore(now - timeoutNanos);
            if (left > 0) {
                n.timedOut += left;
                n.lastLeft = now;
            }
        }
    }

    @Override
    public void waited(double amount, double least, double most) {
        n.started += amount;
        n.waitSum += amount * (least + most) / 2;
        n.maxAge = Math.max(n.maxAge, Math.min(timeout, Math.max(least, most)));
        told.admitted(Math.min(timeout, least + (most - least) / 4), amount / 2);
        told.admitted(Math.min(timeout, least + (most - least) * 3 / 4), amount / 2);
    }

    @Override
    void tell() {
        told.tell();
    }

    @Override
    long nextArrival() {
        return Long.MAX_VALUE;
    }

    @Override
    void arrive() {
        throw new IllegalStateException("arrivals are no events here");
    }

    @Override
    void complete(int job, long now) {
        throw new IllegalStateException("jobs are no events here");
    }

    @Override
    void ready(SimReplica r, long now) {}

    @Override
    boolean leave(SimReplica r, long now) {
        // The pool no longer counts it among the ready ones.
        double share = 1.0 / (pool.ready() + 1);
        double has = share * (prefilling + decoding);
        if (has < LEAST) {
            return true;
        }
        prefilling -= share * prefilling;
        decoding -= share * decoding;
        leaving += has;
        leavers++;
        return false;
    }

    @Override
    long drainNanos(SimReplica r) {
        // The longest of the memoryless rests of its sequences, which get faster as they become fewer.
        double each = leaving / Math.max(1, leavers);
        double token = Math.max(1 / rates.stream(), each / rates.decode());
        return ReplicaPool.nanos(
                token * TokenRates.decoded(out) * (StrictMath.log(Math.max(1, each)) + 0.5772) + in / rates.prefill());
    }

    @Override
    void cut(SimReplica r, long now) {
        double each = leavers == 0 ? 0 : leaving / leavers;
        leaving -= each;
        leavers = Math.max(0, leavers - 1);
        served(each, now);
    }

    @Override
    double waiting() {
        return line.total();
    }

    @Override
    double inService() {
        return prefilling + decoding + leaving;
    }

    @Override
    double memory() {
        int ready = pool.ready();
        return held == 0 || ready == 0
                ? Double.NaN
                : Math.min(1, (prefilling + decoding) * held / (ready * rates.kv()));
    }

    @Override
    boolean tokens(long now) {
        return true;
    }

    @Override
    double oldestAge(long now) {
        return line.isEmpty() ? 0 : Math.max(0, (now - line.oldest()) * 1e-9);
    }

    @Override
    double met() {
        tell();
        return answers.judged() > 0 ? answers.met() / answers.judged() * (n.served - servedBefore) : 0;
    }

    @Override
    void forgetAnswers() {
        super.forgetAnswers();
        servedBefore = n.served;
    }

    @Override
    double inSystem() {
        return line.total() + inService();
    }

    @Override
    double overdue(long end) {
        return limit < 9e9 ? line.before(end - ReplicaPool.nanos(limit)) : 0;
    }
}
