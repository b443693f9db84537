package dev.headroom.engine.guardrail;

import java.time.ZoneId;
import java.util.List;

/**
 * Limits in money, in the currency of the replica's price.
 *
 * @param hourly most per hour; infinity for none
 * @param daily most per calendar day; infinity for none
 * @param monthly most per calendar month; infinity for none
 * @param currency ISO 4217 code
 * @param availabilityFirst whether the budget only alerts and never limits
 * @param alerts shares of a budget at which people are told, ascending
 * @param shedAt multiple of the hourly budget at which low-priority workloads are shed
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
        ZoneId zone) {}
