package dev.heddle.net;

import dev.heddle.concurrent.ConnectionState;
import dev.heddle.options.Timeouts;
import java.io.IOException;
import java.time.Duration;

/**
 * Closes a connection in stages, so that a reset does not overtake the reply (RFC 9112 9.6): the kernel resets a connection that is
 * closed with bytes unread, or that gets some after it was closed. So the server ends its side, reads and discards what the peer still
 * sends, and only then closes the socket.
 *
 * <p>It ends when the peer has ended its side, or has sent nothing for the linger timeout: the kernel delivers the rest then. Else the
 * peer sends on, and two bounds hold, each for itself. Its <em>sending</em> has the linger timeout and {@code lingerBytes}. Its
 * <em>reading</em> of what the kernel holds has the bounds of a write: while they last, it may send on, but slowly.
 *
 * <p>Runs on the thread that reads the connection, after the last reply was flushed.
 */
final class LingeringClose {
    private static final int SCRATCH_BYTES = 8192;

    /** What is discarded in each pause, of a peer that has sent too much and still reads: its sends wait meanwhile. */
    private static final long PACED_BYTES = 1 << 20;

    private static final Duration PAUSE = Duration.ofMillis(Timeouts.PRECISION_MILLIS);

    private final SocketStreams streams;
    private final ReadDeadlines deadlines;
    private final ServerContext context;
    private final Timing timing;
    private final long maxBytes;
    private final long sendingUntil;
    private final long readingUntil;

    private LingeringClose(SocketStreams streams, ReadDeadlines deadlines, ServerContext context) throws IOException {
        this.streams = streams;
        this.deadlines = deadlines;
        this.context = context;
        this.timing = context.timing();
        this.maxBytes = context.options().limits().lingerBytes();
        this.sendingUntil = silenceDeadline();
        this.readingUntil = streams.readingDeadline();
    }

    /** Ends the server's side and discards input until the peer ends its own, or a bound is reached. */
    static void run(SocketStreams streams, ReadDeadlines deadlines, ServerContext context) throws IOException {
        LingeringClose close = new LingeringClose(streams, deadlines, context);
        if (deadlines.startLinger(close.sendingUntil)) {
            streams.shutdownOutput();
            close.discard();
        }
    }

    private long silenceDeadline() {
        return timing.deadline(context.options().timeouts().linger());
    }

    private void discard() throws IOException {
        byte[] scratch = new byte[SCRATCH_BYTES];
        long left = maxBytes;
        long now = timing.clock().millis();
        while (now < readingUntil || (left > 0 && now < sendingUntil)) {
            if (left <= 0) {
                left = pause();
            }
            // The sending deadline if it is later: then the peer may be silent until that.
            if (!deadlines.startLinger(Math.min(silenceDeadline(), Math.max(sendingUntil, readingUntil)))) {
                return;
            }
            int count = streams.read(scratch, 0, scratch.length);
            if (count < 0) {
                return;
            }
            left -= count;
            now = timing.clock().millis();
        }
    }

    /** Reads nothing for a while, and returns how much may be discarded then. */
    private long pause() {
        // No deadline: it is not the peer that is waited for, and a thread that is late on a busy machine must not lose
        // the reply.
        deadlines.startLinger(ConnectionState.NEVER);
        streams.runBlocking(() -> context.lifecycle().awaitClosed(PAUSE.toNanos()));
        return Math.max(SCRATCH_BYTES, Math.min(maxBytes, PACED_BYTES));
    }
}
