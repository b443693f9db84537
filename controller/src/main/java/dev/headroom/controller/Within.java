package dev.headroom.controller;

import dev.headroom.controller.Console.Event;
import dev.headroom.controller.Console.Severity;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.ManualOverride;
import dev.headroom.journal.Recorded;
import dev.headroom.journal.SpecHistory;
import dev.headroom.spec.Spec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the drivers see of their controller. */
final class Within implements Driver.Host {

    /** Of more workloads the journal is not read again after a start. */
    private static final int MOST_RECALLED = 100;

    private final Parts parts;
    private final Neighbours neighbours;
    private final Budgets budgets;
    private final Audience audience;
    private final Commands commands;
    private final Supplier<InForce> inForce;
    private final Function<String, InForce.Read> reader;

    /** @param reader reads the text of a spec */
    Within(
            Parts parts,
            Neighbours neighbours,
            Budgets budgets,
            Audience audience,
            Commands commands,
            Supplier<InForce> inForce,
            Function<String, InForce.Read> reader) {
        this.parts = parts;
        this.neighbours = neighbours;
        this.budgets = budgets;
        this.audience = audience;
        this.commands = commands;
        this.inForce = inForce;
        this.reader = reader;
    }

    @Override
    public Timing timing() {
        return parts.timing();
    }

    @Override
    public Neighbours neighbours() {
        return neighbours;
    }

    @Override
    public SpecHistory specs() {
        return parts.vault().specs();
    }

    @Override
    public Optional<Recorded> last(String workload) {
        return parts.vault().archive().latest(workload, 1).stream().findFirst();
    }

    @Override
    public List<ManualOverride> orders(String workload, Instant now) {
        return commands.inForce(workload, now);
    }

    @Override
    public void recall(Account account, Instant before) {
        if (inForce.get().spec().workloads().size() <= MOST_RECALLED) {
            try {
                account.recall(parts.vault().archive(), parts.vault().specs(), before);
            } catch (IllegalStateException e) {
                // What is shown of the last day begins now.
                return;
            }
        }
    }

    @Override
    public JournalPast.Found past(Setup setup, Map<String, Duration> spans, Instant before) {
        Spec spec = read(setup.text());
        if (spec == null || spec.workloads().size() > MOST_RECALLED) {
            return JournalPast.Found.NOTHING;
        }
        Vault vault = parts.vault();
        return new JournalPast(vault.archive(), vault.specs(), this::read, parts.timing())
                .read(spec, setup.name(), spans, before);
    }

    private @Nullable Spec read(String text) {
        InForce now = inForce.get();
        if (now.others().isEmpty() && now.text().equals(text)) {
            return now.spec();
        }
        return reader.apply(text) instanceof InForce.Read.Good good
                ? good.spec().spec()
                : null;
    }

    @Override
    public void seen(String workload, Sight sight) {
        neighbours.seen(workload, sight);
    }

    @Override
    public void ended(WorkloadStatus status, Duration late, Duration took) {
        audience.tell(new Event.Turn(status, late, took));
    }

    @Override
    public void told(String workload, Severity severity, String text) {
        audience.tell(workload, severity, text);
    }

    @Override
    public void send(String workload, Advice advice) {
        if (budgets.tells(inForce.get().spec(), workload, advice, parts.timing().now())) {
            audience.advise(workload, advice);
        }
    }
}
