package dev.heddle.http1;

import dev.heddle.http.BodyOutput;
import dev.heddle.http.Headers;
import dev.heddle.http.Status;
import dev.heddle.protocol.ConnectionControl;
import java.io.IOException;

/**
 * Writes the response for an {@link ExchangeHandler}: {@link #begin}, write, {@link #end}. Used by one thread at a
 * time, while another one may read the request body.
 *
 * {@snippet :
 * ExchangeHandler handler = (request, responder) -> {
 *     responder.interim(103, Headers.of("Link", "</style.css>; rel=preload"));
 *     responder.begin(Status.OK, Headers.none(), 5, false).write("hello".getBytes(StandardCharsets.US_ASCII));
 *     responder.end();
 * };
 * }
 */
public interface Responder {
    /** The length of a body whose length is not known in advance: chunked, or in HTTP/1.0 ended by closing. */
    long UNKNOWN_LENGTH = -1;

    /** No body, and no framing headers but the handler's own: the response to {@code HEAD}, or 304. */
    long NO_BODY = -2;

    /**
     * Begins the response, after waiting until every earlier response of the connection has been written. The head is
     * sent together with the first bytes of the body.
     *
     * @param headers all headers except those that the server sets: {@code Date}, {@code Connection}, {@code
     *     Transfer-Encoding}, and {@code Content-Length} unless the length is {@link #NO_BODY}
     * @param length the body's length in bytes, {@link #UNKNOWN_LENGTH} or {@link #NO_BODY}; for {@code HEAD} it is
     *     declared, but no body may be written
     * @param closes whether the connection is closed after the response
     * @return receives the body and its trailer fields; writing more than the declared length, or any byte for {@code
     *     HEAD}, throws {@link IOException}, and the body is complete
     * @throws IOException if the client has closed the connection
     * @throws IllegalStateException if the response was already begun
     */
    BodyOutput begin(Status status, Headers headers, long length, boolean closes) throws IOException;

    /**
     * Ends the response and sends it, unless it can be sent together with the response to a pipelined request. Has no
     * effect if the response has ended.
     *
     * @throws IOException if the body is shorter than its declared length, if reading the request body has failed since
     *     the response began, in which case the response is abandoned, or if the client has closed the connection
     * @throws IllegalStateException if the response was not begun
     */
    void end() throws IOException;

    /**
     * Sends an interim response immediately (RFC 9110 15.2). Ignored for HTTP/1.0.
     *
     * @param code 100, or 102 to 199: the server never switches protocols
     * @param headers as in {@link #begin}
     * @throws IOException if the client has closed the connection
     * @throws IllegalArgumentException if the code is another one
     * @throws IllegalStateException if the response was begun
     */
    void interim(int code, Headers headers) throws IOException;

    /**
     * Abandons the response: the connection is closed, after an error response if nothing has been sent. Must be the
     * last call.
     */
    void abort();

    /** Closes the connection after this exchange, without a response unless one has ended or parts of it were sent. Must be the last call. */
    void closeConnection();

    /** Returns the controls of the connection. */
    ConnectionControl control();
}
