package dev.headroom.simulator;

/**
 * A kind of request by its lengths, which are lognormal and independent of each other within the kind.
 *
 * @param share of all requests, relative to the shares of the other kinds; not negative
 * @param inputMean mean tokens of the prompt, positive
 * @param inputCv coefficient of variation of the same
 * @param outputMean mean tokens of the answer, positive
 * @param outputCv coefficient of variation of the same
 */
public record TokenKind(double share, double inputMean, double inputCv, double outputMean, double outputCv) {
    public TokenKind {
        if (!(share >= 0 && inputCv >= 0 && outputCv >= 0) || Double.isInfinite(share + inputCv + outputCv)) {
            throw new IllegalArgumentException("shares and coefficients of variation are finite and not negative");
        }
        if (!(inputMean > 0) || !(outputMean > 0) || Double.isInfinite(inputMean + outputMean)) {
            throw new IllegalArgumentException("mean token lengths are positive");
        }
    }
}
