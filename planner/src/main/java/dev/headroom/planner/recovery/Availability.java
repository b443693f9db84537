package dev.headroom.planner.recovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The availability of a system built of parts that fail independently. Reckoned in unavailability u = 1 − a, so that many
 * nines keep their digits.
 *
 * <pre>
 *   part        a = MTBF ÷ (MTBF + MTTR)
 *   series      a = Π aᵢ            all are needed
 *   parallel    a = 1 − Π (1 − aᵢ)  one is enough
 *   k of n      a = Σ from i = k to n of C(n, i) aⁱ (1 − a)ⁿ⁻ⁱ   alike parts, k needed
 * </pre>
 *
 * Source: Trivedi, Probability and Statistics with Reliability, Queuing, and Computer Science Applications, chapters 1 and 6.
 * Parts that fail together (a zone, a bad release) are not independent: put what they share in series.
 */
public sealed interface Availability {

    /** Share of the time that it is down, in [0, 1]. */
    double unavailability();

    /** The formula with its figures. */
    String formula();

    /** Share of the time that it serves, in [0, 1]. */
    default double availability() {
        return 1 - unavailability();
    }

    /** Time down in a year of 8 760 hours. */
    default Duration downAYear() {
        return Duration.ofMillis(Math.round(unavailability() * 8760 * 3_600_000.0));
    }

    /** In percent, with two digits of what is missing: {@code 99.995 %}. */
    default String words() {
        return Nines.of(unavailability());
    }

    /** One part. */
    record Part(String name, double unavailability) implements Availability {
        public Part {
            if (!(unavailability >= 0 && unavailability <= 1)) {
                throw new IllegalArgumentException(
                        name + ": an availability is from 0 to 1, not " + (1 - unavailability));
            }
        }

        @Override
        public String formula() {
            return name + " " + words();
        }
    }

    /** A part of a known availability, in [0, 1]. */
    static Availability part(String name, double availability) {
        return new Part(name, 1 - availability);
    }

    /** A part by its mean time between failures, above 0, and its mean time to repair, such as its RTO. */
    static Availability part(String name, Duration betweenFailures, Duration toRepair) {
        if (betweenFailures.isNegative() || betweenFailures.isZero() || toRepair.isNegative()) {
            throw new IllegalArgumentException(
                    name + ": the time between failures is above 0, and that to repair not negative");
        }
        double down = toRepair.toNanos() / 1e9;
        return new Part(name, down / (betweenFailures.toNanos() / 1e9 + down));
    }

    /** All are needed. */
    record Series(List<Availability> parts) implements Availability {
        public Series {
            parts = List.copyOf(parts);
        }

        @Override
        public double unavailability() {
            double log = 0;
            for (Availability p : parts) {
                log += Math.log1p(-p.unavailability());
            }
            return -Math.expm1(log);
        }

        @Override
        public String formula() {
            return joined(parts, " × ");
        }
    }

    /** One is enough. */
    record Parallel(List<Availability> parts) implements Availability {
        public Parallel {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("one of no parts cannot serve");
            }
        }

        @Override
        public double unavailability() {
            double all = 1;
            for (Availability p : parts) {
                all *= p.unavailability();
            }
            return all;
        }

        @Override
        public String formula() {
            return "(1 − "
                    + joined(parts.stream().<Availability>map(Inverse::new).toList(), " × ") + ")";
        }
    }

    /** {@code needed} of {@code copies} alike parts are enough. */
    record Redundant(Availability part, int needed, int copies) implements Availability {
        private static final int MOST = 10_000;

        public Redundant {
            if (needed < 1 || needed > copies || copies > MOST) {
                throw new IllegalArgumentException("from 1 to " + copies + " copies are needed, not " + needed);
            }
        }

        /** The sum over fewer than the needed copies up: Σ from i = 0 to k − 1 of C(n, i) aⁱ uⁿ⁻ⁱ. */
        @Override
        public double unavailability() {
            double u = part.unavailability();
            if (u == 0 || u == 1) {
                return u;
            }
            double a = Math.log1p(-u);
            double down = Math.log(u);
            double choose = 0;
            double sum = 0;
            for (int i = 0; i < needed; i++) {
                sum += Math.exp(choose + i * a + (copies - i) * down);
                choose += Math.log((copies - i) / (double) (i + 1));
            }
            return Math.min(1, sum);
        }

        @Override
        public String formula() {
            return "(" + needed + " of " + copies + " " + part.formula() + ")";
        }
    }

    /** One minus another, only to be written down. */
    record Inverse(Availability of) implements Availability {
        @Override
        public double unavailability() {
            return of.availability();
        }

        @Override
        public String formula() {
            return "(1 − " + of.formula() + ")";
        }
    }

    private static String joined(List<Availability> parts, String by) {
        List<String> all = new ArrayList<>();
        parts.forEach(p -> all.add(p.formula()));
        return all.isEmpty() ? "1" : String.join(by, all);
    }
}
