package dev.headroom.spec;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP front of {@code headroom gateway}.
 *
 * @param listen host and port for requests
 * @param admin host and port for health and metrics
 * @param place where it is; null when that is not known, and all servers count as equally near
 * @param trusted networks of proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8
 * @param tls the certificate that requests are taken with; null for none
 * @param accessLog a line a request; null for none
 * @param bounds what a request and its connection may be at most
 * @param identity by kind ({@code user}, {@code key}, {@code tenant}), the header that says who asks
 * @param upstreams servers behind it by name
 * @param routes what goes where
 * @param queue where requests are kept that are done later
 * @param controller who is told of workloads at zero that are asked for; null for nobody
 * @param degradation when less is served; null for always all
 * @param redis where several gateways count their limits together; null when each counts alone
 */
public record GatewaySpec(
        String listen,
        String admin,
        @Nullable Place place,
        List<String> trusted,
        @Nullable Tls tls,
        @Nullable AccessLog accessLog,
        Bounds bounds,
        Map<String, String> identity,
        Map<String, Upstream> upstreams,
        List<Route> routes,
        Queue queue,
        @Nullable Controller controller,
        @Nullable Degradation degradation,
        @Nullable Redis redis) {

    public GatewaySpec {
        trusted = List.copyOf(trusted);
        identity = Collections.unmodifiableMap(new LinkedHashMap<>(identity));
        upstreams = Collections.unmodifiableMap(new LinkedHashMap<>(upstreams));
        routes = List.copyOf(routes);
    }

    /** Whether any route accepts requests to be done later. */
    public boolean queues() {
        return routes.stream().anyMatch(r -> r.async() != null);
    }

    /** The same at another place. */
    public GatewaySpec at(@Nullable Place there) {
        return new GatewaySpec(
                listen,
                admin,
                there,
                trusted,
                tls,
                accessLog,
                bounds,
                identity,
                upstreams,
                routes,
                queue,
                controller,
                degradation,
                redis);
    }

    /**
     * Where a gateway is.
     *
     * @param region null for that of all servers
     * @param zone of the region; null when none is preferred
     */
    public record Place(@Nullable String region, @Nullable String zone) {}

    /**
     * A certificate.
     *
     * @param certificate file of the chain in PEM
     * @param key file of its private key in PEM
     */
    public record Tls(String certificate, String key) {}

    /**
     * A line a request.
     *
     * @param file where it goes, or {@code -} for the standard output
     * @param format {@code json} or {@code combined}
     * @param most bytes of the file, which then becomes FILE.1
     */
    public record AccessLog(String file, String format, double most) {}

    /**
     * Bounds of requests and connections.
     *
     * @param headers most bytes of all headers
     * @param body most bytes of a body
     * @param read longest pause while a request is read
     * @param idle time after which an idle connection is closed
     * @param connections most open at once
     * @param requests most under way at once, waiting ones included
     */
    public record Bounds(double headers, double body, Duration read, Duration idle, int connections, int requests) {}

    /**
     * Servers that answer alike.
     *
     * @param addresses empty when they stand in a file
     * @param file in the form of Prometheus' file_sd_configs, JSON, read again when it changes; null when they are listed
     * @param check active health check; null for none
     * @param failures in a row after which a server is left out for a while
     * @param eject how long, at first
     * @param slowStart time over which a new server gets more and more; zero for its full share at once
     * @param hold how long a request waits for a first server while there is none; zero to refuse it at once
     * @param held most requests that wait so
     * @param near when requests leave the gateway's zone and region
     */
    public record Upstream(
            List<Server> addresses,
            @Nullable String file,
            @Nullable Check check,
            int failures,
            Duration eject,
            Duration slowStart,
            Duration hold,
            int held,
            Near near) {
        public Upstream {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * A server, and where it is.
     *
     * @param url {@code http://host:port}
     * @param region null for the gateway's
     * @param zone null when it is not known
     */
    public record Server(
            String url, @Nullable String region, @Nullable String zone) {}

    /**
     * When requests leave the gateway's zone and region.
     *
     * @param zone part of the zone's fair share of its region's servers that must be well, 0 to 1
     * @param region share of the region's servers that must be well, 0 to 1
     * @param margin how much more must be well for all requests to come back, 0 to 1
     * @param hold how long more must be well before more requests come back
     */
    public record Near(double zone, double region, double margin, Duration hold) {}

    /**
     * An active health check.
     *
     * @param path that answers 200 to 399 when a server is well
     * @param every time between checks
     * @param timeout longest wait for an answer
     */
    public record Check(String path, Duration every, Duration timeout) {}

    /**
     * Where requests go, and under which protections.
     *
     * @param path prefix, whole segments
     * @param upstreams shares by name; they sum to 1
     * @param deadline longest wait for the first byte of an answer and between two
     * @param concurrency requests under way
     * @param limits rates
     * @param retries {@code none}, {@code lookup}, {@code inference}: attempts and pauses of requests that may be repeated
     * @param priority header that names the tier: high, normal or low; null when all are equal
     * @param revert when a share of a split goes back to the first upstream; null for never
     * @param async how requests are accepted to be done later; null for never
     * @param fallback the answer from level 3 of degradation on; null for what servers answer
     */
    public record Route(
            String path,
            Map<String, Double> upstreams,
            Duration deadline,
            Concurrency concurrency,
            List<Limit> limits,
            String retries,
            @Nullable String priority,
            @Nullable Revert revert,
            @Nullable Async async,
            @Nullable Fallback fallback) {
        public Route {
            upstreams = Collections.unmodifiableMap(new LinkedHashMap<>(upstreams));
            limits = List.copyOf(limits);
        }
    }

    /**
     * Requests that are accepted now and done later.
     *
     * @param when {@code always}, {@code asked} or {@code overload}
     * @param expiry how long after it came one is worth doing
     * @param most that are not done yet
     * @param workers most being done at once
     * @param retries {@code task}, {@code inference}, {@code lookup} or {@code none}
     */
    public record Async(String when, Duration expiry, int most, int workers, String retries) {}

    /**
     * Where such requests are kept.
     *
     * @param store {@code sqlite:FILE} or {@code postgresql://…}
     * @param path under which it is told what has become of them
     * @param keep how long answers are kept
     */
    public record Queue(String store, String path, Duration keep) {}

    /**
     * Who starts servers.
     *
     * @param url of a controller's interface
     * @param tokenEnv environment variable with a token of an operator; null for none
     */
    public record Controller(String url, @Nullable String tokenEnv) {}

    /**
     * An answer in place of a server's.
     *
     * @param status of HTTP
     * @param type of the content
     * @param body as text
     */
    public record Fallback(int status, String type, String body) {}

    /**
     * Requests under way at once.
     *
     * @param adapt {@code vegas}, {@code gradient} or {@code fixed}
     * @param most under way
     * @param queue most that wait
     * @param longest wait
     */
    public record Concurrency(String adapt, int most, int queue, Duration longest) {}

    /**
     * A rate.
     *
     * @param by {@code ip}, {@code user}, {@code key}, {@code tenant} or {@code all}
     * @param kind {@code bucket}, {@code window} or {@code sliding}
     * @param allow cost per period
     * @param per the period
     * @param burst cost that may come at once, of a bucket
     * @param cost header with the cost of a request; null when each costs 1
     */
    public record Limit(
            String by,
            String kind,
            int allow,
            Duration per,
            int burst,
            @Nullable String cost) {}

    /**
     * When a split is given up.
     *
     * @param errors share of errors above which an upstream that is not the first loses its share
     * @param requests that must have been seen
     */
    public record Revert(double errors, int requests) {}

    /**
     * When less is served.
     *
     * @param p99 of answers above which optional parts are left out
     * @param timeouts share of requests above which a simpler answer is asked for
     * @param hold how long all must be well for the next better level
     * @param watch what else leads to a level
     */
    public record Degradation(Duration p99, double timeouts, Duration hold, List<Watch> watch) {
        public Degradation {
            watch = List.copyOf(watch);
        }
    }

    /**
     * What leads to a level of degradation: a metric that is too high, or a service that does not answer.
     *
     * @param name what it is called
     * @param url what is asked
     * @param metric name of a metric in Prometheus' text form, or a JSON pointer; null to see whether it answers
     * @param of metric or pointer that it is divided by; null for none
     * @param above what is too much; of a service that does not answer, which is 1, one half
     * @param level that it leads to, 1 to 4
     * @param upstreams that it is for; all when empty
     * @param every time between looks
     * @param timeout longest wait for an answer
     */
    public record Watch(
            String name,
            String url,
            @Nullable String metric,
            @Nullable String of,
            double above,
            int level,
            List<String> upstreams,
            Duration every,
            Duration timeout) {
        public Watch {
            upstreams = List.copyOf(upstreams);
        }
    }

    /**
     * Where several gateways count their limits together.
     *
     * @param servers host and port of the server, or of some masters of a cluster
     * @param cluster whether they are a cluster
     * @param tls whether they speak TLS
     * @param authority file in PEM of the certificates that theirs are signed by; null for those that the JDK trusts
     * @param user to log in as; null for the default one
     * @param passwordEnv environment variable with the password; null for none
     * @param timeout longest wait for an answer
     * @param prefix beginning of all keys
     */
    public record Redis(
            List<String> servers,
            boolean cluster,
            boolean tls,
            @Nullable String authority,
            @Nullable String user,
            @Nullable String passwordEnv,
            Duration timeout,
            String prefix) {
        public Redis {
            servers = List.copyOf(servers);
        }
    }
}
