package dev.heddle.protocol;

/** The peer was too slow: a message did not arrive within its deadline, or its content not at the least rate. */
public final class DeadlineException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    /** @param message what was awaited, and for how long */
    public DeadlineException(String message) {
        super(message);
    }
}
