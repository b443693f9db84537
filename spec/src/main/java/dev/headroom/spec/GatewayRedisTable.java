package dev.headroom.spec;

import dev.headroom.spec.GatewaySpec.Redis;
import java.time.Duration;
import java.util.List;

/** Where several gateways count their limits together. */
final class GatewayRedisTable extends Table<Redis> {

    private final Key<Redis, List<String>> servers = required(
            "servers",
            ListForm.orOne(GatewayForms.ADDRESS),
            "Host and port of the server, or of some masters of a cluster.",
            Redis::servers);
    private final Key<Redis, Boolean> cluster =
            fallback("cluster", Values.BOOL, "Whether they are a cluster.", false, Redis::cluster);
    private final Key<Redis, Boolean> tls =
            fallback("tls", Values.BOOL, "Whether they speak TLS; certificates are checked.", false, Redis::tls);
    private final Key<Redis, String> authority = optional(
            "ca",
            Values.TEXT,
            "File (PEM) of the certificates that theirs are signed by.",
            "those that the JDK trusts",
            Redis::authority);
    private final Key<Redis, String> user =
            optional("user", Values.TEXT, "User to log in as.", "the default user", Redis::user);
    private final Key<Redis, String> passwordEnv = optional(
            "password-env",
            Values.TEXT,
            "Environment variable that holds the user's password.",
            "no password",
            Redis::passwordEnv);
    private final Key<Redis, Duration> timeout = fallback(
            "timeout",
            Values.DURATION,
            "Longest wait for an answer; limits are counted locally without one.",
            Duration.ofMillis(100),
            Redis::timeout);
    private final Key<Redis, String> prefix = fallback(
            "prefix",
            Values.TEXT,
            "Beginning of all keys; gateways with the same one count together.",
            "headroom",
            Redis::prefix);

    GatewayRedisTable() {
        super("gateway-redis", "Where several gateways count their limits together.");
    }

    @Override
    Redis build(Fields f) {
        List<String> all = f.get(servers);
        if (all.isEmpty() || (all.size() > 1 && !f.get(cluster))) {
            f.at(servers)
                    .error(
                            all.isEmpty() ? "there is no server" : "several servers are named that are no cluster",
                            all.isEmpty() ? "write one such as 127.0.0.1:6379" : "name one, or add cluster: true");
        }
        if (f.has(user) && !f.has(passwordEnv)) {
            f.at(user).errorAtName("a user needs a password", "add password-env, or leave out user");
        }
        if (f.has(authority) && !f.get(tls)) {
            f.at(authority).errorAtName("certificates are for TLS, which is off", "add tls: true, or leave out ca");
        }
        Duration wait = f.get(timeout);
        if (wait.toMillis() < 1 || wait.compareTo(Duration.ofMinutes(1)) > 0) {
            f.at(timeout).error("Redis is waited for between 1ms and 1m", "write a duration such as 100ms");
        }
        if (!f.get(prefix).matches("[A-Za-z0-9_.:-]{1,64}")) {
            f.at(prefix)
                    .error(
                            "a prefix has 1 to 64 letters, digits and _ . : -",
                            "write a name such as headroom or shop:gateway");
        }
        return new Redis(
                all,
                f.get(cluster),
                f.get(tls),
                f.find(authority),
                f.find(user),
                f.find(passwordEnv),
                wait,
                f.get(prefix));
    }
}
