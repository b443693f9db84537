package dev.headroom.forecast;

/** Makes fitted models of saved ones. */
public final class Models {

    private Models() {}

    /**
     * A fitted forecaster as it was when saved.
     *
     * @throws IllegalArgumentException when it is of an unknown kind or version, or damaged; the mend is to fit it again
     */
    public static Fitted restore(SavedModel saved) {
        return switch (saved.kind()) {
            case Calibrated.KIND -> Calibrated.Interval.restore(saved);
            case NearTermModel.KIND -> NearTermModel.restore(saved);
            case Occasions.KIND -> Occasions.Known.restore(saved);
            case Ensemble.KIND -> Mixture.restore(saved);
            default -> throw unknown(saved);
        };
    }

    static Model model(SavedModel saved) {
        return switch (saved.kind()) {
            case SeasonalNaive.KIND -> SeasonalNaive.Repeat.restore(saved);
            case Ets.KIND -> Ets.Smoothing.restore(saved);
            case Theta.KIND -> Theta.Lines.restore(saved);
            case DoubleSeason.KIND -> DoubleSeason.Smoothing.restore(saved);
            case Autoregression.KIND -> Autoregression.Linear.restore(saved);
            case Boosting.KIND -> Boosting.Forest.restore(saved);
            case SeasonsAndRest.KIND -> SeasonsAndRest.Parts.restore(saved);
            default -> throw unknown(saved);
        };
    }

    private static IllegalArgumentException unknown(SavedModel saved) {
        return new IllegalArgumentException("there is no kind of model '" + saved.kind() + "' here: fit it again");
    }

    static double[] numbers(Backtest b) {
        return new double[] {b.origins(), b.horizon(), b.error(), b.mase(), b.coverage()};
    }

    static Backtest backtest(double[] n) {
        return new Backtest((int) n[0], (int) n[1], n[2], n[3], n[4]);
    }
}
