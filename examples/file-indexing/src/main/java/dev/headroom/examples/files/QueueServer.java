package dev.headroom.examples.files;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.actor.queue.QueueEvent;
import org.elasticmq.persistence.sql.SqlQueuePersistenceActor;
import org.elasticmq.persistence.sql.SqlQueuePersistenceConfig;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import scala.Option;
import scala.collection.immutable.List$;

/** ElasticMQ, a server that speaks SQS' protocol, with its queues and messages in a file: it can be restarted. */
final class QueueServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final ActorSystem system;
    private final SQSRestServer server;
    private final URI endpoint;

    /**
     * Starts on this machine only.
     *
     * @param port 0 for a free one
     * @param data file that queues and messages are in, without its ending; made if it is not there
     * @throws IllegalStateException if it does not start
     */
    QueueServer(int port, Path data) {
        system = ActorSystem.create("queue");
        SqlQueuePersistenceConfig config = new SqlQueuePersistenceConfig(
                true,
                "org.h2.Driver",
                "jdbc:h2:file:" + data.toAbsolutePath() + ";DB_CLOSE_ON_EXIT=FALSE",
                "",
                "",
                false);
        ActorRef store = system.actorOf(Props.create(SqlQueuePersistenceActor.class, config, List$.MODULE$.empty()));
        ActorRef manager = system.actorOf(Props.create(
                QueueManagerActor.class, new NowProvider(), StrictSQSLimits$.MODULE$, Option.apply(store)));
        server = SQSRestServerBuilder.withActorSystem(system)
                .withQueueManagerActor(manager)
                .withQueueEventListener(store)
                .withInterface("127.0.0.1")
                .withPort(port)
                .start();
        endpoint = URI.create(
                "http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());
        try {
            Patterns.ask(store, new QueueEvent.Restore(manager), START)
                    .toCompletableFuture()
                    .get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw new IllegalStateException("the queue's data in " + data + " cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new IllegalStateException("interrupted while the queue started", e);
        }
    }

    /** Where it is. */
    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        server.stopAndWait();
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            System.err.println("the queue does not end: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
