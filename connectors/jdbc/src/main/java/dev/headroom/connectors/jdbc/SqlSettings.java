package dev.headroom.connectors.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.headroom.connectors.jdbc.Database.Dialect;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a database is asked for signals.
 *
 * @param name of the source
 * @param address of the database
 * @param user null for none
 * @param password null for none; it is never told
 * @param parameters of all queries, by name
 * @param timeout longest wait for an answer, positive
 */
record SqlSettings(
        String name,
        SqlAddress address,
        @Nullable String user,
        @Nullable String password,
        Map<String, String> parameters,
        Duration timeout) {

    /** Queries that run at the same time. */
    static final int AT_A_TIME = 4;

    private static final Duration SHORTEST = Duration.ofMillis(250);
    private static final Duration IDLE = Duration.ofMinutes(1);

    SqlSettings {
        parameters = Map.copyOf(parameters);
        if (timeout.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("the timeout " + timeout.toMillis() + " ms is too short for a database;"
                    + " write " + SHORTEST.toMillis() + " ms or more");
        }
        for (String parameter : parameters.keySet()) {
            if (SqlQuery.OWN.contains(parameter)) {
                throw new IllegalArgumentException(
                        "the parameter '" + parameter + "' is given by Headroom itself; choose another name");
            }
            if (!parameter.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw new IllegalArgumentException("a query cannot name the parameter '" + parameter
                        + "'; use letters, digits and '_', and begin with no digit");
            }
        }
    }

    /** Connections that only read, made when they are needed. */
    HikariDataSource connections() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("headroom-source-" + name);
        config.setJdbcUrl(address.url());
        config.setMaximumPoolSize(AT_A_TIME);
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE.toMillis());
        config.setConnectionTimeout(timeout.toMillis());
        config.setValidationTimeout(Math.min(timeout.toMillis(), 5000));
        // A source does not have to be there when the spec is read.
        config.setInitializationFailTimeout(-1);
        config.setReadOnly(true);
        if (user != null) {
            config.setUsername(user);
        }
        if (password != null) {
            config.setPassword(password);
        }
        if (address.dialect() == Dialect.SQLITE) {
            config.addDataSourceProperty("open_mode", "1"); // SQLITE_OPEN_READONLY
            config.addDataSourceProperty("busy_timeout", Long.toString(timeout.toMillis()));
        } else {
            String seconds = Long.toString(timeout.plusMillis(999).toSeconds());
            config.setAutoCommit(false);
            config.addDataSourceProperty("readOnlyMode", "always");
            config.addDataSourceProperty("connectTimeout", seconds);
            config.addDataSourceProperty("loginTimeout", seconds);
            // Longer than the query may take: a server that can be reached is told to end it.
            config.addDataSourceProperty(
                    "socketTimeout", Long.toString(timeout.plusSeconds(2).toSeconds()));
            // The server finds out of which type a parameter must be.
            config.addDataSourceProperty("stringtype", "unspecified");
            config.addDataSourceProperty("ApplicationName", "headroom");
            config.setConnectionInitSql("set time zone 'UTC'");
        }
        return new HikariDataSource(config);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return name + " at " + address.url();
    }
}
