package dev.heddle.accesslog;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Where the lines go. Only the writer opens it, writes and closes; any thread may ask for its failure. */
abstract class LogOutput {
    /** What {@link #write} returns if it has failed and no one knows how many bytes were written before. */
    static final int UNKNOWN = -1;

    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    /** Opens it by its name. If that fails, what was open before stays open. */
    abstract void open() throws IOException;

    /**
     * Closes what was open before {@link #open}, if anything was.
     *
     * @throws IOException as {@link #close} does
     */
    abstract void closeReplaced() throws IOException;

    /**
     * Writes bytes.
     *
     * @return how many were written: fewer only after a failure, which is kept; or {@link #UNKNOWN}
     */
    final int write(byte[] bytes, int from, int length) {
        int[] done = new int[1];
        try {
            write(bytes, from, length, done);
            failure.set(null);
        } catch (IOException e) {
            failure.set(e);
        } catch (RuntimeException e) {
            failure.set(new IOException(e));
        }
        return done[0];
    }

    /** Writes bytes, and says after each step in {@code done[0]} how many, or {@link #UNKNOWN}. */
    abstract void write(byte[] bytes, int from, int length, int[] done) throws IOException;

    /** @throws IOException if what was written may be lost: a network file system or a quota may say so only now */
    abstract void close() throws IOException;

    /** The failure of the latest write; null if it succeeded. */
    final @Nullable IOException failure() {
        return failure.get();
    }
}
