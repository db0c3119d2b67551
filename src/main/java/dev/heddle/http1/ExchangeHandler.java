package dev.heddle.http1;

import dev.heddle.http.Request;
import dev.heddle.protocol.Lane;

/**
 * Handles HTTP requests by writing the response while it runs. For adapters to interfaces that work this way; others
 * should use {@link dev.heddle.http.Handler}.
 *
 * <p>Called like a {@code Handler}. When it returns, the exchange is over: the request and the responder must not be
 * used after that. Until then other threads may use them instead of the calling one, one at a time.
 *
 * {@snippet :
 * ExchangeHandler handler = (request, responder) -> {
 *     BodyOutput body = responder.begin(Status.OK, Headers.none(), Responder.UNKNOWN_LENGTH, false);
 *     body.write("hello".getBytes(StandardCharsets.US_ASCII));
 *     responder.end();
 * };
 * }
 */
@FunctionalInterface
public interface ExchangeHandler {
    /**
     * Handles a request. If it returns without having begun a response, it is treated as if it had thrown.
     *
     * @throws Exception if the request cannot be handled; the client gets 500 if nothing of the response has been sent,
     *     and a truncated response otherwise
     */
    void handle(Request request, Responder responder) throws Exception;

    /**
     * Returns the lane on which the message-balanced architecture runs the request. Called by a dispatcher thread: must
     * be quick and must not read the body.
     */
    default Lane lane(Request request) {
        return Lane.NORMAL;
    }

    /**
     * Whether requests must not overlap on one connection, even if their methods are safe. Return true if the handler
     * runs on a bounded pool: pipelined requests waiting to write could otherwise occupy every thread and deadlock.
     */
    default boolean mustRunAlone() {
        return false;
    }
}
