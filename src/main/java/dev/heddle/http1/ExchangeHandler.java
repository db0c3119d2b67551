package dev.heddle.http1;

import dev.heddle.http.Request;
import dev.heddle.protocol.Lane;

/**
 * Answers HTTP requests by writing the response while it runs: for interfaces that work so. Everybody else is better served by
 * {@link dev.heddle.http.Handler}.
 *
 * <p>Called as a {@code Handler} is. It returns when the exchange is over: nobody touches the request or the responder after
 * that. Until then other threads than the calling one may do its work, one at a time.
 */
@FunctionalInterface
public interface ExchangeHandler {
    /**
     * Answers a request. If it throws, or returns without having begun a response, the client gets 500 instead of what has not
     * left yet, or sees a response cut short.
     */
    void handle(Request request, Responder responder) throws Exception;

    /** Where message-balanced puts a request. Runs on a dispatcher: must be quick, and must not read the content. */
    default Lane lane(Request request) {
        return Lane.NORMAL;
    }

    /**
     * Whether a request must be alone on its connection even if its method is safe: so it is where the handler waits for a
     * bounded number of threads, which requests that wait for their turn to write could all hold.
     */
    default boolean mustRunAlone() {
        return false;
    }
}
