package dev.heddle.accesslog;

import java.io.IOException;

/**
 * The writer of an access log, on its own thread: ten times a second writes all lines that wait, in as few writes as possible. Not woken
 * for a line, as that would cost the thread that brings it more than the line does.
 */
final class LogWriter implements Runnable {
    private static final int BATCH_BYTES = 64 << 10;
    private static final long INTERVAL_MILLIS = 100;

    private final AccessLog log;
    private final byte[] batch = new byte[BATCH_BYTES];
    private int filled;
    private int lines;

    /** Whether the last thing written is the beginning of a line: a write has failed in the middle. */
    private boolean torn;

    LogWriter(AccessLog log) {
        this.log = log;
    }

    @Override
    public void run() {
        LogOutput output = log.output();
        try {
            output.open();
            log.opened();
            boolean last = output.openFailure() != null;
            while (!last) {
                last = log.isClosing(); // Looked at before the queue: no line is added later.
                boolean anew = log.takeReopening();
                writeWaiting(output); // What came before is still for the file that was renamed.
                if (anew) {
                    reopen(output);
                }
                if (!last) {
                    Thread.sleep(INTERVAL_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            // The log has been closed, and is not waited for any more.
        } finally {
            output.close();
            log.opened();
            log.ended();
        }
    }

    private void reopen(LogOutput output) {
        try {
            output.openAnew();
            torn = false;
        } catch (IOException e) {
            log.reopeningFailed(e);
        }
    }

    private void writeWaiting(LogOutput output) {
        try {
            for (LogLine line = log.next(); line != null; line = log.next()) {
                if (line.length() > batch.length - filled) {
                    flush(output);
                }
                if (line.length() > batch.length) {
                    write(output, line.bytes(), line.length(), 1);
                } else {
                    System.arraycopy(line.bytes(), 0, batch, filled, line.length());
                    filled += line.length();
                    lines++;
                }
            }
            flush(output);
        } catch (OutOfMemoryError e) {
            log.drop(lines); // The next round tries again.
            filled = 0;
            lines = 0;
        }
    }

    private void flush(LogOutput output) {
        write(output, batch, filled, lines);
        filled = 0;
        lines = 0;
    }

    private void write(LogOutput output, byte[] bytes, int length, int count) {
        if (count == 0) {
            return;
        }
        if (torn) {
            torn = output.write(new byte[] {'\n'}, 0, 1) == 0; // What follows is a line of its own.
        }
        int done = torn ? 0 : output.write(bytes, 0, length);
        int left = 0;
        for (int i = done; i < length; i++) {
            left += bytes[i] == '\n' ? 1 : 0;
        }
        torn |= done > 0 && bytes[done - 1] != '\n';
        log.countWritten(count - left);
        if (left > 0) {
            log.drop(left);
        }
    }
}
