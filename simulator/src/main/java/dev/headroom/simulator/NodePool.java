package dev.headroom.simulator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nodes there are, and which pods they hold. */
final class NodePool {
    /** A node. Times are nanoseconds since the simulation began. */
    static final class Node {
        final int id;
        final int zone;
        final long since;
        boolean isReady;
        long emptySince;
        final List<SimReplica> pods = new ArrayList<>();

        Node(int id, int zone, long since) {
            this.id = id;
            this.zone = zone;
            this.since = since;
            this.emptySince = since;
        }
    }

    private final Nodes config;
    private final ZoneMap zones;
    private final Till till;
    private final EventHeap heap;
    private final Rng rng;
    private final ServiceLaw law;
    private final List<Node> nodes = new ArrayList<>();
    private int numbered;
    private long started;

    NodePool(Nodes config, long seed, ZoneMap zones, Till till, EventHeap heap) {
        this.config = config;
        this.zones = zones;
        this.till = till;
        this.heap = heap;
        this.rng = new Rng(seed, Rng.Stream.NODE);
        this.law = new ServiceLaw(config.start());
    }

    /** Begins with enough ready nodes for a number of pods, and the least and the spare ones. */
    void begin(int pods) {
        int wanted = Math.max(config.least(), (pods + config.pods() - 1) / config.pods() + config.spare());
        while (nodes.size() < Math.min(wanted, config.most())) {
            Node n = add(0);
            if (n == null) {
                return;
            }
            n.isReady = true;
            emptied(n, 0);
        }
    }

    /** How many pods there is room for at most. */
    int room() {
        return (int) Math.min(Integer.MAX_VALUE, (long) config.pods() * config.most());
    }

    /** Puts a pod on a node that is ready or starting; whether there is room. */
    boolean place(SimReplica pod, long now) {
        Node best = null;
        for (Node n : nodes) {
            if (n.pods.size() < config.pods() && (best == null || better(n, best))) {
                best = n;
            }
        }
        if (best == null) {
            best = start(now);
        }
        if (best == null) {
            return false;
        }
        best.pods.add(pod);
        pod.node = best;
        spare(now);
        return true;
    }

    private static boolean better(Node n, Node than) {
        return n.isReady != than.isReady ? n.isReady : n.pods.size() > than.pods.size();
    }

    private @Nullable Node add(long now) {
        int zone = nodes.size() < config.most() ? zones.take() : -1;
        if (zone < 0) {
            return null;
        }
        Node n = new Node(numbered++, zone, now);
        nodes.add(n);
        till.openNode();
        return n;
    }

    private @Nullable Node start(long now) {
        Node n = add(now);
        if (n != null) {
            started++;
            heap.add(now + ReplicaPool.nanos(law.draw(rng)), Simulation.WORLD, Simulation.NODE, n.id);
        }
        return n;
    }

    /** Starts what is missing of the spare nodes. */
    private void spare(long now) {
        int empty = empty();
        while (empty < config.spare() && start(now) != null) {
            empty++;
        }
    }

    private int empty() {
        int empty = 0;
        for (Node n : nodes) {
            if (n.pods.isEmpty()) {
                empty++;
            }
        }
        return empty;
    }

    /** A pod leaves its node. */
    void free(SimReplica pod, long now) {
        Node n = pod.node;
        if (n != null) {
            pod.node = null;
            n.pods.remove(pod);
            if (n.pods.isEmpty() && n.isReady) {
                emptied(n, now);
            }
        }
    }

    private void emptied(Node n, long now) {
        n.emptySince = now;
        heap.add(now + ReplicaPool.nanos(config.emptySeconds()), Simulation.WORLD, Simulation.NODE, n.id);
    }

    /** A node is ready, or may have been empty for long. Returns the pods that waited for it. */
    List<SimReplica> event(int id, long now) {
        Node n = find(id);
        if (n == null) {
            return List.of();
        }
        if (!n.isReady) {
            n.isReady = true;
            if (n.pods.isEmpty()) {
                emptied(n, now);
            }
            return List.copyOf(n.pods);
        }
        if (n.pods.isEmpty() && now - n.emptySince >= ReplicaPool.nanos(config.emptySeconds())) {
            if (nodes.size() > config.least() && empty() > config.spare()) {
                remove(n, now);
            } else {
                emptied(n, now);
            }
        }
        return List.of();
    }

    private @Nullable Node find(int id) {
        for (Node n : nodes) {
            if (n.id == id) {
                return n;
            }
        }
        return null;
    }

    private void remove(Node n, long now) {
        nodes.remove(n);
        zones.give(n.zone);
        till.closeNode(now - n.since);
    }

    /** A zone is out: its nodes are no more, once their pods have been taken off. */
    void lose(int zone, long now) {
        for (Node n : List.copyOf(nodes)) {
            if (n.zone == zone) {
                remove(n, now);
            }
        }
        boolean more = true;
        while (nodes.size() < config.least() && more) {
            more = start(now) != null;
        }
        spare(now);
    }

    /** Price of all nodes so far, those there are as if they were given back now. */
    double cost(long now) {
        double cost = till.cost(Till.Kind.NODE);
        for (Node n : nodes) {
            cost += till.nodePrice(now - n.since);
        }
        return cost;
    }

    /** Nodes that were started after the begin. */
    long started() {
        return started;
    }
}
