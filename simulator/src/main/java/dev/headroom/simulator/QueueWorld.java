package dev.headroom.simulator;

/**
 * Items taken from a queue by workers, each an event. A free slot takes up to a batch of items and works on them one after
 * another. An item that is not done within the visibility timeout of being taken is visible again, while the worker goes on;
 * whoever is first to finish it, finishes it. An item that fails is visible again at once. An item that has been delivered
 * as often as is allowed becomes a dead letter instead of being visible again.
 */
final class QueueWorld extends EventWorld {
    /** Arrival time of an item never taken, or ~item of one that has been. */
    private final WaitingLine line = new WaitingLine();

    private final Items items = new Items();
    private final int batch;
    private final long visibility;
    private final double failure;
    private final int maxReceives;
    private final Rng failureRng;
    /** Visible items. */
    private int waiting;
    /** Deliveries in a batch whose work has not begun. */
    private int held;

    QueueWorld(Scenario s, Service.QueueWorkers service, EventHeap heap, boolean scrapesLatency) {
        super(s, heap, scrapesLatency);
        batch = service.batch();
        visibility = ReplicaPool.nanos(service.visibilitySeconds());
        failure = service.failure();
        maxReceives = service.maxReceives();
        failureRng = new Rng(s.seed(), Rng.Stream.FAILURE);
        for (long i = 0; i < s.backlogAtStart(); i++) {
            line.add(0);
        }
        waiting = line.size();
        n.arrived = waiting;
        n.waiting(waiting);
    }

    @Override
    int waitingCount() {
        return waiting + held;
    }

    @Override
    void arrived(long now) {
        line.add(now);
        waiting++;
        dispatch(now);
        n.waiting(waiting);
    }

    @Override
    void dispatch(long now) {
        while (waiting > 0) {
            SimReplica r = freeReplica();
            if (r == null) {
                return;
            }
            int first = take(now);
            int last = first;
            for (int i = 1; i < batch && waiting > 0; i++) {
                int d = take(now);
                items.next[last] = d;
                last = d;
                held++;
            }
            double seconds = law.draw(serviceRng);
            begin(r, seconds, first, now);
            watch(first, endOf(r, seconds, now), now);
            waited((now - items.arrivedAt[items.item[first]]) * 1e-9);
        }
    }

    /** Takes the first visible item from the line, of which there must be one, and returns its delivery. */
    private int take(long now) {
        waiting--;
        while (true) {
            long code = line.remove();
            if (code >= 0) {
                return items.deliver(items.add(code), now);
            }
            int item = (int) ~code;
            boolean over = items.over[item];
            items.waiting[item] = false;
            if (!over) {
                int d = items.deliver(item, now);
                items.letGo(item);
                return d;
            }
            items.letGo(item);
        }
    }

    /** Sees to it that an item, and those behind it in the batch, are visible again if the first is not done in time. */
    private void watch(int first, long end, long now) {
        if (visibility >= Long.MAX_VALUE / 2 || end <= items.takenAt[first] + visibility) {
            return;
        }
        for (int d = first; d >= 0; d = items.next[d]) {
            int item = items.item[d];
            if (!items.expired[d] && !items.over[item]) {
                items.expired[d] = true;
                items.hold(item);
                heap.add(Math.max(now, items.takenAt[d] + visibility), Simulation.WORLD, Simulation.VISIBLE, item);
            }
        }
    }

    @Override
    void visible(int item, long now) {
        n.events++;
        advance(now);
        if (!items.over[item]) {
            offerAgain(item, now);
        }
        items.letGo(item);
        dispatch(now);
    }

    private void offerAgain(int item, long now) {
        if (items.receives[item] >= maxReceives) {
            items.over[item] = true;
            n.timedOut++;
            n.lastLeft = now;
            return;
        }
        items.waiting[item] = true;
        items.hold(item);
        line.add(~(long) item);
        waiting++;
        n.waiting(waiting);
    }

    @Override
    void complete(int job, long now) {
        n.events++;
        SimReplica r = replicaOf(job);
        if (r == null) {
            forget(job);
            return;
        }
        advance(now);
        int d = (int) jobValue[job];
        int item = items.item[d];
        boolean failed = failure > 0 && failureRng.uniform() < failure;
        if (!items.over[item]) {
            if (!failed) {
                items.over[item] = true;
                if (items.waiting[item]) {
                    waiting--;
                }
                served((now - items.arrivedAt[item]) * 1e-9, now);
            } else if (!items.expired[d]) {
                offerAgain(item, now);
            }
        }
        int next = items.end(d);
        while (next >= 0 && items.over[items.item[next]]) {
            next = items.end(next);
            held--;
        }
        if (next >= 0) {
            held--;
            double seconds = law.draw(serviceRng);
            jobValue[job] = next;
            long end = endOf(r, seconds, now);
            heap.add(end, Simulation.WORLD, Simulation.COMPLETED, job);
            watch(next, end, now);
            waited((now - items.arrivedAt[items.item[next]]) * 1e-9);
            return;
        }
        release(job, r, now);
        dispatch(now);
    }

    @Override
    void lost(int job, long now) {
        int d = (int) jobValue[job];
        held++;
        while (d >= 0) {
            held--;
            int item = items.item[d];
            if (!items.over[item] && !items.expired[d]) {
                offerAgain(item, now);
            }
            d = items.end(d);
        }
    }

    @Override
    double oldestAge(long now) {
        for (int i = 0; i < line.size(); i++) {
            long code = line.get(i);
            if (code >= 0) {
                return (now - code) * 1e-9;
            }
            if (!items.over[(int) ~code]) {
                return (now - items.arrivedAt[(int) ~code]) * 1e-9;
            }
        }
        return 0;
    }

    @Override
    double inSystem() {
        return unfinished(-1);
    }

    @Override
    double overdue(long end) {
        return unfinished(end);
    }

    /** Unfinished items, only those late at {@code end} unless that is negative. */
    private double unfinished(long end) {
        double count = 0;
        for (int i = 0; i < line.size(); i++) {
            long code = line.get(i);
            if (code >= 0 && (end < 0 || late(code, end))) {
                count++;
            }
        }
        for (int item = 0; item < items.count(); item++) {
            if (!items.over[item] && (end < 0 || late(items.arrivedAt[item], end))) {
                count++;
            }
        }
        return count;
    }
}
