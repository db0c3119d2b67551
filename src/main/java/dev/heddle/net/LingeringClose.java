package dev.heddle.net;

import dev.heddle.options.Limits;
import dev.heddle.options.Timeouts;
import java.io.IOException;

/**
 * Closes a connection in stages, so that a reset does not overtake the reply (RFC 9112 9.6): the kernel resets a connection that is
 * closed with bytes unread. So the server ends its side, reads and discards what the peer still sends for a while, and only then
 * closes the socket.
 *
 * <p>Runs on the thread that reads the connection, after the last reply was flushed.
 */
final class LingeringClose {
    private static final int SCRATCH_BYTES = 8192;

    private LingeringClose() {}

    /** Ends the server's side and discards input until the peer ends its own, the linger timeout passes, or too much has been sent. */
    static void run(SocketStreams streams, ReadDeadlines deadlines, ServerContext context) throws IOException {
        Timeouts timeouts = context.options().timeouts();
        Limits limits = context.options().limits();
        Timing timing = context.timing();
        long deadline = timing.deadline(timeouts.linger());
        if (!deadlines.startLinger(deadline)) {
            return;
        }
        streams.shutdownOutput();
        byte[] scratch = new byte[SCRATCH_BYTES];
        long left = limits.lingerBytes();
        for (int count = 0; count >= 0 && left > 0 && timing.clock().millis() < deadline; left -= count) {
            count = streams.read(scratch, 0, scratch.length);
        }
    }
}
