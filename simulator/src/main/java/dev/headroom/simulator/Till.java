package dev.headroom.simulator;

import java.util.EnumMap;
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
        SPARE
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
    private int replicas;
    private int running;
    private double paidRate;
    private double aliveSeconds;
    private double paidSeconds;

    Till(Billing billing, Supply supply) {
        this.billing = billing;
        for (Kind k : Kind.values()) {
            accounts.put(k, new Account());
        }
        if (supply.spot() != null) {
            of(Kind.SPOT).share = supply.spot().priceShare();
        }
        WarmPool warm = supply.warmPool();
        this.sparesRun = warm != null && warm.state() == WarmPool.State.RUNNING;
        if (warm != null && !sparesRun) {
            of(Kind.SPARE).share = warm.priceShare();
        }
    }

    private Account of(Kind kind) {
        return Objects.requireNonNull(accounts.get(kind));
    }

    /** A machine is paid for from now on. */
    void open(Kind kind) {
        of(kind).machines++;
        recount();
    }

    /** A machine is given back, or is from now on paid for differently, after a time. */
    void close(Kind kind, long lifeNanos) {
        Account a = of(kind);
        a.machines--;
        a.cost += price(kind, lifeNanos);
        recount();
    }

    private void recount() {
        replicas = of(Kind.ON_DEMAND).machines + of(Kind.SPOT).machines;
        running = replicas + of(Kind.PREPARING).machines + (sparesRun ? of(Kind.SPARE).machines : 0);
        paidRate = 0;
        for (Account a : accounts.values()) {
            paidRate += a.machines * a.share;
        }
    }

    /** Price of a machine that has lived so long; of a spare by the second, of any other as the billing rounds it. */
    double price(Kind kind, long lifeNanos) {
        double seconds = lifeNanos / 1e9;
        if (kind != Kind.SPARE) {
            seconds = Math.max(seconds, billing.minimumSeconds());
            seconds = Math.ceil(seconds / billing.granularitySeconds() - 1e-9) * billing.granularitySeconds();
        }
        return seconds / 3600 * billing.hourly() * of(kind).share;
    }

    /** Machines at work or starting: what counts against the platform's capacity. */
    int running() {
        return running;
    }

    /** Brings the integrals on by a time in seconds. */
    void integrate(double dt) {
        aliveSeconds += replicas * dt;
        paidSeconds += paidRate * dt;
    }

    /** Price of all machines of a kind given back so far. */
    double cost(Kind kind) {
        return of(kind).cost;
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
