package dev.headroom.cli;

import dev.headroom.forecast.Occasion;
import dev.headroom.forecast.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Reads known events and holidays: a CSV file with the columns name,start,end; without an end an event lasts its day. */
final class EventsFile {

    private EventsFile() {}

    /**
     * The events of a file.
     *
     * @param zone of times written without one
     * @throws Refusal when it cannot be read; names every wrong line
     */
    static List<Occasion> read(Path file, ZoneId zone) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new Refusal(file + ": there is no such file");
        } catch (IOException e) {
            throw new Refusal(file + ": cannot be read: " + e.getMessage());
        }
        List<Occasion> events = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            String[] cells = lines.get(i).split(",", -1);
            try {
                if (cells.length < 2) {
                    throw new Refusal("'" + lines.get(i) + "' has no start; write name,start,end");
                }
                String begin = cells[1].strip();
                Instant start = Traces.instant("start", begin, zone);
                boolean open = cells.length < 3 || cells[2].isBlank();
                Instant end = open
                        ? LocalDate.ofInstant(start, zone)
                                .plusDays(1)
                                .atStartOfDay(zone)
                                .toInstant()
                        : Traces.instant("end", cells[2].strip(), zone);
                events.add(new Occasion(cells[0].strip(), start, end));
            } catch (Refusal | IllegalArgumentException e) {
                wrong.add(file + ":" + (i + 1) + ": " + e.getMessage());
            }
        }
        if (!wrong.isEmpty()) {
            throw new Refusal(String.join("\n", wrong));
        }
        if (events.isEmpty()) {
            throw new Refusal(
                    file + ": has no events; the first line is the header name,start,end, then comes a line an event");
        }
        return events;
    }

    /** Coming events of whose kind nothing has been seen, and so change nothing. */
    static List<String> notes(List<Occasion> events, Series history, int steps) {
        TreeSet<String> unseen = new TreeSet<>();
        Instant until = history.time(history.size() + steps);
        for (Occasion e : events) {
            boolean coming = e.end().isAfter(history.end()) && e.start().isBefore(until);
            boolean seen = events.stream()
                    .anyMatch(p -> p.name().equals(e.name())
                            && p.start().isBefore(history.end())
                            && p.end().isAfter(history.start()));
            if (coming && !seen) {
                unseen.add(e.name());
            }
        }
        return unseen.isEmpty()
                ? List.of()
                : List.of("the history has no event named " + String.join(", ", unseen)
                        + ": those to come change nothing");
    }
}
