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

/** What the tests of this package say to the protocol, and how. */
final class Http {
    /** A request that nothing is wrong with. */
    static final String GET = request("GET / HTTP/1.1", "Host: a");

    /** Answers with all that it sees of a request. */
    static final Handler DESCRIBES = request -> Response.text(describe(request));

    /** Answers without a look at the content. */
    static final Handler IGNORES = request -> Response.text("ignored");

    /** Answers with the content. */
    static final Handler ECHOES = request -> Response.bytes("x/y", request.readBody(1 << 20));

    private Http() {}

    /** A request head of these lines; or the head and content, if the last line is followed by some. */
    static String request(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    /** A request with chunked content, which begins behind the head. */
    static String chunked(String content) {
        return request("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked") + content;
    }

    /** A request with content of an announced length. */
    static String post(String content) {
        return request("POST / HTTP/1.1", "Host: a", "Content-Length: " + content.length()) + content;
    }

    /** What comes of an input, however it is delivered. */
    static Conversation converse(Handler handler, String input) {
        return converse(handler, Limits.defaults(), input);
    }

    /** The same with other limits. */
    static Conversation converse(Handler handler, Limits limits, String input) {
        return EveryDelivery.of(new Http1Protocol(handler, limits), limits, input);
    }

    /** What comes of an input that arrives in these parts. */
    static Conversation inParts(Handler handler, String... parts) {
        return ArrayConnection.of(Limits.defaults(), parts).converse(new Http1Protocol(handler, Limits.defaults()));
    }

    private static String describe(Request request) throws IOException {
        String body = request.readText(1 << 20);
        return request.method() + " " + request.target() + " "
                + request.headers().size() + " " + body + fields(request.trailers());
    }

    /** Fields in one line. */
    static String fields(Headers headers) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < headers.size(); i++) {
            lines.add(headers.name(i) + "=" + headers.value(i));
        }
        return lines.toString();
    }
}
