package dev.headroom.engine.policy;

import dev.headroom.engine.model.Reason;
import dev.headroom.engine.model.Recommendation;
import dev.headroom.engine.model.SignalValue;
import dev.headroom.engine.model.Situation;
import dev.headroom.engine.model.Thresholds;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A weighted score over several signals, each by how far it is past its threshold.
 *
 * <p>Score = Σ weight × distance ÷ Σ weight, from 0 to 1, once for the thresholds up and once for those down. Up above
 * {@code high}: half as many replicas more; above {@code medium}: a fifth more, both rounded up and counted from the
 * replicas that are ready and warm. Otherwise, down above {@code low} and nothing past its threshold up: a tenth fewer,
 * at least one, never to zero. Thresholds learned from a signal's history take the place of those given here. A signal that cannot be used
 * counts as not past its threshold up, and stops any scale-in.
 *
 * @param metrics the signals with their weights and thresholds
 * @param normalisation how "how far" becomes a number between 0 and 1
 * @param high score above which scaling out is highly urgent, such as 0.6
 * @param medium score above which it scales out at all, such as 0.3
 * @param low score of the down side above which it scales in, such as 0.5
 */
public record CompositeScore(List<Metric> metrics, Normalisation normalisation, double high, double medium, double low)
        implements Policy {

    private static final String RULE = "score";
    private static final double MUCH = 0.5;
    private static final double SOME = 0.2;
    private static final double LESS = 0.1;
    private static final String OUT =
            "the score is {observed}, above {target}, {detail} most of all: goes from {before}" + " to {after}";
    private static final String IN = "the score for less is {observed}, above {target}: goes from {before} to {after}";
    private static final String HOLDS = "the score is {observed}, not above {target}: holds {before}";

    /** How the distance past a threshold is normalised; capped at 1. */
    public enum Normalisation {
        /** (value − threshold) ÷ threshold. */
        THRESHOLD,
        /** (value − threshold) ÷ (saturation − threshold): all the room there is left. */
        ROOM
    }

    /** A signal, its weight, its thresholds and its saturation, in base units. */
    public record Metric(String signal, double weight, double up, double down, double saturation) {
        public Metric {
            Sight.require(weight > 0 && Double.isFinite(weight), RULE, "the weight of " + signal + " must be positive");
            Sight.require(
                    up > 0 && Double.isFinite(up) && down >= 0 && down < up,
                    RULE,
                    "the thresholds of " + signal + " need 0 ≤ down < up, not " + down + " and " + up);
        }
    }

    public CompositeScore {
        metrics = List.copyOf(metrics);
        Sight.require(!metrics.isEmpty(), RULE, "needs at least one signal");
        Sight.require(
                medium > 0 && high >= medium && high < 1 && low > 0 && low < 1,
                RULE,
                "the scores need 0 < medium ≤ high < 1 and 0 < low < 1");
        Set<String> names = new HashSet<>();
        for (Metric m : metrics) {
            Sight.require(names.add(m.signal()), RULE, m.signal() + " is named twice");
            Sight.require(
                    normalisation == Normalisation.THRESHOLD || m.saturation() > m.up(),
                    RULE,
                    "the saturation of " + m.signal() + " must be above its upper threshold");
        }
    }

    @Override
    public String label() {
        return RULE;
    }

    @Override
    public Evaluation evaluate(Situation s, @Nullable Memory memory) {
        double weights = 0;
        double up = 0;
        double down = 0;
        double strongest = 0;
        String most = "";
        Metric unseen = null;
        for (int i = 0; i < metrics.size(); i++) {
            Metric m = metrics.get(i);
            weights += m.weight();
            SignalValue v = s.signal(m.signal());
            if (v == null || !v.ok()) {
                unseen = m;
                continue;
            }
            Thresholds learned = s.thresholds(m.signal());
            double share = m.weight() * over(m, v.value(), learned);
            up += share;
            down += m.weight() * under(v.value(), learned == null ? m.down() : learned.down());
            if (share > strongest) {
                strongest = share;
                most = m.signal();
            }
        }
        up /= weights;
        down /= weights;
        int current = s.current();
        if (up > medium) {
            boolean urgent = up > high;
            int base = Replicas.settled(s.fleet());
            int after = Replicas.sum(base, Math.max(1, Replicas.ceil(base * (urgent ? MUCH : SOME))));
            return result(s, OUT, up, urgent ? high : medium, Math.max(current, after), urgent ? 3 : 1.5, most);
        }
        if (unseen != null) {
            return Sight.blind(RULE, unseen.signal(), s.signal(unseen.signal()), s, memory);
        }
        if (up == 0 && down > low) {
            int after = Math.max(Math.min(1, current), current - Math.max(1, Replicas.truncate(current * LESS)));
            return result(s, IN, down, low, after, 1, "");
        }
        return result(s, HOLDS, up, medium, current, 1, most);
    }

    private double over(Metric m, double value, @Nullable Thresholds learned) {
        double threshold = learned == null ? m.up() : learned.up();
        double room = normalisation == Normalisation.ROOM ? m.saturation() - threshold : threshold;
        if (!(room > 0)) {
            return value > threshold ? 1 : 0;
        }
        return Math.max(0, Math.min(1, (value - threshold) / room));
    }

    private static double under(double value, double threshold) {
        return threshold > 0 ? Math.max(0, Math.min(1, (threshold - value) / threshold)) : 0;
    }

    private static Evaluation result(
            Situation s, String template, double score, double bound, int after, double urgency, String detail) {
        return Evaluation.of(Recommendation.desire(
                after, urgency, 1, Reason.policy(RULE, template, score, bound, s.current(), after, detail)));
    }
}
