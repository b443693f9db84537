package dev.headroom.controller;

import dev.headroom.controller.Console.Answer;
import dev.headroom.controller.Console.Severity;
import dev.headroom.engine.loop.MetricSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The spec in force, and how another takes its place: at once, or in stages. What changes it is called under the controller's
 * lock.
 */
final class Ruling {

    private final Parts parts;
    private final String file;
    private final Path folder;
    private final Sources sources;
    private final Notifiers notifiers;
    private final Neighbours neighbours;
    private final Audience audience;
    private final Commands commands;
    private @Nullable Crew crew;
    private @Nullable Rolling rolling;

    private volatile InForce inForce;
    private volatile String refusal = "";
    private volatile boolean returned;

    Ruling(
            Parts parts,
            String file,
            Path folder,
            InForce first,
            Sources sources,
            Notifiers notifiers,
            Neighbours neighbours,
            Audience audience,
            Commands commands) {
        this.parts = parts;
        this.file = file;
        this.folder = folder;
        this.inForce = first;
        this.sources = sources;
        this.notifiers = notifiers;
        this.neighbours = neighbours;
        this.audience = audience;
        this.commands = commands;
        neighbours.spec(first.spec());
    }

    /** Who controls by it, and who changes it in stages. */
    void leads(Crew those, Rolling how) {
        this.crew = those;
        this.rolling = how;
    }

    InForce now() {
        return inForce;
    }

    /** Why a later spec was refused or returned; empty when none was. */
    String refusal() {
        return refusal;
    }

    /** Whether that is for what became of it, and not for what it says. */
    boolean returned() {
        return returned;
    }

    /** A spec was returned: that is told until another one is given. */
    void returned(String why) {
        refusal = why;
        returned = true;
    }

    private void refused(List<String> problems) {
        refusal = String.join("\n", problems);
        returned = false;
    }

    InForce.Read read(String text) {
        return InForce.read(file, folder, text, parts.timing().now());
    }

    /** As of the file that was read at the start, if another spec was in force before. */
    void resume(String text) {
        if (!inForce.text().equals(text) && reload(text, "the file " + file) instanceof Answer.Refused refused) {
            if (!returned) {
                refused(refused.problems());
            }
            audience.tell("", Severity.WARNING, refusal);
        }
    }

    /** Checks a spec and puts it in force, or begins to. */
    Answer reload(String text, String author) {
        Rolling staged = Objects.requireNonNull(rolling);
        try {
            Answer known = staged.known(text, author);
            if (known != null) {
                if (inForce.text().equals(text)) {
                    refused(List.of());
                }
                return known;
            }
        } catch (IllegalStateException e) {
            return new Answer.Refused(List.of(silent(e)));
        }
        if (inForce.text().equals(text)) {
            refused(List.of());
            return new Answer.Done("the spec is the one in force already");
        }
        List<String> problems = new ArrayList<>();
        switch (read(text)) {
            case InForce.Read.Bad bad -> problems.addAll(bad.problems());
            case InForce.Read.Good good -> {
                Sources.Opened opened = sources.open(good.spec().spec());
                Notifiers.Opened told = notifiers.open(good.spec().spec());
                problems.addAll(opened.problems());
                problems.addAll(told.problems());
                problems.addAll(parts.connectors().problems(good.spec().spec()));
                try {
                    if (problems.isEmpty()) {
                        return staged.stages(good.spec())
                                ? staged.begin(good.spec(), author)
                                : atOnce(good.spec(), opened, told, author);
                    }
                } catch (IllegalStateException e) {
                    return new Answer.Refused(List.of(silent(e)));
                } finally {
                    notifiers.drop(told);
                    sources.drop(opened);
                }
            }
        }
        refused(problems);
        audience.tell("", Severity.WARNING, "a new spec is refused, the former stays: " + refusal);
        return new Answer.Refused(problems);
    }

    private static String silent(IllegalStateException e) {
        return "the store does not answer, so the change cannot be noted and is not made: " + e.getMessage();
    }

    private Answer atOnce(InForce next, Sources.Opened opened, Notifiers.Opened told, String author) {
        String what = "spec " + next.fingerprint() + " replaces " + inForce.fingerprint();
        commands.note("", author, what);
        if (!Objects.requireNonNull(rolling).replaced(next, author)) {
            return new Answer.Refused(
                    List.of("another controller has just changed the spec; look at it, and try once more"));
        }
        govern(next, opened, Sources.Opened.NOTHING, told);
        return new Answer.Done(what);
    }

    /** The spec and what was opened for it are in force now. */
    void govern(InForce next, Sources.Opened own, Sources.Opened beside, Notifiers.Opened told) {
        List<MetricSource> former = sources.use(own, beside);
        notifiers.use(told);
        inForce = next.since(parts.timing().now());
        refused(List.of());
        neighbours.spec(next.spec());
        Crew those = Objects.requireNonNull(crew);
        those.forgetOthers(next.spec().workloads().keySet());
        those.adjust();
        // A turn under way may still read them.
        former.forEach(source -> parts.timing().after(parts.rules().sourceTimeout(), () -> Closing.close(source)));
    }
}
