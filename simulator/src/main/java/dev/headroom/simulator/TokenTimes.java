package dev.headroom.simulator;

/** Times to the first token, between tokens and to the last one, since scores count. */
final class TokenTimes {
    final LogHistogram first = new LogHistogram();
    final LogHistogram each = new LogHistogram();
    final LogHistogram last = new LogHistogram();
    private double inputBefore;
    private double outputBefore;

    void forget(Counters n) {
        first.clear();
        each.clear();
        last.clear();
        inputBefore = n.inputTokens;
        outputBefore = n.outputTokens;
    }

    Generation of(Counters n) {
        return new Generation(
                n.inputTokens - inputBefore,
                n.outputTokens - outputBefore,
                first.quantile(0.5),
                first.quantile(0.95),
                first.quantile(0.99),
                each.quantile(0.5),
                each.quantile(0.95),
                each.quantile(0.99),
                last.quantile(0.5),
                last.quantile(0.95),
                last.quantile(0.99));
    }
}
