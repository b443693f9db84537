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
        assertThat(ExactQueues.meanWait(Law.M, law, 1, rho))
                .isCloseTo(rho * (1 + law.scv()) / (2 * (1 - rho)), Percentage.withPercentage(1e-6));
    }

    /** Closed forms of M/M/2, ρ²/(1 − ρ²), and of Erlang's C for ten servers at 8 erlangs, 0.40918/2. */
    @Test
    void erlangC() {
        assertThat(ExactQueues.meanWait(Law.M, Law.M, 2, 0.8)).isCloseTo(0.64 / 0.36, Percentage.withPercentage(1e-9));
        assertThat(ExactQueues.meanWait(Law.M, Law.M, 10, 0.8))
                .isCloseTo(0.40918 / 2, Percentage.withPercentage(0.001));
    }

    /**
     * Cosmetatos (1975) fitted M/D/c to tables: half of M/M/c times 1 + (1 − ρ)(c − 1)(√(4 + 5c) − 2)/(16ρc), off by at most
     * 2 % for ρ ≥ ½.
     */
    @ParameterizedTest
    @CsvSource({"2, 0.5", "2, 0.8", "5, 0.7", "10, 0.9", "20, 0.9"})
    void constantServiceAgreesWithCosmetatos(int c, double rho) {
        double fitted = ExactQueues.allenCunneen(Law.M, Law.D, c, rho)
                * (1 + (1 - rho) * (c - 1) * (Math.sqrt(4 + 5.0 * c) - 2) / (16 * rho * c));
        assertThat(ExactQueues.meanWait(Law.M, Law.D, c, rho)).isCloseTo(fitted, Percentage.withPercentage(2));
    }

    /** The exact wait lies between what holds for light and for heavy traffic, on the proper side of M/M/c. */
    @ParameterizedTest
    @CsvSource({"E2, 2, 0.7", "E2, 10, 0.9", "H2, 2, 0.7", "H2, 10, 0.9"})
    void twoPhasesLieBesideAllenAndCunneen(Law law, int c, double rho) {
        double exact = ExactQueues.meanWait(Law.M, law, c, rho);
        assertThat(exact).isCloseTo(ExactQueues.allenCunneen(Law.M, law, c, rho), Percentage.withPercentage(15));
        assertThat(exact > ExactQueues.meanWait(Law.M, Law.M, c, rho)).isEqualTo(law.scv() > 1);
    }

    @ParameterizedTest
    @CsvSource({"M, 5, 0.8", "D, 2, 0.7", "D, 5, 0.8", "E2, 2, 0.7", "E2, 5, 0.8", "H2, 2, 0.6", "H2, 5, 0.7"})
    void requestsWaitAsTheoryHasIt(Law law, int c, double rho) {
        assertThat(QueueSweep.simulated(Law.M, law, c, rho, 4e6, Scenario.Mode.REQUEST))
                .isCloseTo(ExactQueues.meanWait(Law.M, law, c, rho), Percentage.withPercentage(3));
    }

    /** The per-interval mode is Allen and Cunneen's approximation, and as far off as that is. */
    @ParameterizedTest
    @CsvSource({"M, 5, 0.8, 5", "D, 5, 0.8, 8", "E2, 5, 0.8, 5", "H2, 5, 0.8, 20"})
    void intervalsWaitAsAllenAndCunneenHaveIt(Law law, int c, double rho, double percent) {
        double solved = QueueSweep.simulated(Law.M, law, c, rho, 1e7, Scenario.Mode.INTERVAL);
        assertThat(solved).isCloseTo(ExactQueues.allenCunneen(Law.M, law, c, rho), Percentage.withPercentage(6));
        assertThat(solved).isCloseTo(ExactQueues.meanWait(Law.M, law, c, rho), Percentage.withPercentage(percent));
    }

    /** σ of E₂/M/1 at half load is the root of σ(2 − σ)² = 1, (3 − √5)/2; of D/M/1 that of σ = e^(−2(1 − σ)), 0.2032. */
    @Test
    void oneExponentialServerIsTheRootOfTheTransform() {
        double golden = (3 - Math.sqrt(5)) / 2;
        assertThat(ExactQueues.meanWait(Law.E2, Law.M, 1, 0.5))
                .isCloseTo(golden / (1 - golden), Percentage.withPercentage(1e-9));
        double sigma = ExactQueues.meanWait(Law.D, Law.M, 1, 0.5) / (1 + ExactQueues.meanWait(Law.D, Law.M, 1, 0.5));
        assertThat(sigma).isCloseTo(Math.exp(-2 * (1 - sigma)), Percentage.withPercentage(1e-9));
        assertThat(sigma).isCloseTo(0.2032, Percentage.withPercentage(0.01));
    }

    /** Two ways to the same: Takács's root, and the Markov chain of the phases. */
    @ParameterizedTest
    @CsvSource({
        "M, 1, 0.7",
        "M, 7, 0.9",
        "E2, 1, 0.9",
        "E2, 5, 0.7",
        "E2, 20, 0.9",
        "H2, 1, 0.5",
        "H2, 5, 0.9",
        "H2, 20, 0.7"
    })
    void exponentialServersAreAsTheirPhasesHaveIt(Law arrivals, int c, double rho) {
        assertThat(new PhaseQueue(arrivals, Law.M, c, rho).meanWait())
                .isCloseTo(ExactQueues.meanWait(arrivals, Law.M, c, rho), Percentage.withPercentage(1e-5));
    }

    /** Kingman's bound holds and is nearly reached under load, and Marchal's approximation is within a tenth there. */
    @ParameterizedTest
    @CsvSource({"D, M", "E2, M", "E2, E2", "E2, H2", "H2, M", "H2, E2", "H2, H2"})
    void oneServerIsWithinItsBounds(Law arrivals, Law service) {
        for (double rho : new double[] {0.3, 0.6, 0.9, 0.98}) {
            assertThat(ExactQueues.meanWait(arrivals, service, 1, rho))
                    .isLessThan(ExactQueues.kingman(arrivals, service, rho));
        }
        double exact = ExactQueues.meanWait(arrivals, service, 1, 0.98);
        assertThat(exact).isCloseTo(ExactQueues.kingman(arrivals, service, 0.98), Percentage.withPercentage(4));
        assertThat(exact).isCloseTo(ExactQueues.marchal(arrivals, service, 0.98), Percentage.withPercentage(3));
    }

    @ParameterizedTest
    @CsvSource({"D, M, 1, 0.8", "D, M, 5, 0.8", "E2, E2, 1, 0.8", "E2, H2, 2, 0.7", "H2, M, 5, 0.7", "H2, H2, 1, 0.5"})
    void requestsThatDoNotComeAtRandomWaitAsTheoryHasIt(Law arrivals, Law service, int c, double rho) {
        assertThat(QueueSweep.simulated(arrivals, service, c, rho, 4e6, Scenario.Mode.REQUEST))
                .isCloseTo(ExactQueues.meanWait(arrivals, service, c, rho), Percentage.withPercentage(3));
    }
}
