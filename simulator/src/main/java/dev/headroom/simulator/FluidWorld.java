package dev.headroom.simulator;

/**
 * What is common to worlds in which requests and items are amounts: the line, what leaves it, and response times.
 *
 * <p>Queue workers: failures and expired visibility multiply the work (E attempts an item), dead letters have the
 * probability that every attempt fails. A draining replica's work is finished; a cut one's is not counted as lost.
 */
abstract class FluidWorld extends World implements Cohorts.Sink {
    private final Rng noise;
    final ServiceLaw law;
    final double seconds;
    private final double dead;
    final int concurrency;
    final double warmRate;
    final double queueLimit;
    final double timeout;
    private final double limit;
    private final boolean scrapesLatency;
    private final ResponseTimes all;
    private final ResponseTimes stretch;
    private final RecentWaits scrape;
    final Cohorts line = new Cohorts();
    double inService;
    private double servedBefore;

    /** Share of those whose work begins that is done by warming replicas. */
    double slowShare;

    FluidWorld(Scenario s, boolean scrapesLatency) {
        this.noise = new Rng(s.seed(), Rng.Stream.MEASUREMENT);
        this.law = new ServiceLaw(s.service().time());
        this.concurrency = s.service().concurrency();
        this.warmRate = s.lifecycle().warmupRate();
        this.limit = s.workload().objective().limitSeconds();
        this.scrapesLatency = scrapesLatency;
        switch (s.service()) {
            case Service.Requests r -> {
                seconds = law.mean();
                dead = 0;
                queueLimit = r.queueLimit() == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : r.queueLimit();
                timeout = r.timeoutSeconds();
            }
            case Service.QueueWorkers q -> {
                double expires = 1 - law.cdf(q.visibilitySeconds());
                double again = 1 - (1 - q.failure()) * (1 - expires);
                double fails = StrictMath.pow(q.failure(), q.maxReceives());
                dead = Math.max(fails, StrictMath.pow(expires, q.maxReceives()));
                double attempts =
                        again < 1 ? (1 - StrictMath.pow(again, q.maxReceives())) / (1 - again) : q.maxReceives();
                seconds = law.mean() * attempts;
                queueLimit = Double.POSITIVE_INFINITY;
                timeout = Double.POSITIVE_INFINITY;
            }
            case Service.Llm l -> throw new IllegalStateException("the amounts of a language model are another world");
        }
        this.all = new ResponseTimes(law, 1 / warmRate);
        this.stretch = new ResponseTimes(law, 1 / warmRate);
        this.scrape = new RecentWaits(all, law.mean());
        n.arrived = (double) s.backlogAtStart();
        line.add(n.arrived, 0, 0);
        n.waiting(line.total());
    }

    /** Lets arrivals into the line as far as there is room. */
    final void admit(double much, long since, long until) {
        double refused = Math.min(much, Math.max(0, line.total() + much - queueLimit));
        refuse(refused, false, until);
        line.add(much - refused, since, until);
    }

    final void refuse(double much, boolean impatient, long now) {
        if (much > 0) {
            if (impatient) {
                n.timedOut += much;
            } else {
                n.rejected += much;
            }
            n.lastLeft = now;
        }
    }

    final void expire(long now) {
        if (timeout < Double.POSITIVE_INFINITY && !line.isEmpty()) {
            refuse(line.dropBefore(now - ReplicaPool.nanos(timeout)), true, now);
        }
    }

    /** Some begin to be worked on after a wait. */
    final void record(double wait, double much) {
        if (much > 0) {
            stretch.add(wait, much, slowShare);
            if (scrapesLatency) {
                scrape.add(wait, much);
            }
        }
    }

    @Override
    public final void waited(double amount, double least, double most) {
        n.started += amount;
        n.waitSum += amount * (least + most) / 2;
        n.maxAge = Math.max(n.maxAge, Math.min(timeout, Math.max(least, most)));
        record(Math.min(timeout, least + (most - least) / 4), amount / 2);
        record(Math.min(timeout, least + (most - least) * 3 / 4), amount / 2);
    }

    /** Work ends at {@code now}. */
    final void finish(double much, long now) {
        if (much > 0) {
            n.served += much * (1 - dead);
            n.timedOut += much * dead;
            n.lastLeft = now;
        }
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
    void visible(int item, long now) {
        throw new IllegalStateException("items are no events here");
    }

    @Override
    void ready(SimReplica r, long now) {}

    @Override
    boolean leave(SimReplica r, long now) {
        return inService < 0.5;
    }

    @Override
    long drainNanos(SimReplica r) {
        // The longest of the remaining times of its jobs: harmonic for memoryless ones, n/(n + 1) of one for constant
        // ones.
        double jobs = Math.max(1, Math.min(concurrency, inService / Math.max(1, pool.ready() + 1)));
        double memoryless = StrictMath.log(jobs) + 0.5772 + 1 / (2 * jobs);
        double constant = jobs / (jobs + 1);
        double weight = Math.min(1, law.scv());
        return ReplicaPool.nanos(law.mean() * (weight * memoryless + (1 - weight) * constant));
    }

    @Override
    void cut(SimReplica r, long now) {}

    @Override
    double waiting() {
        return line.total();
    }

    @Override
    double inService() {
        return inService;
    }

    @Override
    double oldestAge(long now) {
        return line.isEmpty() ? 0 : Math.max(0, (now - line.oldest()) * 1e-9);
    }

    @Override
    double scrapeLatency(double quantile) {
        return quantile == 0
                ? scrape.mean() + law.mean()
                : scrape.quantile(quantile, noise.gaussian(), slowShare, 1 / warmRate);
    }

    @Override
    void closeScrape() {
        scrape.clear();
    }

    @Override
    double stretchLatency(double quantile) {
        return stretch.quantile(quantile, law.mean(), 0.003);
    }

    @Override
    void closeStretch() {
        all.add(stretch);
        stretch.clear();
    }

    @Override
    double latency(double quantile) {
        return all.quantile(quantile, law.mean(), 1e-4);
    }

    @Override
    double met() {
        double total = all.total();
        return total > 0 ? all.within(limit) / total * (n.served - servedBefore) : 0;
    }

    @Override
    void forgetAnswers() {
        all.clear();
        servedBefore = n.served;
    }

    @Override
    double inSystem() {
        return line.total() + inService;
    }

    @Override
    double overdue(long end) {
        return limit < 9e9 ? line.before(end - ReplicaPool.nanos(limit)) : 0;
    }
}
