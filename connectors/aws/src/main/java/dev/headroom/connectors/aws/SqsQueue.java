package dev.headroom.connectors.aws;

import dev.headroom.worker.Message;
import dev.headroom.worker.MessageQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * A standard SQS queue, or one of a server that speaks the same protocol, and a second queue for dead letters. A dead letter has
 * the body of the message, its attributes, and {@code headroom-reason}, {@code headroom-message-id} and {@code
 * headroom-receives}.
 *
 * <p>A redrive policy of the queue's own may stay as a safety net, with a higher count than the worker's number of tries: it
 * gives no reasons.
 */
public final class SqsQueue implements MessageQueue {
    /** Attribute of a dead letter: why it is one. */
    public static final String REASON = "headroom-reason";

    private static final String MESSAGE_ID = "headroom-message-id";
    private static final String RECEIVES = "headroom-receives";
    private static final String GONE = "ReceiptHandleIsInvalid";
    /** SQS allows ten attributes, and three are ours. */
    private static final int MOST_ATTRIBUTES = 7;

    private static final int MOST_REASON = 2000;
    /** SQS holds nothing for longer than 12 h. */
    private static final long LONGEST_HOLD = 43_200;
    /** What a long poll may take beyond its wait. Generous: messages of an answer that is given up stay held, for nobody. */
    private static final Duration SPARE = Duration.ofSeconds(10);

    private final SqsClient client;
    private final String url;
    private final String deadUrl;

    /**
     * Two queues that exist.
     *
     * @param client stays open
     * @param url address of the queue
     * @param deadUrl address of the queue of its dead letters
     */
    public SqsQueue(SqsClient client, String url, String deadUrl) {
        if (url.equals(deadUrl)) {
            throw new IllegalArgumentException("the dead letters need a queue of their own, not " + url);
        }
        this.client = client;
        this.url = url;
        this.deadUrl = deadUrl;
    }

    /** Puts a message in. */
    public void send(String body) {
        send(List.of(body));
    }

    /**
     * Puts messages in, ten at a time.
     *
     * @throws IllegalStateException if the queue did not take all of them: some may be in it
     * @throws SdkException if it cannot be reached
     */
    public void send(List<String> bodies) {
        for (int i = 0; i < bodies.size(); i += MOST) {
            List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
            for (String body : bodies.subList(i, Math.min(bodies.size(), i + MOST))) {
                entries.add(SendMessageBatchRequestEntry.builder()
                        .id(Integer.toString(entries.size()))
                        .messageBody(body)
                        .build());
            }
            List<BatchResultErrorEntry> failed = client.sendMessageBatch(
                            r -> r.queueUrl(url).entries(entries))
                    .failed();
            if (!failed.isEmpty()) {
                BatchResultErrorEntry first = failed.get(0);
                throw new IllegalStateException("the queue does not take " + failed.size() + " messages: "
                        + first.code() + ": " + first.message());
            }
        }
    }

    @Override
    public Received receive(int most, Duration wait, Duration visibility) throws InterruptedException {
        try {
            var answer = client.receiveMessage(r -> r.queueUrl(url)
                    .maxNumberOfMessages(most)
                    .waitTimeSeconds((int) Math.min(20, seconds(wait)))
                    .visibilityTimeout((int) seconds(visibility))
                    .messageAttributeNames("All")
                    .messageSystemAttributeNames(
                            MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                            MessageSystemAttributeName.SENT_TIMESTAMP)
                    .overrideConfiguration(c -> c.apiCallTimeout(wait.plus(SPARE))));
            return new Received.Messages(
                    answer.messages().stream().map(SqsQueue::message).toList());
        } catch (AbortedException e) {
            Thread.interrupted(); // the exception takes its place
            throw interrupted(e);
        } catch (SdkException e) {
            return new Received.Unreachable(Clients.why(e));
        }
    }

    private static InterruptedException interrupted(Exception cause) {
        InterruptedException e = new InterruptedException("while waiting for messages");
        e.initCause(cause);
        return e;
    }

    private static Message message(software.amazon.awssdk.services.sqs.model.Message from) {
        Map<MessageSystemAttributeName, String> system = from.attributes();
        String sent = system.get(MessageSystemAttributeName.SENT_TIMESTAMP);
        String receives = system.getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1");
        Map<String, String> attributes = new HashMap<>();
        from.messageAttributes().forEach((name, value) -> {
            if (value.stringValue() != null) {
                attributes.put(name, value.stringValue());
            }
        });
        return new Message(
                from.messageId(),
                from.body(),
                from.receiptHandle(),
                Math.max(1, Integer.parseInt(receives)),
                sent == null ? null : Instant.ofEpochMilli(Long.parseLong(sent)),
                attributes);
    }

    @Override
    public Map<Message, String> acknowledge(List<Message> messages) {
        Map<Message, String> failed = batch(
                messages,
                all -> client.deleteMessageBatch(r -> r.queueUrl(url)
                                .entries(all.entrySet().stream()
                                        .map(e -> DeleteMessageBatchRequestEntry.builder()
                                                .id(e.getKey())
                                                .receiptHandle(e.getValue().receipt())
                                                .build())
                                        .toList()))
                        .failed());
        // Deleted before, or delivered to another who will delete it.
        failed.values().removeIf(why -> why.startsWith(GONE));
        return failed;
    }

    @Override
    public Map<Message, String> hold(List<Message> messages, Duration visibility) {
        int hold = (int) Math.min(LONGEST_HOLD, seconds(visibility));
        return batch(
                messages,
                all -> client.changeMessageVisibilityBatch(r -> r.queueUrl(url)
                                .entries(all.entrySet().stream()
                                        .map(e -> ChangeMessageVisibilityBatchRequestEntry.builder()
                                                .id(e.getKey())
                                                .receiptHandle(e.getValue().receipt())
                                                .visibilityTimeout(hold)
                                                .build())
                                        .toList()))
                        .failed());
    }

    private static Map<Message, String> batch(
            List<Message> messages, Function<Map<String, Message>, List<BatchResultErrorEntry>> call) {
        if (messages.isEmpty()) {
            return new HashMap<>();
        }
        Map<String, Message> byId = new LinkedHashMap<>();
        messages.forEach(message -> byId.put(Integer.toString(byId.size()), message));
        Map<Message, String> failed = new HashMap<>();
        try {
            for (BatchResultErrorEntry error : call.apply(byId)) {
                Message message = byId.get(error.id());
                if (message != null) {
                    failed.put(message, error.code() + (error.message() == null ? "" : ": " + error.message()));
                }
            }
        } catch (SdkException e) {
            messages.forEach(message -> failed.put(message, Clients.why(e)));
        }
        return failed;
    }

    @Override
    public Optional<String> bury(Message message, String reason) {
        Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
        message.attributes().entrySet().stream()
                .limit(MOST_ATTRIBUTES)
                .forEach(e -> attributes.put(e.getKey(), text(e.getValue())));
        attributes.put(REASON, text(reason));
        attributes.put(MESSAGE_ID, text(message.id()));
        attributes.put(RECEIVES, text(Integer.toString(message.receives())));
        try {
            client.sendMessage(
                    r -> r.queueUrl(deadUrl).messageBody(message.body()).messageAttributes(attributes));
        } catch (SdkException e) {
            return Optional.of(Clients.why(e));
        }
        return Optional.ofNullable(acknowledge(List.of(message)).get(message));
    }

    /** SQS takes what XML 1.0 takes, and nothing empty. */
    private static MessageAttributeValue text(String text) {
        StringBuilder allowed = new StringBuilder();
        text.codePoints()
                .limit(MOST_REASON)
                .map(c -> c == '\t'
                                || c == '\n'
                                || c == '\r'
                                || (c >= ' ' && !(c >= 0xD800 && c <= 0xDFFF) && c < 0xFFFE)
                                || c >= 0x10000
                        ? c
                        : '?')
                .forEach(allowed::appendCodePoint);
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(allowed.isEmpty() ? "-" : allowed.toString())
                .build();
    }

    @Override
    public Optional<Depth> depth() {
        try {
            Map<QueueAttributeName, String> here = attributes(client, url);
            return Optional.of(new Depth(
                    count(here, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
                    count(here, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
                    count(attributes(client, deadUrl), QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)));
        } catch (SdkException e) {
            return Optional.empty();
        }
    }

    static Map<QueueAttributeName, String> attributes(SqsClient client, String url) {
        return client.getQueueAttributes(r -> r.queueUrl(url)
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
                .attributes();
    }

    static long count(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
        @Nullable String text = attributes.get(name);
        return text == null ? 0 : Long.parseLong(text);
    }

    /** Whole seconds, rounded up. */
    private static long seconds(Duration span) {
        return Math.ceilDiv(Math.max(0, span.toMillis()), 1000L);
    }
}
