package dev.headroom.gateway;

import dev.headroom.spec.GatewaySpec;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A line a request, in a file or on the standard output. A thread of its own writes, so that no request waits for a disk; lines
 * that come faster than it can write are dropped, and counted. A file that has grown to its bound becomes {@code FILE.1}, which
 * replaces the one before.
 */
final class AccessLog implements AutoCloseable {

    private static final int WAITING = 16_384;
    private static final int BATCH = 1024;
    private static final long AGAIN_MILLIS = 1000;

    private final @Nullable Path file;
    private final long most;
    private final Consumer<String> say;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(WAITING);
    private final LongAdder dropped = new LongAdder();
    private final Thread writer;
    private volatile boolean closed;
    private @Nullable OutputStream out;
    private long written;
    private boolean told;

    /**
     * A log, whose file is opened at once.
     *
     * @param folder that a relative file starts from
     * @param say hears of a file that cannot be written
     * @throws IllegalStateException when the file cannot be opened
     */
    AccessLog(GatewaySpec.AccessLog spec, Path folder, Consumer<String> say) {
        this.file = spec.file().equals("-") ? null : folder.resolve(spec.file());
        this.most = (long) spec.most();
        this.say = say;
        try {
            out = open();
        } catch (IOException e) {
            throw new IllegalStateException("the access log cannot be opened: " + e, e);
        }
        this.writer =
                Thread.ofPlatform().daemon().name("headroom-gateway-access-log").start(this::write);
    }

    private OutputStream open() throws IOException {
        Path path = file;
        if (path == null) {
            return new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
        }
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        written = Files.exists(path) ? Files.size(path) : 0;
        return new BufferedOutputStream(
                Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND), 1 << 16);
    }

    /** Takes a line, without an end of line, or drops it. */
    void add(String line) {
        if (!lines.offer(line)) {
            dropped.increment();
        }
    }

    /** Lines that have been dropped. */
    long dropped() {
        return dropped.sum();
    }

    private void write() {
        List<String> batch = new ArrayList<>(BATCH);
        while (true) {
            try {
                batch.clear();
                String first = lines.poll(closed ? 0 : 200, TimeUnit.MILLISECONDS);
                if (first == null) {
                    if (closed) {
                        return;
                    }
                    continue;
                }
                batch.add(first);
                lines.drainTo(batch, BATCH - 1);
                write(batch);
            } catch (InterruptedException e) {
                closed = true; // what is there is still written
            }
        }
    }

    private void write(List<String> batch) throws InterruptedException {
        try {
            OutputStream to = out;
            if (to == null) {
                to = open();
                out = to;
            }
            for (String line : batch) {
                byte[] bytes = (line + '\n').getBytes(StandardCharsets.UTF_8);
                to.write(bytes);
                written += bytes.length;
            }
            to.flush();
            told = false;
            if (file != null && written >= most) {
                to.close();
                out = null;
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            dropped.add(batch.size());
            out = null;
            if (!told) {
                told = true;
                say.accept("headroom gateway: the access log cannot be written: " + e);
            }
            if (!closed) {
                TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
            }
        }
    }

    /** Writes what has come, for five seconds at most. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(5000);
            OutputStream to = out;
            if (to != null) {
                to.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            say.accept("headroom gateway: the access log cannot be written: " + e);
        }
    }
}
