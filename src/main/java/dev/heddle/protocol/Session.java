package dev.heddle.protocol;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The conversation on one connection: reads messages, one at a time.
 *
 * <p>Called by one thread at a time, the one that reads the connection. How an architecture uses it:
 *
 * <pre>
 *   while ((exchange = session.next()) != null) {
 *       exchange.handle(turn);        // here or on another thread
 *       outcome = exchange.write(…);  // in the order of next()
 *   }
 * </pre>
 */
public interface Session {
    /**
     * Waits for one complete message head.
     *
     * @return the exchange it begins, or null when the peer has ended the conversation between two messages, or the
     *     server is closing
     * @throws ProtocolException if the peer broke the protocol; {@link #errorReply} is the answer to that
     * @throws IOException if the peer left in the middle of a message
     */
    @Nullable
    Exchange next() throws IOException;

    /** The answer to a message that could not be understood; nothing more can be read after it. */
    Exchange errorReply(ProtocolException broken);
}
