package dev.heddle.protocol;

import java.io.IOException;

/**
 * One message and its reply.
 *
 * <p>{@link #handle} may run on any thread, at the same time as other exchanges of the connection. {@link #write} runs
 * after it, on the same thread, when every earlier reply of the connection has been written.
 *
 * {@snippet :
 * exchange.handle(slot);
 * AfterReply outcome = exchange.write(false);
 * }
 */
public interface Exchange {
    /**
     * Runs the handler. Never throws: a handler that fails becomes an error reply, so that a failing message neither
     * skips its turn nor stops the messages after it.
     *
     * @param slot its place in the order of replies, for an exchange whose handler writes while it runs
     */
    void handle(WriteSlot slot);

    /** Rejects the message, instead of {@link #handle}: its reply says that the server is overloaded. Never throws. */
    void rejectOverload();

    /**
     * Encodes the reply, and discards what the handler has left of the message's body.
     *
     * <p>Also releases what the handler has left for the reply, even if it throws.
     *
     * @param last whether the reply must announce that the connection closes after it
     * @return what becomes of the connection
     * @throws IOException if the peer left, or the reply failed after parts of it were sent
     */
    AfterReply write(boolean last) throws IOException;

    /**
     * Releases what the handler has left for the reply. Called instead of {@link #write}, on the same thread, if the reply cannot be
     * sent because an earlier one has ended the conversation. Never throws.
     */
    default void abandon() {}

    /** The lane in which a message-grained architecture handles the message. */
    default Lane lane() {
        return Lane.NORMAL;
    }

    /**
     * Whether this message must not overlap with others of its connection: every earlier one has finished and no later one has started.
     * True for a message that changes something (RFC 9112 9.3.2), and for one whose body is still on the connection.
     */
    default boolean mustRunAlone() {
        return false;
    }

    /** Whether nothing may be read after this message, whatever its reply says. */
    default boolean isLastMessage() {
        return false;
    }
}
