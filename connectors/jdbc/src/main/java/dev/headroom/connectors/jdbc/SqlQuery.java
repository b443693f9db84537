package dev.headroom.connectors.jdbc;

import dev.headroom.connectors.jdbc.Database.Dialect;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * A signal's query for a span of time. Its parameters are {@code :from} and {@code :to}, the span's bounds; {@code :now}, which
 * is {@code :to}; and those of the source.
 *
 * @param sql one statement that reads
 * @param from begin of the span
 * @param to end of the span
 */
record SqlQuery(String sql, Instant from, Instant to) {

    /** Parameters that are not the source's. */
    static final List<String> OWN = List.of("now", "from", "to");

    private static final Pattern READS =
            Pattern.compile("(?is)(\\s|--[^\\n]*\\n|/\\*.*?\\*/|\\()*(select|with|values|table)\\b.*");
    private static final Pattern FROM = Pattern.compile("(?<!:):from\\b");
    private static final Pattern LACKING = Pattern.compile("Missing named parameter '([^']*)'");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,17})(\\.\\d{1,17})?");
    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** What is wrong with it before anybody is asked. */
    Optional<String> wrong() {
        return READS.matcher(sql).matches()
                ? Optional.empty()
                : Optional.of("'" + sql.strip() + "' is no query; write one such as select count(*) from jobs");
    }

    /** Whether it can tell of another span than the present. */
    boolean looksBack() {
        return FROM.matcher(sql).find();
    }

    /** The statement with all parameters bound. */
    Query on(Handle handle, Dialect dialect, Map<String, String> parameters) {
        handle.getConfig(SqlStatements.class)
                .setTemplateEngine(TemplateEngine.NOP)
                .setUnusedBindingAllowed(true);
        Query query = handle.createQuery(sql)
                .bind("now", time(to, dialect))
                .bind("to", time(to, dialect))
                .bind("from", time(from, dialect));
        parameters.forEach((name, value) -> query.bind(name, text(value, dialect)));
        return query;
    }

    /** SQLite has no times: they are texts in UTC, as its {@code datetime()} writes them. */
    private static Argument time(Instant at, Dialect dialect) {
        return (place, statement, context) -> {
            if (dialect == Dialect.SQLITE) {
                statement.setString(place, TEXT.format(at));
            } else {
                statement.setObject(place, at.atOffset(ZoneOffset.UTC));
            }
        };
    }

    /** PostgreSQL finds the type of a text by itself; to SQLite a number must be one, or it is greater than all numbers. */
    private static Argument text(String value, Dialect dialect) {
        return (place, statement, context) -> {
            if (dialect == Dialect.SQLITE && NUMBER.matcher(value).matches()) {
                number(statement, place, value);
            } else {
                statement.setString(place, value);
            }
        };
    }

    private static void number(PreparedStatement statement, int place, String value) throws java.sql.SQLException {
        if (value.indexOf('.') < 0) {
            statement.setLong(place, Long.parseLong(value));
        } else {
            statement.setDouble(place, Double.parseDouble(value));
        }
    }

    /** A parameter that nobody gives, in words, if a message complains of one. */
    static Optional<String> lacking(String message, Map<String, String> parameters) {
        Matcher lacking = LACKING.matcher(message);
        if (!lacking.find()) {
            return Optional.empty();
        }
        TreeSet<String> all = new TreeSet<>(parameters.keySet());
        all.addAll(OWN);
        return Optional.of("the query has the parameter :" + lacking.group(1) + ", and there are "
                + String.join(", ", all) + "; add it to the source's 'parameters'");
    }
}
