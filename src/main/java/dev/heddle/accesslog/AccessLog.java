package dev.heddle.accesslog;

import dev.heddle.concurrent.BoundedExecutor;
import dev.heddle.concurrent.Latches;
import dev.heddle.concurrent.Quota;
import dev.heddle.concurrent.RateLimiter;
import dev.heddle.http.EndedExchange;
import dev.heddle.http.ExchangeListener;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * An access log: a line for each exchange of one server or of several.
 *
 * <pre>
 *   try (AccessLog log = AccessLog.to(Path.of("access.log")).open();
 *           Server server = Server.http(handler, log).start()) {
 *       server.awaitClosed();
 *   }
 * </pre>
 *
 * <p>A request does not wait for the log. Its thread makes the line and leaves it in a queue; the log's own thread looks there ten times
 * a second and writes all that it finds. If that is too slow, its disk for example, and the queue is full, lines are dropped and counted.
 *
 * <p><b>States.</b> The queue, and the bytes in it. A line is added only if its bytes could be acquired from a quota, and they are
 * released only when it has been removed: so no more bytes are ever in the queue than there are in the quota. Each line is removed by
 * one thread, and either written, or dropped and counted. Once the log is closed, further lines are dropped.
 *
 * <p><b>Threads.</b> Any thread calls {@link #ended}, {@link #reopen} and the counters. The writer alone touches the file. The thread
 * that closes the log waits for the writer, at most {@value #CLOSE_SECONDS} s, and then drops what is left.
 *
 * <p><b>Ordering.</b> The queue publishes a line. Quota, queue, counters and flags are each atomic by themselves (a cell of {@code
 * dev.heddle.concurrent}, and classes of {@code java.util.concurrent}), and no promise spans two of them but the one above, which follows
 * from the order of the steps. The queue has no lock: a thread that waits for one could be unparked by the writer, a platform thread, and
 * would then wait behind busy carriers.
 */
public final class AccessLog implements ExchangeListener, AutoCloseable {
    /** How long {@link #close} waits for the last lines to be written. */
    private static final int CLOSE_SECONDS = 2;

    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);

    /** How long {@link Builder#open} waits for the file to be opened: a pipe has to have a reader. */
    private static final long OPEN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long WARNING_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** What a line in the queue needs besides its bytes, roughly. */
    private static final int LINE_OVERHEAD = 64;

    private final Logger logger = System.getLogger("dev.heddle");
    private final AccessLogFormat format;
    private final LogOutput output;
    private final ConcurrentLinkedQueue<LogLine> queue = new ConcurrentLinkedQueue<>();
    private final Quota memory;
    private final LongAdder written = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean reopening = new AtomicBoolean();
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final RateLimiter warnings = new RateLimiter(WARNING_INTERVAL_NANOS);
    private final BoundedExecutor warner = new BoundedExecutor("access log warnings", 1, AccessLog::startWarner);
    private final Thread writer;

    private AccessLog(Builder builder) {
        this.format = builder.format;
        this.output = builder.output;
        this.memory = new Quota(builder.memory);
        // A platform thread: a blocked write would keep a virtual thread's carrier.
        this.writer = Thread.ofPlatform()
                .daemon()
                .name("heddle-access-log")
                .inheritInheritableThreadLocals(false)
                .unstarted(new LogWriter(this));
    }

    /** A log in a file, which is created if it is not there, and else continued. It may also be a named pipe. */
    public static Builder to(Path file) {
        return new Builder(new LogFile(file));
    }

    /** A log that goes to a stream, such as standard output. It is flushed after each batch of lines, and not closed. */
    public static Builder to(OutputStream stream) {
        return new Builder(new LogStream(stream));
    }

    /** Says how a log is kept. Not thread-safe. */
    public static final class Builder {
        private final LogOutput output;
        private AccessLogFormat format = AccessLogFormat.combined();
        private long memory =
                Math.max(64 << 10, Math.min(8 << 20, Runtime.getRuntime().maxMemory() / 32));

        Builder(LogOutput output) {
            this.output = output;
        }

        /** The format of the lines; {@link AccessLogFormat#combined} by default. */
        public Builder format(AccessLogFormat chosen) {
            format = chosen;
            return this;
        }

        /**
         * How many bytes of lines may wait to be written; further lines are dropped. By default a 32nd of the heap, at most 8 MiB.
         *
         * @throws IllegalArgumentException if it is less than 1024
         */
        public Builder memory(long bytes) {
            if (bytes < 1024) {
                throw new IllegalArgumentException("the access log's buffer must be at least 1024 bytes, not " + bytes);
            }
            memory = bytes;
            return this;
        }

        /**
         * Opens the log. Waits for at most a second: a named pipe that no one reads is opened later.
         *
         * @throws IOException if the file cannot be written
         */
        public AccessLog open() throws IOException {
            AccessLog log = new AccessLog(this);
            log.writer.start();
            Latches.poll(log.opened, OPEN_NANOS);
            IOException failure = log.output.openFailure();
            if (failure != null) {
                log.close();
                throw failure;
            }
            return log;
        }
    }

    @Override
    public void ended(EndedExchange exchange) {
        LogLine line = format.line(exchange);
        if (closing.get() || !memory.tryAcquire(cost(line))) {
            drop(1);
        } else {
            queue.add(line);
        }
    }

    private static long cost(LogLine line) {
        return (long) line.capacity() + LINE_OVERHEAD;
    }

    /** Has the writer close the file and open it anew by its name, soon: for a program that has renamed it. */
    public void reopen() {
        reopening.set(true);
    }

    /** How many lines were written. */
    public long written() {
        return written.sum();
    }

    /** How many lines were dropped, because the queue was full or writing failed. */
    public long dropped() {
        return dropped.sum();
    }

    /**
     * Writes what is left, and ends the log. Waits no longer than {@value #CLOSE_SECONDS} s and a moment, whatever the file does. To be
     * called after the servers have been closed.
     */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        if (!Latches.poll(ended, CLOSE_NANOS)) {
            writer.interrupt(); // Ends a write that is blocked.
        }
        long left = 0;
        while (queue.poll() != null) {
            left++;
        }
        dropped.add(left);
        if (dropped() > 0) {
            CountDownLatch told = new CountDownLatch(1);
            warner.submit(() -> {
                warn("closed");
                told.countDown();
            });
            Latches.poll(told, TimeUnit.SECONDS.toNanos(1)); // The process may end soon.
        }
    }

    // ---- what the writer calls

    LogOutput output() {
        return output;
    }

    /** The file is open, or could not be opened. */
    void opened() {
        opened.countDown();
    }

    /** The next line; null if there is none now. */
    @Nullable
    LogLine next() {
        LogLine line = queue.poll();
        if (line != null) {
            memory.release(cost(line));
        }
        return line;
    }

    boolean isClosing() {
        return closing.get();
    }

    /** Whether to open the file anew. True once for each call of {@link #reopen}. */
    boolean takeReopening() {
        return reopening.compareAndSet(true, false);
    }

    void countWritten(long lines) {
        written.add(lines);
    }

    void ended() {
        ended.countDown();
    }

    /** Counts lines that will not be written. Says so at most every 10 s, on another thread: this one must not wait for the log. */
    void drop(long lines) {
        dropped.add(lines);
        if (warnings.tryAcquire(System.nanoTime()) && warner.waiting() == 0) {
            warner.submit(() -> warn(output.failure() == null ? "cannot keep up" : "cannot be written"));
        }
    }

    /** It could not be opened anew, and goes on where it was. */
    void reopeningFailed(IOException cause) {
        warner.submit(() -> logger.log(Level.ERROR, "access log " + output + " cannot be opened anew: " + cause));
    }

    private void warn(String what) {
        IOException failure = output.failure();
        long lines = dropped();
        logger.log(
                Level.WARNING,
                "access log " + output + " " + what + ": " + lines + (lines == 1 ? " line" : " lines")
                        + " dropped so far" + (failure == null ? "" : " (" + failure + ")"));
    }

    private static void startWarner(Runnable task) {
        Thread.ofPlatform()
                .daemon()
                .name("heddle-access-log-warning")
                .inheritInheritableThreadLocals(false)
                .start(task);
    }
}
