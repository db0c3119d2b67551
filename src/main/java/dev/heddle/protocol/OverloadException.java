package dev.heddle.protocol;

/** The server has no room for what the peer sends: the one fault of this kind that is not the peer's. */
public final class OverloadException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    /** @param message what there is no room for */
    public OverloadException(String message) {
        super(message);
    }
}
