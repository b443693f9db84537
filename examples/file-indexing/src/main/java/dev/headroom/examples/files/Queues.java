package dev.headroom.examples.files;

import dev.headroom.connectors.aws.SqsClients;
import dev.headroom.connectors.aws.SqsQueue;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** The two queues of the example: {@code files}, and {@code files-dead} for those that cannot be indexed. */
final class Queues implements AutoCloseable {
    private static final String FILES = "files";
    private static final String DEAD = "files-dead";

    private final SqsClient client;
    private final String url;
    private final String deadUrl;

    /** Opens them at a server, and makes them if they are not there. */
    Queues(URI endpoint) {
        client = SqsClients.client(null, endpoint);
        url = client.createQueue(r -> r.queueName(FILES)).queueUrl();
        deadUrl = client.createQueue(r -> r.queueName(DEAD)).queueUrl();
    }

    String url() {
        return url;
    }

    SqsQueue queue() {
        return new SqsQueue(client, url, deadUrl);
    }

    /** The dead letters: body and reason; they stay where they are. */
    Map<String, String> dead() {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (boolean more = true; more; ) {
            var some = client.receiveMessage(r -> r.queueUrl(deadUrl)
                            .maxNumberOfMessages(10)
                            .visibilityTimeout(30)
                            .messageAttributeNames("All"))
                    .messages();
            for (Message message : some) {
                MessageAttributeValue reason = message.messageAttributes().get(SqsQueue.REASON);
                reasons.put(message.body(), reason == null ? "no reason" : reason.stringValue());
            }
            more = !some.isEmpty();
        }
        return reasons;
    }

    @Override
    public void close() {
        client.close();
    }
}
