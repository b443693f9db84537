package dev.headroom.simulator;

/**
 * What came of the answers of a language model. Times are in seconds and of what was answered; NaN when nothing was.
 *
 * @param inputTokens prompt tokens read
 * @param outputTokens answer tokens generated
 * @param firstTokenP50 median time from arrival to the first token
 * @param firstTokenP95 95th percentile
 * @param firstTokenP99 99th percentile
 * @param perTokenP50 median over the answers of the mean time between their tokens after the first
 * @param perTokenP95 95th percentile
 * @param perTokenP99 99th percentile
 * @param answerP50 median time from arrival to the last token
 * @param answerP95 95th percentile
 * @param answerP99 99th percentile
 */
public record Generation(
        double inputTokens,
        double outputTokens,
        double firstTokenP50,
        double firstTokenP95,
        double firstTokenP99,
        double perTokenP50,
        double perTokenP95,
        double perTokenP99,
        double answerP50,
        double answerP95,
        double answerP99) {}
