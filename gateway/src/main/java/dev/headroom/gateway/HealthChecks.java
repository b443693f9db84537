package dev.headroom.gateway;

import dev.headroom.guard.GuardClock;
import dev.headroom.spec.GatewaySpec;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Active checks: one virtual thread an upstream asks its servers in turn, each with a time-out. */
final class HealthChecks implements AutoCloseable {

    private final GuardClock clock;
    private volatile boolean closed;
    private @Nullable HttpClient client;

    HealthChecks(GuardClock clock) {
        this.clock = clock;
    }

    void start(Collection<Upstream> upstreams) {
        for (Upstream u : upstreams) {
            GatewaySpec.Check check = u.spec().check();
            if (check != null) {
                if (client == null) {
                    client = HttpClient.newHttpClient();
                }
                HttpClient asks = client;
                Thread.ofVirtual().name("headroom-gateway-check-" + u.name()).start(() -> run(u, check, asks));
            }
        }
    }

    private void run(Upstream u, GatewaySpec.Check check, HttpClient asks) {
        while (!closed) {
            for (Replica r : u.replicas().all()) {
                boolean well = isWell(r, check, asks);
                r.learn(h -> h.checked(well));
            }
            try {
                clock.pause(check.every());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static boolean isWell(Replica r, GatewaySpec.Check check, HttpClient asks) {
        try {
            int status = asks.send(
                            HttpRequest.newBuilder(URI.create("http://" + r.authority() + check.path()))
                                    .timeout(check.timeout())
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            r.unreachable(false);
            return status >= 200 && status < 400;
        } catch (ConnectException e) {
            r.unreachable(true);
            return false;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        if (client != null) {
            client.shutdownNow();
        }
    }
}
