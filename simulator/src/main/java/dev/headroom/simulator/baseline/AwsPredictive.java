package dev.headroom.simulator.baseline;

import dev.headroom.engine.Decider;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * AWS predictive scaling beside a dynamic policy, as the guide recommends: the dynamic one decides, and the forecast is a floor
 * that never scales in by itself.
 *
 * <p>The load is capacity × utilisation; each hour's capacity is its forecast load ÷ target, asked for some minutes ahead. AWS
 * does not publish its model: the forecast here is {@link HourlyForecast}, from the hours this simulation has seen and no
 * others.
 *
 * <p>Source: Amazon EC2 Auto Scaling user guide, "Predictive scaling".
 */
public final class AwsPredictive implements Decider {

    /**
     * Settings.
     *
     * @param target utilisation aimed at, in (0, 1]
     * @param min least replicas
     * @param max most replicas
     * @param exceedMax share by which a forecast may exceed the maximum; 0 to honour it
     * @param leastHours of history before there is a forecast
     * @param mostHours of history used
     * @param horizonHours forecast ahead
     * @param refreshHours between forecasts
     * @param bufferMillis how long ahead of its hour capacity is asked for, 0 to an hour
     */
    public record Config(
            double target,
            int min,
            int max,
            double exceedMax,
            int leastHours,
            int mostHours,
            int horizonHours,
            int refreshHours,
            long bufferMillis) {

        /** AWS's defaults: 24 h to 14 days of history, 48 h ahead, every 6 h, 300 s of buffer, the maximum honoured. */
        public static Config of(double target, int min, int max) {
            return new Config(target, min, max, 0, 24, 14 * 24, 48, 6, 300_000);
        }
    }

    private static final String RULE = "aws-predictive";
    private static final long HOUR = 3_600_000;

    private final Config config;
    private final Decider dynamic;
    private final int loadReading;
    private double[] history = new double[256];
    private int hours;
    private long hour = Long.MIN_VALUE;
    private double sum;
    private int count;
    private double[] forecast = {};
    private long forecastFrom;
    private long refreshAt = Long.MIN_VALUE;

    /**
     * A policy without history.
     *
     * @param dynamic the policy beside it
     * @param loadReading which reading is the average utilisation
     */
    public AwsPredictive(Config config, Decider dynamic, int loadReading) {
        this.config = config;
        this.dynamic = dynamic;
        this.loadReading = loadReading;
    }

    @Override
    public Decision decide(Workload workload, WorkloadState state, Observations seen, Instant now) {
        long millis = now.toEpochMilli();
        learn(seen, millis);
        if (millis >= refreshAt && hours >= config.leastHours) {
            double[] known = Arrays.copyOfRange(history, Math.max(0, hours - config.mostHours), hours);
            forecast = HourlyForecast.of(known, config.horizonHours);
            forecastFrom = hour;
            refreshAt = millis + config.refreshHours * HOUR;
        }
        Decision reactive = dynamic.decide(workload, state, seen, now);
        double load = peak(millis, millis + config.bufferMillis);
        List<Reason> reasons = new ArrayList<>(reactive.reasons());
        if (Double.isNaN(load)) {
            reasons.add(Reason.of(
                    Reason.Stage.POLICY,
                    RULE,
                    "no forecast yet: a day of history is needed",
                    reactive.current(),
                    reactive.desired(),
                    ""));
            return Verdict.of(state, seen, now, reactive.desired(), reasons);
        }
        int most = Verdict.ceil(config.max * (1 + config.exceedMax));
        int floor = Verdict.clamp(Verdict.ceil(load / config.target - 1e-9), config.min, most);
        int desired = AwsTargetTracking.combine(reactive.desired(), floor);
        reasons.add(Reason.policy(
                RULE,
                "a forecast load of {observed} replicas at {target|%} each: at least {after}",
                load,
                config.target,
                reactive.desired(),
                desired,
                ""));
        return Verdict.of(state, seen, now, desired, reasons);
    }

    /** Adds capacity × utilisation to the running hour, and closes hours that are over. */
    private void learn(Observations seen, long millis) {
        long present = Math.floorDiv(millis, HOUR);
        if (hour == Long.MIN_VALUE) {
            hour = present;
        }
        while (hour < present) {
            if (hours == history.length) {
                history = Arrays.copyOf(history, hours * 2);
            }
            history[hours++] = count == 0 ? Double.NaN : sum / count;
            sum = 0;
            count = 0;
            hour++;
        }
        Reading reading = seen.readings().get(loadReading);
        if (Verdict.usable(reading)) {
            sum += reading.value()
                    * (reading.sampled() >= 0 ? reading.sampled() : seen.fleet().ready());
            count++;
        }
    }

    private double peak(long from, long to) {
        double peak = Double.NaN;
        for (long h = Math.floorDiv(from, HOUR); h <= Math.floorDiv(to, HOUR); h++) {
            long i = h - forecastFrom;
            if (i >= 0 && i < forecast.length && (forecast[(int) i] > peak || Double.isNaN(peak))) {
                peak = forecast[(int) i];
            }
        }
        return peak;
    }
}
