package dev.headroom.connectors.aws;

import dev.headroom.engine.loop.MetricSource;
import dev.headroom.engine.model.Reading;
import dev.headroom.engine.model.Signal;
import dev.headroom.engine.model.Unit;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * How full an SQS queue is. The queries, all counts, approximate as SQS is:
 *
 * <ul>
 *   <li>{@code visible}: messages that wait
 *   <li>{@code in-flight}: messages that somebody works on
 *   <li>{@code delayed}: messages that are not to be had yet
 *   <li>{@code backlog}: all that is not done, the sum of the three
 * </ul>
 */
public final class SqsSource implements MetricSource, AutoCloseable {
    private final SqsClient client;
    private final String url;

    /**
     * A queue that exists.
     *
     * @param client is closed with this
     */
    public SqsSource(SqsClient client, String url) {
        this.client = client;
        this.url = url;
    }

    @Override
    public List<Reading> read(List<Signal> signals, Instant now) {
        if (signals.isEmpty()) {
            return List.of();
        }
        Map<QueueAttributeName, String> attributes;
        try {
            attributes = SqsQueue.attributes(client, url);
        } catch (SdkException e) {
            return signals.stream().map(s -> Reading.failed(Clients.why(e))).toList();
        }
        long visible = SqsQueue.count(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
        long held = SqsQueue.count(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
        long delayed = SqsQueue.count(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);
        return signals.stream()
                .map(signal -> switch (signal.query()) {
                    case "visible" -> count(signal, visible, now);
                    case "in-flight" -> count(signal, held, now);
                    case "delayed" -> count(signal, delayed, now);
                    case "backlog" -> count(signal, visible + held + delayed, now);
                    default ->
                        Reading.failed("a queue has no '" + signal.query()
                                + "'; there are backlog, visible, in-flight and delayed");
                })
                .toList();
    }

    private static Reading count(Signal signal, long value, Instant now) {
        return signal.unit() == Unit.COUNT
                ? Reading.of((double) value, now)
                : Reading.failed("'" + signal.query() + "' of a queue is a count, not "
                        + signal.unit().name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        client.close();
    }
}
