package dev.headroom.simulator.baseline;

import dev.headroom.engine.Combiner;
import dev.headroom.engine.Decider;
import dev.headroom.engine.Decision;
import dev.headroom.engine.Workload;
import dev.headroom.engine.WorkloadState;
import dev.headroom.engine.guardrail.Guardrails;
import dev.headroom.engine.model.Fleet;
import dev.headroom.engine.model.Objective;
import dev.headroom.engine.model.Observations;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Replica;
import dev.headroom.engine.model.ReplicaSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Steps a decider through time by hand; the fleet follows each decision at once unless it is set. */
final class Rehearsal {
    static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

    private final Decider decider;
    private final Duration step;
    private WorkloadState state = WorkloadState.INITIAL;
    private Instant now = START;
    private Fleet fleet;
    private String explanation = "";

    Rehearsal(Decider decider, int stepSeconds, int replicas) {
        this.decider = decider;
        this.step = Duration.ofSeconds(stepSeconds);
        this.fleet = Fleet.steady(replicas);
    }

    /** One decision on readings true now; then time moves on a step, and the fleet is what was asked for. */
    int see(double... values) {
        List<Reading> readings = new ArrayList<>();
        for (double value : values) {
            readings.add(Reading.of(value, now));
        }
        return see(readings.toArray(Reading[]::new));
    }

    int see(Reading... readings) {
        Decision decision = decider.decide(workload(0, 1000), state, Observations.of(fleet, List.of(readings)), now);
        if (!decision.at().equals(now) || !now.equals(decision.state().decidedAt())) {
            throw new AssertionError("a decision carries its time, and so does its state: " + decision);
        }
        if (decision.reasons().isEmpty()) {
            throw new AssertionError("a decision explains itself");
        }
        explanation = decision.explanation();
        state = decision.state();
        now = now.plus(step);
        if (decision.acts()) {
            fleet = Fleet.steady(decision.desired());
        }
        return decision.desired();
    }

    /** The decision after seeing the same value so many times. */
    int seeTimes(int times, double value) {
        int desired = fleet.desired();
        for (int i = 0; i < times; i++) {
            desired = see(value);
        }
        return desired;
    }

    /** From now on the fleet is this one, until a decision changes it. */
    Rehearsal with(Fleet newFleet) {
        this.fleet = newFleet;
        return this;
    }

    /** Ready replicas, of which the last {@code young} became ready {@code age} seconds ago, and more that boot. */
    Rehearsal withYoung(int desired, int ready, int young, int ageSeconds, int booting) {
        List<Replica> list = new ArrayList<>();
        for (int i = 0; i < young; i++) {
            Instant at = now.minusSeconds(ageSeconds);
            list.add(new Replica(Replica.Phase.READY, at.minusSeconds(30), at));
        }
        for (int i = 0; i < booting; i++) {
            list.add(new Replica(Replica.Phase.BOOTING, now.minusSeconds(10), null));
        }
        return with(new Fleet(desired, ready, 0, booting, 0, list));
    }

    Rehearsal skip(int seconds) {
        now = now.plusSeconds(seconds);
        return this;
    }

    Instant now() {
        return now;
    }

    String explanation() {
        return explanation;
    }

    static Workload workload(int min, int max) {
        return new Workload(
                "orders",
                Duration.ofSeconds(15),
                new ReplicaSpec(Duration.ofSeconds(60), Duration.ZERO, 10, Duration.ofMillis(200), null),
                Objective.NONE,
                List.of(),
                List.of(),
                Combiner.MAXIMUM,
                Guardrails.of(min, max));
    }
}
