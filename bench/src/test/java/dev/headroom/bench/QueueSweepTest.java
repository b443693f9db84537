package dev.headroom.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.bench.ExactQueues.Law;
import dev.headroom.simulator.Scenario;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueSweepTest {

    /** One server: Pollaczek and Khinchine, ρ(1 + cv²)/(2(1 − ρ)). */
    @ParameterizedTest
    @CsvSource({"M, 0.5", "D, 0.8", "E2, 0.7", "E2, 0.95", "H2, 0.5", "H2, 0.9"})
    void oneServerIsPollaczekKhinchine(Law law, double rho) {
        assertThat(ExactQueues.meanWait(law, 1, rho))
                .isCloseTo(rho * (1 + law.scv()) / (2 * (1 - rho)), Percentage.withPercentage(1e-6));
    }

    /** Closed forms of M/M/2, ρ²/(1 − ρ²), and of Erlang's C for ten servers at 8 erlangs, 0.40918/2. */
    @Test
    void erlangC() {
        assertThat(ExactQueues.meanWait(Law.M, 2, 0.8)).isCloseTo(0.64 / 0.36, Percentage.withPercentage(1e-9));
        assertThat(ExactQueues.meanWait(Law.M, 10, 0.8)).isCloseTo(0.40918 / 2, Percentage.withPercentage(0.001));
    }

    /**
     * Cosmetatos (1975) fitted M/D/c to tables: half of M/M/c times 1 + (1 − ρ)(c − 1)(√(4 + 5c) − 2)/(16ρc), off by at most
     * 2 % for ρ ≥ ½.
     */
    @ParameterizedTest
    @CsvSource({"2, 0.5", "2, 0.8", "5, 0.7", "10, 0.9", "20, 0.9"})
    void constantServiceAgreesWithCosmetatos(int c, double rho) {
        double fitted = ExactQueues.allenCunneen(Law.D, c, rho)
                * (1 + (1 - rho) * (c - 1) * (Math.sqrt(4 + 5.0 * c) - 2) / (16 * rho * c));
        assertThat(ExactQueues.meanWait(Law.D, c, rho)).isCloseTo(fitted, Percentage.withPercentage(2));
    }

    /** The exact wait lies between what holds for light and for heavy traffic, on the proper side of M/M/c. */
    @ParameterizedTest
    @CsvSource({"E2, 2, 0.7", "E2, 10, 0.9", "H2, 2, 0.7", "H2, 10, 0.9"})
    void twoPhasesLieBesideAllenAndCunneen(Law law, int c, double rho) {
        double exact = ExactQueues.meanWait(law, c, rho);
        assertThat(exact).isCloseTo(ExactQueues.allenCunneen(law, c, rho), Percentage.withPercentage(15));
        assertThat(exact > ExactQueues.meanWait(Law.M, c, rho)).isEqualTo(law.scv() > 1);
    }

    @ParameterizedTest
    @CsvSource({"M, 5, 0.8", "D, 2, 0.7", "D, 5, 0.8", "E2, 2, 0.7", "E2, 5, 0.8", "H2, 2, 0.6", "H2, 5, 0.7"})
    void requestsWaitAsTheoryHasIt(Law law, int c, double rho) {
        assertThat(QueueSweep.simulated(law, c, rho, 4e6, Scenario.Mode.REQUEST))
                .isCloseTo(ExactQueues.meanWait(law, c, rho), Percentage.withPercentage(3));
    }

    /** The per-interval mode is Allen and Cunneen's approximation, and as far off as that is. */
    @ParameterizedTest
    @CsvSource({"M, 5, 0.8, 5", "D, 5, 0.8, 8", "E2, 5, 0.8, 5", "H2, 5, 0.8, 20"})
    void intervalsWaitAsAllenAndCunneenHaveIt(Law law, int c, double rho, double percent) {
        double solved = QueueSweep.simulated(law, c, rho, 1e7, Scenario.Mode.INTERVAL);
        assertThat(solved).isCloseTo(ExactQueues.allenCunneen(law, c, rho), Percentage.withPercentage(6));
        assertThat(solved).isCloseTo(ExactQueues.meanWait(law, c, rho), Percentage.withPercentage(percent));
    }
}
