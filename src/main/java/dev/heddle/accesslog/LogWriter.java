package dev.heddle.accesslog;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The writer of an access log, on its own thread: ten times a second, and when its queue is half full, writes all lines that wait, in as
 * few writes as possible. Not woken for a line, as that would cost the thread that brings it more than the line does.
 *
 * <p>Nothing ends it but {@link AccessLog#close}: what is thrown in a round, an {@link OutOfMemoryError} most likely, costs the lines in
 * its hands, which count as dropped, and the next round goes on.
 */
final class LogWriter implements Runnable {
    private static final int BATCH_BYTES = 64 << 10;
    private static final byte[] LINE_FEED = {'\n'};

    private final AccessLog log;
    private final LogOutput output;
    private final byte[] batch = new byte[BATCH_BYTES];
    private int filled;

    /** The lines in the batch. */
    private int lines;

    /** The lines that were taken out of the queue, and are neither counted as written nor as dropped. */
    private int inHand;

    /** Whether the output is to be opened by its name: at first, and after each {@link AccessLog#reopen}. */
    private boolean toOpen = true;

    /** Whether an attempt to open it has ended. */
    private boolean tried;

    /** Whether a write has begun, and not returned. */
    private boolean writing;

    /** Whether the last thing written may be the beginning of a line: a write has failed in the middle. */
    private boolean torn;

    LogWriter(AccessLog log, LogOutput output) {
        this.log = log;
        this.output = output;
    }

    @Override
    public void run() {
        try {
            boolean last = false;
            while (!last) {
                last = log.isClosing(); // Looked at before the queue.
                round();
                if (!last) {
                    log.awaitLines();
                }
            }
        } finally {
            close(output::close);
            log.writerEnded();
        }
    }

    /** Catches whatever is thrown, and allocates nothing to do so. */
    private void round() {
        try {
            toOpen |= log.takeReopening();
            if (!tried) {
                open();
            }
            writeWaiting(); // What came before is still for the file that was renamed.
            if (toOpen) {
                open();
            }
        } catch (Throwable e) {
            log.drop(inHand);
            inHand = 0;
            filled = 0;
            lines = 0;
            torn |= writing;
            writing = false;
        }
    }

    private void open() {
        @Nullable Exception failure = null;
        try {
            output.open();
            torn = false;
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
        toOpen = false;
        tried = true;
        log.opened(failure);
        if (failure == null) {
            close(output::closeReplaced);
        }
    }

    @FunctionalInterface
    private interface Closing {
        void run() throws IOException;
    }

    private void close(Closing closing) {
        try {
            closing.run();
        } catch (IOException e) {
            log.closingFailed(e);
        } catch (RuntimeException | Error e) {
            // There may be no memory to tell of it.
        }
    }

    private void writeWaiting() {
        for (LogLine line = log.next(); line != null; line = log.next()) {
            inHand++;
            if (line.length() > batch.length - filled) {
                flush();
            }
            if (line.length() > batch.length) {
                write(line.bytes(), line.length(), 1);
            } else {
                System.arraycopy(line.bytes(), 0, batch, filled, line.length());
                filled += line.length();
                lines++;
            }
        }
        flush();
    }

    private void flush() {
        if (lines > 0) {
            write(batch, filled, lines);
        }
        filled = 0;
        lines = 0;
    }

    private void write(byte[] bytes, int length, int count) {
        if (torn) {
            torn = written(LINE_FEED, 1) != 1; // What follows is a line of its own.
        }
        int done = torn ? 0 : written(bytes, length);
        torn |= done == LogOutput.UNKNOWN || (done > 0 && bytes[done - 1] != '\n');
        int left = 0;
        for (int i = Math.max(0, done); i < length; i++) {
            left += bytes[i] == '\n' ? 1 : 0;
        }
        inHand -= count;
        log.countWritten(count - left);
        if (left > 0) {
            log.drop(left);
        }
    }

    private int written(byte[] bytes, int length) {
        writing = true;
        int done = output.write(bytes, 0, length);
        writing = false;
        return done;
    }
}
