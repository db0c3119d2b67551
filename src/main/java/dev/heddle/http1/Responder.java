package dev.heddle.http1;

import dev.heddle.http.BodyOutput;
import dev.heddle.http.Headers;
import dev.heddle.http.Status;
import dev.heddle.protocol.ConnectionControl;
import java.io.IOException;

/**
 * How an {@link ExchangeHandler} answers: {@link #begin}, write, {@link #end}. For one thread at a time; another may meanwhile read
 * the request's content.
 */
public interface Responder {
    /** The length of content that is not known beforehand: chunked, or for HTTP/1.0 until the connection closes. */
    long UNKNOWN_LENGTH = -1;

    /** No content, and nothing said of its length but what the fields say: the answer to {@code HEAD}, or 304. */
    long NO_BODY = -2;

    /**
     * Begins the response, when every earlier one of the connection has been written. The head leaves with the first part of
     * the content that does.
     *
     * @param headers all fields but those that the server sets: {@code Date}, {@code Connection}, {@code Transfer-Encoding},
     *     and {@code Content-Length} unless the length is {@link #NO_BODY}
     * @param length how many bytes of content there will be, {@link #UNKNOWN_LENGTH} or {@link #NO_BODY}; to {@code HEAD}
     *     it is announced, and nothing is to be written
     * @param closes whether the connection is to be closed behind it
     * @return where the content is written, and its trailers are added. Writing more than was announced, to {@code HEAD}
     *     anything, throws {@link IOException}
     * @throws IOException if the client has left
     * @throws IllegalStateException if it was begun before
     */
    BodyOutput begin(Status status, Headers headers, long length, boolean closes) throws IOException;

    /**
     * Ends the response and sends what has not left, if it is not going to leave together with the next one.
     *
     * @throws IOException if less content was written than was announced, if the request's content has turned out to be broken
     *     since the response began, which is then given up, or if the client has left
     * @throws IllegalStateException if it was not begun
     */
    void end() throws IOException;

    /**
     * Sends an interim response at once (RFC 9110 15.2), for which the fields are as in {@link #begin}.
     *
     * @param code 100, or 102 to 199: the protocol is never switched
     * @throws IOException if the client has left
     * @throws IllegalStateException if the response was begun
     */
    void interim(int code, Headers headers) throws IOException;

    /**
     * Gives the response up: the connection closes, after an error response if nothing of it has left. To be followed by
     * nothing.
     */
    void abort();

    /** Closes the connection behind this exchange, without a response if none was begun. To be followed by nothing. */
    void hangUp();

    /** The connection below. */
    ConnectionControl control();
}
