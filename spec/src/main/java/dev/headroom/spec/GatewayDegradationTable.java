package dev.headroom.spec;

import dev.headroom.spec.GatewaySpec.Degradation;
import dev.headroom.spec.GatewaySpec.Watch;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** When less is served. */
final class GatewayDegradationTable extends Table<Degradation> {
    private final Key<Degradation, Duration> p99 = fallback(
            "p99",
            Values.DURATION,
            "Time of the slowest hundredth of answers above which optional parts are left out.",
            Duration.ofMillis(100),
            Degradation::p99);
    private final Key<Degradation, Double> timeouts = fallback(
            "timeouts",
            Values.SHARE,
            "Share of requests without an answer in time above which a simpler one is asked for.",
            0.05,
            Degradation::timeouts);
    private final Key<Degradation, Duration> hold = fallback(
            "hold",
            Values.DURATION,
            "How long all must be well for the next better level.",
            Duration.ofSeconds(10),
            Degradation::hold);
    private final Key<Degradation, List<Watch>> watch = fallback(
            "watch",
            ListForm.orOne(new WatchTable()),
            "What else leads to a level: metrics, and services that servers depend on.",
            List.of(),
            Degradation::watch);

    GatewayDegradationTable() {
        super("gateway-degradation", "When less is served.");
    }

    @Override
    Degradation build(Fields f) {
        if (f.get(p99).isZero()) {
            f.at(p99).error("no answer takes 0s", "write a duration such as 100ms");
        }
        Set<String> names = new HashSet<>();
        for (Watch w : f.get(watch)) {
            if (!names.add(w.name())) {
                f.at(watch).errorAtName("two have the name '" + w.name() + "'", "give one another name");
            }
        }
        return new Degradation(f.get(p99), f.get(timeouts), f.get(hold), f.get(watch));
    }

    private static final class WatchTable extends Table<Watch> {
        private final Key<Watch, String> name = required("name", Values.TEXT, "What it is called.", Watch::name);
        private final Key<Watch, String> url =
                required("url", Values.httpUrl("http://127.0.0.1:9400/metrics"), "What is asked.", Watch::url);
        private final Key<Watch, String> metric = optional(
                "metric",
                Values.TEXT,
                "The name of a metric in Prometheus' text form, of which the largest counts, or a JSON pointer.",
                "whether it answers with 200 to 399: level when it does not three times in a row",
                Watch::metric);
        private final Key<Watch, String> of = optional(
                "of",
                Values.TEXT,
                "A metric with the same labels that it is divided by, or a JSON pointer.",
                "none",
                Watch::of);
        private final Key<Watch, Double> above = optional(
                "above",
                Values.FACTOR,
                "What is too much, required with a metric.",
                "none",
                w -> w.metric() == null ? null : w.above());
        private final Key<Watch, Integer> level =
                fallback("level", Values.count(1), "The level that it leads to, 1 to 4.", 2, Watch::level);
        private final Key<Watch, List<String>> upstreams = fallback(
                "upstreams", ListForm.orOne(Values.TEXT), "Those that it is for.", List.of(), Watch::upstreams);
        private final Key<Watch, Duration> every =
                fallback("every", Values.DURATION, "Time between looks.", Duration.ofSeconds(5), Watch::every);
        private final Key<Watch, Duration> timeout = fallback(
                "timeout", Values.DURATION, "Longest wait for an answer.", Duration.ofSeconds(2), Watch::timeout);

        WatchTable() {
            super("gateway-watch", "What leads to a level of degradation.");
        }

        @Override
        Watch build(Fields f) {
            if (!f.get(name).matches("[A-Za-z0-9_.-]{1,64}")) {
                f.at(name).error("a name has 1 to 64 letters, digits and _ . -", "write a name such as gpu-memory");
            }
            boolean measured = f.has(metric);
            for (Key<Watch, String> what : List.of(metric, of)) {
                String text = f.find(what);
                if (text != null && !text.matches("[A-Za-z_:][A-Za-z0-9_:]{0,200}|/.{1,500}")) {
                    f.at(what)
                            .error(
                                    "'" + text + "' is neither the name of a metric nor a JSON pointer",
                                    "write it like gpu_memory_used_bytes or /upstreams/web/p99");
                }
            }
            if (measured != f.has(above)) {
                f.table()
                        .errorAtName(
                                measured ? "it is not said what is too much" : "it is not said what is measured",
                                measured ? "add above: 90%" : "add metric, or leave out above");
            }
            if (!measured && f.has(of)) {
                f.at(of).errorAtName("there is nothing to divide", "add metric, or leave out of");
            }
            if (f.get(level) > 4) {
                f.at(level).error("levels are 1 to 4", "write a level such as 2");
            }
            if (f.get(every).compareTo(Duration.ofMillis(100)) < 0) {
                f.at(every).error("looks are at least 100ms apart", "write a duration such as 5s");
            }
            if (f.get(timeout).isZero()) {
                f.at(timeout).error("an answer takes longer than 0s", "write a duration such as 2s");
            }
            Double most = f.find(above);
            return new Watch(
                    f.get(name),
                    f.get(url),
                    f.find(metric),
                    f.find(of),
                    most == null ? 0.5 : most,
                    f.get(level),
                    f.get(upstreams),
                    f.get(every),
                    f.get(timeout));
        }
    }
}
