package dev.heddle.protocol;

/**
 * The server rejects what the peer sends because it has reached a limit of its own. The only protocol exception that is not the peer's fault.
 *
 * {@snippet :
 * throw new OverloadException("4096 messages in flight, the limit is 4096");
 * }
 */
public final class OverloadException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    /** @param message what was rejected, and the limit */
    public OverloadException(String message) {
        super(message);
    }
}
