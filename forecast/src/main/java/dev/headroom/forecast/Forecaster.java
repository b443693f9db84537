package dev.headroom.forecast;

/**
 * Learns from a history how to forecast its signal, as quantiles for each step of a horizon.
 *
 * <p>Fitting reads nothing but the history it is given, so what had been seen by a time is a matter of passing {@link
 * Series#until}. A fitted forecaster can be used again on longer histories of the same signal without fitting anew.
 */
public interface Forecaster {

    /** Its name, for reports. */
    String name();

    /**
     * Learns from a history. Never fails: of an empty or very short history, or one of gaps only, it learns what there is.
     *
     * @param history what has been seen; gaps are NaN
     * @param horizon steps ahead that will be asked for, at least 1; intervals are calibrated for it
     */
    Fitted fit(Series history, int horizon);
}
