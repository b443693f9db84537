package dev.headroom.connectors.aws;

import java.net.URI;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A real server that speaks SQS' protocol, in this process, on a free port. */
final class ElasticMq implements AutoCloseable {
    private final SQSRestServer server;
    private final SqsClient client;
    private final URI endpoint;
    private int queues;

    ElasticMq() {
        server = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withDynamicPort()
                .start();
        endpoint = URI.create(
                "http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());
        client = SqsClients.client(null, endpoint);
    }

    SqsClient client() {
        return client;
    }

    URI endpoint() {
        return endpoint;
    }

    /** Address of a new queue. */
    String queue() {
        String name = "queue-" + ++queues;
        client.createQueue(r -> r.queueName(name));
        return endpoint + "/000000000000/" + name;
    }

    @Override
    public void close() {
        client.close();
        server.stopAndWait();
    }
}
