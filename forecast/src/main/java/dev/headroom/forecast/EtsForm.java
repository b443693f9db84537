package dev.headroom.forecast;

import java.util.ArrayList;
import java.util.List;

/**
 * The form of an exponential smoothing model: error, trend, season.
 *
 * @param multiplicative whether errors grow with the level
 * @param trend whether there is one
 * @param damped whether the trend fades
 * @param season how the season enters
 */
record EtsForm(boolean multiplicative, boolean trend, boolean damped, Season season) {

    enum Season {
        NONE(0),
        ADDED(1),
        TIMES(2);

        private final int code;

        Season(int code) {
            this.code = code;
        }
    }

    /** As numbers to store. */
    double[] codes() {
        return new double[] {multiplicative ? 1 : 0, trend ? 1 : 0, damped ? 1 : 0, season.code};
    }

    /** From stored numbers. */
    static EtsForm of(double[] codes) {
        for (Season season : Season.values()) {
            if (codes.length == 4 && season.code == codes[3]) {
                return new EtsForm(codes[0] > 0, codes[1] > 0, codes[2] > 0, season);
            }
        }
        throw new IllegalArgumentException("the form of a saved ETS model is damaged; fit it again");
    }

    /** As the literature writes it, such as {@code A,Ad,M}. */
    @Override
    public String toString() {
        String s = switch (season) {
            case NONE -> "N";
            case ADDED -> "A";
            case TIMES -> "M";
        };
        return (multiplicative ? "M," : "A,") + (damped ? "Ad," : trend ? "A," : "N,") + s;
    }

    /**
     * The forms to try. Additive errors with a multiplicative season are left out, as the literature advises: they are
     * numerically unstable.
     */
    static List<EtsForm> fitting(boolean positive, boolean seasonal) {
        List<EtsForm> forms = new ArrayList<>();
        for (boolean multiplicative : positive ? new boolean[] {false, true} : new boolean[] {false}) {
            for (int t = 0; t < 3; t++) {
                for (Season season : seasonal ? Season.values() : new Season[] {Season.NONE}) {
                    boolean unstable = season == Season.TIMES && !multiplicative;
                    if (!unstable && !(seasonal && season == Season.NONE)) {
                        forms.add(new EtsForm(multiplicative, t > 0, t == 2, season));
                    }
                }
            }
        }
        return forms;
    }

    /** Smoothing parameters. */
    int parameters() {
        return 1 + (trend ? 1 : 0) + (damped ? 1 : 0) + (season == Season.NONE ? 0 : 1);
    }
}
