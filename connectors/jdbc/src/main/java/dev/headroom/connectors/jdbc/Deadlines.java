package dev.headroom.connectors.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.jspecify.annotations.Nullable;

/** Ends statements that run for too long, in the database as well. */
final class Deadlines implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("headroom-sql-deadlines").factory());

    Deadlines() {
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Watches one statement, from its execution to {@link Running#close()}. */
    Running until(LongSupplier leftNanos) {
        return new Running(leftNanos);
    }

    /** A statement that is watched. */
    final class Running implements StatementCustomizer, AutoCloseable {
        private final LongSupplier leftNanos;
        private final ReentrantLock lock = new ReentrantLock();
        private java.util.concurrent.@Nullable Future<?> pending;
        private boolean ended;
        private volatile boolean over;

        private Running(LongSupplier leftNanos) {
            this.leftNanos = leftNanos;
        }

        @Override
        public void beforeExecution(PreparedStatement statement, StatementContext context) {
            pending = timer.schedule(
                    // To end it takes another connection to PostgreSQL, and that may take its time.
                    () -> Thread.startVirtualThread(() -> end(statement)), leftNanos.getAsLong(), TimeUnit.NANOSECONDS);
        }

        private void end(PreparedStatement statement) {
            lock.lock();
            try {
                if (!ended) {
                    over = true;
                    statement.cancel();
                }
            } catch (SQLException e) {
                // It ends by the time-out of its connection.
                return;
            } finally {
                lock.unlock();
            }
        }

        /** Whether its time was over. */
        boolean over() {
            return over;
        }

        /** What runs on its connection after this is another's, and not ended. */
        @Override
        public void close() {
            if (pending != null) {
                pending.cancel(false);
            }
            lock.lock();
            try {
                ended = true;
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
