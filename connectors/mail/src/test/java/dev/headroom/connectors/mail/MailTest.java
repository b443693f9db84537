package dev.headroom.connectors.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.DummySSLServerSocketFactory;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.headroom.connectors.http.Notice;
import dev.headroom.connectors.http.QueuedNotifier;
import dev.headroom.engine.loop.Connection;
import dev.headroom.engine.loop.Notifier;
import dev.headroom.engine.loop.NotifierFactory;
import dev.headroom.engine.model.Advice;
import dev.headroom.testing.Certificate;
import dev.headroom.testing.NotifierContract;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail as a real SMTP server gets it, plain and over TLS. */
class MailTest extends NotifierContract {

    private static final Instant AT = Instant.parse("2026-01-05T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static GreenMail server;

    private final List<QueuedNotifier> open = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        Certificate.in(folder);
        System.setProperty(
                DummySSLServerSocketFactory.GREENMAIL_KEYSTORE_FILE_PROPERTY,
                folder.resolve("store.p12").toString());
        server = new GreenMail(new ServerSetup[] {
            new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTPS)
        });
        server.start();
        server.setUser("night@example.com", "me", "right");
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @AfterEach
    void close() throws Exception {
        open.forEach(QueuedNotifier::close);
        server.purgeEmailFromAllMailboxes();
    }

    private static Map<String, Object> plain() {
        return Map.of(
                "host", "localhost",
                "port", server.getSmtp().getPort(),
                "security", "none",
                "from", "headroom@example.com",
                "to", List.of("ops@example.com", "night@example.com"));
    }

    private static Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(plain());
        all.putAll(more);
        return all;
    }

    private Notifier opened(Map<String, Object> options) {
        NotifierFactory factory = ServiceLoader.load(NotifierFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(f -> f.type().equals("email"))
                .findFirst()
                .orElseThrow();
        Notifier notifier = factory.open(new Connection(
                "ops",
                options,
                0,
                folder.toString(),
                folder.toString(),
                name -> name.equals("PW") ? "right" : name.equals("WRONG") ? "wr0ng" : null,
                InstantSource.fixed(AT)));
        open.add((QueuedNotifier) notifier);
        return notifier;
    }

    @Override
    protected Notifier notifier() {
        return opened(plain());
    }

    private static Notice notice(String text) {
        return new Notice(AT, "web", Advice.Severity.WARNING, "budget", text);
    }

    private static MailServer mailServer(MailServer.Security security, String user, String password) {
        return new MailServer(
                "localhost", server.getSmtp().getPort(), security, user, password, null, Duration.ofSeconds(30));
    }

    @Test
    void everybodyGetsIt() throws Exception {
        opened(plain())
                .send("web", new Advice.Alert("budget", Advice.Severity.WARNING, "80 % of the budget:\nüber Nacht"));
        await().atMost(PATIENCE).until(() -> server.getReceivedMessages().length == 2);
        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("[Headroom warning] web: 80 % of the budget: über Nacht");
        assertThat(mail.getFrom()).extracting(Object::toString).containsExactly("headroom@example.com");
        assertThat(mail.getRecipients(Message.RecipientType.TO))
                .extracting(Object::toString)
                .containsExactly("ops@example.com", "night@example.com");
        assertThat(mail.getSentDate()).isEqualTo(Date.from(AT));
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getContent().toString().lines())
                .contains(
                        "über Nacht",
                        "workload: web",
                        "severity: warning",
                        "condition: budget",
                        "at: 2026-01-05T00:00:00Z");
    }

    @Test
    void tlsIsUsedWithTheAuthoritiesThatAreTrusted() {
        Map<String, Object> tls = with(Map.of(
                "security",
                "tls",
                "port",
                server.getSmtps().getPort(),
                "ca",
                "cert.pem",
                "user",
                "me",
                "password-env",
                "PW"));
        opened(tls).send("web", new Advice.Alert("a", Advice.Severity.INFO, "over TLS"));
        await().atMost(PATIENCE).until(() -> server.getReceivedMessages().length == 2);
        Map<String, Object> strange = new HashMap<>(tls);
        strange.remove("ca");
        QueuedNotifier untrusting = (QueuedNotifier) opened(strange);
        untrusting.send("web", new Advice.Alert("b", Advice.Severity.INFO, "to a stranger"));
        // The server's own thread complains of the handshake that was broken off.
        await().dontCatchUncaughtExceptions()
                .atMost(PATIENCE)
                .until(() -> untrusting.counts().failed() == 1);
    }

    @Test
    void whatWasNotTakenIsSaidWithoutThePassword() {
        assertThat(deliver(mailServer(MailServer.Security.STARTTLS, "me", "right")))
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("no mail was taken by localhost:", "STARTTLS")
                        .doesNotContain("right"));
        assertThat(deliver(mailServer(MailServer.Security.NONE, "me", "wr0ng")))
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("does not accept the user and password")
                        .doesNotContain("wr0ng"));
        MailServer nobody =
                new MailServer("localhost", 1, MailServer.Security.NONE, null, null, null, Duration.ofSeconds(30));
        assertThat(deliver(nobody)).hasValueSatisfying(why -> assertThat(why).contains("localhost:1", "refused"));
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    private static Optional<String> deliver(MailServer to) {
        return new MailSink(to, "headroom@example.com", List.of("ops@example.com")).deliver(notice("it is so"));
    }

    @Test
    void whatCannotBeIsRefused() {
        Map<Map<String, Object>, String> wrong = Map.of(
                Map.of("to", List.of()), "nobody is to get the mail",
                Map.of("to", List.of("ops at example")), "'ops at example' is no address",
                Map.of("from", "x\nBcc: all@example.com"), "is no address",
                Map.of("user", "me"), "belong together",
                Map.of("user", "me", "password-env", "UNSET"), "UNSET, which is not set",
                Map.of("ca", "nothing.pem"), "nothing.pem cannot be read");
        wrong.forEach((options, words) -> assertThatIllegalArgumentException()
                .isThrownBy(() -> opened(with(options)))
                .withMessageContaining(words));
    }
}
