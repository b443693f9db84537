package dev.headroom.testing;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.headroom.engine.loop.Notifier;
import dev.headroom.engine.model.Advice;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Notifier} must do: take any advice without throwing. */
public abstract class NotifierContract {

    /** The notifier under test. */
    protected abstract Notifier notifier();

    @Test
    void takesEveryAdvice() {
        Notifier notifier = notifier();
        List<Advice> all = List.of(
                new Advice.Alert("budget-daily-80", Advice.Severity.WARNING, "80 % of today's budget is spent"),
                new Advice.ScaleFirst("db", 3, "60 connections are needed"),
                new Advice.ResizePool("sessions-db", 60, 16),
                new Advice.Shed("batch", "the hourly budget is exceeded by half"),
                new Advice.ResizeReplica(2.0, 4e9, "c5.large", 0.9),
                new Advice.OverrideEnded("ada", Instant.EPOCH));
        assertThatCode(() -> all.forEach(a -> notifier.send("web", a))).doesNotThrowAnyException();
    }
}
