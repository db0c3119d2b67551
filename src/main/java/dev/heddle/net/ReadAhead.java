package dev.heddle.net;

import dev.heddle.concurrent.Latches;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the next byte of a peer while a handler runs, as only a thread that reads can notice that the peer has left. The connection
 * continues with this byte: its next read waits for this one instead of the socket, so nothing is lost and nothing is read twice.
 *
 * <p>One thread runs it. It ends with the next byte, with the end of the input, or when the socket is closed.
 */
final class ReadAhead implements Runnable {
    private static final int END = -1;

    private final InputStream in;
    private final Runnable onEnd;
    private final CountDownLatch done = new CountDownLatch(1);

    /** The byte, or {@link #END}. Published by {@link #done}. */
    private int value = END;

    /** Why there is no byte; null if it is the end of the input. Published by {@link #done}. */
    private @Nullable IOException failure;

    /**
     * @param in belongs to this object until it is done
     * @param onEnd runs if the peer has left
     */
    ReadAhead(InputStream in, Runnable onEnd) {
        this.in = in;
        this.onEnd = onEnd;
    }

    @Override
    public void run() {
        try {
            value = in.read();
        } catch (IOException e) {
            failure = e;
        } finally {
            done.countDown();
        }
        if (value == END) {
            onEnd.run();
        }
    }

    /** Whether a byte has arrived. */
    boolean hasByte() {
        return done.getCount() == 0 && value != END;
    }

    /** Waits, and does what {@link InputStream#read(byte[], int, int)} would do. Called once, by the thread that reads the connection. */
    int take(byte[] into, int offset) throws IOException {
        Latches.awaitUninterruptibly(done);
        if (failure != null) {
            throw failure;
        }
        if (value == END) {
            return END;
        }
        into[offset] = (byte) value;
        return 1;
    }
}
