package dev.headroom.simulator;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a language model, each an event: one line in arrival order in front of the batches of all replicas. The first
 * in the line is admitted when some replica has a slot and room in its cache for all its tokens; which one, is told at
 * {@link Service.Llm}. Callers who have waited for the timeout leave, which is found out as in {@link RequestWorld}.
 */
final class LlmWorld extends TokenWorld {
    private static final long PROMPT = 1L << 32;

    private final EventHeap heap;
    private final int slots;
    private final long queueLimit;
    private final long timeout;
    private final double warmRate;
    private final Rng lengthRng;
    private final Arrivals arrivals;
    private final WaitingLine line = new WaitingLine();
    private final Router router = new Router();

    // Batches by the number of their replica, and by place.
    private @Nullable Batch[] byReplica = new Batch[64];
    private @Nullable Batch[] byPlace = new Batch[64];
    private int[] freePlaces = new int[64];
    private int freePlaceCount;
    private int places;

    private final TokenRequests requests = new TokenRequests();
    private long integratedTo;
    private int inService;
    private int busyReady;

    LlmWorld(Scenario s, Service.Llm service, EventHeap heap, boolean scrapesLatency) {
        super(s, service, scrapesLatency);
        this.heap = heap;
        this.slots = service.concurrency();
        this.queueLimit = service.queueLimit();
        this.timeout = ReplicaPool.nanos(service.timeoutSeconds());
        this.warmRate = s.lifecycle().warmupRate();
        this.lengthRng = new Rng(s.seed(), Rng.Stream.SERVICE);
        this.arrivals = new Arrivals(s);
        for (long i = 0; i < s.backlogAtStart(); i++) {
            come(0);
        }
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
        law.draw((int) (now / bucketNanos), lengthRng);
        int q = requests.add(now, law);
        expire(now);
        if (requests.tokens(q) > rates.kv()) {
            reject(q, now);
            return;
        }
        Batch b = line.size() == 0 ? choose(requests.tokens(q)) : null;
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
        requests.remove(q);
    }

    private void expire(long now) {
        while (line.size() > 0 && now - requests.arrivedAt[(int) line.get(0)] > timeout) {
            int q = (int) line.remove();
            long left = requests.arrivedAt[q] + timeout;
            // The integral has counted it up to now; it left before.
            n.waitingSeconds -= (now - left) * 1e-9;
            n.timedOut++;
            n.lastLeft = Math.max(n.lastLeft, left);
            n.maxAge = Math.max(n.maxAge, timeout * 1e-9);
            requests.remove(q);
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
        double waited = (now - requests.arrivedAt[q]) * 1e-9;
        n.waitSum += waited;
        n.started++;
        n.maxAge = Math.max(n.maxAge, waited);
        inService++;
        busyReady++;
        b.replica.busy++;
        b.held += requests.tokens(q);
        b.advance(now);
        b.admit(q, requests.input[q]);
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
            Batch b = choose(requests.tokens((int) line.get(0)));
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
                b.read(requests.input[b.reading()]);
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
        requests.first(q, now);
        n.inputTokens += requests.input[q];
        n.outputTokens++;
        double took = (now - requests.arrivedAt[q]) * 1e-9;
        times.first.add(took, 1);
        if (!promisesAnswer) {
            answers.add(took, 1);
        }
        if (requests.output[q] > 1) {
            b.decode(q, requests.output[q] - 1.0);
            return false;
        }
        done(q, b, now);
        return true;
    }

    private void done(int q, Batch b, long now) {
        double took = (now - requests.arrivedAt[q]) * 1e-9;
        double first = requests.firstSeconds(q);
        n.served++;
        n.lastLeft = now;
        times.last.add(took, 1);
        if (requests.output[q] > 1) {
            times.each.add((took - first) / (requests.output[q] - 1), 1);
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
        b.held -= requests.tokens(q);
        if (b.replica.takesWork()) {
            busyReady--;
        }
        requests.remove(q);
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
    double oldestAge(long now) {
        expire(now);
        return line.size() == 0 ? 0 : (now - requests.arrivedAt[(int) line.get(0)]) * 1e-9;
    }

    @Override
    double met() {
        return answers.met();
    }

    @Override
    double inSystem() {
        double count = 0;
        for (int q = 0; q < requests.count(); q++) {
            count += requests.isHere(q) ? 1 : 0;
        }
        return count;
    }

    @Override
    double overdue(long end) {
        expire(end);
        double count = 0;
        for (int q = 0; q < requests.count(); q++) {
            if (requests.isHere(q)) {
                long came = promisesAnswer ? end : requests.firstOr(q, end);
                count += answers.late(requests.arrivedAt[q], came) ? 1 : 0;
            }
        }
        return count;
    }
}
