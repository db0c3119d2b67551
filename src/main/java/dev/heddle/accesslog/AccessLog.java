package dev.heddle.accesslog;

import dev.heddle.concurrent.DroppingQueue;
import dev.heddle.concurrent.Latches;
import dev.heddle.http.EndedExchange;
import dev.heddle.http.ExchangeListener;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An access log: a line for each exchange of one server or of several.
 *
 * {@snippet :
 * try (AccessLog log = AccessLog.to(Path.of("access.log")).open();
 *         Server server = Server.http(request -> Response.text("hello"), log).start()) {
 *     server.awaitClosed();
 * }
 * }
 *
 * <p>A request does not wait for the log. Its thread makes the line and leaves it in a queue; the log's own thread looks there ten times
 * a second and writes all that it finds. If that is too slow, its disk for example, and the queue is full, lines are dropped and counted.
 *
 * <p><b>States.</b> Open, closing from the first {@link #close}, closed. While it is closing the lines in the queue are written, and
 * further ones dropped.
 *
 * <p><b>Threads.</b> Any thread calls {@link #ended}, {@link #reopen} and the counters. The writer alone touches the file. Another thread,
 * the reporter, alone writes to Heddle's own log what goes wrong here. The thread that closes the log waits for the writer, at most {@value
 * #CLOSE_SECONDS} s, has its blocked write interrupted, and then drops what is left.
 *
 * <p><b>Ordering.</b> {@link DroppingQueue} says why each line is either written or counted, and which thread closes the log meanwhile. The flags
 * and the latest failures are each atomic by themselves, and no promise spans two of them.
 */
public final class AccessLog implements ExchangeListener, AutoCloseable {
    /** How long {@link #close} waits for the last lines to be written. */
    private static final int CLOSE_SECONDS = 2;

    /** How long {@link Builder#open} waits for the file to be opened: a pipe has to have a reader. */
    private static final Duration OPEN_WAIT = Duration.ofSeconds(1);

    /** How long the writer waits if the queue does not fill. */
    private static final Duration ROUND = Duration.ofMillis(100);

    /** How long a write that was interrupted gets to return. */
    private static final long INTERRUPTED_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** How long {@link #close} waits for the last report: the process may end soon. */
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The least size of a buffer: lines of the usual formats, each as long as one can be. */
    private static final int MIN_MEMORY = 64 << 10;

    private static final int MAX_DEFAULT_MEMORY = 8 << 20;

    private final AccessLogFormat format;
    private final LogOutput output;
    private final DroppingQueue<LogLine> lines;
    private final long closeNanos;
    private final long roundNanos;
    private final LongAdder written = new LongAdder();
    private final AtomicBoolean closing = new AtomicBoolean();

    /** Made once: the writer allocates nothing where it could not go on. */
    private final BooleanSupplier isClosing = closing::get;

    private final AtomicBoolean reopening = new AtomicBoolean();

    /** Why it could not be opened, until someone has told of it. */
    private final AtomicReference<@Nullable Exception> openFailure = new AtomicReference<>();

    /** Why a file could not be closed, until the reporter has told of it. */
    private final AtomicReference<@Nullable Exception> closeFailure = new AtomicReference<>();

    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch writerEnded = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch reported = new CountDownLatch(1);
    private final Thread writer;

    private AccessLog(Builder builder) {
        this.format = builder.format;
        this.output = builder.output;
        this.lines = new DroppingQueue<>(builder.memory);
        this.closeNanos = builder.closeWait.toNanos();
        this.roundNanos = builder.round.toNanos();
        // A platform thread: a blocked write would keep a virtual thread's carrier.
        this.writer = thread("heddle-access-log", new LogWriter(this, output));
    }

    private static Thread thread(String name, Runnable task) {
        return Thread.ofPlatform()
                .daemon()
                .name(name)
                .inheritInheritableThreadLocals(false)
                .unstarted(task);
    }

    /** A log in a file, which is created if it is not there, and else continued. It may also be a named pipe. */
    public static Builder to(Path file) {
        return new Builder(new LogFile(Objects.requireNonNull(file, "file")));
    }

    /**
     * A log that goes to a stream, such as standard output. It is flushed after each batch of lines, and not closed. If a write fails, all
     * lines of its batch count as dropped, although the stream may have taken some; a {@link java.io.PrintStream} that has once failed says
     * so of every later write, too.
     */
    public static Builder to(OutputStream stream) {
        return new Builder(new LogStream(Objects.requireNonNull(stream, "stream")));
    }

    /** Says how a log is kept. Not thread-safe. */
    public static final class Builder {
        private final LogOutput output;
        private AccessLogFormat format = AccessLogFormat.combined();
        private long memory = Math.max(
                MIN_MEMORY, Math.min(MAX_DEFAULT_MEMORY, Runtime.getRuntime().maxMemory() / 32));
        private Duration openWait = OPEN_WAIT;
        private Duration closeWait = Duration.ofSeconds(CLOSE_SECONDS);
        private Duration round = ROUND;

        Builder(LogOutput output) {
            this.output = output;
        }

        /** The format of the lines; {@link AccessLogFormat#combined} by default. */
        public Builder format(AccessLogFormat chosen) {
            format = Objects.requireNonNull(chosen, "format");
            return this;
        }

        /**
         * How many bytes of lines may wait to be written; further lines are dropped. By default a 32nd of the heap, at most 8 MiB.
         *
         * @throws IllegalArgumentException if it is less than 64 KiB
         */
        public Builder memory(long bytes) {
            if (bytes < MIN_MEMORY) {
                throw new IllegalArgumentException(
                        "the access log's buffer must be at least " + MIN_MEMORY + " bytes, not " + bytes);
            }
            memory = bytes;
            return this;
        }

        /** Other bounds for the waits of {@link #open} and {@link AccessLog#close}: for tests of an output that hangs. */
        Builder waits(Duration ofOpen, Duration ofClose) {
            openWait = ofOpen;
            closeWait = ofClose;
            return this;
        }

        /** Another time between two rounds of the writer: for tests of what ends its wait before. */
        Builder round(Duration time) {
            round = time;
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
            Latches.pollUninterruptibly(log.opened, openWait.toNanos());
            Exception failure = log.takeOpenFailure();
            if (failure != null) {
                log.reported.countDown();
                log.close();
                throw failure instanceof IOException io ? io : new IOException(failure);
            }
            thread("heddle-access-log-reporter", new LogReporter(log)).start();
            return log;
        }
    }

    @Override
    public void ended(EndedExchange exchange) {
        if (closing.get() || !lines.hasRoom(LogLine.LEAST_COST)) {
            lines.drop(1);
            return;
        }
        LogLine line;
        try {
            line = format.line(exchange);
        } catch (RuntimeException | Error e) {
            lines.drop(1);
            throw e;
        }
        lines.offer(line, line.cost());
    }

    /** Has the writer close the file and open it by its name, soon: for a program that has renamed it. */
    public void reopen() {
        reopening.set(true);
    }

    /** How many lines were written. */
    public long written() {
        return written.sum();
    }

    /** How many lines were dropped: because the queue was full, because writing failed, or because the log was closed. */
    public long dropped() {
        return lines.dropped();
    }

    /**
     * Writes what is left, and ends the log. To be called after the servers have been closed.
     *
     * <p>Waits no longer than {@value #CLOSE_SECONDS} s for the lines, and 1.2 s more for a write that hangs and for the report about it,
     * whatever the file does; an interrupt does not shorten that. The lines of a write that has not returned then are in no count. Every
     * call, also on another thread, returns when the log is closed.
     */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            Latches.pollUninterruptibly(closed, closeNanos + INTERRUPTED_NANOS);
            return;
        }
        lines.wake();
        if (!Latches.pollUninterruptibly(writerEnded, closeNanos)) {
            interruptWriter();
            Latches.pollUninterruptibly(writerEnded, INTERRUPTED_NANOS);
        }
        lines.close();
        closed.countDown();
        Latches.pollUninterruptibly(reported, REPORT_NANOS);
    }

    /** On a thread of its own, as an interrupt closes the file, and that waits for a write which no signal ends. */
    private void interruptWriter() {
        try {
            thread("heddle-access-log-interrupt", writer::interrupt).start();
        } catch (OutOfMemoryError e) {
            // Then the write goes on, on a daemon thread.
        }
    }

    // ---- what the writer calls

    /** An attempt to open it has ended. */
    void opened(@Nullable Exception failure) {
        openFailure.set(failure);
        opened.countDown();
    }

    /** A file was closed with a failure. */
    void closingFailed(IOException failure) {
        closeFailure.set(failure);
    }

    /** The next line; null if there is none now. */
    @Nullable
    LogLine next() {
        return lines.poll();
    }

    /** Waits for lines: until there are many, for a while, or until the log is closed. */
    void awaitLines() {
        lines.await(roundNanos, isClosing);
    }

    boolean isClosing() {
        return closing.get();
    }

    /** Whether to open the file by its name. True once for each call of {@link #reopen}. */
    boolean takeReopening() {
        return reopening.compareAndSet(true, false);
    }

    void countWritten(long count) {
        written.add(count);
    }

    /** Counts lines that will not be written. */
    void drop(long count) {
        lines.drop(count);
    }

    void writerEnded() {
        opened.countDown();
        writerEnded.countDown();
    }

    // ---- what the reporter calls

    LogOutput output() {
        return output;
    }

    /** Waits until the log is closed, at most for a time. */
    boolean awaitClosed(long nanos) {
        return Latches.await(closed, nanos);
    }

    /** Whether a write has not returned although the log was closed. */
    boolean hangs() {
        return writerEnded.getCount() > 0;
    }

    @Nullable
    Exception takeOpenFailure() {
        return openFailure.getAndSet(null);
    }

    @Nullable
    Exception takeCloseFailure() {
        return closeFailure.getAndSet(null);
    }

    void reported() {
        reported.countDown();
    }
}
