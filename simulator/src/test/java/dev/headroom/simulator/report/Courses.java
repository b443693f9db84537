package dev.headroom.simulator.report;

import dev.headroom.engine.Decision;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Reason.Stage;
import dev.headroom.simulator.Platform;
import dev.headroom.simulator.Result;
import dev.headroom.simulator.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Results that look like those of a simulation: daily waves with a flash crowd, followed more or less closely. */
final class Courses {

    static final long START = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
    private static final double PER_REPLICA = 100;
    private static final long MINUTE = 60_000;

    private Courses() {}

    /** Three policies over some days of minutes. */
    static ReportData data(int days) {
        Trace trace = trace(days);
        List<Result> results = List.of(
                follow("auto", trace, 0.70, 3, 5),
                follow("hpa", trace, 0.60, 9, 5),
                follow("aws-target", trace, 0.5, 14, 15));
        return new ReportData(
                "Quickstart: the shop's web tier",
                "web",
                trace,
                "USD",
                0.5,
                0.95,
                0.999,
                42,
                "interval (each stretch between changes solved as a queue)",
                results,
                List.of(
                        "Metrics are scraped every 15 s and seen 30 s late.",
                        "The price is that of the spec, 0.12 USD per replica-hour, billed by the second."));
    }

    /** A demand of waves, noise, and a flash crowd in the first evening. */
    static Trace trace(int days) {
        SplittableRandom random = new SplittableRandom(7);
        double[] arrivals = new double[days * 1440];
        for (int i = 0; i < arrivals.length; i++) {
            double day = 1 - Math.cos(2 * Math.PI * (i % 1440) / 1440.0);
            double week = i / 1440 % 7 >= 5 ? 0.7 : 1;
            double sinceFlash = i - 1150;
            double flash = sinceFlash < 0 ? 0 : 2200 * Math.min(1, sinceFlash / 4) * Math.exp(-sinceFlash / 50);
            double noise = 1 + 0.06 * (random.nextDouble() - 0.5);
            arrivals[i] = Math.max(0, (250 + 700 * day * week) * noise + flash) * 60;
        }
        return new Trace("waves-and-a-flash.csv", START, MINUTE, arrivals);
    }

    /** A policy that wants demand ÷ (capacity × utilisation), late by some minutes, and steps down slowly. */
    private static Result follow(String name, Trace trace, double utilisation, int lateMinutes, int downMinutes) {
        int n = trace.arrivals().length;
        int stretch = Math.max(1, n / 3000);
        List<Result.Point> points = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        double[] ready = new double[n + lateMinutes + 1];
        int desired = (int) Math.ceil(trace.rate(START) / PER_REPLICA / utilisation);
        int lastDown = 0;
        double late = 0;
        double failedTotal = 0;
        double cost = 0;
        double hours = 0;
        double backlog = 0;
        double maxBacklog = 0;
        for (int i = 0; i <= lateMinutes; i++) {
            ready[i] = desired;
        }
        double sumDemand = 0;
        double mostDemand = 0;
        double sumReady = 0;
        double leastReady = Double.MAX_VALUE;
        double mostBacklog = 0;
        double failed = 0;
        double worst = 0;
        int turns = 0;
        int direction = 0;
        for (int i = 0; i < n; i++) {
            long at = START + i * MINUTE;
            double rate = trace.rate(at);
            int want = (int) Math.ceil(rate / PER_REPLICA / utilisation);
            boolean up = want > desired;
            boolean down = want < desired - 1 && i - lastDown >= downMinutes;
            if (up || down) {
                int next = up ? want : Math.max(want, desired - Math.max(1, desired / 10));
                decisions.add(decision(at, desired, want, next, rate, utilisation));
                lastDown = i;
                turns += direction != 0 && direction != Integer.signum(next - desired) ? 1 : 0;
                direction = Integer.signum(next - desired);
                desired = next;
            }
            ready[i + lateMinutes + 1] = desired;
            ready[i] = Math.min(ready[i], Math.max(desired, 1));
            double capacity = ready[i] * PER_REPLICA;
            backlog = Math.max(0, backlog + (rate - capacity) * 60);
            double gone = Math.max(0, backlog - 4000);
            backlog -= gone;
            double load = Math.min(0.999, rate / capacity);
            double p95 = 0.08 + 0.01 / (1 - load) + backlog / capacity;
            late += p95 > 0.5 ? rate * 60 : 0;
            failedTotal += gone;
            hours += ready[i] / 60;
            sumDemand += rate;
            mostDemand = Math.max(mostDemand, rate);
            sumReady += ready[i];
            leastReady = Math.min(leastReady, ready[i]);
            mostBacklog = Math.max(mostBacklog, backlog);
            worst = Math.max(worst, p95);
            failed += gone;
            cost += ready[i] / 60 * 0.12;
            maxBacklog = Math.max(maxBacklog, backlog);
            if ((i + 1) % stretch == 0) {
                double mean = sumDemand / stretch;
                points.add(new Result.Point(
                        at - (stretch - 1) * MINUTE,
                        mean,
                        mostDemand,
                        sumReady / stretch,
                        leastReady,
                        desired,
                        mostDemand / PER_REPLICA,
                        worst,
                        mostBacklog,
                        failed,
                        cost));
                sumDemand = 0;
                mostDemand = 0;
                sumReady = 0;
                leastReady = Double.MAX_VALUE;
                mostBacklog = 0;
                failed = 0;
                worst = 0;
                cost = 0;
            }
        }
        double total = trace.total();
        return new Result(
                name,
                total,
                total - failedTotal,
                failedTotal * 0.8,
                failedTotal * 0.2,
                0,
                0,
                1 - (late + failedTotal) / total,
                0.09,
                0.12 + late / total,
                0.2 + 10 * late / total,
                0.01,
                hours * 0.12,
                "USD",
                Platform.onDemand(12, hours * 0.12),
                hours,
                hours * 0.3,
                decisions.size(),
                turns,
                maxBacklog,
                12,
                600,
                240,
                trace.endMillis(),
                1_000_000,
                points,
                decisions);
    }

    private static Decision decision(long at, int current, int want, int next, double rate, double utilisation) {
        List<Reason> reasons = new ArrayList<>();
        double used = rate / PER_REPLICA / current;
        reasons.add(Reason.policy(
                "target cpu",
                "cpu is at {observed|%} where {target|%} is wanted: {before} → {after} replicas",
                used,
                utilisation,
                current,
                want,
                ""));
        reasons.add(Reason.policy(
                "schedule evening", "no entry is active at this time", Double.NaN, Double.NaN, current, current, ""));
        reasons.add(Reason.of(Stage.COMBINER, "maximum", "the largest of 2 wishes is {after}", current, want, ""));
        reasons.add(Reason.guardrail("bounds", "within 2 and {limit}", 200, want, want, ""));
        if (next != want) {
            reasons.add(Reason.guardrail(
                            "rate",
                            "at most {limit|%} may go in 5 min, until {until}: {before} → {after}",
                            0.1,
                            want,
                            next,
                            "")
                    .until(Instant.ofEpochMilli(at + 300_000)));
        }
        return new Decision(Instant.ofEpochMilli(at), current, next, reasons, List.of(), WorkloadState.INITIAL);
    }

    /** The same with other results. */
    static ReportData with(ReportData base, List<Result> results) {
        return new ReportData(
                base.title(),
                base.workload(),
                base.trace(),
                base.currency(),
                base.objectiveSeconds(),
                base.objectiveQuantile(),
                base.objectiveAttainment(),
                base.seed(),
                base.mode(),
                results,
                base.notes());
    }
}
