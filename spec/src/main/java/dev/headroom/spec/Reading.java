package dev.headroom.spec;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.Signal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One reading of one file: the problems found so far and what later parts of the spec need to know of earlier ones. */
final class Reading {

    private final String file;
    private final @Nullable Path folder;
    private final List<String> lines;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Runnable> warnings = new ArrayList<>();
    private int errors;

    private ZoneId zone = ZoneOffset.UTC;
    private Set<String> sources = Set.of();
    private Set<String> workloads = Set.of();
    private Map<String, Object> services = Map.of();
    private PricesSpec prices = PricesSpec.NONE;
    private String workload = "";
    private Set<String> signalNames = Set.of();
    private final Map<String, Signal> signals = new LinkedHashMap<>();
    private final Map<String, ForecastSpec> forecasts = new LinkedHashMap<>();
    private final List<Edge> edges = new ArrayList<>();
    private final List<Edge> calls = new ArrayList<>();
    private Map<String, Integer> connections = Map.of();
    private Instant begin = Instant.MIN;
    private Instant end = Instant.MAX;

    /** That one workload depends on another or calls it, and where it says so. */
    record Edge(String from, String to, Cursor at) {}

    /**
     * A reading.
     *
     * @param file as the user named it
     * @param folder where files named in the spec are looked for; null to allow none
     * @param text the whole file
     */
    Reading(String file, @Nullable Path folder, String text) {
        this.file = file;
        this.folder = folder;
        this.lines = text.lines().toList();
    }

    void report(Problem.Severity severity, int line, int column, String path, String message, String mend) {
        Problem p = new Problem(severity, file, line, column, path, message, mend);
        if (!problems.contains(p)) {
            problems.add(p);
        }
        if (severity == Problem.Severity.ERROR) {
            errors++;
        }
    }

    /** Keeps a warning back: it is only worth reading in a spec without errors. */
    void whenSound(Runnable warning) {
        warnings.add(warning);
    }

    /** Gives the warnings that were kept back, if there are no errors. */
    void finish() {
        if (errors == 0) {
            warnings.forEach(Runnable::run);
        }
    }

    int errors() {
        return errors;
    }

    /** All problems in the order of their places. */
    List<Problem> problems() {
        return problems.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .toList();
    }

    @Nullable
    Path folder() {
        return folder;
    }

    /** Spaces at the begin of a line, the first line being 1. */
    int indentation(int line) {
        if (line < 1 || line > lines.size()) {
            return 0;
        }
        String text = lines.get(line - 1);
        return text.length() - text.stripLeading().length();
    }

    ZoneId zone() {
        return zone;
    }

    void zone(ZoneId z) {
        zone = z;
    }

    /** The time that the file is about, where it is about one. */
    void span(Instant from, Instant to) {
        begin = from;
        end = to;
    }

    String span() {
        return begin + " to " + end;
    }

    /** Whether nothing from one time to another lies within that span. */
    boolean isOutside(Instant from, Instant to) {
        return to.isBefore(begin) || !from.isBefore(end);
    }

    PricesSpec prices() {
        return prices;
    }

    void prices(PricesSpec p) {
        prices = p;
    }

    Map<String, Object> services() {
        return services;
    }

    void services(Map<String, Object> raw) {
        services = raw;
    }

    /** Names that references may use; known before their tables are read. */
    void declare(Set<String> sourceNames, Set<String> workloadNames) {
        sources = sourceNames;
        workloads = workloadNames;
    }

    Set<String> sources() {
        return sources;
    }

    Set<String> workloads() {
        return workloads;
    }

    /** Begins a workload: signals and dependencies from here on are its own. */
    void enter(String name, Set<String> declaredSignals) {
        workload = name;
        signalNames = new LinkedHashSet<>(declaredSignals);
        signals.clear();
        forecasts.clear();
    }

    Set<String> signalNames() {
        return signalNames;
    }

    void signal(Signal s) {
        signals.put(s.name(), s);
    }

    /** A signal of the workload being read; null when it could not be read. */
    @Nullable
    Signal signal(String name) {
        return signals.get(name);
    }

    /** The signals of the workload being read. */
    List<Signal> signals() {
        return List.copyOf(signals.values());
    }

    /** The first signal of a meaning, or null. */
    @Nullable
    Signal measuring(Measure measure) {
        return signals.values().stream()
                .filter(s -> s.measures() == measure)
                .findFirst()
                .orElse(null);
    }

    /** Notes a forecast that the workload being read needs; of two for one signal the longer history counts. */
    void forecast(ForecastSpec wanted) {
        forecasts.merge(wanted.signal(), wanted, (a, b) -> a.history().compareTo(b.history()) >= 0 ? a : b);
    }

    /** The forecasts that the workload being read needs. */
    List<ForecastSpec> forecasts() {
        return List.copyOf(forecasts.values());
    }

    /** Notes that the workload being read depends on another. */
    void depends(String on, Cursor at) {
        edges.add(new Edge(workload, on, at));
    }

    List<Edge> edges() {
        return edges;
    }

    /** Notes that the workload being read calls another. */
    void calls(String called, Cursor at) {
        calls.add(new Edge(workload, called, at));
    }

    List<Edge> calls() {
        return calls;
    }

    /** Connections to each replica of a workload, where it says so; known before its table is read. */
    @Nullable
    Integer connections(String of) {
        return connections.get(of);
    }

    void connections(Map<String, Integer> known) {
        connections = known;
    }
}
