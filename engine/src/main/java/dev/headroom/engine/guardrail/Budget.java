package dev.headroom.engine.guardrail;

import dev.headroom.engine.guardrail.GuardrailMemory.Ledger;
import dev.headroom.engine.model.Advice;
import dev.headroom.engine.model.Money;
import dev.headroom.engine.model.Observations.Spending;
import java.time.ZoneId;
import java.util.List;

/**
 * Limits in money, in the currency of the replica's price.
 *
 * <p>Growth stops at what is affordable: ⌊(rate − others) ÷ price⌋ replicas, where the rate is the least of the hourly
 * budget, what is left of the day ÷ hours left of it, and what is left of the month ÷ hours left of it, and "others" is what
 * the other workloads under the budget cost per hour. Replicas that run already are not taken away for money, and the
 * minimum stands; a schedule's floor does not. A person's pin is not limited.
 *
 * <p>Own spending is integrated over time: replicas alive × price × time since the former decision.
 *
 * <p>People are told when a share of a budget is reached: for the hour, of the rate wanted before this limit; told again
 * only after it has fallen a tenth below the share. For the day and the month, of the money spent; once a day or month. Of
 * several shares reached at once only the highest is told.
 *
 * @param hourly most per hour, positive; infinity for none
 * @param daily most per calendar day, positive; infinity for none
 * @param monthly most per calendar month, positive; infinity for none
 * @param currency ISO 4217 code
 * @param availabilityFirst whether the budget only alerts and never limits or sheds
 * @param alerts shares of a budget at which people are told, ascending, positive
 * @param shedAt multiple of the hourly budget at which low-priority workloads are shed, at least 1: held against the rate
 *     wanted before this limit, so that shedding can make room
 * @param shed those workloads
 * @param zone the zone whose days and months count
 */
public record Budget(
        double hourly,
        double daily,
        double monthly,
        String currency,
        boolean availabilityFirst,
        List<Double> alerts,
        double shedAt,
        List<String> shed,
        ZoneId zone) {
    /** Half, four fifths, nine tenths, all. */
    public static final List<Double> ALERTS = List.of(0.5, 0.8, 0.9, 1.0);

    private static final String RULE = "budget";
    private static final String PASSED =
            "{after|replica costs|replicas cost} {observed} {detail} per hour with all others: affordable";
    private static final String RUNNING =
            "{after|replica stays|replicas stay}, though only {observed} are affordable: what runs is not"
                    + " taken away for money ({detail})";
    private static final String MINIMUM =
            "{after|replica stays|replicas stay}, though only {observed} are affordable: the minimum of {limit} stands ({detail})";
    private static final String HOURLY =
            "{before} is held at {after}: the hourly budget of {limit} {detail} affords {observed}";
    private static final String DAILY =
            "{before} is held at {after}: what is left of the day's {limit} {detail} affords"
                    + " {observed} until it ends";
    private static final String MONTHLY =
            "{before} is held at {after}: what is left of the month's {limit} {detail} affords"
                    + " {observed} until it ends";
    private static final String AVAILABILITY =
            "{after|replica costs|replicas cost} {observed} {detail} per hour with all others: over"
                    + " budget, but availability goes first";
    private static final Passed NO_PRICE =
            new Passed(RULE, "the budget cannot be checked: the price of a replica is unknown");
    private static final String OTHER_CURRENCY =
            "the budget cannot be checked: the price of a replica is not in {detail}";

    public Budget {
        if (!(hourly > 0) || !(daily > 0) || !(monthly > 0)) {
            throw new IllegalArgumentException(
                    "budgets must be positive, not " + hourly + ", " + daily + " and " + monthly);
        }
        if (currency.length() != 3) {
            throw new IllegalArgumentException("a currency is an ISO 4217 code such as USD, not '" + currency + "'");
        }
        alerts = List.copyOf(alerts);
        double last = 0;
        for (double share : alerts) {
            if (!(share > last) || Double.isInfinite(share)) {
                throw new IllegalArgumentException("alert shares must be positive and ascend, not " + alerts);
            }
            last = share;
        }
        if (!(shedAt >= 1)) {
            throw new IllegalArgumentException("shedding starts at the hourly budget or above, not at " + shedAt);
        }
        shed = List.copyOf(shed);
    }

    void apply(Draft d) {
        Money money = d.s.replica().price();
        double price = d.s.replica().hourly();
        if (money == null || !(price > 0)) {
            d.pass(NO_PRICE);
            return;
        }
        if (!money.currency().equals(currency)) {
            d.say(RULE, OTHER_CURRENCY, Double.NaN, d.desired, currency);
            return;
        }
        Spending others = d.seen.spending();
        double rate = d.desired * price + others.hourlyRate();
        Ledger spent = SpendingLedger.advance(d.ledger, d, price, zone);
        double today = spent.today() + others.today();
        double month = spent.month() + others.month();
        d.ledger = alert(d, spent, rate, today, month);
        if (!availabilityFirst && rate >= shedAt * hourly) {
            shed(d, rate);
        }
        limit(d, price, others.hourlyRate(), rate, leftDaily(d, today), leftMonthly(d, month));
    }

    private double leftDaily(Draft d, double today) {
        return Double.isInfinite(daily) ? daily : (daily - today) / hours(d.ledger.dayEndsMillis() - d.now);
    }

    private double leftMonthly(Draft d, double month) {
        return Double.isInfinite(monthly) ? monthly : (monthly - month) / hours(d.ledger.monthEndsMillis() - d.now);
    }

    private static double hours(long millis) {
        return millis / (double) Draft.HOUR;
    }

    /** Holds growth at what the tightest of the three rates affords. */
    private void limit(Draft d, double price, double others, double rate, double dailyRate, double monthlyRate) {
        double least = Math.min(hourly, Math.min(dailyRate, monthlyRate));
        int affordable = Math.max(0, Draft.down((least - others) / price));
        int asked = d.desired;
        if (asked <= affordable) {
            d.say(RULE, PASSED, rate, Double.NaN, asked, null, currency);
        } else if (availabilityFirst) {
            d.say(RULE, AVAILABILITY, rate, Double.NaN, asked, null, currency);
        } else {
            d.capAt(Math.max(affordable, Math.min(d.current, asked)));
            if (d.desired == asked) {
                d.say(RULE, d.grows() ? MINIMUM : RUNNING, affordable, d.min, asked, null, currency);
            } else if (least == hourly) {
                d.say(RULE, HOURLY, affordable, hourly, asked, null, currency);
            } else if (least == dailyRate) {
                d.say(RULE, DAILY, affordable, daily, asked, null, currency);
            } else {
                d.say(RULE, MONTHLY, affordable, monthly, asked, null, currency);
            }
        }
    }

    private void shed(Draft d, double rate) {
        String why = "the replicas wanted cost " + plain(rate) + " " + currency + " per hour, the budget is "
                + plain(hourly);
        for (int i = 0; i < shed.size(); i++) {
            d.advice.add(new Advice.Shed(shed.get(i), why));
        }
    }

    private Ledger alert(Draft d, Ledger spent, double rate, double today, double month) {
        int hour = Math.max(reached(rate, hourly), Math.min(spent.toldHourly(), reached(rate / 0.9, hourly)));
        int day = Math.max(spent.toldDaily(), reached(today, daily));
        int whole = Math.max(spent.toldMonthly(), reached(month, monthly));
        if (hour == spent.toldHourly() && day == spent.toldDaily() && whole == spent.toldMonthly()) {
            return spent;
        }
        tell(d, hour > spent.toldHourly(), "hourly", hour, hourly, "is asked for");
        tell(d, day > spent.toldDaily(), "daily", day, daily, "is spent");
        tell(d, whole > spent.toldMonthly(), "monthly", whole, monthly, "is spent");
        return new Ledger(
                spent.dayEndsMillis(), spent.monthEndsMillis(), spent.today(), spent.month(), hour, day, whole);
    }

    /** How many alert shares of {@code budget} the amount has reached. */
    private int reached(double amount, double budget) {
        int n = 0;
        while (n < alerts.size() && amount >= alerts.get(n) * budget) {
            n++;
        }
        return n;
    }

    private void tell(Draft d, boolean tell, String period, int reached, double budget, String verb) {
        if (!tell) {
            return;
        }
        double share = alerts.get(reached - 1);
        String percent = plain(share * 100);
        d.advice.add(new Advice.Alert(
                "budget." + period + "." + percent,
                share >= 1 ? Advice.Severity.CRITICAL : share >= 0.8 ? Advice.Severity.WARNING : Advice.Severity.INFO,
                percent + " % of the " + period + " budget of " + plain(budget) + " " + currency + " " + verb));
    }

    /** At most two decimals. */
    private static String plain(double v) {
        long cents = Math.round(v * 100);
        if (cents % 100 == 0) {
            return Long.toString(cents / 100);
        }
        return cents / 100 + (cents % 100 < 10 ? ".0" : ".") + cents % 100;
    }
}
