package dev.headroom.forecast;

/** A family of models that forecast single values; {@link Calibrated} puts intervals around them. */
public interface Method {

    /** Its name, for reports. */
    String name();

    /**
     * Fits a model.
     *
     * @param history without gaps, at least one value
     * @param seasons the cycles found in it
     */
    Model fit(Series history, Seasons seasons);
}
