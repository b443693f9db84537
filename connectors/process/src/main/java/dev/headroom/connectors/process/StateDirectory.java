package dev.headroom.connectors.process;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The truth about the replicas of one workload: a folder with {@code order.json} (how many are wanted, by whom), one {@code
 * replica-N.json} each, {@code targets.json} for Prometheus, and {@code logs}. A supervisor keeps nothing that matters
 * elsewhere, so the next one simply goes on. Files are replaced by a rename: a reader sees the former or the new one.
 */
final class StateDirectory {

    /**
     * What is wanted.
     *
     * @param desired replicas
     * @param token the largest of all that gave orders here
     */
    record Order(int desired, long token) {}

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();
    private static final int LOCK_TRIES = 500;
    private static final int LOCK_PAUSE_MILLIS = 10;
    private static final int OVERTAKE_TRIES = 100;
    private static final Map<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

    private final Path folder;
    private String targets = "";

    StateDirectory(Path folder) throws IOException {
        this.folder = folder.toAbsolutePath();
        Files.createDirectories(this.folder.resolve("logs"));
    }

    /** Something done while nobody else acts on the folder. */
    interface Turn<T> {
        T take() throws IOException;
    }

    /** An act is not done, since another supervisor with a larger token has taken over. */
    static final class Fenced extends IOException {
        private static final long serialVersionUID = 1L;

        Fenced(String why) {
            super(why);
        }
    }

    /**
     * Does it while nobody else acts on the folder, in this process or another; waits for some seconds at most.
     *
     * <p>A supervisor that was stopped in the middle of a turn holds the folder for as long as it is. One with a larger token
     * overtakes it after a second: it writes its token down, by which the other one does nothing more when it goes on ({@link
     * #fence}), and makes the lock anew.
     */
    <T> T exclusively(long token, Turn<T> turn) throws IOException {
        // The system's lock belongs to the whole process, and any channel that closes gives it up.
        ReentrantLock ours = HERE.computeIfAbsent(folder, f -> new ReentrantLock());
        try {
            if (!ours.tryLock((long) LOCK_TRIES * LOCK_PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw busy();
            }
            try {
                for (int left = LOCK_TRIES; left > 0; ) {
                    Path file = folder.resolve("lock");
                    try (FileChannel channel =
                            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                        Object opened = identity(file);
                        // It is given up when the channel closes, and by the system when the process dies.
                        FileLock lock = channel.tryLock();
                        for (int i = 0; lock == null && i < OVERTAKE_TRIES && left > 0; i++, left--) {
                            Thread.sleep(LOCK_PAUSE_MILLIS);
                            lock = channel.tryLock();
                        }
                        if (lock == null) {
                            overtake(token, file, opened);
                        } else if (opened != null && opened.equals(identity(file))) {
                            return turn.take();
                        }
                    }
                    left--;
                }
                throw busy();
            } finally {
                ours.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + folder, e);
        }
    }

    private void overtake(long token, Path file, @Nullable Object held) throws IOException {
        Order order = order();
        if (order.token() < token && held != null && held.equals(identity(file))) {
            order(new Order(order.desired(), token));
            Files.deleteIfExists(file);
        }
    }

    /** Tells files of one name apart; null when there is none. */
    private static @Nullable Object identity(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Asked before every act: nothing is done for a supervisor that another one has succeeded meanwhile. */
    void fence(long token) throws IOException {
        long larger = order().token();
        if (larger > token) {
            throw new Fenced("another controller has taken over " + folder + ": its token " + larger
                    + " is larger than " + token);
        }
    }

    private IOException busy() {
        return new IOException("another supervisor has held " + folder + " for five seconds");
    }

    Order order() throws IOException {
        try {
            return JSON.readValue(Files.readAllBytes(folder.resolve("order.json")), Order.class);
        } catch (NoSuchFileException e) {
            return new Order(0, 0);
        } catch (JacksonException e) {
            throw damaged(folder.resolve("order.json"), e);
        }
    }

    void order(Order order) throws IOException {
        write("order.json", JSON.writeValueAsBytes(order));
    }

    /** All replicas, by number. */
    List<ProcessReplica> replicas() throws IOException {
        List<ProcessReplica> replicas = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "replica-*.json")) {
            for (Path file : files) {
                read(file).ifPresent(replicas::add);
            }
        }
        replicas.sort(Comparator.comparingInt(ProcessReplica::number));
        return replicas;
    }

    /** Empty if it ended between the listing and the reading: readers need no lock. */
    private static Optional<ProcessReplica> read(Path file) throws IOException {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), ProcessReplica.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw damaged(file, e);
        }
    }

    private static IOException damaged(Path file, Exception e) {
        return new IOException(
                "the file " + file + " is damaged; end the process it names, if it runs, and delete it: "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                e);
    }

    void save(ProcessReplica replica) throws IOException {
        write("replica-" + replica.number() + ".json", JSON.writeValueAsBytes(replica));
    }

    void forget(ProcessReplica replica) throws IOException {
        Files.deleteIfExists(folder.resolve("replica-" + replica.number() + ".json"));
    }

    /**
     * Writes the list for Prometheus' file_sd_configs, if it has changed: replicas that have been ready and still run,
     * draining ones included, so that their last work is measured. Those have the label {@code __draining}, which Prometheus
     * drops and a gateway knows.
     */
    void targets(String workload, List<ProcessReplica> replicas) throws IOException {
        List<Map<String, Object>> groups = new ArrayList<>();
        for (ProcessReplica replica : replicas) {
            if (replica.port() > 0 && replica.readyAt() != null && replica.phase() != ProcessReplica.Phase.CRASHED) {
                Map<String, String> labels =
                        new TreeMap<>(Map.of("workload", workload, "replica", Integer.toString(replica.number())));
                if (!replica.active()) {
                    labels.put("__draining", "true");
                }
                groups.add(Map.of("targets", List.of("127.0.0.1:" + replica.port()), "labels", labels));
            }
        }
        String text = JSON.writeValueAsString(groups.stream().map(TreeMap::new).toList());
        if (!text.equals(targets) || !Files.exists(folder.resolve("targets.json"))) {
            write("targets.json", text.getBytes(StandardCharsets.UTF_8));
            targets = text;
        }
    }

    /** Where the output of a replica goes. */
    Path log(int number) {
        return folder.resolve("logs").resolve("replica-" + number + ".log");
    }

    private void write(String name, byte[] bytes) throws IOException {
        // One writer at a time, so one name for what is not whole yet is enough.
        Path part = folder.resolve(name + ".part");
        Files.write(part, bytes);
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
