package dev.headroom.simulator;

/**
 * Requests answered while a caller waits, each an event: one line in arrival order in front of all slots. Callers who have
 * waited for the timeout leave; as they leave in arrival order, that needs no events, the line is only looked at with the
 * time in mind.
 */
final class RequestWorld extends EventWorld {
    private final WaitingLine line = new WaitingLine();
    private final long queueLimit;
    private final long timeout;

    RequestWorld(Scenario s, Service.Requests service, EventHeap heap, boolean scrapesLatency) {
        super(s, heap, scrapesLatency);
        queueLimit = service.queueLimit();
        timeout = ReplicaPool.nanos(service.timeoutSeconds());
        for (long i = 0; i < s.backlogAtStart(); i++) {
            n.arrived++;
            line.add(0);
        }
        n.waiting(line.size());
    }

    @Override
    int waitingCount() {
        return line.size();
    }

    @Override
    void arrived(long now) {
        SimReplica r = freeReplica();
        if (r != null) {
            waited(0);
            begin(r, law.draw(serviceRng), now, now);
            return;
        }
        expire(now);
        if (line.size() >= queueLimit) {
            n.rejected++;
            n.lastLeft = now;
        } else {
            line.add(now);
            n.waiting(line.size());
        }
    }

    private void expire(long now) {
        while (line.size() > 0 && now - line.get(0) > timeout) {
            long arrivedAt = line.remove();
            long left = arrivedAt + timeout;
            // The integral has counted it up to now; it left before.
            n.waitingSeconds -= (now - left) * 1e-9;
            n.timedOut++;
            n.lastLeft = Math.max(n.lastLeft, left);
            n.maxAge = Math.max(n.maxAge, timeout * 1e-9);
        }
    }

    @Override
    void dispatch(long now) {
        expire(now);
        while (line.size() > 0) {
            SimReplica r = freeReplica();
            if (r == null) {
                return;
            }
            long arrivedAt = line.remove();
            waited((now - arrivedAt) * 1e-9);
            begin(r, law.draw(serviceRng), arrivedAt, now);
        }
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
        served((now - jobValue[job]) * 1e-9, now);
        release(job, r, now);
        if (line.size() > 0) {
            dispatch(now);
        }
    }

    @Override
    void visible(int item, long now) {
        throw new IllegalStateException("requests are not delivered again");
    }

    @Override
    void lost(int job, long now) {
        n.timedOut++;
        n.lastLeft = now;
    }

    @Override
    double oldestAge(long now) {
        expire(now);
        return line.size() == 0 ? 0 : (now - line.get(0)) * 1e-9;
    }

    @Override
    double inSystem() {
        double count = line.size();
        for (int job = 0; job < jobNumbers(); job++) {
            if (replicaOf(job) != null) {
                count++;
            }
        }
        return count;
    }

    @Override
    double overdue(long end) {
        expire(end);
        double count = 0;
        for (int i = 0; i < line.size() && late(line.get(i), end); i++) {
            count++;
        }
        for (int job = 0; job < jobNumbers(); job++) {
            if (replicaOf(job) != null && late(jobValue[job], end)) {
                count++;
            }
        }
        return count;
    }
}
