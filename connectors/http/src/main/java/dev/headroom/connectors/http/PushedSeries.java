package dev.headroom.connectors.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;

/** The last values of one pushed series. Not thread-safe. */
final class PushedSeries {

    /** Enough for a rate over some time, and a bound on memory. */
    static final int MOST_POINTS = 32;

    /** Over which a rate is taken, if so many points are kept. */
    private static final Duration SPAN = Duration.ofMinutes(1);

    private record Point(Instant at, double value) {}

    private final ArrayDeque<Point> points = new ArrayDeque<>(4);

    /** Takes a value that is newer than those there are; false if it is not. */
    boolean take(PushedSample sample) {
        Point last = points.peekLast();
        if (last != null && !sample.at().isAfter(last.at())) {
            return false;
        }
        double value = sample.value();
        if (sample.kind() == PushedSample.Kind.CHANGE) {
            if (last == null && sample.from().isBefore(sample.at())) {
                points.add(new Point(sample.from(), 0));
            }
            value += last == null ? 0 : last.value();
        }
        points.add(new Point(sample.at(), value));
        while (points.size() > MOST_POINTS
                || Duration.between(points.getFirst().at(), sample.at()).compareTo(SPAN.multipliedBy(2)) > 0) {
            points.removeFirst();
        }
        return true;
    }

    /** The time of the newest value. */
    Instant newest() {
        return points.isEmpty() ? Instant.MIN : points.getLast().at();
    }

    /** The newest value of those up to a time. */
    Optional<Double> value(Instant now) {
        for (Iterator<Point> newestFirst = points.descendingIterator(); newestFirst.hasNext(); ) {
            Point point = newestFirst.next();
            if (!point.at().isAfter(now)) {
                return Optional.of(point.value());
            }
        }
        return Optional.empty();
    }

    /**
     * Increase a second up to a time: since the last value that is a minute old or more, or since the oldest there is. A fall means that the counter began
     * at 0 again.
     *
     * @return empty with fewer than two values
     */
    Optional<Double> rate(Instant now) {
        Point before = null;
        Point first = null;
        double grown = 0;
        for (Point point : points) {
            if (point.at().isAfter(now)) {
                break;
            }
            if (!point.at().isAfter(now.minus(SPAN))) {
                before = null;
                first = null;
                grown = 0;
            }
            if (before != null) {
                grown += point.value() >= before.value() ? point.value() - before.value() : point.value();
            }
            first = first == null ? point : first;
            before = point;
        }
        if (before == null || first == null || before.equals(first)) {
            return Optional.empty();
        }
        return Optional.of(grown / (Duration.between(first.at(), before.at()).toNanos() / 1e9));
    }
}
