package dev.headroom.connectors.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.testing.MessageQueueContract;
import dev.headroom.worker.Message;
import dev.headroom.worker.MessageQueue;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;

class SqsQueueTest extends MessageQueueContract {
    private static ElasticMq server;
    private String dead = "";

    @BeforeAll
    static void start() {
        server = new ElasticMq();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected MessageQueue with(String... bodies) {
        dead = server.queue();
        SqsQueue queue = new SqsQueue(server.client(), server.queue(), dead);
        List.of(bodies).forEach(queue::send);
        return queue;
    }

    /** A real server has time of its own. */
    @Override
    protected void pass(Duration span) throws InterruptedException {
        assertThat(new CountDownLatch(1).await(span.toMillis(), TimeUnit.MILLISECONDS))
                .isFalse();
    }

    @Override
    protected List<String> reasons() {
        return server
                .client()
                .receiveMessage(
                        r -> r.queueUrl(dead).messageAttributeNames("All").maxNumberOfMessages(10))
                .messages()
                .stream()
                .map(m -> java.util.Objects.requireNonNull(m.messageAttributes().get(SqsQueue.REASON))
                        .stringValue())
                .toList();
    }

    @Test
    void aDeadLetterKeepsBodyAndAttributesAndTakesAnyReason() throws Exception {
        MessageQueue queue = with("a");
        Message message = ((MessageQueue.Received.Messages) queue.receive(1, Duration.ZERO, Duration.ofSeconds(9)))
                .messages()
                .get(0);
        assertThat(queue.bury(message, "bad byte \0 " + "x".repeat(300_000))).isEmpty();
        assertThat(reasons())
                .singleElement()
                .satisfies(
                        reason -> assertThat(reason).startsWith("bad byte ? x").hasSize(2000));
    }

    @Test
    void aServerThatIsAwayIsAResult() throws Exception {
        try (SqsClient client = SqsClients.client("eu-central-1", URI.create("http://127.0.0.1:1"))) {
            SqsQueue queue = new SqsQueue(client, "http://127.0.0.1:1/0/a", "http://127.0.0.1:1/0/b");
            assertThat(queue.receive(1, Duration.ZERO, Duration.ofSeconds(9)))
                    .isInstanceOfSatisfying(
                            MessageQueue.Received.Unreachable.class,
                            no -> assertThat(no.why()).containsIgnoringCase("connect"));
            Message message = new Message("id", "body", "receipt", 1, null, java.util.Map.of());
            assertThat(queue.acknowledge(List.of(message))).containsOnlyKeys(message);
            assertThat(queue.hold(List.of(message), Duration.ZERO)).containsOnlyKeys(message);
            assertThat(queue.bury(message, "why")).isPresent();
            assertThat(queue.depth()).isEmpty();
        }
    }

    @Test
    void deadLettersNeedAQueueOfTheirOwn() {
        assertThatThrownBy(() -> new SqsQueue(server.client(), "http://q/1", "http://q/1"))
                .hasMessageContaining("a queue of their own");
    }
}
