package dev.headroom.simulator.optimum;

import dev.headroom.engine.guardrail.Bounds;
import dev.headroom.simulator.Billing;
import dev.headroom.simulator.Distribution;
import dev.headroom.simulator.LateShare;
import dev.headroom.simulator.LlmLate;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.Service;
import java.util.Arrays;

/**
 * A scenario in the terms of the optimum: work per bucket, the rate of a replica, what may be late, what a replica costs.
 * Costs are in replica-seconds; times in seconds.
 *
 * @param arrivals expected arrivals per bucket; of a language model by their work, in requests of mean work
 * @param bucket length of a bucket
 * @param rate requests a second one replica does at most, κ
 * @param service mean slot time of a request or item, repetitions included
 * @param variability squared coefficients of variation of the times between arrivals and of the service time, added up
 * @param limit a response later than this is late; infinite when nothing is promised
 * @param patience time a request that is late may go on waiting
 * @param carry time after its arrival within which a punctual request must have found its work, and a half-done one's rest
 * @param budget requests that may fail to find a slot in time
 * @param total all arrivals, the backlog at the start included
 * @param backlog of these, those there at the start
 * @param boot mean seconds from asking to ready
 * @param lead seconds ahead that a plan asks for a replica, so that it is warm in time
 * @param least billed seconds of a replica's life
 * @param granularity billed lives are multiples of this
 * @param queue whether work waits in a queue until it is done
 */
record Demand(
        double[] arrivals,
        double bucket,
        double rate,
        double service,
        double variability,
        double limit,
        double patience,
        double carry,
        double budget,
        double total,
        double backlog,
        double boot,
        double lead,
        double least,
        double granularity,
        int min,
        int max,
        boolean queue) {

    /** Standard deviations of a random boot time that a plan keeps clear of. */
    private static final double BOOT_MARGIN = 2;

    static Demand of(Scenario s) {
        Service service = s.service();
        double mean = service.time().mean();
        double repeats = 1;
        double patience = Double.POSITIVE_INFINITY;
        switch (service) {
            case Service.Requests r -> patience = r.timeoutSeconds();
            case Service.QueueWorkers q ->
                repeats = q.failure() > 0 ? (1 - Math.pow(q.failure(), q.maxReceives())) / (1 - q.failure()) : 1;
            case Service.Llm l -> {
                return of(s, l);
            }
        }
        double limit = s.workload().objective().limitSeconds();
        double scv = service.time().cv() * service.time().cv();
        LateShare late = new LateShare(service, limit, 1, s.arrivalCv());
        double total = s.trace().total() + s.backlogAtStart();
        double attainment = s.workload().objective().attainment();
        double least = late.least();
        return of(
                s,
                s.trace().arrivals(),
                service.concurrency() / (mean * repeats),
                mean * repeats,
                scv,
                patience,
                limit + mean * repeats * Math.max(1, (1 + scv) / 2),
                total * (1 - attainment / (1 - least)),
                total,
                service instanceof Service.QueueWorkers);
    }

    /** Of a language model: requests are counted by their work, and those that may be late are the largest. */
    private static Demand of(Scenario s, Service.Llm l) {
        LlmLate tokens = new LlmLate(l, s.trace(), s.workload().objective().limitSeconds(), s.arrivalCv());
        double[] work = tokens.work();
        double requests = s.trace().total() + s.backlogAtStart();
        double late = 1 - s.workload().objective().attainment() / (1 - tokens.least());
        Distribution time = l.time();
        return of(
                s,
                work,
                tokens.rate(),
                l.concurrency() / tokens.rate(),
                time.cv() * time.cv(),
                l.timeoutSeconds(),
                tokens.carry(),
                late > 0 ? requests * late * tokens.largest(late) : requests * late,
                Arrays.stream(work).sum() + s.backlogAtStart(),
                false);
    }

    private static Demand of(
            Scenario s,
            double[] arrivals,
            double rate,
            double service,
            double serviceScv,
            double patience,
            double carry,
            double budget,
            double total,
            boolean queue) {
        Billing b = s.billing();
        Bounds bounds = s.workload().guardrails().bounds();
        double boot = s.lifecycle().boot().mean();
        return new Demand(
                arrivals,
                s.trace().bucketMillis() / 1e3,
                rate,
                service,
                s.arrivalCv() * s.arrivalCv() + serviceScv,
                s.workload().objective().limitSeconds(),
                patience,
                carry,
                budget,
                total,
                s.backlogAtStart(),
                boot,
                boot * (1 + BOOT_MARGIN * s.lifecycle().boot().cv())
                        + s.lifecycle().warmupSeconds(),
                Math.ceil(Math.max(b.minimumSeconds(), b.granularitySeconds()) / b.granularitySeconds() - 1e-9)
                        * b.granularitySeconds(),
                b.granularitySeconds(),
                bounds.min(),
                bounds.max(),
                queue);
    }

    int buckets() {
        return arrivals.length;
    }

    /** The same with buckets of at least so many seconds. */
    Demand joined(double seconds) {
        int join = (int) Math.ceil(seconds / bucket - 1e-9);
        if (join <= 1) {
            return this;
        }
        double[] sums = new double[(arrivals.length + join - 1) / join];
        for (int j = 0; j < arrivals.length; j++) {
            sums[j / join] += arrivals[j];
        }
        return new Demand(
                sums,
                bucket * join,
                rate,
                service,
                variability,
                limit,
                patience,
                carry,
                budget,
                total,
                backlog,
                boot,
                lead,
                least,
                granularity,
                min,
                max,
                queue);
    }

    double span() {
        return bucket * arrivals.length;
    }

    /** Arrivals of a bucket that are judged whatever happens: a request of the very end can be unfinished and not late. */
    double judged(int j) {
        if (queue) {
            return arrivals[j];
        }
        double left = span() - limit - j * bucket;
        return arrivals[j] * Math.max(0, Math.min(1, left / bucket));
    }

    /** What a life of so many seconds is billed. */
    double bill(double seconds) {
        return Math.max(least, Math.ceil(seconds / granularity - 1e-9) * granularity);
    }
}
