package dev.headroom.connectors.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.headroom.guard.Backoff;
import dev.headroom.guard.BreakerRule;
import dev.headroom.guard.Guard;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.GuardSettings;
import dev.headroom.guard.LimitRule;
import dev.headroom.guard.LocalLimits;
import dev.headroom.testing.TitanServer;
import dev.headroom.worker.Item;
import dev.headroom.worker.MemoryQueue;
import dev.headroom.worker.Message;
import dev.headroom.worker.Pipeline;
import dev.headroom.worker.Refused;
import dev.headroom.worker.Stage;
import dev.headroom.worker.Worker;
import dev.headroom.worker.WorkerSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that speaks Bedrock's protocol: as strict with rate and parallelism as the service. */
class BedrockEmbeddingsTest {
    private static final int IMAGES = 45;

    @TempDir
    Path temporary;

    private static byte[] image(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void anImageBecomesAVector() throws Exception {
        try (TitanServer server = new TitanServer(1000, 100, 0);
                BedrockEmbeddings embeddings =
                        new BedrockEmbeddings(null, server.address(), BedrockEmbeddings.TITAN, 256)) {
            float[] vector = embeddings.of(image("a cat"));
            assertThat(vector).hasSize(256).isEqualTo(embeddings.of(image("a cat")));
            assertThat(vector).isNotEqualTo(embeddings.of(image("a dog")));
            assertThat(server.asked()).contains("POST /model/amazon.titan-embed-image-v1/invoke");
            assertThatThrownBy(() -> embeddings.of(image("broken")))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("the model does not take the image: ");
        }
    }

    @Test
    void aServiceThatIsAwayOrTalksNonsenseIsAFailure() throws Exception {
        try (TitanServer server = new TitanServer(1000, 100, 1);
                BedrockEmbeddings embeddings =
                        new BedrockEmbeddings(null, server.address(), BedrockEmbeddings.TITAN, 256)) {
            assertThatThrownBy(() -> embeddings.of(image("a cat"))).isInstanceOf(IOException.class);
            assertThat(server.calls()).as("no retries of its own").isEqualTo(1);
        }
        try (TitanServer server = new TitanServer(1000, 100, 0);
                BedrockEmbeddings embeddings = new BedrockEmbeddings(null, server.address(), "other.model", 7)) {
            assertThatThrownBy(() -> embeddings.of(image("a cat")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the model gave 256 numbers instead of 7");
        }
    }

    /** 20 a second, 10 at once, every ninth call fails: all images are embedded, and the service never has to throttle. */
    @Test
    void aStageKeepsToTheRateAndTriesAgain() throws Exception {
        MemoryQueue queue = new MemoryQueue(InstantSource.system());
        for (int i = 0; i < IMAGES; i++) {
            queue.send("image " + i);
        }
        queue.send("broken");
        Map<String, float[]> vectors = new ConcurrentHashMap<>();
        GuardSettings settings = GuardSettings.none("embed")
                .retry(new Backoff(4, Duration.ofMillis(50), Duration.ofSeconds(1), 2, 0.2), 1)
                .breaker(BreakerRule.USUAL)
                .failure(e -> e instanceof IOException);
        LocalLimits limits = new LocalLimits(InstantSource.system(), 10);
        try (TitanServer server = new TitanServer(20, 10, 9);
                BedrockEmbeddings embeddings =
                        new BedrockEmbeddings(null, server.address(), BedrockEmbeddings.TITAN, 256);
                Guard guard = new Guard(settings, limits, GuardClock.SYSTEM, () -> 0.5)) {
            Stage<Message, List<Item<float[]>>> stage = Stage.<Message, List<Item<float[]>>>io(
                            "embed",
                            10,
                            (message, work) ->
                                    List.of(new Item<>(message.body(), embeddings.of(image(message.body())), 1024)))
                    .paced(limits, LimitRule.sliding("embed", 20, Duration.ofSeconds(1)))
                    .behind(guard);
            try (Worker<float[]> worker = new Worker<>(
                    queue,
                    Pipeline.of(stage),
                    items -> {
                        items.forEach(item -> vectors.put(item.key(), item.value()));
                        return List.of();
                    },
                    WorkerSettings.defaults().withTemporary(temporary),
                    new SimpleMeterRegistry(),
                    InstantSource.system())) {
                worker.start();
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> queue.depth()
                                .map(d -> d.visible() + d.held() == 0)
                                .orElse(false));
            }
            assertThat(vectors).hasSize(IMAGES);
            assertThat(queue.buried())
                    .singleElement()
                    .satisfies(
                            dead -> assertThat(dead.reason()).startsWith("embed: the model does not take the image: "));
            assertThat(server.throttled()).isZero();
            assertThat(server.calls()).isGreaterThan(IMAGES + 1);
            assertThat(server.mostAtOnce()).isBetween(2, 10);
        }
    }
}
