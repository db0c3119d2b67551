package dev.heddle.protocol;

/** The classes of messages that an architecture may treat differently. Only message-balanced does. */
public enum Lane {
    /**
     * Handled by the dispatcher itself, without a thread of its own: for messages that cost less than starting one (some
     * microseconds) and never block. One that blocks stops its dispatcher.
     */
    INLINE,
    /** A virtual thread for the message. Right for everything that waits for something. */
    NORMAL,
    /**
     * For messages that keep a processor busy for long. Fewer of them run at a time than there are carriers, so that they
     * cannot take all.
     */
    LONG_RUNNING
}
