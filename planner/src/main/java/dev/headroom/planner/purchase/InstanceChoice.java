package dev.headroom.planner.purchase;

import dev.headroom.engine.model.Money;
import dev.headroom.planner.prices.Commitment;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which instance type to take for a work, by figures only.
 *
 * <p>Two rankings that can differ: by items per unit of money, for an instance that is never idle; and by what the work costs,
 * where instances are bought whole. A job takes n = ⌈items ÷ (rate × (deadline − boot))⌉ instances and holds them until the
 * deadline; steady work takes ⌈items per hour ÷ rate⌉, for months of 730 hours; both at least the fewest allowed.
 */
public final class InstanceChoice {

    private InstanceChoice() {}

    /**
     * A candidate that keeps to the limits.
     *
     * @param candidate the instance type
     * @param itemsPerMoney items for one unit of money
     * @param instances how many are needed
     * @param cost of them: until the deadline, or for a month of steady work
     */
    public record Option(Candidate candidate, BigDecimal itemsPerMoney, int instances, Money cost) {}

    /**
     * A candidate that is out of the question.
     *
     * @param why the limit, with both figures
     */
    public record Rejected(Candidate candidate, String why) {}

    /**
     * A way to do a job that no other beats in both cost and time; instances are given back when it is done.
     *
     * @param hours until it is done: boot + items ÷ (instances × rate)
     * @param cost instances × price × hours
     */
    public record FrontPoint(Candidate candidate, int instances, double hours, Money cost) {}

    /**
     * What came out.
     *
     * @param options by items per unit of money, the most first
     * @param rejected in the order given
     * @param cheapest the option that does the work for the least money; null when none does it
     * @param front by time, the fastest first; empty for steady work
     */
    public record Outcome(
            List<Option> options,
            List<Rejected> rejected,
            @Nullable Option cheapest,
            List<FrontPoint> front) {
        public Outcome {
            options = List.copyOf(options);
            rejected = List.copyOf(rejected);
            front = List.copyOf(front);
        }

        /** The option with the most items per unit of money; null when there is none. */
        public @Nullable Option mostPerMoney() {
            return options.isEmpty() ? null : options.getFirst();
        }

        /**
         * Why a candidate is not the best on cost, though somebody calls it so; null when the figures agree.
         *
         * @param called its name
         */
        public @Nullable String contradiction(String called) {
            for (Rejected r : rejected) {
                if (r.candidate().name().equals(called)) {
                    return called + " is not to be had: " + r.why();
                }
            }
            Option own = options.stream()
                    .filter(o -> o.candidate().name().equals(called))
                    .findFirst()
                    .orElse(null);
            if (own == null) {
                return called + " is not among the candidates";
            }
            Option best = options.getFirst();
            if (best.itemsPerMoney().compareTo(own.itemsPerMoney()) > 0) {
                return called + " does " + items(own) + ", and "
                        + best.candidate().name() + " " + items(best);
            }
            Option least = cheapest;
            if (least != null && least.cost().amount().compareTo(own.cost().amount()) < 0) {
                return called + " costs " + Derivations.amount(own.cost()) + " for this work, and "
                        + least.candidate().name() + " " + Derivations.amount(least.cost());
            }
            return null;
        }

        private static String items(Option o) {
            return String.format(
                            Locale.ROOT,
                            "%,d",
                            o.itemsPerMoney().setScale(0, RoundingMode.HALF_UP).longValueExact())
                    + " items per " + o.cost().currency();
        }
    }

    /**
     * Weighs the candidates.
     *
     * @throws IllegalArgumentException when there is none, or currencies differ
     */
    public static Outcome among(List<Candidate> candidates, Work work, Limits limits) {
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("there is no candidate to choose from");
        }
        Money first = candidates.getFirst().hourly();
        candidates.forEach(c -> first.plus(c.hourly())); // refuses mixed currencies
        if (limits.budget() != null) {
            first.plus(limits.budget());
        }
        List<Option> options = new ArrayList<>();
        List<Rejected> rejected = new ArrayList<>();
        for (Candidate c : candidates) {
            String why = tooSmall(c, limits);
            if (why != null) {
                rejected.add(new Rejected(c, why));
                continue;
            }
            double needed = needed(c, work);
            if (needed > limits.most()) {
                rejected.add(new Rejected(
                        c, Derivations.number(needed) + " instances are needed, and " + limits.most() + " allowed"));
                continue;
            }
            int n = Math.max(limits.fewest(), (int) needed);
            Money cost = c.hourly().times(BigDecimal.valueOf(n)).times(BigDecimal.valueOf(hours(work)));
            if (limits.budget() != null
                    && cost.amount().compareTo(limits.budget().amount()) > 0
                    && front(c, work, limits).isEmpty()) {
                rejected.add(new Rejected(
                        c,
                        "it costs " + Derivations.amount(cost) + ", and the budget is "
                                + Derivations.amount(limits.budget())));
                continue;
            }
            options.add(new Option(c, c.itemsPerMoney(), n, cost));
        }
        options.sort(Comparator.comparing(Option::itemsPerMoney)
                .reversed()
                .thenComparing(o -> o.candidate().name()));
        Option cheapest = options.stream()
                .min(Comparator.comparing((Option o) -> o.cost().amount())
                        .thenComparing(o -> o.candidate().name()))
                .orElse(null);
        List<FrontPoint> points = new ArrayList<>();
        options.forEach(o -> points.addAll(front(o.candidate(), work, limits)));
        return new Outcome(options, rejected, cheapest, undominated(points));
    }

    private static @Nullable String tooSmall(Candidate c, Limits limits) {
        if (limits.leastVcpu() > 0 && (c.vcpu() == null || c.vcpu() < limits.leastVcpu())) {
            return "it has " + (c.vcpu() == null ? "an unknown number of" : Derivations.number(c.vcpu()))
                    + " processors, and " + Derivations.number(limits.leastVcpu()) + " are needed";
        }
        if (limits.leastMemoryBytes() > 0 && (c.memoryBytes() == null || c.memoryBytes() < limits.leastMemoryBytes())) {
            return "it has " + (c.memoryBytes() == null ? "an unknown amount" : gib(c.memoryBytes()))
                    + " of memory, and " + gib(limits.leastMemoryBytes()) + " are needed";
        }
        return null;
    }

    private static String gib(double bytes) {
        return Derivations.number(bytes / (1L << 30)) + " GiB";
    }

    /** Instances needed, at least 1; a double, since it may be beyond any number of instances. */
    private static double needed(Candidate c, Work work) {
        double exact = switch (work) {
            case Work.Job j -> j.items() / (c.itemsPerHour() * (j.deadlineHours() - j.bootHours()));
            case Work.Steady s -> s.itemsPerHour() / c.itemsPerHour();
        };
        return Math.max(1, Math.ceil(exact * (1 - 1e-12)));
    }

    private static double hours(Work work) {
        return switch (work) {
            case Work.Job j -> j.deadlineHours();
            case Work.Steady s -> Commitment.HOURS_A_MONTH;
        };
    }

    /** Every allowed number of instances that is in time and in the budget. */
    private static List<FrontPoint> front(Candidate c, Work work, Limits limits) {
        if (!(work instanceof Work.Job job)) {
            return List.of();
        }
        List<FrontPoint> out = new ArrayList<>();
        for (int n = (int) Math.max(limits.fewest(), needed(c, work)); n <= limits.most(); n++) {
            double hours = job.bootHours() + job.items() / (n * c.itemsPerHour());
            Money cost = c.hourly().times(BigDecimal.valueOf(n)).times(BigDecimal.valueOf(hours));
            if (limits.budget() == null
                    || cost.amount().compareTo(limits.budget().amount()) <= 0) {
                out.add(new FrontPoint(c, n, hours, cost));
            }
        }
        return out;
    }

    /** Costs that differ by less than a millionth are the same: they are made of rounded hours. */
    private static List<FrontPoint> undominated(List<FrontPoint> points) {
        List<FrontPoint> sorted = new ArrayList<>(points);
        sorted.sort(Comparator.comparingDouble(FrontPoint::hours)
                .thenComparing(p -> p.cost().amount()));
        List<FrontPoint> out = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        for (FrontPoint p : sorted) {
            double cost = p.cost().amount().doubleValue();
            if (cost < least * (1 - 1e-6)) {
                out.add(p);
                least = cost;
            }
        }
        return out;
    }
}
