package dev.headroom.engine.policy;

import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.Situation;
import dev.headroom.engine.model.Window;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Request-driven scaling on concurrency with a stable and a panic window, after the Knative pod autoscaler.
 *
 * <p>Wants ⌈mean over the stable window ÷ (perReplica × utilisation)⌉. When the mean of the panic window alone would need
 * {@code panicThreshold} times the ready replicas it panics: until a stable window has passed since the last such moment
 * it wants the most that either window asks, and never fewer than before. Both are held within the ready replicas ÷
 * {@code maxDown} and × {@code maxUp}. At its first evaluation with more than one ready replica it panics, since it
 * cannot know what came before. The means are over the samples of a window, however often it is evaluated; when the panic
 * window holds none, the latest sample stands for it.
 *
 * @param signal requests in flight over the workload (or requests per second)
 * @param perReplica hard target for one replica
 * @param utilisation share of it to aim at, such as 0.7, in (0, 1]
 * @param stable the stable window, up to an hour
 * @param panic the panic window, at most the stable one
 * @param panicThreshold ratio of panic-window need to ready replicas at which panic begins, such as 2.0
 * @param maxUp largest factor up per evaluation, above 1
 * @param maxDown largest divisor down per evaluation, above 1
 * @param zeroGrace how long without work, after the stable window, before zero
 */
public record ConcurrencyPanic(
        String signal,
        double perReplica,
        double utilisation,
        Duration stable,
        Duration panic,
        double panicThreshold,
        double maxUp,
        double maxDown,
        Duration zeroGrace)
        implements Policy {

    private static final String RULE = "concurrency";
    private static final String CALM =
            "{detail} averaged {observed} over the stable window, {target} a replica are wanted: wants {after}";
    private static final String PANIC =
            "{detail} averages {observed} now, {target} a replica are wanted: panics, wants {after} and no fewer until"
                    + " {until}";
    private static final String GRACE = "{detail} is zero: keeps {after} until it has been for {limit|s}";
    private static final String RESTS = "{detail} is zero: wants {after}, the minimum decides";
    private static final String ZERO = "{detail} has been zero for {limit|s}: wants {after}";

    /** Samples of the stable window, end of the panic (epoch ms, −1 when calm), highest wish in it, idle since (−1). */
    public record Panic(Window samples, long panicUntilMillis, int highest, long idleSinceMillis) implements Memory {}

    public ConcurrencyPanic {
        Sight.require(perReplica > 0 && Double.isFinite(perReplica), RULE, "the target of a replica must be positive");
        Sight.require(utilisation > 0 && utilisation <= 1, RULE, "the utilisation must be in (0, 1]");
        Sight.require(
                stable.isPositive() && stable.compareTo(Duration.ofHours(1)) <= 0,
                RULE,
                "the stable window must be positive and at most an hour");
        Sight.require(
                panic.isPositive() && panic.compareTo(stable) <= 0,
                RULE,
                "the panic window must be positive and at most the stable one");
        Sight.require(panicThreshold > 1, RULE, "the panic threshold must be above 1, not " + panicThreshold);
        Sight.require(maxUp > 1 && maxDown > 1, RULE, "the largest rates up and down must be above 1");
        Sight.require(!zeroGrace.isNegative(), RULE, "the grace before zero must not be negative");
    }

    @Override
    public String label() {
        return "concurrency(" + signal + ")";
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        SignalValue v = s.signal(signal);
        if (v == null || !v.ok()) {
            return Sight.blind(RULE, signal, v, s, memory);
        }
        long now = s.now().toEpochMilli();
        int ready = Math.max(1, s.fleet().ready());
        Panic old = memory instanceof Panic p
                ? p
                : new Panic(Window.EMPTY, ready > 1 ? now + stable.toMillis() : -1, ready > 1 ? ready : 0, -1);
        Window samples = sampled(old.samples(), v);

        double target = perReplica * utilisation;
        double calmMean = mean(samples, now - stable.toMillis());
        double panicMean = mean(samples, now - panic.toMillis());
        int most = Replicas.ceil(maxUp * ready);
        int least = (int) (ready / maxDown);
        int forPanic = Replicas.ceil(panicMean / target);
        int wanted = Math.max(least, Math.min(most, Replicas.ceil(calmMean / target)));

        long until = old.panicUntilMillis();
        int highest = old.highest();
        if ((double) forPanic / ready >= panicThreshold) {
            until = now + stable.toMillis();
        } else if (until >= 0 && now > until) {
            until = -1;
            highest = 0;
        }
        if (until >= 0) {
            highest = Math.max(highest, Math.max(wanted, Math.max(least, Math.min(most, forPanic))));
            Reason reason =
                    reason(s, PANIC, panicMean, target, Double.NaN, highest).until(Instant.ofEpochMilli(until));
            return result(s, reason, highest, new Panic(samples, until, highest, -1));
        }
        if (wanted > 0) {
            return result(
                    s,
                    reason(s, CALM, calmMean, target, Double.NaN, wanted),
                    wanted,
                    new Panic(samples, until, highest, -1));
        }
        long idleSince = old.idleSinceMillis() >= 0 ? old.idleSinceMillis() : now;
        boolean zero = s.current() == 0 || (s.min() == 0 && now - idleSince >= zeroGrace.toMillis());
        int after = zero ? 0 : 1;
        Reason reason = reason(
                s, zero ? ZERO : s.min() == 0 ? GRACE : RESTS, calmMean, target, zeroGrace.toMillis() / 1e3, after);
        return result(s, reason, after, new Panic(samples, until, highest, idleSince));
    }

    private Window sampled(Window samples, SignalValue v) {
        long at = v.at().toEpochMilli();
        int n = samples.size();
        return n > 0 && at <= samples.millis()[n - 1] ? samples : samples.with(at, v.value(), stable.toMillis());
    }

    private static double mean(Window samples, long since) {
        double mean = samples.mean(since);
        return Double.isNaN(mean) ? samples.last() : mean;
    }

    private Reason reason(Situation s, String template, double observed, double target, double limit, int after) {
        return new Reason(
                Reason.Stage.POLICY, RULE, template, observed, target, limit, s.current(), after, null, signal);
    }

    private static Evaluation result(Situation s, Reason reason, int after, Panic memory) {
        return Evaluation.of(Recommendation.desire(after, Replicas.urgency(s.current(), after), 1, reason), memory);
    }
}
