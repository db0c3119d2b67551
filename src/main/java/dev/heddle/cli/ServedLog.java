package dev.heddle.cli;

import dev.heddle.accesslog.AccessLog;
import dev.heddle.concurrent.Latches;
import dev.heddle.http1.Http1Protocol;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The access log of a command, if it has one. */
final class ServedLog implements AutoCloseable {
    /** None. */
    static final ServedLog NONE = new ServedLog(null, () -> {});

    private final @Nullable AccessLog log;
    private final Runnable release;

    /**
     * @param log null for none
     * @param release called once the command has printed its own lines
     */
    ServedLog(@Nullable AccessLog log, Runnable release) {
        this.log = log;
        this.release = release;
    }

    /** Standard output, for the writer of a log: waits until the command has printed where it listens, as that line is the first. */
    static final class StandardOutput extends OutputStream {
        private final CountDownLatch released = new CountDownLatch(1);
        private final OutputStream out = new FileOutputStream(FileDescriptor.out);

        void release() {
            released.countDown();
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Latches.awaitUninterruptibly(released);
            out.write(bytes, offset, length);
        }
    }

    /** The log; null if there is none. */
    @Nullable
    AccessLog log() {
        return log;
    }

    /** A protocol with this log. */
    Http1Protocol of(Http1Protocol protocol) {
        return log == null ? protocol : protocol.reportingTo(log);
    }

    /** The command has printed its own lines. */
    void release() {
        release.run();
    }

    /** How many lines it has written and dropped; empty if there is no log. */
    Optional<Figures> figures() {
        return log == null ? Optional.empty() : Optional.of(new Figures(log.written(), log.dropped()));
    }

    /** How many lines a log has written and dropped. */
    record Figures(long written, long dropped) {}

    @Override
    public void close() {
        release();
        if (log != null) {
            log.close();
        }
    }
}
