package dev.headroom.planner.sizer;

import dev.headroom.planner.quantity.Choice;
import dev.headroom.planner.quantity.Expression;
import dev.headroom.planner.sizer.Draft.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tasks that each hold a number of calls at a time.
 *
 * <p>calls in flight = rate × hold time (Little's law); tasks = ⌈calls in flight ÷ calls a task holds × (1 + buffer)⌉. The
 * simple form divides the rate by the calls a task makes in a second. With {@code latency} and {@code attainment} the tasks
 * are at least as many as keep that promise by Erlang C. The greatest of what is asked for counts.
 */
final class ConcurrentTasks implements Sizer {

    @Override
    public String name() {
        return "tasks";
    }

    @Override
    public List<String> keys() {
        return List.of(
                "rate", "hold-time", "concurrency", "per-task", "buffer", "latency", "attainment", "cpu", "memory");
    }

    @Override
    public void size(Sizing s) {
        Expression rate = s.rate();
        Expression one = Expression.of(1);
        Expression buffer = s.may("buffer", "%", Bound.ANY, "0%", "what is kept free");
        List<Expression> needs = new ArrayList<>();
        if (s.has("per-task")) {
            needs.add(
                    rate.over(s.need("per-task", "requests/s/task", Bound.POSITIVE, "calls a task makes in a second")));
        }
        if (s.has("hold-time") || s.has("concurrency") || !s.has("per-task")) {
            Expression hold = s.need("hold-time", "s", Bound.POSITIVE, "time that a call holds its place");
            Expression each = s.need("concurrency", "", Bound.POSITIVE, "calls that a task holds at a time");
            Expression flight = s.define("in-flight", "calls", rate.times(hold), "calls in flight (Little's law)");
            needs.add(flight.over(each));
            underestimated(s);
            if (s.has("latency")) {
                needs.add(promise(s, rate, hold, each, one.plus(buffer)));
            }
        }
        s.buy("tasks", "tasks", Expression.most(needs).times(one.plus(buffer)), "tasks at the peak");
        if (s.has("cpu") || s.has("memory")) {
            FargateSizes.check(s);
        }
    }

    /** The buffer is not put on top of what the promise needs: that has its room in it already. */
    private static Expression promise(
            Sizing s, Expression rate, Expression hold, Expression each, Expression buffered) {
        Expression limit = s.need("latency", "s", Bound.POSITIVE, "response time promised");
        Expression share = s.need("attainment", "%", Bound.SHARE, "share of requests in time");
        return s.define(
                        "tasks-for-latency",
                        "tasks",
                        new Choice.Staffed(rate, hold, each, limit, share),
                        "tasks that keep the promise, by Erlang C")
                .over(buffered);
    }

    /** A hold time entered below the mean of the mix is a contradiction: Little's law needs the mean. */
    private static void underestimated(Sizing s) {
        String hold = s.named("hold-time");
        s.draft().check(new Check(figures -> {
            if (!figures.has("request-time") || !figures.has(hold)) {
                return Optional.empty();
            }
            var entered = figures.value(hold);
            var mean = figures.value("request-time");
            return mean.exceeds(entered)
                    ? Optional.of(new Check.Contradiction(
                            "hold-time-below-mean",
                            s.path("hold-time"),
                            s.service() + " is sized for calls of " + entered + ", and the requests of the mix take "
                                    + mean + " on average",
                            "write hold-time: request-time"))
                    : Optional.empty();
        }));
    }
}
