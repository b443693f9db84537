package dev.headroom.controller.api;

import dev.headroom.controller.WorkloadStatus;
import dev.headroom.journal.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers questions about recorded decisions. */
final class History {

    static final int MOST_DECISIONS = 1000;
    static final int MOST_STEPS = 2000;

    /** About a week of decisions every fifteen seconds. */
    private static final int MOST_READ = 50_000;

    private static final int PAGE = 5_000;
    private static final Duration DAY = Duration.ofDays(1);

    /** How far a decision at a time is looked for before it, step by step. */
    private static final List<Duration> BACK =
            List.of(Duration.ofMinutes(10), Duration.ofHours(6), Duration.ofDays(7), Duration.ofDays(365));

    private History() {}

    static Reply decisions(Api api, Call call) {
        WorkloadStatus workload = api.workload(call.path("name"));
        Instant from = call.instant("from");
        Instant to = call.instant("to");
        int limit = call.number("limit", 1, MOST_DECISIONS, 100);
        boolean changes = call.flag("changes");
        ordered(call, from, to);
        call.check();
        List<Recorded> found = new ArrayList<>();
        Instant next = null;
        if (from == null && to == null) {
            List<Recorded> latest = api.stored(() -> api.console().latest(workload.name(), changes ? PAGE : limit));
            latest.stream().filter(d -> !changes || changed(d)).limit(limit).forEach(found::add);
            Collections.reverse(found);
        } else {
            Instant end = to == null ? api.console().controller().now().plusMillis(1) : to;
            Instant begin = from == null ? end.minus(DAY) : from;
            next = api.stored(() -> between(api, workload.name(), begin, end, limit, changes, found));
        }
        return new Reply.Document(new Views.DecisionsView(
                found.stream().map(d -> Shown.of(d, workload.signals(), false)).toList(), next));
    }

    private static boolean changed(Recorded d) {
        return d.desired() != d.current();
    }

    /** Collects decisions, and tells where to go on; null at the end. */
    private static @Nullable Instant between(
            Api api, String name, Instant from, Instant to, int limit, boolean changes, List<Recorded> found) {
        Instant begin = from;
        int read = 0;
        while (read < MOST_READ) {
            int most = changes ? PAGE : limit + 1;
            List<Recorded> page = api.console().decisions(name, begin, to, most);
            for (Recorded d : page) {
                if (found.size() == limit) {
                    return d.at();
                }
                if (!changes || changed(d)) {
                    found.add(d);
                }
            }
            if (page.size() < most) {
                return null;
            }
            read += page.size();
            begin = page.get(page.size() - 1).at().plusMillis(1);
        }
        return begin;
    }

    static Reply why(Api api, Call call) {
        WorkloadStatus workload = api.workload(call.path("name"));
        Instant at = call.instant("at");
        call.check();
        Recorded found = api.stored(() -> at == null ? last(api, workload.name()) : before(api, workload.name(), at));
        if (found == null) {
            throw Problem.notFound("nothing was decided for workload '" + workload.name() + "'"
                    + (at == null ? " yet" : " at " + at + " or in the year before"));
        }
        return new Reply.Document(Shown.of(found, workload.signals(), true));
    }

    private static @Nullable Recorded last(Api api, String name) {
        List<Recorded> latest = api.console().latest(name, 1);
        return latest.isEmpty() ? null : latest.get(0);
    }

    private static @Nullable Recorded before(Api api, String name, Instant at) {
        Instant end = at.plusMillis(1);
        for (Duration back : BACK) {
            Recorded found = null;
            Instant begin = at.minus(back);
            for (int read = 0; read < MOST_READ; ) {
                List<Recorded> page = api.console().decisions(name, begin, end, PAGE);
                if (page.isEmpty()) {
                    break;
                }
                found = page.get(page.size() - 1);
                if (page.size() < PAGE) {
                    return found;
                }
                read += page.size();
                begin = found.at().plusMillis(1);
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static final Duration SHORTEST = Duration.ofMinutes(1);

    static Reply timeline(Api api, Call call) {
        WorkloadStatus workload = api.workload(call.path("name"));
        Instant now = api.console().controller().now();
        Instant to = orElse(call.instant("to"), now);
        Instant asked = call.instant("from");
        int steps = call.number("points", 1, MOST_STEPS, 360);
        ordered(call, asked, to);
        call.check();
        Instant from = asked != null ? asked : api.stored(() -> begin(api, workload.name(), to));
        Timeline timeline = new Timeline(from, to, steps, workload.signals());
        boolean truncated = api.stored(() -> read(api, workload.name(), from, to, timeline));
        return new Reply.Document(timeline.view(to, truncated));
    }

    /** Three hours before, or where the records begin: minutes would be a point or two among three hours. */
    private static Instant begin(Api api, String name, Instant to) {
        Instant earliest = to.minus(Duration.ofHours(3));
        List<Recorded> first = api.console().decisions(name, earliest, to, 1);
        Instant latest = to.minus(SHORTEST);
        Instant begun = first.isEmpty() ? earliest : first.get(0).at();
        return begun.isBefore(latest) ? begun : latest;
    }

    private static boolean read(Api api, String name, Instant from, Instant to, Timeline timeline) {
        Instant begin = from;
        for (int read = 0; read < MOST_READ; ) {
            List<Recorded> page = api.console().decisions(name, begin, to, PAGE);
            page.forEach(timeline::add);
            if (page.size() < PAGE) {
                return false;
            }
            read += page.size();
            begin = page.get(page.size() - 1).at().plusMillis(1);
        }
        return true;
    }

    private static Instant orElse(@Nullable Instant given, Instant otherwise) {
        return given == null ? otherwise : given;
    }

    private static void ordered(Call call, @Nullable Instant from, @Nullable Instant to) {
        if (from != null && to != null && !from.isBefore(to)) {
            call.wrong("'from' must be before 'to'");
        }
    }
}
