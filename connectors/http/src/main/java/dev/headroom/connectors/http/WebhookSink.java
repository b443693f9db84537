package dev.headroom.connectors.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Notices as POSTs of JSON: {@code {"workload": …, "severity": "warning", "key": …, "text": …, "at": …}}, or {@code {"text": …}}
 * as <a href="https://api.slack.com/messaging/webhooks">Slack</a> and what is compatible with it take.
 */
final class WebhookSink implements NoticeSink {
    private final Exchange exchange;
    private final String path;
    private final boolean slack;

    WebhookSink(ServerSettings server, String path, boolean slack) {
        this.exchange = new Exchange(server, System::nanoTime);
        this.path = path;
        this.slack = slack;
    }

    @Override
    public Optional<String> deliver(Notice notice) {
        byte[] body = (slack ? slack(notice) : plain(notice)).toString().getBytes(StandardCharsets.UTF_8);
        return switch (exchange.ask(Exchange.Request.json("POST", path, body))) {
            case Exchange.Outcome.Failed failed -> Optional.of(failed.why());
            case Exchange.Outcome.TooLarge large -> Optional.of(large.why());
            case Exchange.Outcome.Answered answered ->
                answered.ok()
                        ? Optional.empty()
                        : Optional.of("HTTP " + answered.status() + answered.hint() + ": " + answered.excerpt());
        };
    }

    private static ObjectNode plain(Notice notice) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("workload", notice.workload())
                .put("severity", notice.severity().name().toLowerCase(Locale.ROOT))
                .put("key", notice.key())
                .put("text", notice.text())
                .put("at", notice.at().toString());
    }

    private static ObjectNode slack(Notice notice) {
        String mark = switch (notice.severity()) {
            case INFO -> "";
            case WARNING -> ":warning: ";
            case CRITICAL -> ":rotating_light: ";
        };
        return JsonNodeFactory.instance.objectNode().put("text", mark + who(notice) + escaped(notice.text()));
    }

    private static String who(Notice notice) {
        return notice.workload().isEmpty() ? "" : "*" + escaped(notice.workload()) + "*: ";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public void close() {
        exchange.close();
    }
}
