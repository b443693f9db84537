package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.controller.Console.Change;
import dev.headroom.controller.Console.Event;
import dev.headroom.controller.Console.Severity;
import dev.headroom.controller.Sentence;
import dev.headroom.controller.WorkloadStatus;
import dev.headroom.controller.WorkloadStatus.Outcome;
import dev.headroom.controller.traces.TraceId;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What a running controller does, a line a change: of replicas, of how turns end, of what people are told. */
final class LogLines implements Consumer<Event> {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Shapes of a line. */
    enum Shape {
        TEXT,
        JSON
    }

    private final PrintWriter out;
    private final Shape shape;
    private final Map<String, Outcome> last = new ConcurrentHashMap<>();

    LogLines(PrintWriter out, Shape shape) {
        this.out = out;
        this.shape = shape;
    }

    @Override
    public void accept(Event event) {
        switch (event) {
            case Event.Turn turn -> turn(turn.workload());
            case Event.Told told -> line(told.at(), level(told.severity()), told.workload(), told.text(), Map.of());
            case Event.Changed changed -> changed(changed.change());
        }
    }

    private void changed(Change c) {
        line(c.at(), "info", c.workload(), c.what() + " (by " + c.author() + ")", Map.of("author", c.author()));
    }

    private void turn(WorkloadStatus w) {
        Outcome before = last.put(w.name(), w.outcome());
        boolean first = before == null;
        Instant at = w.at();
        if (at == null) {
            return;
        }
        String trace = TraceId.of(w.name(), at);
        switch (w.outcome()) {
            case SCALED, SHOWN -> scaled(w, at, trace);
            case NOT_APPLIED, NOT_RECORDED, BLIND -> {
                if (before != w.outcome()) {
                    line(at, "warning", w.name(), trouble(w), fields("outcome", word(w), "trace", trace));
                }
            }
            case ELSEWHERE -> {
                if (before != w.outcome()) {
                    line(
                            at,
                            "info",
                            w.name(),
                            "not acted upon here: " + w.why(),
                            fields("outcome", word(w), "trace", trace));
                }
            }
            case HELD -> {
                boolean again =
                        before == Outcome.NOT_APPLIED || before == Outcome.NOT_RECORDED || before == Outcome.BLIND;
                if (first || again) {
                    line(
                            at,
                            "info",
                            w.name(),
                            (again ? "all is well again; " : "")
                                    + w.desired()
                                    + (w.desired() == 1 ? " replica stays: " : " replicas stay: ")
                                    + Sentence.why(w.reasons()),
                            fields("outcome", word(w), "replicas", w.desired(), "trace", trace));
                }
            }
            case WAITING -> {}
        }
    }

    private void scaled(WorkloadStatus w, Instant at, String trace) {
        int from = w.fleet() == null ? -1 : w.fleet().desired();
        String verb = w.outcome() == Outcome.SHOWN ? "would become" : "→";
        line(
                at,
                "info",
                w.name(),
                from + " " + verb + " " + w.desired() + " replicas: " + Sentence.why(w.reasons()),
                fields("outcome", word(w), "from", from, "replicas", w.desired(), "trace", trace));
    }

    /** Names and values in turn, kept in this order. */
    private static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        return fields;
    }

    private static String trouble(WorkloadStatus w) {
        return switch (w.outcome()) {
            case NOT_APPLIED ->
                w.desired() + (w.desired() == 1 ? " replica" : " replicas")
                        + " could not be asked for and will be again: " + w.why();
            case NOT_RECORDED -> "nothing is done, since it cannot be recorded: " + w.why();
            default -> "the target cannot be seen, so nothing is decided: " + w.why();
        };
    }

    private static String word(WorkloadStatus w) {
        return w.outcome().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private static String level(Severity severity) {
        return severity.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Prints a line of the command itself. */
    void say(Instant at, String text) {
        line(at, "info", "", text, Map.of());
    }

    /** Prints a line of the command itself about what is not as it should be. */
    void warn(Instant at, String text) {
        line(at, "warning", "", text, Map.of());
    }

    private synchronized void line(Instant at, String level, String workload, String text, Map<String, Object> more) {
        Instant shown = at.truncatedTo(ChronoUnit.SECONDS);
        if (shape == Shape.TEXT) {
            String flat = text.replaceAll("\\R", "; ");
            out.println(shown
                    + (level.equals("info") ? "  " : " " + level.toUpperCase(java.util.Locale.ROOT) + " ")
                    + (workload.isEmpty() ? "" : workload + ": ")
                    + flat);
        } else {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("at", at.toString());
            fields.put("level", level);
            if (!workload.isEmpty()) {
                fields.put("workload", workload);
            }
            fields.put("text", text);
            more.forEach(fields::putIfAbsent);
            try {
                out.println(JSON.writeValueAsString(fields));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("texts and numbers can always be written", e);
            }
        }
        out.flush();
    }
}
