package dev.heddle.files;

import dev.heddle.http.Response;
import dev.heddle.http.Status;
import java.nio.charset.StandardCharsets;

/**
 * The body of an error response.
 *
 * @param type its media type
 * @param bytes the page
 */
@SuppressWarnings("ArrayRecordComponent") // only sent, never compared
record ErrorPage(String type, byte[] bytes) {
    private static final String HTML = "text/html; charset=utf-8";

    /** A page that says what the status means, and nothing of the request. */
    static ErrorPage standard(Status status) {
        String title = status.code() + " " + status.reason();
        String page = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>" + title
                + "</title></head>\n<body><h1>" + title + "</h1></body>\n</html>\n";
        return new ErrorPage(HTML, page.getBytes(StandardCharsets.UTF_8));
    }

    /** The response with this page. */
    Response response(Status status) {
        return Response.bytes(type, bytes).status(status);
    }
}
