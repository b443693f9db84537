package dev.headroom.controller.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.controller.RolloutStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers what is asked and ordered of the roll-out of a changed spec. */
final class Rollouts {

    private Rollouts() {}

    record RolloutView(
            @Doc(
                    value = "How far it has come; none when there never was a roll-out.",
                    words = {"none", "shadow", "first", "all", "done", "returned"})
            String stage,

            @Doc(value = "When it began.", maybe = true) @Nullable
            Instant begun,

            @Doc(value = "When its stage began.", maybe = true) @Nullable
            Instant since,

            @Doc(value = "When its stage ends if nothing is against it; null when no more is to come.", maybe = true)
            @Nullable
            Instant ends,

            @Doc("Whose change it is.") String author,

            @Doc("Fingerprint of the spec that is replaced.")
            String former,

            @Doc("Fingerprint of the spec that replaces it.")
            String next,

            @Doc("The workload that comes before the others; empty without one.")
            String first,

            @Doc("Workloads that the next spec changes, adds or drops, while it is under way.")
            List<String> changed,

            @Doc("Why it was returned, or what its next stage waits for; else empty.")
            String why,

            @Doc("What this controller has seen of the workloads since the stage began.")
            List<MeasuredView> measured) {}

    record MeasuredView(
            @Doc("Name of the workload.") String workload,
            @Doc("Turns there were.") int turns,

            @Doc("Of them, those that lacked data or could not be carried out.")
            int lacking,

            @Doc("Turns in which the objective could be judged.")
            int judged,

            @Doc("Of them, those that missed it.") int missed,

            @Doc(value = "Share of turns that lacked data under the former spec, 0 to 1.", maybe = true)
            double lackingBefore,

            @Doc(value = "Share of turns that missed the objective under the former spec, 0 to 1.", maybe = true)
            double missedBefore,

            @Doc(value = "Replicas that the next spec wants; null before its first decision.", maybe = true) @Nullable
            Integer desired,

            @Doc(value = "In the stage shadow, replica hours of what runs.", maybe = true)
            double realHours,

            @Doc(value = "In the stage shadow, replica hours of what the next spec decided.", maybe = true)
            double decidedHours) {}

    record RolloutBody(
            @Doc(
                    value = "What is ordered.",
                    words = {"advance", "finish", "abort", "retry"})
            String order) {}

    static Reply look(Api api, Call call) {
        return new Reply.Document(api.console()
                .rollout()
                .map(Rollouts::view)
                .orElse(new RolloutView("none", null, null, null, "", "", "", "", List.of(), "", List.of())));
    }

    private static RolloutView view(RolloutStatus r) {
        return new RolloutView(
                Shown.word(r.stage()),
                r.begun(),
                r.since(),
                r.ends(),
                r.author(),
                r.former(),
                r.next(),
                r.first(),
                r.changed(),
                r.why(),
                r.measured().stream().map(Rollouts::view).toList());
    }

    private static MeasuredView view(RolloutStatus.Measured m) {
        return new MeasuredView(
                m.workload(),
                m.turns(),
                m.lacking(),
                m.judged(),
                m.missed(),
                m.lackingBefore(),
                m.missedBefore(),
                m.desired() < 0 ? null : m.desired(),
                m.realHours(),
                m.decidedHours());
    }

    static Reply order(Api api, Call call) {
        JsonNode order = call.object().get("order");
        String word = order == null ? "" : order.asText();
        RolloutStatus.Order wanted = Arrays.stream(RolloutStatus.Order.values())
                .filter(o -> Shown.word(o).equals(word))
                .findFirst()
                .orElse(null);
        if (wanted == null) {
            throw Problem.badRequest(List.of("'order' must be "
                    + Arrays.stream(RolloutStatus.Order.values())
                            .map(Shown::word)
                            .collect(Collectors.joining(", "))));
        }
        return Orders.reply(api.console().rollout(wanted, call.author()));
    }
}
