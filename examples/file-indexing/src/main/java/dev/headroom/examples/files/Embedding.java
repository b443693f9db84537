package dev.headroom.examples.files;

import dev.headroom.connectors.aws.BedrockEmbeddings;
import dev.headroom.guard.Backoff;
import dev.headroom.guard.BreakerRule;
import dev.headroom.guard.Guard;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.GuardSettings;
import dev.headroom.guard.LimitRule;
import dev.headroom.guard.LocalLimits;
import dev.headroom.worker.Item;
import dev.headroom.worker.Stage;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The stage that asks a model for the embedding of a file's picture: 20 calls a second and 10 at once, tries again, and waits
 * while the model is away. Files without a picture pass at once.
 */
final class Embedding implements AutoCloseable {
    /** Numbers of an embedding. */
    static final int LENGTH = 256;

    private static final int A_SECOND = 20;
    private static final int AT_ONCE = 10;

    private final BedrockEmbeddings model;
    private final LocalLimits limits = new LocalLimits(InstantSource.system(), 1);
    private final Guard guard;

    /**
     * Of a model.
     *
     * @param endpoint a server that speaks Bedrock's protocol
     */
    Embedding(URI endpoint) {
        model = new BedrockEmbeddings(null, endpoint, BedrockEmbeddings.TITAN, LENGTH);
        GuardSettings settings = GuardSettings.none("embed")
                .deadline(Duration.ofSeconds(30))
                .retry(new Backoff(4, Duration.ofMillis(200), Duration.ofSeconds(5), 2, 0.2), 0.5)
                .breaker(BreakerRule.USUAL)
                .failure(e -> e instanceof IOException);
        guard = new Guard(
                settings,
                limits,
                GuardClock.SYSTEM,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    Stage<Recognised, List<Item<Indexed>>> stage() {
        return Stage.<Recognised, List<Item<Indexed>>>io(
                        "embed", AT_ONCE, (file, work) -> file.items(model.of(Objects.requireNonNull(file.picture()))))
                .paced(limits, LimitRule.sliding("embed", A_SECOND, Duration.ofSeconds(1)))
                .behind(guard)
                .unless(file -> file.picture() == null, file -> file.items(null));
    }

    @Override
    public void close() {
        guard.close();
        model.close();
    }
}
