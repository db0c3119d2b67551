package dev.heddle.http;

/**
 * Makes the content of a response while it is sent. Called at most once, on the thread that handles the request, when the
 * response's turn has come; never for a {@code HEAD} request.
 */
@FunctionalInterface
public interface BodyWriter {
    /**
     * Writes the content. What is written is held until it fills a buffer; {@link BodyOutput#flush} sends it at once.
     *
     * <p>If it throws before anything was sent, the client gets an error response instead; after that, it sees a response cut
     * short.
     */
    void writeTo(BodyOutput out) throws Exception;
}
