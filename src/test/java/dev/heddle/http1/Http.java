package dev.heddle.http1;

import dev.heddle.http.Handler;
import dev.heddle.http.Headers;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.options.Limits;
import dev.heddle.support.ArrayConnection;
import dev.heddle.support.Conversation;
import dev.heddle.support.EveryDelivery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Requests, handlers and conversations for the tests of this package. */
final class Http {
    /** A valid request. */
    static final String GET = request("GET / HTTP/1.1", "Host: a");

    /** Responds with a description of the request. */
    static final Handler DESCRIBES = request -> Response.text(describe(request));

    /** Responds without reading the body. */
    static final Handler IGNORES = request -> Response.text("ignored");

    /** Responds with the body of the request. */
    static final Handler ECHOES = request -> Response.bytes("x/y", request.readBody(1 << 20));

    private Http() {}

    /** Joins lines to a request head. */
    static String request(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    /** A request with a chunked body. */
    static String chunked(String body) {
        return request("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked") + body;
    }

    /** A request with a body of a declared length. */
    static String post(String body) {
        return request("POST / HTTP/1.1", "Host: a", "Content-Length: " + body.length()) + body;
    }

    /** Runs a conversation with the input in every way of delivery. */
    static Conversation converse(Handler handler, String input) {
        return converse(handler, Limits.defaults(), input);
    }

    /** Runs a conversation with the input in every way of delivery, with the limits. */
    static Conversation converse(Handler handler, Limits limits, String input) {
        return EveryDelivery.of(new Http1Protocol(handler, limits), limits, input);
    }

    /** Runs a conversation with input that arrives in these parts. */
    static Conversation inParts(Handler handler, String... parts) {
        return ArrayConnection.of(Limits.defaults(), parts).converse(new Http1Protocol(handler, Limits.defaults()));
    }

    private static String describe(Request request) throws IOException {
        String body = request.readText(1 << 20);
        return request.method() + " " + request.target() + " "
                + request.headers().size() + " " + body + fields(request.trailers());
    }

    /** Headers in one line. */
    static String fields(Headers headers) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < headers.size(); i++) {
            lines.add(headers.name(i) + "=" + headers.value(i));
        }
        return lines.toString();
    }
}
