package dev.headroom.spec;

import dev.headroom.spec.RecoverySpec.Strategy;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A component's recovery. */
final class RecoveryTable extends Table<RecoverySpec> {

    static final RecoveryTable TABLE = new RecoveryTable();

    private final Key<RecoverySpec, Strategy> strategy = required(
            "strategy",
            Word.of(
                    "a strategy",
                    Strategy.class,
                    "active-active",
                    Strategy.ACTIVE_ACTIVE,
                    "hot-standby",
                    Strategy.HOT_STANDBY,
                    "warm-standby",
                    Strategy.WARM_STANDBY,
                    "cold-standby",
                    Strategy.COLD_STANDBY,
                    "backup",
                    Strategy.BACKUP),
            "How it comes back.",
            RecoverySpec::strategy);
    private final Key<RecoverySpec, Integer> copies =
            fallback("copies", Values.count(1), "Copies there are.", 1, RecoverySpec::copies);
    private final Key<RecoverySpec, Integer> needed =
            fallback("needed", Values.count(1), "Copies that carry the load.", 1, RecoverySpec::needed);
    private final Key<RecoverySpec, Integer> zones =
            fallback("zones", Values.count(1), "Zones the copies are spread over evenly.", 1, RecoverySpec::zones);
    private final Key<RecoverySpec, Duration> detection =
            time("detection", "Time until the failure is known.", RecoverySpec::detection);
    private final Key<RecoverySpec, Duration> promotion = time(
            "promotion",
            "Time until a standby is the primary; with active-active, until traffic goes elsewhere.",
            RecoverySpec::promotion);
    private final Key<RecoverySpec, Duration> start =
            time("start", "Time until machines run that did not.", RecoverySpec::start);
    private final Key<RecoverySpec, Duration> scaleUp =
            time("scale-up", "Time until a smaller copy has its full size.", RecoverySpec::scaleUp);
    private final Key<RecoverySpec, Duration> restore =
            time("restore", "Time until a backup is loaded.", RecoverySpec::restore);
    private final Key<RecoverySpec, Duration> dns =
            time("dns", "Time until clients follow a changed name: its time to live.", RecoverySpec::dns);
    private final Key<RecoverySpec, Duration> lag =
            time("lag", "Replication lag; 0s when every write waits for the copies.", RecoverySpec::lag);
    private final Key<RecoverySpec, Duration> interval = optional(
            "backup-interval",
            Values.DURATION,
            "Time between backups.",
            "no backups; required with strategy backup",
            RecoverySpec::interval);
    private final Key<RecoverySpec, Duration> backup =
            time("backup-time", "Time that a backup takes.", RecoverySpec::backup);
    private final Key<RecoverySpec, Double> availability = optional(
            "availability", Values.SHARE, "Availability of one copy.", "not reckoned with", RecoverySpec::availability);
    private final Key<RecoverySpec, Duration> rto =
            optional("rto", Values.DURATION, "Objective: most time until it serves again.", "none", RecoverySpec::rto);
    private final Key<RecoverySpec, Duration> rpo =
            optional("rpo", Values.DURATION, "Objective: most time whose data may be lost.", "none", RecoverySpec::rpo);

    private RecoveryTable() {
        super("recovery", "How a component of the stack comes back after a failure.");
    }

    private Key<RecoverySpec, Duration> time(String key, String text, Function<RecoverySpec, @Nullable Duration> get) {
        return fallback(key, Values.DURATION, text, Duration.ZERO, get);
    }

    @Override
    @Nullable
    RecoverySpec build(Fields f) {
        if (f.get(needed) > f.get(copies)) {
            f.at(needed)
                    .errorAtName(
                            f.get(needed) + " copies are needed of " + f.get(copies), "raise copies or lower needed");
        }
        Duration every = f.find(interval);
        if (f.get(strategy) == Strategy.BACKUP && (every == null || every.isZero())) {
            f.at(every == null ? strategy : interval)
                    .error("backups are made at an interval", "add backup-interval: 6h");
        }
        if (f.get(strategy) == Strategy.ACTIVE_ACTIVE && f.get(copies) < 2) {
            f.at(strategy).error("active-active needs two copies at least", "add copies: 2, or take another strategy");
        }
        return new RecoverySpec(
                f.get(strategy),
                f.get(copies),
                f.get(needed),
                f.get(zones),
                f.get(detection),
                f.get(promotion),
                f.get(start),
                f.get(scaleUp),
                f.get(restore),
                f.get(dns),
                f.get(lag),
                every,
                f.get(backup),
                f.find(availability),
                f.find(rto),
                f.find(rpo));
    }
}
