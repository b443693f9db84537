package dev.headroom.connectors.jdbc;

import dev.headroom.connectors.jdbc.Database.Dialect;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where a database is that is asked for signals.
 *
 * @param dialect of its SQL
 * @param url for JDBC, without a password
 */
record SqlAddress(Dialect dialect, String url) {

    private static final Pattern PASSWORD = Pattern.compile("(?i)//[^/?]*@|[?&](user|password)=");

    /**
     * Reads an address.
     *
     * @param text {@code sqlite:FILE} or {@code postgresql://host[:port]/name} with options after a question mark, either with
     *     or without {@code jdbc:} before it
     * @param base folder that a relative file starts from
     * @throws IllegalArgumentException if it is of neither kind, or holds a user or password
     */
    static SqlAddress of(String text, String base) {
        String plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
        if (PASSWORD.matcher(plain).find()) {
            throw new IllegalArgumentException(
                    "the url holds a user or password; leave them out, and write user and password-env");
        }
        if (plain.startsWith("sqlite:") && plain.length() > "sqlite:".length()) {
            Path file = Path.of(base).resolve(plain.substring("sqlite:".length()));
            return new SqlAddress(Dialect.SQLITE, "jdbc:sqlite:" + file);
        }
        if (plain.matches("postgres(ql)?://[^/?]+/[^?]+.*")) {
            return new SqlAddress(Dialect.POSTGRESQL, "jdbc:postgresql:" + plain.substring(plain.indexOf(':') + 1));
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no address of a database; write postgresql://host/name or sqlite:FILE");
    }

    /** The file of an SQLite database. */
    Path file() {
        return Path.of(url.substring("jdbc:sqlite:".length()));
    }
}
