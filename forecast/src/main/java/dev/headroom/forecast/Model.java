package dev.headroom.forecast;

/** A fitted {@link Method}: an immutable value. Its parameters are fixed; its state comes from the history passed. */
public interface Model {

    /** Which form was chosen, for explanations. */
    String description();

    /**
     * The expected values of the steps after a history, finite for finite histories.
     *
     * @param seen without gaps, at least one value
     * @param horizon steps ahead, at least 1
     */
    double[] point(Series seen, int horizon);

    /** It as a value to store. */
    SavedModel saved();
}
