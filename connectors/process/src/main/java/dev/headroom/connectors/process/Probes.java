package dev.headroom.connectors.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks whether replicas are ready, all at the same time; a second is as long as it takes. */
final class Probes implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final int AT_A_TIME = 64;
    /** A replica in work that fails so many looks in a row is not ready any more: one lost packet is not the end. */
    private static final int FAILURES = 3;

    private final ReadyCheck check;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(AT_A_TIME);
    private final Map<String, Integer> failures = new HashMap<>();

    Probes(ReadyCheck check) {
        this.check = check;
    }

    /** Whether each running replica is ready, by its launch. */
    Map<String, Boolean> look(List<ProcessReplica> replicas) {
        Map<ProcessReplica, Future<Boolean>> looks = new HashMap<>();
        for (ProcessReplica replica : replicas) {
            if (replica.phase() == ProcessReplica.Phase.RUNNING) {
                looks.put(replica, threads.submit(() -> ready(replica)));
            }
        }
        Map<String, Boolean> ready = new HashMap<>();
        looks.forEach((replica, look) -> ready.put(replica.launch(), settled(replica, outcome(look))));
        failures.keySet().retainAll(ready.keySet());
        return ready;
    }

    private boolean settled(ProcessReplica replica, boolean now) {
        if (now) {
            failures.remove(replica.launch());
            return true;
        }
        return failures.merge(replica.launch(), 1, Integer::sum) < FAILURES && replica.serving();
    }

    private static boolean outcome(Future<Boolean> look) {
        try {
            // Each look has its own bound; this one is for those that waited for a place as well.
            return look.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            look.cancel(true);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            look.cancel(true);
            return false;
        }
    }

    private boolean ready(ProcessReplica replica) throws InterruptedException {
        places.acquire();
        try {
            return switch (check) {
                case ReadyCheck.Running running -> true;
                case ReadyCheck.Tcp tcp -> connects(replica.port());
                case ReadyCheck.Http http -> answers(replica.port(), http.path());
            };
        } finally {
            places.release();
        }
    }

    private static boolean connects(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) LONGEST.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** On a connection of its own that is closed at once: one that is kept would count among the replica's work. */
    private static boolean answers(int port, String path) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + path).toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout((int) LONGEST.toMillis());
            connection.setReadTimeout((int) LONGEST.toMillis());
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            connection.setRequestProperty("Connection", "close");
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
