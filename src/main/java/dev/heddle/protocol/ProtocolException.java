package dev.heddle.protocol;

import java.io.IOException;

/**
 * The peer broke the protocol. The message names what was received and the rule or limit. It is for the server's
 * log; {@link Session#errorReply} decides what the peer gets.
 *
 * <p>It has no stack trace: the fault is not in this code, and a flood of bad requests must stay cheap.
 *
 * {@snippet :
 * int length = 70_000;
 * if (length > 65_536) {
 *     throw new ProtocolException("length " + length + " exceeds the limit of 65536");
 * }
 * }
 */
public class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message what was received, and the rule or limit it broke */
    public ProtocolException(String message) {
        super(message);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // does nothing that needs the lock
    public Throwable fillInStackTrace() {
        return this;
    }
}
