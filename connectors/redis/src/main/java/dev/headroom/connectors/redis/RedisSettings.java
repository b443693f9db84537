package dev.headroom.connectors.redis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is, and how long it is waited for.
 *
 * @param servers host and port each, such as {@code 127.0.0.1:6379}: one server, or some masters of a cluster, which tell of
 *     the others
 * @param cluster whether they are a cluster
 * @param tls whether they speak TLS; certificates are checked, and names
 * @param authority file in PEM of the certificates that theirs are signed by; null for those that the JDK trusts
 * @param user to log in as; null for the default one
 * @param password of the user; null for none
 * @param timeout longest wait for an answer, from 1 ms to 1 min
 */
public record RedisSettings(
        List<String> servers,
        boolean cluster,
        boolean tls,
        @Nullable Path authority,
        @Nullable String user,
        @Nullable String password,
        Duration timeout) {

    public RedisSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty() || (servers.size() > 1 && !cluster)) {
            throw new IllegalArgumentException("one server of Redis is named, or some of a cluster; not " + servers);
        }
        for (String s : servers) {
            if (!s.matches(".+:[0-9]{1,5}")) {
                throw new IllegalArgumentException("'" + s + "' is not a host and port");
            }
        }
        if (timeout.toMillis() < 1 || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("Redis is waited for between 1 ms and 1 min, not " + timeout);
        }
        if (authority != null && (!tls || !Files.isReadable(authority))) {
            throw new IllegalArgumentException(
                    tls
                            ? "there is no file " + authority + " that can be read"
                            : "certificates are for TLS, which is not spoken");
        }
        if (user != null && password == null) {
            throw new IllegalArgumentException("the user '" + user + "' of Redis has no password");
        }
    }

    /** One server without TLS and password, waited for up to 100 ms. */
    public static RedisSettings server(String hostPort) {
        return new RedisSettings(List.of(hostPort), false, false, null, null, null, Duration.ofMillis(100));
    }

    /** A cluster without TLS and password, waited for up to 100 ms. */
    public static RedisSettings cluster(List<String> some) {
        return new RedisSettings(some, true, false, null, null, null, Duration.ofMillis(100));
    }

    /** Settings with another time-out. */
    public RedisSettings within(Duration wait) {
        return new RedisSettings(servers, cluster, tls, authority, user, password, wait);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return (cluster ? "cluster " : "") + String.join(", ", servers) + (tls ? " over TLS" : "");
    }
}
