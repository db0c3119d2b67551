package dev.heddle.protocol;

/** The peer was too slow: a message head missed its deadline, or a body its minimum rate. */
public final class DeadlineException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    /** @param message what did not arrive, and the limit */
    public DeadlineException(String message) {
        super(message);
    }
}
