package dev.headroom.simulator.optimum;

import dev.headroom.simulator.LateShare;
import dev.headroom.simulator.Scenario;
import dev.headroom.simulator.Service;
import dev.headroom.simulator.Supply;
import java.util.Arrays;

/**
 * The clairvoyant optimum: the least cost any policy could have had on a trace under the same boot times, warm-up, bounds,
 * billing and objective. It is enclosed between a lower bound, which no policy can beat, and the cost of a plan that exists. The
 * derivation is in {@code docs/concepts/clairvoyant.md}.
 */
public final class Clairvoyant {
    /** Share of the late requests allowed that a plan makes use of: the rest is for chance, which no plan foresees. */
    private static final double USED = 0.9;

    /** Steps of a plan for a language model are at least this long. */
    private static final double BATCH_SECONDS = 30;

    private static final double SAME = 1e-6;
    private static final double HOUR = 3600;

    private Clairvoyant() {}

    /**
     * The optimum of a scenario; its policy, its seed and its initial replicas do not matter.
     *
     * @throws IllegalArgumentException on a platform with spot capacity, a warm pool, a limit, or launches that fail: what was
     *     possible there is not known
     */
    public static Optimum solve(Scenario s) {
        if (!s.supply().equals(Supply.UNLIMITED)
                || !s.lifecycle().launches().sure()
                || (s.service() instanceof Service.Requests r && r.writes() > 0)) {
            throw new IllegalArgumentException(
                    "the clairvoyant optimum is known only for on-demand replicas that start"
                            + " without fail: leave it out, or simulate without spot capacity, zones, nodes, warm pool, failing launches and a database's writes");
        }
        Demand d = Demand.of(s);
        if (d.limit() == Double.POSITIVE_INFINITY) {
            return unbound(s, d);
        }
        double allowed = d.total() * (1 - s.workload().objective().attainment());
        double lower = new FluidBound(d).best();
        double model = 0;
        RequestPlan.Found found;
        if (d.queue()) {
            found = new QueuePlan(d).best(0);
        } else {
            // A batch is longer at its answers than a burst of a few seconds lasts.
            Demand seen = s.service() instanceof Service.Llm ? d.joined(BATCH_SECONDS) : d;
            double peak = Arrays.stream(seen.arrivals()).max().orElse(0) / seen.bucket();
            RequestPlan requests = new RequestPlan(seen, late(s, d.limit(), peak));
            found = requests.best(USED * allowed);
            model = requests.dual();
        }
        boolean feasible = found.late() <= allowed;
        return optimum(s, d, found, lower, model, feasible, method(d, feasible));
    }

    private static LateShare late(Scenario s, double limit, double peak) {
        return s.service() instanceof Service.Llm l
                ? new LateShare(l, limit, peak, s.arrivalCv(), s.trace())
                : new LateShare(s.service(), limit, peak, s.arrivalCv());
    }

    private static String method(Demand d, boolean feasible) {
        if (!feasible) {
            return "no plan found keeps the objective within the bounds; this is the most punctual one";
        }
        return d.queue()
                ? "plan: even pace over the deadline, whole replicas, checked as a fluid; bound: conservation of work"
                : "plan: stationary queue per step, each level switched at least cost, late requests priced by a Lagrange"
                        + " multiplier; bound: conservation of work";
    }

    private static Optimum unbound(Scenario s, Demand d) {
        Runs runs = new Runs();
        for (int k = 0; k < d.min(); k++) {
            runs.add(0, d.span());
        }
        double bill = runs.bill(d);
        return optimum(
                s,
                d,
                new RequestPlan.Found(runs, new int[0], d.bucket(), bill, 0),
                bill,
                bill,
                true,
                "nothing is promised, so the least number of replicas is the optimum");
    }

    private static Optimum optimum(
            Scenario s,
            Demand d,
            RequestPlan.Found found,
            double lower,
            double model,
            boolean feasible,
            String method) {
        double hourly = s.billing().hourly();
        double bill = found.bill();
        return new Optimum(
                bill / HOUR * hourly,
                lower / HOUR * hourly,
                model / HOUR * hourly,
                found.runs().alive(d) / HOUR,
                lower / HOUR,
                d.total() > 0 ? 1 - found.late() / d.total() : 1,
                feasible,
                feasible && bill <= Math.max(lower, model) * (1 + SAME),
                method,
                Plan.of(found.runs(), d.lead(), s.trace().startMillis()));
    }
}
