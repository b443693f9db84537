package dev.headroom.connectors.mail;

import jakarta.mail.Session;
import java.time.Duration;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A server that takes mail by SMTP.
 *
 * @param port 1 to 65535
 * @param user null for none
 * @param password null for none; it is never told
 * @param trusted authorities; null for those of Java
 * @param timeout longest wait for a connection and for each answer
 */
record MailServer(
        String host,
        int port,
        Security security,
        @Nullable String user,
        @Nullable String password,
        @Nullable SSLContext trusted,
        Duration timeout) {

    MailServer {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is from 1 to 65535, not " + port);
        }
    }

    /** How the connection is kept from others. */
    enum Security {
        /** TLS is begun within the connection, and nothing is sent without it. */
        STARTTLS,
        /** TLS from the begin. */
        TLS,
        /** Not at all. */
        NONE;

        /** The port that is usual with it. */
        int usualPort() {
            return switch (this) {
                case STARTTLS -> 587;
                case TLS -> 465;
                case NONE -> 25;
            };
        }
    }

    /** Settings of Jakarta Mail: the names are those of the <a href="https://eclipse-ee4j.github.io/angus-mail/">SMTP provider</a>. */
    Session session() {
        Properties p = new Properties();
        String millis = Long.toString(timeout.toMillis());
        p.setProperty("mail.smtp.host", host);
        p.setProperty("mail.smtp.port", Integer.toString(port));
        p.setProperty("mail.smtp.connectiontimeout", millis);
        p.setProperty("mail.smtp.timeout", millis);
        p.setProperty("mail.smtp.writetimeout", millis);
        p.setProperty("mail.smtp.auth", Boolean.toString(user != null));
        p.setProperty("mail.smtp.ssl.enable", Boolean.toString(security == Security.TLS));
        p.setProperty("mail.smtp.starttls.enable", Boolean.toString(security == Security.STARTTLS));
        p.setProperty("mail.smtp.starttls.required", Boolean.toString(security == Security.STARTTLS));
        p.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        if (trusted != null) {
            p.put("mail.smtp.ssl.socketFactory", trusted.getSocketFactory());
        }
        return Session.getInstance(p);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
