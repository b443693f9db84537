package dev.headroom.gateway;

/**
 * Which part of the requests stays with the servers that are nearest, as a value. All stay while {@code enough} of these servers
 * are well. With fewer, as many stay as those can carry, {@code share / (enough + margin)}: the part falls at once. It rises only
 * after {@code hold} in which it could have been higher, to the lowest that it could have been in that time, so that servers that
 * come and go do not move requests to and fro. Times are monotonic nanoseconds.
 *
 * @param kept the part that stays, 0 to 1
 * @param rising the lowest that it could have been since {@code since}; negative while it could not be higher
 * @param since when it began to be able to be higher
 */
record Preference(double kept, double rising, long since) {

    static final Preference ALL = new Preference(1, -1, 0);

    private static final double ROUNDING = 1e-9;

    /**
     * A look at the servers.
     *
     * @param share of the servers that are well, 0 to 1, or more when there are more than are needed
     * @param enough share with which all stays
     * @param margin how much more is needed for all to come back
     * @param hold nanoseconds
     */
    Preference next(double share, double enough, double margin, long hold, long now) {
        double whole = kept < 1 ? enough + margin : enough;
        double could = share + ROUNDING >= whole ? 1 : share / (enough + margin);
        if (could <= kept) {
            return could == kept && rising < 0 ? this : new Preference(could, -1, 0);
        }
        double lowest = rising < 0 ? could : Math.min(rising, could);
        long began = rising < 0 ? now : since;
        return now - began >= hold ? new Preference(lowest, -1, 0) : new Preference(kept, lowest, began);
    }
}
