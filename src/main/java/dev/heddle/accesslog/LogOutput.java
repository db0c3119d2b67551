package dev.heddle.accesslog;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Where the lines go. Only the writer opens it, writes and closes; any thread may ask for its failures. */
abstract class LogOutput {
    private final AtomicReference<@Nullable IOException> openFailure = new AtomicReference<>();
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    /** Opens it for the first time; a failure is kept. */
    final void open() {
        try {
            openAnew();
        } catch (IOException e) {
            openFailure.set(e);
        }
    }

    /** Opens it by its name, and then closes what was open before. If that fails, what was open stays open. */
    abstract void openAnew() throws IOException;

    /**
     * Writes bytes.
     *
     * @return how many were written: fewer only after a failure, which is kept
     */
    final int write(byte[] bytes, int from, int length) {
        int[] done = new int[1];
        try {
            write(bytes, from, length, done);
            failure.set(null);
        } catch (IOException | RuntimeException e) {
            failure.set(e instanceof IOException io ? io : new IOException(e));
        }
        return done[0];
    }

    /** Writes bytes, and says after each step in {@code done[0]} how many. */
    abstract void write(byte[] bytes, int from, int length, int[] done) throws IOException;

    abstract void close();

    /** Why it could not be opened for the first time; null if it could, or is still being opened. */
    final @Nullable IOException openFailure() {
        return openFailure.get();
    }

    /** The failure of the latest write; null if it succeeded. */
    final @Nullable IOException failure() {
        return failure.get();
    }
}
