package dev.heddle.protocol;

/** How an exchange left its connection. */
public enum AfterReply {
    /** Ready for the next message. */
    KEEP_ALIVE,
    /** Finished, as both sides know: close. */
    CLOSE,
    /**
     * Finished while the peer may still be sending: close in stages, so that a reset does not overtake the reply (RFC 9112
     * 9.6).
     */
    LINGERING_CLOSE,
    /** The reply was cut short, and its end would have been the connection's: only a reset can show that it is not. */
    RESET
}
