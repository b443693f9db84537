package dev.headroom.engine.policy;

import dev.headroom.engine.model.Forecast;
import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.Situation;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Launches ahead of a forecast: the quantile of the forecast over [now, now + boot + buffer], turned into replicas. Where
 * it is not said what a replica carries, the objective is about latency and the service time is known, they are the
 * fewest whose response quantile by M/M/c is within the limit.
 *
 * <p>Without a forecast it has no opinion; nor with one whose recent error is above the bound, until that error has fallen
 * below 0.8 of the bound again. An error that is not known yet is no reason for distrust.
 *
 * @param signal the forecast signal, a total over the workload in base units
 * @param perReplica how much of it one replica carries; 0 to derive it: by queueing as above, else from the replica
 *     (concurrency ÷ service time for rates, concurrency for requests in flight) at the given utilisation
 * @param utilisation share of a replica that is planned for, in (0, 1]
 * @param level forecast quantile, in (0, 1)
 * @param buffer added to the boot time
 * @param lowers whether it may also ask for fewer; otherwise it is only a floor
 * @param errorBound recent relative error above which it switches itself off; positive
 */
public record Predictive(
        String signal,
        double perReplica,
        double utilisation,
        double level,
        Duration buffer,
        boolean lowers,
        double errorBound)
        implements Policy {

    private static final String RULE = "predict";
    private static final String WANTS =
            "{detail} is forecast to reach {observed}, {target} are planned for a replica: wants {after} now, ready by"
                    + " {until}";
    private static final String PROMISED =
            "{detail} is forecast to reach {observed}, each holding a slot for {limit|s}:"
                    + " {after|replica keeps|replicas keep} the promised latency, ready by {until}";
    private static final String NO_FORECAST = "there is no forecast of {detail} yet: no opinion";
    private static final String ENDED = "the forecast of {detail} does not reach into the boot time: no opinion";
    private static final String OFF = "the forecasts of {detail} were off by {observed|%} of late, more than the"
            + " {target|%} that are trusted: switched off";
    private static final String NO_SIZE =
            "how much of {detail} a replica carries is neither given nor known from its service time: no opinion";

    /** Whether the forecast is trusted at present; it is trusted again only below 0.8 of the bound. */
    public record Trust(boolean trusted) implements Memory {
        static final Trust YES = new Trust(true);
        static final Trust NO = new Trust(false);
    }

    public Predictive {
        Sight.require(
                perReplica >= 0 && Double.isFinite(perReplica), RULE, "what a replica carries must not be negative");
        Sight.require(utilisation > 0 && utilisation <= 1, RULE, "the utilisation must be in (0, 1]");
        Sight.require(level > 0 && level < 1, RULE, "the quantile must be in (0, 1)");
        Sight.require(!buffer.isNegative(), RULE, "the buffer must not be negative");
        Sight.require(errorBound > 0, RULE, "the bound of the error must be positive");
    }

    @Override
    public String label() {
        return "predict(" + signal + ")";
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        Forecast forecast = s.forecasts().get(signal);
        if (forecast == null) {
            return Sight.abstain(RULE, NO_FORECAST, s, signal, memory);
        }
        boolean before = !(memory instanceof Trust t) || t.trusted();
        double error = forecast.recentError();
        Trust trust = (before ? error > errorBound : !(error < 0.8 * errorBound)) ? Trust.NO : Trust.YES;
        int current = s.current();
        if (!trust.trusted()) {
            return Evaluation.of(
                    Recommendation.abstain(Reason.policy(RULE, OFF, error, errorBound, current, current, signal)),
                    trust);
        }
        double each = perReplica > 0 ? perReplica : derived(s);
        if (Double.isNaN(each)) {
            return Sight.abstain(RULE, NO_SIZE, s, signal, trust);
        }
        Instant by = s.now().plus(s.replica().boot()).plus(buffer);
        double peak = forecast.peak(level, s.now(), by);
        if (!Double.isFinite(peak)) {
            return Sight.abstain(RULE, ENDED, s, signal, trust);
        }
        Reason reason = promised(s, peak, by);
        if (reason == null) {
            int wanted = Replicas.ceil(peak / (each * utilisation));
            reason = Reason.policy(RULE, WANTS, peak, each * utilisation, current, wanted, signal)
                    .until(by);
        }
        int after = reason.after();
        return Evaluation.of(
                lowers
                        ? Recommendation.desire(after, Replicas.urgency(current, after), 1, reason)
                        : Recommendation.floor(after, reason),
                trust);
    }

    /**
     * The fewest replicas that keep the promised latency under the forecast, by M/M/c; null when what a replica carries is
     * given, nothing is promised about latency, or the service time is not known.
     */
    private @Nullable Reason promised(Situation s, double peak, Instant by) {
        Duration limit = s.objective().latency();
        Duration service = s.replica().serviceTime();
        SignalValue v = s.signal(signal);
        if (perReplica > 0 || limit == null || service == null || !service.isPositive() || v == null || peak <= 0) {
            return null;
        }
        double seconds = service.toNanos() / 1e9;
        double offered = v.signal().measures() == Measure.RATE ? peak * seconds : peak;
        int after = Staffing.fewest(
                offered,
                seconds,
                s.replica().concurrency(),
                s.objective().quantile(),
                limit.toNanos() / 1e9,
                s.current());
        return new Reason(
                Reason.Stage.POLICY, RULE, PROMISED, peak, Double.NaN, seconds, s.current(), after, by, signal);
    }

    private double derived(Situation s) {
        SignalValue v = s.signal(signal);
        Duration service = s.replica().serviceTime();
        if (v == null) {
            return Double.NaN;
        }
        return switch (v.signal().measures()) {
            case IN_FLIGHT -> s.replica().concurrency();
            case RATE ->
                service == null || !service.isPositive()
                        ? Double.NaN
                        : s.replica().concurrency() / (service.toNanos() / 1e9);
            case CONCURRENCY, UTILISATION, MEMORY, LATENCY, ERRORS, BACKLOG, AGE, INPUT_TOKENS, OUTPUT_TOKENS, OTHER ->
                Double.NaN;
        };
    }
}
