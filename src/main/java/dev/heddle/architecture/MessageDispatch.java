package dev.heddle.architecture;

import dev.heddle.protocol.Lane;

/**
 * Which threads handle and answer the messages of a {@link PipelinedConnection}: all that a message-grained architecture has to
 * decide. Safe for any number of readers at a time.
 */
interface MessageDispatch {
    /**
     * Whether the reader may handle a message itself. Asked on the reader, for a message with the lane {@link Lane#INLINE} while no
     * other message of the connection is in progress.
     */
    default boolean handlesInline() {
        return false;
    }

    /**
     * Has a message handled and then answered, each exactly once and in this order. Called on the reader, which must not block here
     * on other messages.
     *
     * @param lane what the handler says about the message
     * @param handle runs the handler; never throws
     * @param reply waits for the message's turn and writes the reply; never throws. It may block on earlier messages of the
     *     connection and on the peer
     * @throws RuntimeException if neither will run: the connection ends
     */
    void dispatch(Lane lane, Runnable handle, Runnable reply);
}
