package dev.headroom.planner.sizer;

import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.quantity.Quantity;
import dev.headroom.planner.sizer.Draft.Bound;
import java.util.List;
import java.util.Optional;

/**
 * Connections, read replicas and poolers of a relational database.
 *
 * <p>Connections = instances × pool size, against the limit less what is reserved for administration; the pool that fits =
 * ⌊(limit − reserved) ÷ instances⌋. Read replicas = ⌈reads/s ÷ reads of a replica⌉. Behind a pooler in transaction mode
 * (PgBouncer) server connections = ⌈transactions/s × time of a transaction × (1 + buffer)⌉ by Little's law, and poolers =
 * ⌈client connections ÷ clients of a pooler⌉.
 */
final class Database implements Sizer {

    @Override
    public String name() {
        return "database";
    }

    @Override
    public List<String> keys() {
        return List.of(
                "instances",
                "pool-size",
                "connections",
                "reserved",
                "read-rate",
                "replica-reads",
                "transactions",
                "transaction-time",
                "pooler-clients",
                "buffer");
    }

    @Override
    public void size(Sizing s) {
        Expression instances = s.need("instances", "instances", Bound.POSITIVE, "clients of the database at the peak");
        Expression pool = s.need("pool-size", "", Bound.POSITIVE, "connections that an instance holds");
        Expression limit =
                s.need("connections", "connections", Bound.POSITIVE, "connections that the database accepts");
        Expression reserved = s.may("reserved", "connections", Bound.ANY, "0", "connections kept for administration");
        Expression free =
                s.define("free-connections", "connections", limit.minus(reserved), "connections for instances");
        Expression wanted = s.define(
                "client-connections", "connections", instances.times(pool), "connections that the instances open");
        s.define("pool-that-fits", "", free.over(instances).down(), "largest pool of an instance within the limit");
        if (s.has("transactions")) {
            pooled(s, wanted, free);
        } else {
            s.draft()
                    .limit(new Limit(
                            "the connections of " + s.service(),
                            wanted.text(),
                            free.text(),
                            "quota-below-need",
                            s.path("connections")));
            s.draft().check(new Check(figures -> {
                Quantity fits = figures.value(s.named("pool-that-fits"));
                Quantity need = figures.value(wanted.text());
                Quantity has = figures.value(free.text());
                return need.exceeds(has) && fits.amount().signum() == 0
                        ? Optional.of(new Check.Contradiction(
                                "no-pool-fits",
                                s.path("connections"),
                                "not even one connection for each instance fits into " + has,
                                "put a pooler in between: add transactions and transaction-time"))
                        : Optional.empty();
            }));
        }
        if (s.has("read-rate") || s.has("replica-reads")) {
            s.buy(
                    "read-replicas",
                    "replicas",
                    s.need("read-rate", "reads/s", Bound.ANY, "reads at the peak")
                            .over(s.need(
                                    "replica-reads", "reads/s/replica", Bound.POSITIVE, "reads a replica answers")),
                    "replicas that answer the reads");
        }
    }

    private static void pooled(Sizing s, Expression clients, Expression free) {
        Expression buffer = s.may("buffer", "%", Bound.ANY, "0%", "what is kept free");
        Expression busy = s.define(
                "busy-connections",
                "connections",
                s.need("transactions", "transactions/s", Bound.ANY, "transactions at the peak")
                        .times(s.need("transaction-time", "s", Bound.POSITIVE, "time of a transaction")),
                "connections in use on average (Little's law)");
        Expression server = s.define(
                "server-connections",
                "connections",
                busy.times(Expression.of(1).plus(buffer)).up(),
                "connections from the pooler to the database");
        s.draft()
                .limit(new Limit(
                        "the connections of " + s.service(),
                        server.text(),
                        free.text(),
                        "quota-below-need",
                        s.path("connections")));
        s.buy(
                "poolers",
                "poolers",
                clients.over(s.may(
                        "pooler-clients",
                        "connections/pooler",
                        Bound.POSITIVE,
                        "1000",
                        "clients that a pooler accepts")),
                "poolers in front of the database");
    }
}
