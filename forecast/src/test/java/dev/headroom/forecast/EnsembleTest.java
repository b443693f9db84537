package dev.headroom.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headroom.engine.model.Forecast;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the ensemble promises on traffic whose course is known. */
class EnsembleTest {
    private static final double[] LEVELS = {0.025, 0.5, 0.975};

    /** Noise of ±10 %: a perfect forecast is off by 5 % in the mean. */
    @Test
    void comesNearTheBestPossible() {
        Series all = Sample.weeks(6, 0.2, 11);
        Series history = all.first(5 * 168);
        double[][] q = Ensemble.full().fit(history, 48).quantiles(history, 48, LEVELS);
        double off = 0;
        double total = 0;
        for (int h = 0; h < 48; h++) {
            off += Math.abs(all.values()[840 + h] - q[h][1]);
            total += all.values()[840 + h];
        }
        assertThat(off / total).isBetween(0.03, 0.075);
    }

    @Test
    void intervalsHoldTheirShare() {
        Series all = Sample.weeks(12, 0.4, 13);
        int inside = 0;
        int count = 0;
        for (int from = 5 * 168; from + 48 <= all.size(); from += 60) {
            Series history = all.first(from);
            double[][] q = Ensemble.fast().fit(history, 48).quantiles(history, 48, LEVELS);
            for (int h = 0; h < 48; h++) {
                double v = all.values()[from + h];
                inside += v >= q[h][0] && v <= q[h][2] ? 1 : 0;
                count++;
            }
        }
        assertThat(inside / (double) count).isBetween(0.92, 0.999);
    }

    /** What comes after must not change what is forecast: a fitted model never looks beyond the history it is given. */
    @Test
    void neverLooksAhead() {
        Series all = Sample.weeks(6, 0.3, 17);
        double[] other = all.values().clone();
        Arrays.fill(other, 700, other.length, 1e9);
        for (Forecaster f : List.of(Ensemble.full(), Ensemble.fast())) {
            double[][] a = f.fit(all.first(700), 24).quantiles(all.first(700), 24, LEVELS);
            double[][] b = f.fit(all.with(other).first(700), 24)
                    .quantiles(all.with(other).first(700), 24, LEVELS);
            assertThat(a).isDeepEqualTo(b);
        }
    }

    @Test
    void aFittedModelFollowsWhatIsSeenLater() {
        Series all = Sample.weeks(6, 0.1, 19);
        Fitted fitted = Ensemble.fast().fit(all.first(4 * 168), 24);
        double[][] later = fitted.quantiles(all.first(5 * 168 + 7), 24, LEVELS);
        for (int h = 0; h < 24; h++) {
            double v = all.values()[5 * 168 + 7 + h];
            assertThat(later[h][1]).isBetween(0.8 * v, 1.25 * v);
        }
    }

    @Test
    void saysWhatItChoseAndWhy() {
        Fitted fitted = Ensemble.full().fit(Sample.weeks(5, 0.2, 23), 48);
        assertThat(fitted.shares()).hasSize(Ensemble.everyMethod().size());
        assertThat(fitted.shares().stream().mapToDouble(Share::weight).sum()).isBetween(0.999, 1.001);
        assertThat(fitted.shares().get(0).weight())
                .isGreaterThanOrEqualTo(fitted.shares().get(1).weight());
        assertThat(fitted.backtest().origins()).isEqualTo(12);
        assertThat(fitted.backtest().error()).isBetween(0.03, 0.08);
        assertThat(fitted.backtest().coverage()).isBetween(0.9, 1.0);
    }

    @Test
    void driftIsSeenWhenTheTrafficChanges() {
        Series all = Sample.weeks(6, 0.1, 29);
        Series history = all.first(5 * 168);
        Fitted fitted = Ensemble.fast().fit(history, 48);
        List<Forecast> made = List.of(fitted.forecast("rate", history, 48, LEVELS, Double.NaN));
        Drift same = Drift.of(made, all, fitted.backtest());
        assertThat(same.compared()).isEqualTo(48);
        assertThat(same.exceeds(2)).isFalse();
        double[] tripled = all.values().clone();
        for (int i = 840; i < tripled.length; i++) {
            tripled[i] *= 3;
        }
        Drift changed = Drift.of(made, all.with(tripled), fitted.backtest());
        assertThat(changed.error()).isBetween(0.6, 0.75);
        assertThat(changed.exceeds(2)).isTrue();
        assertThat(Drift.of(made, history, fitted.backtest()).error()).isNaN();
    }

    @Test
    void holidaysAreLearntByNameAndDoNotSpoilTheUsualDays() {
        double[] y = Sample.weeks(6, 0.05, 31).values().clone();
        List<Occasion> holidays = List.of(holiday(10), holiday(24), holiday(36));
        for (int day : new int[] {10, 24}) {
            for (int i = day * 24; i < day * 24 + 24; i++) {
                y[i] *= 0.3;
            }
        }
        Series history = Sample.hourly(Arrays.copyOf(y, 36 * 24 - 6));
        Occasions with = new Occasions(Ensemble.fast(), holidays);
        Fitted fitted = with.fit(history, 48);
        double[][] q = fitted.quantiles(history, 48, LEVELS);
        for (int h = 0; h < 48; h++) {
            int i = history.size() + h;
            double usual = Sample.expected(i);
            boolean holiday = i / 24 == 36;
            assertThat(q[h][1] / usual).isBetween(holiday ? 0.2 : 0.85, holiday ? 0.4 : 1.15);
        }
        Fitted restored = Models.restore(SavedText.read(SavedText.write(fitted.saved())));
        assertThat(restored.quantiles(history, 48, LEVELS)).isDeepEqualTo(q);
    }

    private static Occasion holiday(int day) {
        return new Occasion(
                "holiday", Sample.MONDAY.plus(Duration.ofDays(day)), Sample.MONDAY.plus(Duration.ofDays(day + 1)));
    }

    @Test
    void refusesSavedModelsThatItCannotRead() {
        String text =
                SavedText.write(Ensemble.fast().fit(Sample.weeks(3, 0.1, 3), 12).saved());
        for (String wrong : List.of(
                "",
                "headroom-model 2\n(x 1)",
                text.substring(0, text.length() / 2),
                text.replace("(ensemble 1", "(ensemble 9"),
                text.replace("(ensemble 1", "(oracle 1"),
                text.replaceFirst("scale=", "skale="))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Models.restore(SavedText.read(wrong)))
                    .withMessageContaining("fit it again");
        }
    }
}
