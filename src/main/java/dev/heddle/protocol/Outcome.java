package dev.heddle.protocol;

/** How an exchange left its connection. */
public enum Outcome {
    /** Ready for the next message. */
    KEEP,
    /** Finished, as both sides know: close. */
    CLOSE,
    /**
     * Finished while the peer may still be sending: close in stages, so that a reset does not overtake the reply (RFC 9112
     * 9.6).
     */
    LINGER,
    /** The reply was cut short, and its end would have been the connection's: only a reset can show that it is not. */
    CUT
}
