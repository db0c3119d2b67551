package dev.heddle.http;

import dev.heddle.protocol.Lane;

/**
 * Answers HTTP requests.
 *
 * <p>Called once for each request, on a virtual thread unless the architecture says otherwise; it may block. Except in
 * single-threaded, calls overlap. The request is valid until the response has been written: its content is read from the
 * connection as it is asked for.
 *
 * <p>A handler that throws is answered for with 500 and reported; one that lets a failure to read the request's content
 * through is answered for with what was wrong with the request.
 */
@FunctionalInterface
public interface Handler {
    /**
     * Answers a request.
     *
     * @throws Exception for whatever went wrong; the peer is told no more than that something did
     */
    Response handle(Request request) throws Exception;

    /** Where message-balanced puts a request. Runs on a dispatcher: must be quick, and must not read the content. */
    default Lane lane(Request request) {
        return Lane.NORMAL;
    }
}
