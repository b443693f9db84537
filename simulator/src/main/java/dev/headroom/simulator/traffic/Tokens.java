package dev.headroom.simulator.traffic;

import dev.headroom.simulator.Rng;
import dev.headroom.simulator.TokenKind;
import java.util.List;

/** Sums of token lengths over the requests of a step, of a mix of kinds. */
final class Tokens {
    /** Up to so many requests are drawn one by one; above, their sum is normal by the central limit theorem. */
    private static final double SINGLY = 256;

    private final List<TokenKind> kinds;
    private final double[] upTo;
    private final double[] mean = new double[2];
    private final double inputDeviation;
    private final double outputOnInput;
    private final double outputRest;

    Tokens(List<TokenKind> mix) {
        kinds = List.copyOf(mix);
        upTo = new double[kinds.size()];
        double all = kinds.stream().mapToDouble(TokenKind::share).sum();
        if (!(all > 0)) {
            throw new IllegalArgumentException("the shares of the kinds of requests add up to nothing");
        }
        double sum = 0;
        double inputs = 0;
        double outputs = 0;
        double both = 0;
        for (int k = 0; k < upTo.length; k++) {
            TokenKind kind = kinds.get(k);
            double p = kind.share() / all;
            sum += p;
            upTo[k] = sum;
            mean[0] += p * kind.inputMean();
            mean[1] += p * kind.outputMean();
            inputs += p * square(kind.inputMean()) * (1 + square(kind.inputCv()));
            outputs += p * square(kind.outputMean()) * (1 + square(kind.outputCv()));
            both += p * kind.inputMean() * kind.outputMean();
        }
        // Within a kind the two lengths are independent; that kinds differ makes them go together, or apart.
        double covariance = both - mean[0] * mean[1];
        inputDeviation = Math.sqrt(Math.max(0, inputs - square(mean[0])));
        outputOnInput = inputDeviation == 0 ? 0 : covariance / inputDeviation;
        outputRest = Math.sqrt(Math.max(0, outputs - square(mean[1]) - square(outputOnInput)));
    }

    private static double square(double x) {
        return x * x;
    }

    /** Draws the sums: whole tokens, at least one a request. */
    void draw(double requests, double[] input, double[] output, int at, Rng rng) {
        double in = 0;
        double out = 0;
        if (requests <= SINGLY) {
            for (int i = 0; i < requests; i++) {
                TokenKind kind = kind(rng.uniform());
                in += length(kind.inputMean(), kind.inputCv(), rng);
                out += length(kind.outputMean(), kind.outputCv(), rng);
            }
        } else {
            double root = Math.sqrt(requests);
            double z = rng.gaussian();
            in = Math.rint(requests * mean[0] + root * inputDeviation * z);
            out = Math.rint(requests * mean[1] + root * (outputOnInput * z + outputRest * rng.gaussian()));
        }
        input[at] = Math.max(requests, in);
        output[at] = Math.max(requests, out);
    }

    private TokenKind kind(double u) {
        int k = 0;
        while (k < upTo.length - 1 && u > upTo[k]) {
            k++;
        }
        return kinds.get(k);
    }

    private static double length(double mean, double cv, Rng rng) {
        return Math.max(1, Math.rint(mean * Lognormal.factor(Lognormal.sigma(cv), rng.gaussian())));
    }
}
