package dev.headroom.engine.policy;

/** What a policy carries from one evaluation to the next: small, immutable, serialisable. */
public sealed interface Memory
        permits StepScaling.Periods,
                HeldThresholds.Holds,
                QueueBacklog.Idle,
                ConcurrencyPanic.Panic,
                Scheduled.Active,
                Predictive.Trust,
                CapacityModel.Learned,
                Usage {}
