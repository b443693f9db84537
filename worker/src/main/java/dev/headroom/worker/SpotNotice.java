package dev.headroom.worker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the machine's metadata service whether this spot instance is about to be taken away: {@code
 * /latest/meta-data/spot/instance-action} with a session token, as the EC2 user guide describes under "Spot Instance interruption
 * notices". It is told two minutes ahead.
 */
public final class SpotNotice implements AutoCloseable {
    /** Where EC2 answers. */
    public static final URI EC2 = URI.create("http://169.254.169.254");

    private static final Duration TIME_OUT = Duration.ofSeconds(5);
    private static final Pattern TIME = Pattern.compile("\"time\"\\s*:\\s*\"([^\"]+)\"");

    private final URI token;
    private final URI action;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIME_OUT).build();

    /** At an address other than {@link #EC2}, such as that of a test. */
    public SpotNotice(URI address) {
        String base = address.toString().replaceFirst("/+$", "");
        token = URI.create(base + "/latest/api/token");
        action = URI.create(base + "/latest/meta-data/spot/instance-action");
    }

    /** When this machine goes; empty if nothing is known of that, or nobody answers. */
    public Optional<Instant> ask() throws InterruptedException {
        try {
            HttpResponse<String> session = send(HttpRequest.newBuilder(token)
                    .PUT(HttpRequest.BodyPublishers.noBody())
                    .header("X-aws-ec2-metadata-token-ttl-seconds", "60"));
            HttpRequest.Builder request = HttpRequest.newBuilder(action);
            if (session.statusCode() == 200) {
                request.header("X-aws-ec2-metadata-token", session.body());
            }
            HttpResponse<String> answer = send(request);
            if (answer.statusCode() != 200) {
                return Optional.empty();
            }
            Matcher time = TIME.matcher(answer.body());
            return time.find() ? Optional.of(Instant.parse(time.group(1))) : Optional.empty();
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(TIME_OUT).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
