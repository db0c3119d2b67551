package dev.heddle.http;

import dev.heddle.protocol.Lane;

/**
 * Handles HTTP requests.
 *
 * <p>Called once for each request, on a virtual thread; it may block. Calls run concurrently, except in the
 * single-threaded architecture. The request is valid until the response has been written: its body is read from the
 * connection on demand.
 *
 * <p>The thread is the connection's: a thread-local that is left set is seen by the next request of the connection, which
 * may be another user's behind a proxy. Remove it, or choose the message-balanced architecture, which has a thread for
 * each request of the normal lane; those of the long lane share threads, and inline ones the connection's. The context
 * class loader is that of the thread that started the server, for each request anew.
 *
 * <p>If a handler throws, the client gets 500 and the failure is reported. If it passes on an exception from reading
 * the request body, the client gets the status that fits the fault in the request.
 *
 * {@snippet :
 * Handler handler = request -> switch (request.path()) {
 *     case "/" -> Response.text("hello");
 *     case "/echo" -> Response.text(request.readText(10_000));
 *     default -> Response.of(Status.NOT_FOUND);
 * };
 * }
 */
@FunctionalInterface
public interface Handler {
    /**
     * Handles a request.
     *
     * @throws Exception if the request cannot be handled; the client gets 500 without details
     */
    Response handle(Request request) throws Exception;

    /**
     * Returns the lane on which the message-balanced architecture runs the request. Called by a dispatcher thread: must
     * be quick and must not read the body.
     */
    default Lane lane(Request request) {
        return Lane.NORMAL;
    }
}
