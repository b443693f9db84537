package dev.headroom.spec;

import dev.headroom.engine.model.Money;
import dev.headroom.spec.PurchaseSpec.Block;
import dev.headroom.spec.PurchaseSpec.Choice;
import dev.headroom.spec.PurchaseSpec.Job;
import dev.headroom.spec.PurchaseSpec.Spot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something to be bought by the hour. */
final class PurchaseTable extends Table<PurchaseSpec> {

    static final PurchaseTable TABLE = new PurchaseTable();

    private static final int MOST_INSTANCES = 10_000;
    private static final int MOST_HOURS = 8784;

    private final Key<PurchaseSpec, String> instance = optional(
            "instance",
            Values.TEXT,
            "What is bought, by its name in the prices.",
            "the cheapest of the candidates",
            PurchaseSpec::instance);
    private final Key<PurchaseSpec, Choice> choice =
            optional("choice", new ChoiceTable(), "What an instance type is chosen by.", "none", PurchaseSpec::choice);
    private final Key<PurchaseSpec, List<Block>> demand = fallback(
            "demand",
            ListForm.orOne(new BlockTable()),
            "Units needed, block after block; the whole repeats: a day, a week.",
            List.of(),
            PurchaseSpec::demand);
    private final Key<PurchaseSpec, Spot> spot =
            optional("spot", new SpotTable(), "Terms of spot capacity.", "no spot", PurchaseSpec::spot);
    private final Key<PurchaseSpec, List<PricesSpec.Kind>> commitments = optional(
            "commitments",
            ListForm.of(PricesTable.KIND),
            "Kinds of commitment that may be made; `[]` for none.",
            "all of the prices",
            PurchaseSpec::commitments);
    private final Key<PurchaseSpec, Integer> mostCommitted = optional(
            "most-committed",
            Values.count(0),
            "Most units of each commitment.",
            "any number",
            PurchaseSpec::mostCommitted);
    private final Key<PurchaseSpec, Integer> horizon = fallback(
            "horizon",
            new Numbers.TermForm(),
            "How long the demand is expected to last.",
            12,
            PurchaseSpec::horizonMonths);
    private final Key<PurchaseSpec, Double> items = optional(
            "items",
            new Numbers.HourlyForm(),
            "Items done, mean, for the price of one.",
            "those of the choice's steady work",
            PurchaseSpec::itemsPerHour);

    private PurchaseTable() {
        super("purchase", "Something to be bought by the hour: which instance type, and how to pay for it.");
    }

    @Override
    @Nullable
    PurchaseSpec build(Fields f) {
        Choice chosen = f.find(choice);
        if (!f.has(instance) && chosen == null) {
            f.table().errorAtName("neither an instance nor a choice is given", "add instance: m5.large");
            return null;
        }
        if (f.get(demand).isEmpty() && chosen == null) {
            f.table().errorAtName("the demand is missing", "add demand: { units: 5, for: 8h }, or a choice");
            return null;
        }
        double hours = 0;
        for (Block b : f.get(demand)) {
            hours += b.time().toHours();
        }
        if (hours > MOST_HOURS) {
            f.at(demand).error("the demand is longer than a year", "give a day, a week or a year; it repeats");
        }
        PricesSpec prices = f.reading().prices();
        String name = f.find(instance);
        if (name != null) {
            priced(name, prices, f.at(instance));
        }
        return new PurchaseSpec(
                name,
                chosen,
                f.get(demand),
                f.find(spot),
                f.find(commitments),
                f.find(mostCommitted),
                f.get(horizon),
                f.find(items));
    }

    private static void priced(String name, PricesSpec prices, Cursor at) {
        PricesSpec.Hourly found = prices.find(name);
        if (found == null) {
            at.error(
                    prices.names().isEmpty()
                            ? "the spec names no prices, and '" + name + "' needs one"
                            : "'" + name + "' is not in the prices",
                    prices.names().isEmpty() ? "add prices: aws-us-east-1" : Nearest.mend(name, prices.names()));
        } else if (found.price().signum() == 0) {
            at.error("'" + name + "' costs nothing by the prices", "give it a price above 0");
        }
    }

    private static final class BlockTable extends Table<Block> {
        private final Key<Block, Double> units =
                required("units", Values.NUMBER, "Units needed, such as instances.", Block::units);
        private final Key<Block, Duration> time = required("for", Values.DURATION, "Whole hours.", Block::time);

        BlockTable() {
            super("demand-block", "So many units for so long.");
        }

        @Override
        Block build(Fields f) {
            Duration d = f.get(time);
            if (d.isZero() || !d.equals(Duration.ofHours(d.toHours()))) {
                f.at(time).error("a block of demand is whole hours", "write it like 8h");
            }
            if (f.get(units) > 1_000_000) {
                f.at(units).error("more than a million units are out of reach", "take a larger unit");
            }
            return new Block(f.get(units), d);
        }
    }

    private static final class SpotTable extends Table<Spot> {
        private final Key<Spot, Double> discount = optional(
                "discount",
                Values.SHARE,
                "Share of the on-demand price that is saved.",
                "that of the prices",
                Spot::discount);
        private final Key<Spot, Double> interruptions = optional(
                "interruptions",
                Values.NUMBER,
                "Mean interruptions of a machine in an hour.",
                "those of the prices",
                Spot::interruptions);
        private final Key<Spot, Duration> lost = fallback(
                "lost",
                Values.DURATION,
                "Paid time lost with each interruption: work done again, and a boot.",
                Duration.ZERO,
                Spot::lost);
        private final Key<Spot, Integer> base =
                fallback("base", Values.count(0), "Units that are never on spot.", 0, Spot::base);
        private final Key<Spot, Double> share =
                fallback("share", Values.SHARE, "Share of those above the base that may be.", 1.0, Spot::share);

        SpotTable() {
            super("purchase-spot", "Under which terms spot capacity may be used.");
        }

        @Override
        Spot build(Fields f) {
            Double saved = f.find(discount);
            if (saved != null && saved >= 1) {
                f.at(discount).error("nothing is free: a discount is less than 100%", "write it like 70%");
            }
            return new Spot(saved, f.find(interruptions), f.get(lost), f.get(base), f.get(share));
        }
    }

    private static final class JobTable extends Table<Job> {
        private final Key<Job, Double> items = required("items", Values.POSITIVE, "Items to be done.", Job::items);
        private final Key<Job, Duration> deadline =
                required("deadline", Values.DURATION, "Time for them.", Job::deadline);
        private final Key<Job, Duration> boot =
                fallback("boot", Values.DURATION, "Time until an instance works, paid for.", Duration.ZERO, Job::boot);

        JobTable() {
            super("job", "Items to be done by a deadline.");
        }

        @Override
        Job build(Fields f) {
            if (f.get(boot).compareTo(f.get(deadline)) >= 0) {
                f.at(boot).error("an instance that boots until the deadline does nothing", "write a shorter time");
            }
            return new Job(f.get(items), f.get(deadline), f.get(boot));
        }
    }

    private static final class ChoiceTable extends Table<Choice> {
        private final Key<Choice, Map<String, Double>> candidates = required(
                "candidates",
                MapForm.of("an instance type", new Numbers.HourlyForm()),
                "Items that one instance was seen to do, by its name in the prices.",
                Choice::candidates);
        private final Key<Choice, Job> job =
                optional("job", new JobTable(), "Items to be done by a deadline.", "or rate", Choice::job);
        private final Key<Choice, Double> rate =
                optional("rate", new Numbers.HourlyForm(), "Items that come all the time.", "or job", Choice::rate);
        private final Key<Choice, Double> vcpu =
                fallback("least-vcpu", Values.NUMBER, "Processors of an instance.", 0.0, Choice::leastVcpu);
        private final Key<Choice, Double> memory = optional(
                "least-memory",
                Values.BYTES,
                "Memory of an instance.",
                "any",
                c -> c.leastMemory() == 0 ? null : c.leastMemory());
        private final Key<Choice, Integer> fewest =
                fallback("fewest", Values.count(1), "Fewest instances, for availability.", 1, Choice::fewest);
        private final Key<Choice, Integer> most = fallback(
                "most",
                new Numbers.CountForm(1, MOST_INSTANCES),
                "Most instances, by quota.",
                MOST_INSTANCES,
                Choice::most);
        private final Key<Choice, Money> budget =
                optional("budget", Values.MONEY, "For the job, or a month of steady work.", "any", Choice::budget);
        private final Key<Choice, String> called = optional(
                "said-cheapest",
                Values.TEXT,
                "The candidate that somebody says is the best on cost; checked.",
                "nobody says",
                Choice::called);

        ChoiceTable() {
            super("choice", "What an instance type is chosen by.");
        }

        @Override
        @Nullable
        Choice build(Fields f) {
            if (f.has(job) == f.has(rate)) {
                f.table()
                        .errorAtName(
                                f.has(job) ? "both a job and a rate are given" : "neither a job nor a rate is given",
                                "write job: { items: 5000000, deadline: 72h }, or rate: 500/h");
                return null;
            }
            if (f.get(most) < f.get(fewest)) {
                f.at(most).error("most is less than fewest, " + f.get(fewest), "raise most or lower fewest");
            }
            if (f.get(candidates).isEmpty()) {
                f.at(candidates).errorAtName("there is no candidate", "write candidates: { m5.large: 500/h }");
                return null;
            }
            PricesSpec prices = f.reading().prices();
            Map<String, Cursor> places = f.at(candidates).entries("candidates");
            f.get(candidates).forEach((name, speed) -> {
                Cursor at = places == null ? f.at(candidates) : places.getOrDefault(name, f.at(candidates));
                priced(name, prices, at.asKey());
                if (speed == 0) {
                    at.error("an instance that does nothing is no candidate", "write what it does, such as 500/h");
                }
            });
            String said = f.find(called);
            if (said != null && !f.get(candidates).containsKey(said)) {
                f.at(called)
                        .error(
                                "'" + said + "' is not among the candidates",
                                Nearest.mend(said, f.get(candidates).keySet()));
            }
            Money limit = f.find(budget);
            if (limit != null
                    && !prices.currency().isEmpty()
                    && !limit.currency().equals(prices.currency())) {
                f.at(budget)
                        .error(
                                "the budget is in " + limit.currency() + ", and the prices in " + prices.currency(),
                                "write both in one currency");
            }
            Double bytes = f.find(memory);
            return new Choice(
                    f.get(candidates),
                    f.find(job),
                    f.find(rate),
                    f.get(vcpu),
                    bytes == null ? 0 : bytes,
                    f.get(fewest),
                    f.get(most),
                    limit,
                    said);
        }
    }
}
