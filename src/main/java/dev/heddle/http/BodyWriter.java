package dev.heddle.http;

/**
 * Writes the body of a response while it is sent. Called at most once, on the thread that handles the request, after
 * every earlier response of the connection has been written. Not called for a {@code HEAD} request.
 */
@FunctionalInterface
public interface BodyWriter {
    /**
     * Writes the body. The bytes are buffered; {@link BodyOutput#flush} sends them immediately.
     *
     * @throws Exception if the body cannot be written; the client gets an error response if nothing has been sent, and
     *     a truncated response otherwise
     */
    void writeTo(BodyOutput out) throws Exception;
}
