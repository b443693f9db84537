package dev.headroom.connectors.jdbc;

import dev.headroom.connectors.jdbc.Database.Dialect;
import dev.headroom.engine.loop.MetricHistory.Sample;
import dev.headroom.engine.model.Reading;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a query gave. */
sealed interface SqlRows {

    /** A database's clock may go fast by so much. */
    Duration AHEAD = Duration.ofSeconds(5);

    /** Numbers this large are milliseconds since 1970, smaller ones seconds: those are of the year 5138. */
    double LARGEST_SECONDS = 1e11;

    /** One number, or NULL. */
    record Single(@Nullable Double value) implements SqlRows {}

    /** Rows of a time and a number, oldest first, and how many rows in all. */
    record Series(List<Sample> samples, int rows) implements SqlRows {}

    /** What cannot be used, and why; a sentence without a full stop. */
    record Unfit(String why) implements SqlRows {}

    /**
     * Reads them all.
     *
     * @param most rows
     */
    static SqlRows of(ResultSet rows, Dialect dialect, int most) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        if (columns.getColumnCount() > 2) {
            return new Unfit("the query gives " + columns.getColumnCount()
                    + " columns; select one number, or a time and a number");
        }
        try {
            return columns.getColumnCount() == 1 ? number(rows) : series(rows, columns, dialect, most);
        } catch (DateTimeException | NumberFormatException e) {
            return new Unfit(String.valueOf(e.getMessage()));
        }
    }

    private static SqlRows number(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            return new Series(List.of(), 0);
        }
        Double value = number(rows.getObject(1));
        return rows.next()
                ? new Unfit("the query gives several rows of one number; fold them, as sum(…) does, or select a time"
                        + " beside the number")
                : new Single(value);
    }

    private static SqlRows series(ResultSet rows, ResultSetMetaData columns, Dialect dialect, int most)
            throws SQLException {
        List<Sample> samples = new ArrayList<>();
        int count = 0;
        while (rows.next()) {
            if (++count > most) {
                return new Unfit(
                        "the query gives more than " + most + " rows; select those after :from, one a minute or fewer");
            }
            Instant at = time(rows, columns.getColumnTypeName(1), dialect);
            Double value = number(rows.getObject(2));
            if (at != null && value != null && Double.isFinite(value)) {
                samples.add(new Sample(at, value));
            }
        }
        samples.sort(Comparator.comparing(Sample::at));
        return new Series(samples, count);
    }

    private static @Nullable Double number(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Number n -> n.doubleValue();
            case Boolean b -> b ? 1.0 : 0.0;
            case String s
            when s.strip().matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?|NaN") -> Double.valueOf(s.strip());
            default ->
                throw new NumberFormatException("the query gives " + excerpt(value)
                        + " where a number is needed; select one number, or a time and then a number");
        };
    }

    private static @Nullable Instant time(ResultSet rows, String type, Dialect dialect) throws SQLException {
        if (dialect == Dialect.POSTGRESQL) {
            switch (type) {
                case "timestamptz" -> {
                    OffsetDateTime at = rows.getObject(1, OffsetDateTime.class);
                    return at == null ? null : at.toInstant();
                }
                case "timestamp" -> {
                    LocalDateTime at = rows.getObject(1, LocalDateTime.class);
                    return at == null ? null : at.toInstant(ZoneOffset.UTC);
                }
                case "date" -> {
                    LocalDate at = rows.getObject(1, LocalDate.class);
                    return at == null ? null : at.atStartOfDay(ZoneOffset.UTC).toInstant();
                }
                default -> {
                    // A number or a text, as in SQLite.
                }
            }
        }
        return switch (rows.getObject(1)) {
            case null -> null;
            case Number n ->
                Instant.ofEpochMilli((long) Math.floor(
                        Math.abs(n.doubleValue()) < LARGEST_SECONDS ? n.doubleValue() * 1000 : n.doubleValue()));
            case String s -> written(s.strip());
            case Object other -> throw noTime(other);
        };
    }

    /** ISO 8601, with a space for the T if need be; without a zone it is UTC. */
    private static Instant written(String text) {
        String iso = text.replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) +", "$1T");
        try {
            return iso.matches(".*T.*([zZ]|[-+]\\d\\d(:?\\d\\d)?)")
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw noTime(text);
        }
    }

    private static DateTimeException noTime(Object value) {
        return new DateTimeException("the query gives " + excerpt(value)
                + " where a time is needed; of two columns select the time first, then the number");
    }

    private static String excerpt(Object value) {
        String text = value.toString().strip().replaceAll("\\s+", " ");
        return "'" + (text.length() <= 80 ? text : text.substring(0, 80) + "…") + "'";
    }

    /** As the reading of a time: of a series, its newest value. */
    default Reading reading(Instant now) {
        return switch (this) {
            case Unfit unfit -> Reading.failed(unfit.why());
            case Single(Double value) ->
                value == null || !Double.isFinite(value)
                        ? Reading.missing("the query gives " + (value == null ? "NULL" : value))
                        : Reading.of(value, now);
            case Series(List<Sample> samples, int rows) -> {
                Instant latest = now.plus(AHEAD);
                Sample newest = null;
                for (Sample s : samples) {
                    newest = s.at().isAfter(latest) ? newest : s;
                }
                if (newest != null) {
                    yield Reading.of(newest.value(), newest.at().isAfter(now) ? now : newest.at());
                }
                yield samples.isEmpty()
                        ? Reading.missing(rows == 0 ? "the query gives no row" : "the query gives nothing but NULL")
                        : Reading.failed(
                                "the oldest row is of " + samples.get(0).at() + ", after the time asked about, " + now);
            }
        };
    }
}
