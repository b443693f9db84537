package dev.headroom.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What came of a chain as a whole: its answers are those of the tiers that outsiders ask, its costs those of all tiers. */
public final class Whole {

    private Whole() {}

    /**
     * The result of the whole. Counts, response times, shortages and attainment are of the tiers that no other calls; of
     * several such tiers counts add up, attainment is weighted by arrivals, and of times the longest count. Costs, hours and
     * actions are sums over all tiers, and {@code finishedAtMillis} and the backlogs are the greatest. There is no timeline
     * and there are no decisions: those are each tier's own.
     *
     * @param chain what was run
     * @param results of its tiers, in their order
     */
    public static Result of(Chain chain, List<Result> results) {
        List<Tier> entries = chain.entries();
        List<Result> asked = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            if (entries.contains(chain.tiers().get(i))) {
                asked.add(results.get(i));
            }
        }
        double arrived = sum(asked, Result::arrived);
        double met = sum(asked, r -> r.attainment() * r.arrived());
        return new Result(
                results.get(0).policy(),
                arrived,
                sum(asked, Result::served),
                sum(asked, Result::rejected),
                sum(asked, Result::timedOut),
                sum(asked, Result::inSystem),
                sum(asked, Result::retries),
                arrived > 0 ? met / arrived : 1,
                most(asked, Result::p50),
                most(asked, Result::p95),
                most(asked, Result::p99),
                most(asked, Result::meanWaitSeconds),
                sum(results, Result::cost),
                results.get(0).currency(),
                platform(results),
                sum(results, Result::replicaHours),
                sum(results, Result::wastedHours),
                (int) sum(results, Result::actions),
                (int) sum(results, Result::directionChanges),
                most(results, Result::maxBacklog),
                most(results, Result::maxBacklogAge),
                most(asked, Result::underProvisionedSeconds),
                most(asked, Result::longestShortageSeconds),
                results.stream().mapToLong(Result::finishedAtMillis).max().orElse(0),
                results.stream().mapToLong(Result::events).sum(),
                List.of(),
                List.of());
    }

    private static Platform platform(List<Result> results) {
        Platform all = results.get(0).platform();
        for (Result r : results.subList(1, results.size())) {
            all = all.plus(r.platform());
        }
        return all;
    }

    private static double sum(List<Result> results, ToDoubleFunction<Result> value) {
        return results.stream().mapToDouble(value).sum();
    }

    /** The greatest that is a number; NaN when none is. */
    private static double most(List<Result> results, ToDoubleFunction<Result> value) {
        return results.stream()
                .mapToDouble(value)
                .filter(v -> !Double.isNaN(v))
                .max()
                .orElse(Double.NaN);
    }
}
