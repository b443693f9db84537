package dev.headroom.simulator;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The machines there are, by what is paid for them, and what they have cost. */
final class Till {
    /** What is paid for a machine. */
    enum Kind {
        ON_DEMAND,
        SPOT,
        /** A spare that boots into the warm pool, at the full price. */
        PREPARING,
        /** A spare in the warm pool. */
        SPARE,
        /** What pods run on. */
        NODE
    }

    private static final class Account {
        /** Share of the full price. */
        double share = 1;

        int machines;
        double cost;
    }

    private final Billing billing;
    private final boolean sparesRun;
    private final Map<Kind, Account> accounts = new EnumMap<>(Kind.class);
    /** Of each spot pool. */
    private final List<Account> spots = new ArrayList<>();

    private final int[] spotMachines;
    private int replicas;
    private int running;
    private double paidRate;
    private double aliveSeconds;
    private double paidSeconds;
    private double nodeSeconds;

    Till(Billing billing, Supply supply) {
        this.billing = billing;
        for (Kind k : Kind.values()) {
            accounts.put(k, new Account());
        }
        if (supply.spot() != null) {
            for (SpotPool p : supply.spot().pools()) {
                Account a = new Account();
                a.share = p.priceShare();
                spots.add(a);
            }
        }
        this.spotMachines = new int[spots.size()];
        if (supply.nodes() != null) {
            of(Kind.ON_DEMAND).share = 0;
        }
        WarmPool warm = supply.warmPool();
        this.sparesRun = warm != null && warm.state() == WarmPool.State.RUNNING;
        if (warm != null && !sparesRun) {
            of(Kind.SPARE).share = warm.priceShare();
        }
    }

    private Account of(SimReplica r) {
        return r.kind == Kind.SPOT ? spots.get(r.pool) : of(r.kind);
    }

    private Account of(Kind kind) {
        return Objects.requireNonNull(accounts.get(kind));
    }

    /** A machine is paid for from now on. */
    void open(SimReplica r) {
        of(r).machines++;
        recount();
    }

    /** A machine is given back, or is from now on paid for differently, after a time. */
    void close(SimReplica r, long lifeNanos) {
        Account a = of(r);
        a.machines--;
        a.cost += price(r, lifeNanos);
        recount();
    }

    /** A node is paid for from now on. */
    void openNode() {
        of(Kind.NODE).machines++;
        recount();
    }

    /** A node is given back after a time. */
    void closeNode(long lifeNanos) {
        Account a = of(Kind.NODE);
        a.machines--;
        a.cost += nodePrice(lifeNanos);
        recount();
    }

    private void recount() {
        int spot = 0;
        for (int i = 0; i < spotMachines.length; i++) {
            spotMachines[i] = spots.get(i).machines;
            spot += spotMachines[i];
        }
        replicas = of(Kind.ON_DEMAND).machines + spot;
        running = replicas + of(Kind.PREPARING).machines + (sparesRun ? of(Kind.SPARE).machines : 0);
        paidRate = 0;
        for (Account a : accounts.values()) {
            paidRate += a.machines * a.share;
        }
        for (Account a : spots) {
            paidRate += a.machines * a.share;
        }
    }

    /** Spot machines there are of each pool. */
    int[] spotMachines() {
        return spotMachines;
    }

    /** Node-seconds. */
    double nodeSeconds() {
        return nodeSeconds;
    }

    /** Price of a machine that has lived so long; of a spare by the second, of any other as the billing rounds it. */
    double price(SimReplica r, long lifeNanos) {
        return price(r.kind != Kind.SPARE, of(r).share, lifeNanos);
    }

    /** Price of a node that has lived so long. */
    double nodePrice(long lifeNanos) {
        return price(true, of(Kind.NODE).share, lifeNanos);
    }

    private double price(boolean rounded, double share, long lifeNanos) {
        double seconds = lifeNanos / 1e9;
        if (rounded) {
            seconds = Math.max(seconds, billing.minimumSeconds());
            seconds = Math.ceil(seconds / billing.granularitySeconds() - 1e-9) * billing.granularitySeconds();
        }
        return seconds / 3600 * billing.hourly() * share;
    }

    /** Machines at work or starting: what counts against the platform's capacity. */
    int running() {
        return running;
    }

    /** Brings the integrals on by a time in seconds. */
    void integrate(double dt) {
        aliveSeconds += replicas * dt;
        paidSeconds += paidRate * dt;
        nodeSeconds += of(Kind.NODE).machines * dt;
    }

    /** Price of all machines of a kind given back so far. */
    double cost(Kind kind) {
        return kind == Kind.SPOT ? spots.stream().mapToDouble(a -> a.cost).sum() : of(kind).cost;
    }

    /** Machine-seconds of replicas, spares not counted. */
    double aliveSeconds() {
        return aliveSeconds;
    }

    /** Machine-seconds of all that is paid for, each by the share of the full price it costs. */
    double paidSeconds() {
        return paidSeconds;
    }
}
