package dev.heddle.protocol;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The conversation on one connection: reads messages, one at a time.
 *
 * <p>Called by one thread at a time, the one that reads the connection. An architecture uses it so:
 *
 * <pre>
 *   while (connection.awaitMessage()) {       // bytes are buffered
 *       exchange = session.next();
 *       exchange.handle(slot);                // here or on another thread
 *       outcome = exchange.write(…);          // in the order of next()
 *   }
 * </pre>
 *
 * {@snippet :
 * Session session = new LineProtocol(line -> line, Limits.defaults()).open(transport);
 * Exchange exchange = session.next(); // one line was read
 * if (exchange != null) {
 *     exchange.handle(slot);
 *     exchange.write(false);
 * }
 * }
 */
public interface Session {
    /**
     * Reads one complete message head. At least one byte is buffered when it is called; it waits for the rest.
     *
     * @return the exchange that the message starts; null if the buffered bytes start none (an empty line), or the wait for the
     *     rest was given up because the server is closing. The caller then waits for a message again
     * @throws ProtocolException if the peer broke the protocol; {@link #errorReply} is the reply
     * @throws IOException if the peer left in the middle of a message
     */
    @Nullable
    Exchange next() throws IOException;

    /** The reply to a message that could not be understood. Nothing more can be read after it. */
    Exchange errorReply(ProtocolException broken);
}
