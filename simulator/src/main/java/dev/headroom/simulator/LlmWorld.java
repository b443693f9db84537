package dev.headroom.simulator;

import dev.headroom.engine.model.TokenRates;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a language model, each an event: one line in arrival order in front of the batches of all replicas. The first
 * in the line is admitted when some replica has a slot and room in its cache for all its tokens; which one, is told at
 * {@link Service.Llm}. Callers who have waited for the timeout leave, which is found out as in {@link RequestWorld}.
 */
final class LlmWorld extends World {
    private static final long PROMPT = 1L << 32;

    private final EventHeap heap;
    private final TokenRates rates;
    private final int slots;
    private final long queueLimit;
    private final long timeout;
    private final boolean promisesAnswer;
    private final double warmRate;
    private final TokenLaw law;
    private final Rng lengthRng;
    private final Arrivals arrivals;
    private final long bucketNanos;
    private final Answers answers;
    private final TokenTimes times = new TokenTimes();
    private final WaitingLine line = new WaitingLine();
    private final Router router = new Router();

    // Batches by the number of their replica, and by place.
    private @Nullable Batch[] byReplica = new Batch[64];
    private @Nullable Batch[] byPlace = new Batch[64];
    private int[] freePlaces = new int[64];
    private int freePlaceCount;
    private int places;

    // Requests by number.
    private long[] arrivedAt = new long[256];
    /** When the first token came; −1 before, −2 for a number not in use. */
    private long[] firstAt = new long[256];

    private int[] input = new int[256];
    private int[] output = new int[256];
    private int[] unused = new int[256];
    private int unusedCount;
    private int numbered;

    private long integratedTo;
    private int inService;
    private int busyReady;

    LlmWorld(Scenario s, Service.Llm service, EventHeap heap, boolean scrapesLatency) {
        this.heap = heap;
        this.rates = service.rates();
        this.slots = service.concurrency();
        this.queueLimit = service.queueLimit();
        this.timeout = ReplicaPool.nanos(service.timeoutSeconds());
        this.promisesAnswer = service.promise() == Service.Llm.Promise.ANSWER;
        this.warmRate = s.lifecycle().warmupRate();
        this.law = new TokenLaw(service.kinds(), s.trace().lengths());
        this.lengthRng = new Rng(s.seed(), Rng.Stream.SERVICE);
        this.arrivals = new Arrivals(s.trace(), s.seed());
        this.bucketNanos = s.trace().bucketMillis() * 1_000_000;
        this.answers = new Answers(s.workload().objective().limitSeconds(), scrapesLatency);
        for (long i = 0; i < s.backlogAtStart(); i++) {
            come(0);
        }
    }

    private int number(long now) {
        int q;
        if (unusedCount > 0) {
            q = unused[--unusedCount];
        } else {
            q = numbered++;
            if (q == arrivedAt.length) {
                int length = q * 2;
                arrivedAt = Arrays.copyOf(arrivedAt, length);
                firstAt = Arrays.copyOf(firstAt, length);
                input = Arrays.copyOf(input, length);
                output = Arrays.copyOf(output, length);
                unused = Arrays.copyOf(unused, length);
            }
        }
        law.draw((int) (now / bucketNanos), lengthRng);
        arrivedAt[q] = now;
        firstAt[q] = -1;
        input[q] = law.input;
        output[q] = law.output;
        return q;
    }

    private void forget(int q) {
        firstAt[q] = -2;
        unused[unusedCount++] = q;
    }

    private double tokensOf(int q) {
        return (double) input[q] + output[q];
    }

    @Override
    void advance(long now) {
        if (now > integratedTo) {
            double dt = (now - integratedTo) * 1e-9;
            n.waitingSeconds += line.size() * dt;
            n.inServiceSeconds += inService * dt;
            n.busySeconds += busyReady * dt;
            integratedTo = now;
        }
    }

    @Override
    long nextArrival() {
        return arrivals.next();
    }

    @Override
    void arrive() {
        long now = arrivals.next();
        arrivals.advance();
        advance(now);
        n.events++;
        come(now);
    }

    private void come(long now) {
        n.arrived++;
        int q = number(now);
        expire(now);
        if (tokensOf(q) > rates.kv()) {
            reject(q, now);
            return;
        }
        Batch b = line.size() == 0 ? choose(tokensOf(q)) : null;
        if (b != null) {
            admit(q, b, now);
        } else if (line.size() >= queueLimit) {
            reject(q, now);
        } else {
            line.add(q);
            n.waiting(line.size());
        }
    }

    private void reject(int q, long now) {
        n.rejected++;
        n.lastLeft = now;
        forget(q);
    }

    private void expire(long now) {
        while (line.size() > 0 && now - arrivedAt[(int) line.get(0)] > timeout) {
            int q = (int) line.remove();
            long left = arrivedAt[q] + timeout;
            // The integral has counted it up to now; it left before.
            n.waitingSeconds -= (now - left) * 1e-9;
            n.timedOut++;
            n.lastLeft = Math.max(n.lastLeft, left);
            n.maxAge = Math.max(n.maxAge, timeout * 1e-9);
            forget(q);
        }
    }

    /** The batch that a request with so many tokens goes to; null when it has to wait. */
    private @Nullable Batch choose(double tokens) {
        int least = router.least();
        Batch best = least < 0 ? null : byPlace[least];
        if (best == null || best.held + tokens <= rates.kv()) {
            return best;
        }
        best = null;
        for (int i = 0; i < places; i++) {
            Batch b = byPlace[i];
            if (b != null
                    && router.key(i) != Router.NOT
                    && b.held + tokens <= rates.kv()
                    && (best == null || router.key(i) < router.key(best.place))) {
                best = b;
            }
        }
        return best;
    }

    private void admit(int q, Batch b, long now) {
        double waited = (now - arrivedAt[q]) * 1e-9;
        n.waitSum += waited;
        n.started++;
        n.maxAge = Math.max(n.maxAge, waited);
        inService++;
        busyReady++;
        b.replica.busy++;
        b.held += tokensOf(q);
        b.advance(now);
        b.admit(q, input[q]);
        offer(b);
        schedule(b, now);
    }

    /** Tells the router how busy a batch is. */
    private void offer(Batch b) {
        if (b.place >= 0) {
            router.set(b.place, b.size() < slots ? b.prompts() * PROMPT + b.size() : Router.NOT);
        }
    }

    private void schedule(Batch b, long now) {
        long next = b.nextAfter(now);
        if (next != b.next) {
            b.next = next;
            if (next < Long.MAX_VALUE) {
                heap.add(next, Simulation.WORLD, Simulation.COMPLETED, b.replica.id);
            }
        }
    }

    private void dispatch(long now) {
        expire(now);
        while (line.size() > 0) {
            Batch b = choose(tokensOf((int) line.get(0)));
            if (b == null) {
                return;
            }
            admit((int) line.remove(), b, now);
        }
    }

    /** What a batch was waiting for has come: a prompt is read, or sequences are done. */
    @Override
    void complete(int replica, long now) {
        Batch b = byReplica[replica];
        if (b == null || b.next != now) {
            return;
        }
        n.events++;
        advance(now);
        b.advance(now);
        b.next = -1;
        boolean left = false;
        if (b.prompts() > 0) {
            int q = b.promptRead();
            if (b.prompts() > 0) {
                b.read(input[b.reading()]);
            }
            left = firstToken(q, b, now);
        } else {
            for (int q = b.done(true); q >= 0; q = b.done(false)) {
                done(q, b, now);
                left = true;
            }
        }
        offer(b);
        if (b.size() == 0 && !b.replica.takesWork()) {
            byReplica[replica] = null;
            n.outputTokens += b.takeGenerated();
            pool.gone(b.replica, now);
        } else {
            schedule(b, now);
        }
        if (left) {
            dispatch(now);
        }
    }

    /** The prompt is read, and the first token there. Returns whether that was all. */
    private boolean firstToken(int q, Batch b, long now) {
        firstAt[q] = now;
        n.inputTokens += input[q];
        n.outputTokens++;
        double took = (now - arrivedAt[q]) * 1e-9;
        times.first.add(took, 1);
        if (!promisesAnswer) {
            answers.add(took, 1);
        }
        if (output[q] > 1) {
            b.decode(q, output[q] - 1.0);
            return false;
        }
        done(q, b, now);
        return true;
    }

    private void done(int q, Batch b, long now) {
        double took = (now - arrivedAt[q]) * 1e-9;
        double first = (firstAt[q] - arrivedAt[q]) * 1e-9;
        n.served++;
        n.lastLeft = now;
        times.last.add(took, 1);
        if (output[q] > 1) {
            times.each.add((took - first) / (output[q] - 1), 1);
        }
        if (promisesAnswer) {
            answers.add(took, 1);
        }
        answers.judge(answers.keeps(promisesAnswer ? took : first) ? 1 : 0, 1);
        leaves(q, b);
    }

    private void leaves(int q, Batch b) {
        inService--;
        b.replica.busy--;
        b.held -= tokensOf(q);
        if (b.replica.takesWork()) {
            busyReady--;
        }
        forget(q);
    }

    @Override
    void visible(int item, long now) {
        throw new IllegalStateException("requests are not delivered again");
    }

    @Override
    void ready(SimReplica r, long now) {
        advance(now);
        if (r.id >= byReplica.length) {
            byReplica = Arrays.copyOf(byReplica, Math.max(r.id + 1, byReplica.length * 2));
        }
        Batch b = new Batch(r, rates, warmRate, now);
        byReplica[r.id] = b;
        b.place = freePlaceCount > 0 ? freePlaces[--freePlaceCount] : places++;
        if (b.place == byPlace.length) {
            byPlace = Arrays.copyOf(byPlace, b.place * 2);
            freePlaces = Arrays.copyOf(freePlaces, b.place * 2);
        }
        byPlace[b.place] = b;
        offer(b);
        dispatch(now);
    }

    @Override
    boolean leave(SimReplica r, long now) {
        advance(now);
        Batch b = byReplica[r.id];
        if (b == null) {
            return true;
        }
        router.set(b.place, Router.NOT);
        byPlace[b.place] = null;
        freePlaces[freePlaceCount++] = b.place;
        b.place = -1;
        busyReady -= r.busy;
        if (r.busy > 0) {
            return false;
        }
        byReplica[r.id] = null;
        return true;
    }

    @Override
    long drainNanos(SimReplica r) {
        return -1;
    }

    @Override
    void cut(SimReplica r, long now) {
        advance(now);
        Batch b = byReplica[r.id];
        if (b == null) {
            return;
        }
        b.advance(now);
        n.outputTokens += b.takeGenerated();
        for (int q = b.evict(); q >= 0; q = b.evict()) {
            n.timedOut++;
            n.lastLeft = now;
            leaves(q, b);
        }
        byReplica[r.id] = null;
    }

    @Override
    double waiting() {
        return line.size();
    }

    @Override
    double inService() {
        return inService;
    }

    @Override
    double memory() {
        double held = 0;
        int count = 0;
        for (int i = 0; i < places; i++) {
            Batch b = byPlace[i];
            if (b != null) {
                held += b.held;
                count++;
            }
        }
        return count == 0 || Double.isInfinite(rates.kv()) ? Double.NaN : held / (count * rates.kv());
    }

    @Override
    boolean tokens(long now) {
        for (Batch b : byReplica) {
            if (b != null) {
                b.advance(now);
                n.outputTokens += b.takeGenerated();
            }
        }
        return true;
    }

    @Override
    Generation generation() {
        return times.of(n);
    }

    @Override
    double oldestAge(long now) {
        expire(now);
        return line.size() == 0 ? 0 : (now - arrivedAt[(int) line.get(0)]) * 1e-9;
    }

    @Override
    double scrapeLatency(double quantile) {
        return answers.scraped(quantile);
    }

    @Override
    void closeScrape() {
        answers.closeScrape();
    }

    @Override
    double stretchLatency(double quantile) {
        return answers.stretch(quantile);
    }

    @Override
    void closeStretch() {
        answers.closeStretch();
    }

    @Override
    double latency(double quantile) {
        return answers.all(quantile);
    }

    @Override
    double met() {
        return answers.met();
    }

    @Override
    void forgetAnswers() {
        answers.forget();
        times.forget(n);
    }

    @Override
    double inSystem() {
        double count = 0;
        for (int q = 0; q < numbered; q++) {
            count += firstAt[q] == -2 ? 0 : 1;
        }
        return count;
    }

    @Override
    double overdue(long end) {
        expire(end);
        double count = 0;
        for (int q = 0; q < numbered; q++) {
            if (firstAt[q] != -2) {
                boolean came = !promisesAnswer && firstAt[q] >= 0;
                count += answers.late(arrivedAt[q], came ? firstAt[q] : end) ? 1 : 0;
            }
        }
        return count;
    }
}
