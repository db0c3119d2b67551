package dev.heddle.protocol;

/**
 * The peer was too slow: a message head missed its deadline, or a body its minimum rate.
 *
 * {@snippet :
 * try {
 *     transport.progress().messageStarted();
 * } catch (DeadlineException late) {
 *     System.out.println(late.getMessage()); // what was late, and by which limit
 * }
 * }
 */
public final class DeadlineException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    /** @param message what did not arrive, and the limit */
    public DeadlineException(String message) {
        super(message);
    }
}
