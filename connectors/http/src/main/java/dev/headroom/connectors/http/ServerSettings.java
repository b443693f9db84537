package dev.headroom.connectors.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an HTTP server is asked.
 *
 * @param url base address, http or https, a path that all requests begin with included; no user, query or fragment
 * @param credentials who asks; never sent over a redirect, since none is followed
 * @param authority a PEM file of the certificate authorities to trust instead of Java's, or null
 * @param timeout longest time for one answer, waiting for a free place and all tries included; up to 10 minutes
 * @param inFlight most requests at a time, 1 to 1000
 * @param tries most tries of one request, 1 to 10; only failures that may pass are tried again
 * @param backoff the longest pause before the second try, doubled for each further one; the pause itself is drawn between
 *     zero and that
 * @param largestAnswer most bytes of one answer
 */
public record ServerSettings(
        URI url,
        Credentials credentials,
        @Nullable Path authority,
        Duration timeout,
        int inFlight,
        int tries,
        Duration backoff,
        int largestAnswer) {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    public ServerSettings {
        List<String> problems = new ArrayList<>();
        String scheme = url.getScheme();
        if (!("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme)) || url.getHost() == null) {
            problems.add("the address must be like http://host:9090 or https://host");
        }
        if (url.getRawUserInfo() != null) {
            problems.add("the address must not hold a user or password; give them as credentials");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            problems.add("the address must end before '?' and '#'");
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
            problems.add("the time-out must be above 0 and at most 10 minutes, not " + timeout);
        }
        if (inFlight < 1 || inFlight > 1000) {
            problems.add("requests at a time must be 1 to 1000, not " + inFlight);
        }
        if (tries < 1 || tries > 10) {
            problems.add("tries must be 1 to 10, not " + tries);
        }
        if (backoff.isNegative() || backoff.compareTo(LONGEST) > 0) {
            problems.add("the pause between tries must be 0 to 10 minutes, not " + backoff);
        }
        if (largestAnswer < 1024) {
            problems.add("the largest answer must be at least 1024 bytes, not " + largestAnswer);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("the server: " + String.join("; ", problems));
        }
    }

    /** Anonymous, ten seconds, eight requests at a time, three tries, answers up to 8 MiB. */
    public static ServerSettings of(URI url) {
        return new ServerSettings(
                url, Credentials.None.NONE, null, Duration.ofSeconds(10), 8, 3, Duration.ofMillis(200), 8 << 20);
    }

    /** The same with credentials. */
    public ServerSettings with(Credentials who) {
        return new ServerSettings(url, who, authority, timeout, inFlight, tries, backoff, largestAnswer);
    }

    /** The same with a file of authorities. */
    public ServerSettings trusting(Path pem) {
        return new ServerSettings(url, credentials, pem, timeout, inFlight, tries, backoff, largestAnswer);
    }

    /** The same with another time-out. */
    public ServerSettings within(Duration longest) {
        return new ServerSettings(url, credentials, authority, longest, inFlight, tries, backoff, largestAnswer);
    }

    /** The same with other tries. */
    public ServerSettings trying(int most, Duration firstPause) {
        return new ServerSettings(url, credentials, authority, timeout, inFlight, most, firstPause, largestAnswer);
    }

    /** The same with another number of requests at a time. */
    public ServerSettings atATime(int requests) {
        return new ServerSettings(url, credentials, authority, timeout, requests, tries, backoff, largestAnswer);
    }

    /** The same with another bound on answers, in bytes. */
    public ServerSettings answersUpTo(int bytes) {
        return new ServerSettings(url, credentials, authority, timeout, inFlight, tries, backoff, bytes);
    }

    /** The address without a slash at its end. */
    public String base() {
        String text = url.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
