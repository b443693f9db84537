package dev.headroom.connectors.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Connections to Redis, one server or a cluster. They are made in the background, and made again whenever they are lost, so
 * nobody waits for that: while there is none, a call fails at once, and none takes longer than the time-out, which is what a call
 * to a lost server of a cluster takes. What was under way
 * when a connection was lost fails; a cluster may have done it, and even do it twice. Thread-safe.
 */
public final class Redis implements AutoCloseable {

    /** For connecting, which takes longer than a command. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofMillis(100);
    /** A connection that answers nothing for this long leads nowhere, although nobody has closed it. */
    private static final Duration DEAD = Duration.ofSeconds(5);

    private static final int MOST_WAITING = 10_000;
    /** A key that nobody has: in a cluster only commands with a key go where keys are. */
    private static final byte[] PROBE = {'h', 'e', 'a', 'd', 'r', 'o', 'o', 'm'};

    private static final class Link {
        private final StatefulConnection<byte[], byte[]> connection;
        private final RedisClusterCommands<byte[], byte[]> commands;

        Link(StatefulConnection<byte[], byte[]> connection, RedisClusterCommands<byte[], byte[]> commands) {
            this.connection = connection;
            this.commands = commands;
        }
    }

    /** Somebody who listens to a channel. */
    private static final class Listener {
        private final byte[] channel;
        /** Gets each message. */
        private final Consumer<byte[]> heard;
        /** Is told that there may have been messages which nobody heard. */
        private final Runnable missed;
        /** The connection that it has subscribed to; the keeper's. */
        private @Nullable StatefulRedisPubSubConnection<byte[], byte[]> on;

        Listener(byte[] channel, Consumer<byte[]> heard, Runnable missed) {
            this.channel = channel;
            this.heard = heard;
            this.missed = missed;
        }
    }

    private final RedisSettings settings;
    private final ClientResources resources;
    private final AbstractRedisClient client;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch connected = new CountDownLatch(1);
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> chores = new CopyOnWriteArrayList<>();
    private final Thread keeper;
    private volatile @Nullable Link link;
    private @Nullable StatefulRedisPubSubConnection<byte[], byte[]> news; // the keeper's
    private volatile long silentSince; // 0 when it answers
    private volatile String why = "there is no connection yet";

    private Redis(RedisSettings settings) {
        this.settings = settings;
        this.resources = DefaultClientResources.builder()
                .reconnectDelay(
                        Delay.equalJitter(Duration.ofMillis(10), Duration.ofSeconds(1), 10, TimeUnit.MILLISECONDS))
                .build();
        List<RedisURI> all =
                settings.servers().stream().map(s -> uri(settings, s)).toList();
        // To a single server we connect again ourselves, so that nothing is sent twice. A cluster's connections are the
        // library's: they begin with the first command to each server, which waits, and what was under way may be sent
        // again.
        SslOptions.Builder ssl = SslOptions.builder().jdkSslProvider();
        if (settings.authority() != null) {
            ssl.trustManager(settings.authority().toFile());
        }
        ClientOptions options = ClientOptions.builder()
                .sslOptions(ssl.build())
                .autoReconnect(settings.cluster())
                .requestQueueSize(MOST_WAITING)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(HANDSHAKE)
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build())
                .build();
        if (settings.cluster()) {
            RedisClusterClient c = RedisClusterClient.create(resources, all);
            c.setOptions(ClusterClientOptions.builder(options)
                    .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                            .enablePeriodicRefresh(Duration.ofSeconds(10))
                            .adaptiveRefreshTriggersTimeout(Duration.ofSeconds(1))
                            .build())
                    .build());
            this.client = c;
        } else {
            RedisClient c = RedisClient.create(resources, all.getFirst());
            c.setOptions(options);
            this.client = c;
        }
        this.keeper = Thread.ofPlatform().daemon().name("headroom-redis").unstarted(this::keep);
    }

    private static RedisURI uri(RedisSettings settings, String server) {
        int colon = server.lastIndexOf(':');
        RedisURI.Builder uri = RedisURI.builder()
                .withHost(server.substring(0, colon).replaceAll("[\\[\\]]", ""))
                .withPort(Integer.parseInt(server.substring(colon + 1)))
                .withSsl(settings.tls())
                .withClientName("headroom")
                .withTimeout(HANDSHAKE);
        String password = settings.password();
        if (password != null) {
            String user = settings.user();
            if (user == null) {
                uri.withPassword(password.toCharArray());
            } else {
                uri.withAuthentication(user, password.toCharArray());
            }
        }
        return uri.build();
    }

    /** Begins to connect, and returns at once. */
    public static Redis open(RedisSettings settings) {
        Redis redis = new Redis(settings);
        redis.keeper.start();
        return redis;
    }

    /** Waits for the first connection; whether there is one by then. */
    public boolean await(Duration longest) throws InterruptedException {
        return connected.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether it answers now. */
    public boolean isAnswering() {
        try {
            return call(c -> c.exists(PROBE)) != null;
        } catch (RedisException e) {
            return false;
        }
    }

    /** Why there was no connection, or the latest call failed. */
    public String why() {
        return why;
    }

    /** Where it is. */
    public RedisSettings settings() {
        return settings;
    }

    private void keep() {
        try {
            do {
                try {
                    connectAgain();
                    chores.forEach(Runnable::run);
                } catch (RedisException | IllegalStateException e) {
                    why = reason(e);
                }
            } while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the process ends
        }
    }

    private void connectAgain() {
        Link before = link;
        if (before == null || !before.connection.isOpen()) {
            link = connect();
            silentSince = 0;
            connected.countDown();
        }
        StatefulRedisPubSubConnection<byte[], byte[]> heard = news;
        if ((heard == null || !heard.isOpen()) && !listeners.isEmpty()) {
            heard = connectNews();
            news = heard;
        }
        for (Listener l : listeners) {
            if (heard != null && !heard.equals(l.on)) {
                heard.sync().subscribe(l.channel);
                l.on = heard;
            }
        }
    }

    private Link connect() {
        if (client instanceof RedisClusterClient c) {
            var made = c.connect(ByteArrayCodec.INSTANCE);
            made.setTimeout(settings.timeout());
            return new Link(made, made.sync());
        }
        var made = ((RedisClient) client).connect(ByteArrayCodec.INSTANCE);
        made.setTimeout(settings.timeout());
        return new Link(made, made.sync());
    }

    private StatefulRedisPubSubConnection<byte[], byte[]> connectNews() {
        StatefulRedisPubSubConnection<byte[], byte[]> made = client instanceof RedisClusterClient c
                ? c.connectPubSub(ByteArrayCodec.INSTANCE)
                : ((RedisClient) client).connectPubSub(ByteArrayCodec.INSTANCE);
        made.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(byte[] channel, byte[] message) {
                each(channel, l -> l.heard.accept(message));
            }

            @Override
            public void subscribed(byte[] channel, long count) {
                each(channel, l -> l.missed.run()); // at first and after each lost connection
            }
        });
        return made;
    }

    private void each(byte[] channel, Consumer<Listener> what) {
        for (Listener l : listeners) {
            if (Arrays.equals(l.channel, channel)) {
                what.accept(l);
            }
        }
    }

    /** What went wrong, without the wrapping of libraries. */
    static String reason(Throwable e) {
        Throwable t = e;
        for (int i = 0; i < 10 && t.getCause() != null; i++) {
            t = t.getCause();
        }
        String text = t.getMessage();
        return text == null ? t.getClass().getSimpleName() : text;
    }

    /**
     * Asks Redis.
     *
     * @throws RedisException when it is away or does not answer in time
     */
    <T> T call(Function<RedisClusterCommands<byte[], byte[]>, T> question) {
        Link now = link;
        if (now == null) {
            throw new RedisException(why);
        }
        try {
            T answer = question.apply(now.commands);
            silentSince = 0;
            return answer;
        } catch (RedisCommandTimeoutException e) {
            why = reason(e);
            silent(now);
            throw e;
        } catch (RedisException e) {
            why = reason(e);
            throw e;
        } catch (CancellationException e) {
            why = "the connection was lost";
            throw new RedisException(why, e);
        }
    }

    private synchronized void silent(Link of) {
        long now = System.nanoTime();
        if (silentSince == 0) {
            silentSince = now == 0 ? 1 : now;
        } else if (now - silentSince > DEAD.toNanos() && link == of) {
            link = null; // the keeper makes another
            silentSince = 0;
            var unused = of.connection.closeAsync();
        }
    }

    /**
     * Listens to a channel. {@code missed} is told whenever a subscription begins, at first and after each lost connection:
     * there may have been messages before.
     */
    void listen(byte[] channel, Consumer<byte[]> heard, Runnable missed) {
        listeners.add(new Listener(channel.clone(), heard, missed));
    }

    /** Lets something be done again and again, some times a second, while there is a connection. */
    void whileConnected(Runnable chore) {
        chores.add(chore);
    }

    /** Ends what is under way; later calls fail. */
    @Override
    public void close() {
        closed.countDown();
        try {
            keeper.join(HANDSHAKE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        link = null;
        why = "the connection was closed";
        client.shutdown(Duration.ZERO, HANDSHAKE);
        var unused = resources.shutdown(0, HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
