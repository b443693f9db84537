package dev.headroom.controller;

import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Unit;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workload after its last turn.
 *
 * @param name in the spec
 * @param target type of what is scaled
 * @param mode whether decisions are carried out
 * @param outcome how the turn ended
 * @param why if it did not go well, why; else empty
 * @param at time of the turn; null before the first
 * @param fleet replicas then; null when they could not be seen
 * @param desired replicas decided; −1 before the first decision
 * @param min least replicas by the spec
 * @param max most replicas by the spec
 * @param signals what was read
 * @param reasons of the decision
 * @param promise the objective in words; empty without one
 * @param attainment share of turns in the last day in which the objective's signal kept it, 0 to 1; NaN when no signal
 *     shows it
 * @param perHour present cost of an hour; NaN without a price
 * @param today cost since the day began in the spec's zone; NaN without a price
 * @param currency of these; empty without a price
 * @param overrides orders in force
 * @param conflict who or what else seems to scale it; empty when nobody does
 * @param shadow what is compared in shadow mode; null in others
 */
public record WorkloadStatus(
        String name,
        String target,
        ControllerStatus.Mode mode,
        Outcome outcome,
        String why,
        @Nullable Instant at,
        @Nullable Fleet fleet,
        int desired,
        int min,
        int max,
        List<SignalStatus> signals,
        List<Reason> reasons,
        String promise,
        double attainment,
        double perHour,
        double today,
        String currency,
        List<ManualOverride> overrides,
        String conflict,
        @Nullable Shadow shadow) {

    public WorkloadStatus {
        signals = List.copyOf(signals);
        reasons = List.copyOf(reasons);
        overrides = List.copyOf(overrides);
    }

    /** How the last turn ended. */
    public enum Outcome {
        /** No turn yet. */
        WAITING,
        /** Nothing had to change. */
        HELD,
        /** A change was asked for and accepted. */
        SCALED,
        /** A change was decided, and is not to be carried out. */
        SHOWN,
        /** A change was not accepted; it is tried again. */
        NOT_APPLIED,
        /** The decision could not be recorded, so nothing was done. */
        NOT_RECORDED,
        /** The target could not be seen. */
        BLIND,
        /** Another controller has the workload. */
        ELSEWHERE
    }

    /**
     * A signal as read in the last turn.
     *
     * @param name in the spec
     * @param unit in which the source gives the value
     * @param reading what the source answered
     * @param forecast what is expected; null without a forecast
     */
    public record SignalStatus(
            String name,
            Unit unit,
            Reading reading,
            @Nullable Band forecast) {

        /** The value in the base unit, that of forecasts and policies; NaN without one. */
        public double value() {
            return unit.toBase(reading.value());
        }
    }

    /**
     * A forecast as it is drawn: three quantiles a step, in the signal's base unit.
     *
     * @param model who made it
     * @param start begin of the first step
     * @param stepSeconds length of a step
     * @param low the 5 % quantile of each step
     * @param median the 50 % quantile
     * @param high the 95 % quantile
     * @param recentError mean absolute error relative to what came; NaN when not known
     */
    public record Band(
            String model,
            Instant start,
            double stepSeconds,
            double[] low,
            double[] median,
            double[] high,
            double recentError) {}

    /**
     * What shadow mode has measured since it began.
     *
     * @param since when it began
     * @param realHours replica hours of what really runs
     * @param decidedHours replica hours of what was decided
     * @param realCost money of what really runs; NaN without a price
     * @param decidedCost money of what was decided; NaN without a price
     * @param realShort share of time in which what really runs was below the capacity the decision asked for, 0 to 1
     * @param attainment share of turns in which the objective's signal kept the objective under what really runs; NaN when
     *     no signal shows it
     */
    public record Shadow(
            Instant since,
            double realHours,
            double decidedHours,
            double realCost,
            double decidedCost,
            double realShort,
            double attainment) {}
}
