package dev.headroom.connectors.mail;

import dev.headroom.connectors.http.Notice;
import dev.headroom.connectors.http.NoticeSink;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Notices as plain e-mails, one a notice, over a connection of its own. What fails is tried once more. */
final class MailSink implements NoticeSink {

    private static final int TRIES = 2;
    private static final int MOST_PAUSE_MILLIS = 1000;
    private static final int MOST_SUBJECT = 120;

    private final MailServer server;
    private final Session session;
    private final InternetAddress from;
    private final List<InternetAddress> to = new ArrayList<>();

    /** @throws IllegalArgumentException if an address is none, or nobody is to get it */
    MailSink(MailServer server, String from, List<String> to) {
        this.server = server;
        this.session = server.session();
        this.from = address(from);
        to.forEach(a -> this.to.add(address(a)));
        if (to.isEmpty()) {
            throw new IllegalArgumentException("nobody is to get the mail; write addresses under 'to'");
        }
    }

    private static InternetAddress address(String text) {
        try {
            InternetAddress address = new InternetAddress(text, true);
            address.validate();
            return address;
        } catch (AddressException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no address of e-mail; write it like ops@example.com", e);
        }
    }

    @Override
    public Optional<String> deliver(Notice notice) {
        for (int tried = 1; ; tried++) {
            try {
                send(notice);
                return Optional.empty();
            } catch (AuthenticationFailedException e) {
                return Optional.of(server + " does not accept the user and password: " + e.getMessage());
            } catch (MessagingException e) {
                if (tried >= TRIES) {
                    return Optional.of("no mail was taken by " + server + ": " + cause(e));
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(MOST_PAUSE_MILLIS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.of("interrupted");
            }
        }
    }

    private void send(Notice notice) throws MessagingException {
        MimeMessage mail = new MimeMessage(session);
        mail.setFrom(from);
        mail.setRecipients(Message.RecipientType.TO, to.toArray(InternetAddress[]::new));
        mail.setSubject(subject(notice), StandardCharsets.UTF_8.name());
        mail.setSentDate(Date.from(notice.at()));
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setText(text(notice), StandardCharsets.UTF_8.name());
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect(server.user(), server.password());
            transport.sendMessage(mail, mail.getAllRecipients());
        }
    }

    private static String subject(Notice n) {
        String line = "[Headroom " + word(n) + "] " + (n.workload().isEmpty() ? "" : n.workload() + ": ") + n.text();
        String flat = line.strip().replaceAll("\\s+", " ");
        return flat.length() <= MOST_SUBJECT ? flat : flat.substring(0, MOST_SUBJECT) + "…";
    }

    private static String text(Notice n) {
        return n.text() + "\n\nworkload: " + (n.workload().isEmpty() ? "all" : n.workload()) + "\nseverity: " + word(n)
                + "\ncondition: " + n.key() + "\nat: " + n.at() + "\n";
    }

    private static String word(Notice n) {
        return n.severity().name().toLowerCase(Locale.ROOT);
    }

    private static String cause(Throwable e) {
        Throwable inner = e;
        for (int i = 0; i < 16 && inner.getCause() != null; i++) {
            inner = inner.getCause();
        }
        return String.valueOf(inner.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
