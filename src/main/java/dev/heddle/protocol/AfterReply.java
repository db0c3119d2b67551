package dev.heddle.protocol;

/**
 * What becomes of a connection after a reply.
 *
 * {@snippet :
 * AfterReply outcome = exchange.write(false);
 * boolean ready = outcome == AfterReply.KEEP_ALIVE;
 * }
 */
public enum AfterReply {
    /** The connection is ready for the next message. */
    KEEP_ALIVE,
    /** The peer has said that this is its last message: close. */
    CLOSE,
    /**
     * This was the last reply, and the peer may still be sending: close in stages, so that a reset does not overtake the reply (RFC
     * 9112 9.6).
     */
    LINGERING_CLOSE,
    /**
     * The reply failed after parts of it were sent, and its end would have been the end of the connection: only a reset shows the
     * peer that it is incomplete.
     */
    RESET
}
