package dev.heddle.protocol;

import java.io.IOException;

/**
 * One message and its reply.
 *
 * <p>{@link #handle} may run on any thread, at the same time as other exchanges of the connection. {@link #write} runs
 * after it, on the same thread, when every earlier reply of the connection has been written.
 */
public interface Exchange {
    /**
     * Runs the handler. Never throws: a handler that fails becomes a reply, so that a failing message can neither skip
     * its turn nor stop the ones behind it.
     *
     * @param turn its turn to write, for an exchange that does so before it is asked to
     */
    void handle(WriteSlot turn);

    /** Instead of {@link #handle}: there is no room for the message, and its reply says so. Never throws. */
    void rejectOverload();

    /**
     * Encodes the reply, and drains what the handler has left of the message's content.
     *
     * @param last whether the reply has to announce that the connection closes behind it
     * @return what becomes of the connection
     * @throws IOException if the peer left, or the reply failed after parts of it were sent
     */
    AfterReply write(boolean last) throws IOException;

    /** Where an architecture that sorts messages puts this one. */
    default Lane lane() {
        return Lane.NORMAL;
    }

    /**
     * Whether this message must be alone on its connection: nothing before it still running, nothing behind it begun. So
     * it is for a message that changes things (RFC 9112 9.3.2), or whose content is still on the connection.
     */
    default boolean mustRunAlone() {
        return false;
    }

    /** Whether nothing may be read behind this message, whatever its reply says. */
    default boolean isLastMessage() {
        return false;
    }
}
