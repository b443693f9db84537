package dev.headroom.simulator;

import dev.headroom.engine.model.TokenRates;

/**
 * The share of late requests of a language model in its stationary state, and what bounds the work of those in time. Lengths
 * are the means over the whole trace. Rates are of requests whose work is that of the mean request of {@link #work}.
 *
 * <p>A first token is late by the M/G/c queue of prompts in front of the replicas, its own prompt folded in; or since all
 * batches are full, with the probability of {@link TokenRates#full}, for a time that is exponential with the rate 2(κ −
 * λ)/(ca² + cv²). An answer takes its tokens besides, at the speed a sequence has at that load.
 */
public final class LlmLate {
    private final Service.Llm service;
    private final Trace trace;
    private final TokenLaw law;
    private final TokenRates rates;
    private final double limit;
    private final double arrivalScv;
    private final double in;
    private final double out;
    private final double room;
    /** Requests for each of the rate. */
    private final double each;

    private final Stationary state = new Stationary();

    /**
     * Of a trace.
     *
     * @param limitSeconds what comes later than this is late
     * @param arrivalCv coefficient of variation of the times between arrivals
     */
    public LlmLate(Service.Llm service, Trace trace, double limitSeconds, double arrivalCv) {
        this.arrivalScv = arrivalCv * arrivalCv;
        this.service = service;
        this.trace = trace;
        this.limit = limitSeconds;
        this.rates = service.rates();
        this.law = new TokenLaw(service.kinds(), trace.lengths());
        double ins = 0;
        double outs = 0;
        double all = 0;
        for (int b = 0; b < trace.arrivals().length; b++) {
            double a = trace.arrivals()[b];
            ins += a * law.input(b);
            outs += a * law.output(b);
            all += a;
        }
        in = all > 0 ? ins / all : law.input(0);
        out = all > 0 ? outs / all : law.output(0);
        room = law.room(rates, service.concurrency(), in, out);
        Service.Llm free = service.withoutCacheLimit();
        each = all > 0 ? all / free.work(trace).total() : 1;
    }

    /** Requests a second that one replica serves at most, whatever its cache holds. */
    public double rate() {
        Service.Llm free = service.withoutCacheLimit();
        return free.concurrency() / free.time().mean();
    }

    /** Arrivals by their work, in requests of the mean work that {@link #rate} is of. */
    public double[] work() {
        return service.withoutCacheLimit().work(trace).arrivals();
    }

    /** Share of the requests that are late on an empty replica. */
    public double least() {
        double late = 0;
        double all = 0;
        for (int b = 0; b < trace.arrivals().length; b++) {
            double a = trace.arrivals()[b];
            double answer = TokenRates.decoded(law.output(b)) / rates.speed(1);
            double alone = service.promise() == Service.Llm.Promise.ANSWER
                    ? law.answersWithin(limit / answer)
                    : law.promptsWithin(limit * rates.prefill() / law.input(b));
            late += a * (1 - alone);
            all += a;
        }
        return all > 0 ? late / all : 0;
    }

    /**
     * Seconds after its arrival within which the work of a request in time must have been found, were the replicas given up:
     * for an answer the limit; for a first token, beyond that, what a full batch has left, which is at most the whole answers
     * of those that are there, the longer the likelier.
     */
    public double carry() {
        if (service.promise() == Service.Llm.Promise.ANSWER) {
            return limit;
        }
        double longest = 0;
        for (int b = 0; b < trace.arrivals().length; b++) {
            longest = Math.max(longest, law.output(b));
        }
        return limit + service.concurrency() * longest * law.outputSquare() / rates.speed(service.concurrency());
    }

    /** How many times the mean work the largest {@code share} of the requests are at most, in the mean. */
    public double largest(double share) {
        double[] work = work();
        double most = 0;
        for (int b = 0; b < work.length; b++) {
            double a = trace.arrivals()[b];
            most = a > 0 ? Math.max(most, work[b] / a) : most;
        }
        return most * law.largest(share);
    }

    /**
     * Share of late requests in [0, 1]; 1 when the replicas cannot keep up.
     *
     * @param replicas at least 1
     * @param rate of mean work, per second
     */
    double at(int replicas, double rate) {
        double perSecond = rate * each;
        double load = rates.decoding(perSecond / replicas, in, out, room);
        double reading = rates.reading(perSecond / replicas, in);
        if (load >= 1 || reading >= 1) {
            return 1;
        }
        double own = in / rates.prefill();
        state.solve(
                Math.max(perSecond, 1e-9),
                replicas,
                replicas / own,
                arrivalScv,
                law.inputScv(),
                Double.POSITIVE_INFINITY);
        double late = (1 - state.waits) * later(0, own, reading);
        for (int i = 0; i < Stationary.CELLS; i++) {
            late += state.waits * Stationary.WEIGHT[i] * later(state.wait[i], own, reading);
        }
        double spare = replicas / rates.seconds(in, out, room) - perSecond;
        double full = rates.full(replicas, room, perSecond, in, out);
        double variability = Math.max(1e-6, arrivalScv + law.outputSquare() - 1);
        double waits = full * Math.exp(-Math.max(0, limit - own) * spare * 2 / variability);
        return Math.min(1, late + waits);
    }

    private double later(double wait, double own, double reading) {
        if (service.promise() == Service.Llm.Promise.FIRST_TOKEN) {
            return 1 - law.promptsWithin((limit - wait) / own);
        }
        double answer = TokenRates.decoded(out) / (rates.speed(1) * (1 - reading));
        return 1 - law.answersWithin((limit - wait - own) / answer);
    }
}
