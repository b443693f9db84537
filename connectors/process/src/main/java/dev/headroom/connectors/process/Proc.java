package dev.headroom.connectors.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Linux tells about processes in /proc; the fields are those of proc(5). A process that ends meanwhile is absent. */
final class Proc {
    private static final Path ROOT = Path.of("/proc");
    /** USER_HZ, which is 100 on every Linux that runs Java. */
    static final int TICKS_A_SECOND = 100;

    private Proc() {}

    /**
     * The line {@code /proc/PID/stat}.
     *
     * @param state one letter; Z and X are dead
     * @param session the process that leads its session
     * @param cpuTicks processor time of it, and of its ended children it has waited for
     * @param bornTicks when it began, in ticks since the machine did
     */
    record Stat(long pid, char state, long session, long cpuTicks, int threads, long bornTicks) {
        boolean alive() {
            return state != 'Z' && state != 'X';
        }
    }

    static boolean present() {
        return Files.isReadable(ROOT.resolve("self/stat"));
    }

    static Optional<Stat> stat(long pid) {
        return text(ROOT.resolve(pid + "/stat")).flatMap(line -> parse(pid, line));
    }

    /** Fields are counted from the last bracket: the program's name may hold anything. */
    static Optional<Stat> parse(long pid, String line) {
        int name = line.lastIndexOf(')');
        if (name < 0 || name + 2 >= line.length()) {
            return Optional.empty();
        }
        String[] fields = line.substring(name + 2).strip().split(" ", -1);
        if (fields.length < 20) {
            return Optional.empty();
        }
        long cpu = 0;
        for (int i = 11; i <= 14; i++) {
            cpu += Long.parseLong(fields[i]);
        }
        return Optional.of(new Stat(
                pid,
                fields[0].charAt(0),
                Long.parseLong(fields[3]),
                cpu,
                Integer.parseInt(fields[17]),
                Long.parseLong(fields[19])));
    }

    /** Whether the process runs, and is the one that began then. */
    static boolean alive(ProcessReplica replica, String boot) {
        return replica.pid() > 0
                && replica.boot().equals(boot)
                && stat(replica.pid())
                        .filter(stat -> stat.alive() && stat.bornTicks() == replica.bornTicks())
                        .isPresent();
    }

    /** Identifies the start of the machine that the ticks count from. */
    static String boot() {
        return text(ROOT.resolve("sys/kernel/random/boot_id"))
                .map(String::strip)
                .orElse("unknown");
    }

    /** All processes there are. */
    static List<Stat> all() {
        List<Stat> all = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(ROOT, "[0-9]*")) {
            for (Path entry : entries) {
                stat(Long.parseLong(entry.getFileName().toString())).ifPresent(all::add);
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            return all;
        }
        return all;
    }

    /** Live processes, of those that may be looked at, by the value of a variable of their environment. */
    static Map<String, List<Long>> marked(String variable) {
        Map<String, List<Long>> found = new HashMap<>();
        for (Stat stat : all()) {
            if (stat.alive()) {
                variable(stat.pid(), variable)
                        .ifPresent(value -> found.computeIfAbsent(value, v -> new ArrayList<>())
                                .add(stat.pid()));
            }
        }
        return found;
    }

    private static Optional<String> variable(long pid, String variable) {
        return text(ROOT.resolve(pid + "/environ")).flatMap(environment -> {
            for (String setting : environment.split("\0", -1)) {
                if (setting.startsWith(variable + "=")) {
                    return Optional.of(setting.substring(variable.length() + 1));
                }
            }
            return Optional.empty();
        });
    }

    /** Memory a process holds, bytes: VmRSS. */
    static Optional<Long> residentBytes(long pid) {
        return text(ROOT.resolve(pid + "/status"))
                .flatMap(status -> status.lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                        .findFirst());
    }

    /** The local ports of all established TCP connections, one entry a connection; empty if they cannot be read. */
    static Optional<List<Integer>> connectedPorts() {
        List<Integer> ports = new ArrayList<>();
        boolean read = false;
        for (String table : List.of("net/tcp", "net/tcp6")) {
            Optional<String> lines = text(ROOT.resolve(table));
            read |= lines.isPresent();
            lines.ifPresent(text -> text.lines().skip(1).forEach(line -> {
                // "0: 0100007F:1F90 0100007F:C3A2 01 …": local address, remote address, state; 01 is ESTABLISHED.
                String[] fields = line.strip().split("\\s+", 5);
                if (fields.length > 3 && fields[3].equals("01")) {
                    ports.add(Integer.parseInt(fields[1].substring(fields[1].lastIndexOf(':') + 1), 16));
                }
            }));
        }
        return read ? Optional.of(ports) : Optional.empty();
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
