package dev.heddle.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A response. Immutable: every modification returns a new one.
 *
 * <p>The server sets {@code Content-Length}, {@code Transfer-Encoding}, {@code Connection} and {@code Date}. For a
 * {@code HEAD} request it sends only the head.
 *
 * {@snippet :
 * Response page = Response.bytes("text/html", "<p>hello</p>".getBytes(StandardCharsets.UTF_8))
 *         .header("Cache-Control", "max-age=60");
 * Response missing = Response.text("no such note\n").status(Status.NOT_FOUND);
 * }
 */
public final class Response {
    private static final List<String> SET_BY_SERVER =
            List.of("Content-Length", "Transfer-Encoding", "Connection", "Date");

    /** Response headers that are no lists: a second one would contradict the first (RFC 9110 5.3, and their own sections). */
    private static final List<String> STANDS_ONCE = List.of(
            "Content-Type",
            "Location",
            "ETag",
            "Last-Modified",
            "Content-Location",
            "Content-Range",
            "Content-Disposition",
            "Retry-After",
            "Expires",
            "Age",
            "Server",
            "Access-Control-Allow-Origin",
            "Strict-Transport-Security");

    private static final byte[] EMPTY = {};

    /** Checked once, not for each response. */
    private static final HeaderList PLAIN_TEXT = HeaderList.NONE.with("Content-Type", "text/plain; charset=utf-8");

    private final Status status;
    private final HeaderList headers;
    private final Body body;
    private final boolean closesConnection;

    /** Closed when the response is over; null if there is nothing to close. */
    private final @Nullable AutoCloseable resource;

    private Response(
            Status status, HeaderList headers, Body body, boolean closesConnection, @Nullable AutoCloseable resource) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.closesConnection = closesConnection;
        this.resource = resource;
    }

    /** Creates a response with an empty body. */
    public static Response of(Status status) {
        return new Response(status, HeaderList.NONE, new Body.Bytes(EMPTY), false, null);
    }

    /** Creates a 200 response with UTF-8 text. */
    public static Response text(String text) {
        return new Response(Status.OK, PLAIN_TEXT, new Body.Bytes(text.getBytes(StandardCharsets.UTF_8)), false, null);
    }

    /**
     * Creates a 200 response with a body.
     *
     * @param bytes the body, not copied: must not be changed afterwards
     */
    public static Response bytes(String contentType, byte[] bytes) {
        return new Response(
                Status.OK, HeaderList.NONE.with("Content-Type", contentType), new Body.Bytes(bytes), false, null);
    }

    /** Creates a 200 response with a streamed body of unknown length. */
    public static Response stream(String contentType, BodyWriter writer) {
        return stream(contentType, Body.Streamed.UNKNOWN_LENGTH, writer);
    }

    /**
     * Creates a 200 response with a streamed body.
     *
     * @param length the body's length in bytes. A writer that writes fewer fails, and the client gets an error response
     *     or sees a truncated one. One that writes more fails when the length is reached; the response is complete then
     */
    public static Response stream(String contentType, long length, BodyWriter writer) {
        return new Response(
                Status.OK,
                HeaderList.NONE.with("Content-Type", contentType),
                new Body.Streamed(length, writer),
                false,
                null);
    }

    /** Returns this response with another status. */
    public Response status(Status value) {
        return new Response(value, headers, body, closesConnection, resource);
    }

    /**
     * Returns this response with a header, in place of those of that name.
     *
     * @throws IllegalArgumentException if the name or value contains illegal characters, or if the server sets the
     *     header
     */
    public Response header(String name, String value) {
        requireNotSetByServer(name);
        return new Response(status, headers.without(name).with(name, value), body, closesConnection, resource);
    }

    /**
     * Returns this response with one more header, after those of that name: for headers that may stand several times,
     * such as {@code Set-Cookie}.
     *
     * @throws IllegalArgumentException as for {@link #header}, and if there is one of that name already and it may
     *     stand only once, such as {@code Content-Type}: recipients would disagree on which of the two counts
     */
    public Response addHeader(String name, String value) {
        requireNotSetByServer(name);
        if (isAmong(STANDS_ONCE, name) && headers.contains(name)) {
            throw new IllegalArgumentException(name + " may stand once, and is set already");
        }
        return new Response(status, headers.with(name, value), body, closesConnection, resource);
    }

    /**
     * Returns this response with these headers in place of all of its own.
     *
     * @throws IllegalArgumentException as for {@link #addHeader}
     */
    public Response headers(Headers all) {
        for (int i = 0; i < all.size(); i++) {
            requireNotSetByServer(all.name(i));
            requireFirstOrRepeatable(all, i);
        }
        HeaderList list = all instanceof HeaderList valid ? valid : copied(all);
        return new Response(status, list, body, closesConnection, resource);
    }

    private static void requireFirstOrRepeatable(Headers all, int index) {
        String name = all.name(index);
        for (int i = 0; i < index; i++) {
            if (all.name(i).equalsIgnoreCase(name) && isAmong(STANDS_ONCE, name)) {
                throw new IllegalArgumentException(name + " may stand once, and is set already");
            }
        }
    }

    private static HeaderList copied(Headers all) {
        HeaderList list = HeaderList.NONE;
        for (int i = 0; i < all.size(); i++) {
            list = list.with(all.name(i), all.value(i));
        }
        return list;
    }

    private static void requireNotSetByServer(String name) {
        for (String reserved : SET_BY_SERVER) {
            if (reserved.equalsIgnoreCase(name)) {
                throw new IllegalArgumentException(reserved + " is set by the server");
            }
        }
    }

    private static boolean isAmong(List<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    /** Returns this response with the connection closed after it. */
    public Response closeConnection() {
        return new Response(status, headers, body, true, resource);
    }

    /**
     * Returns this response with something to close when it is over: what the handler has opened for the body.
     *
     * <p>The server closes it once, on the thread that handles the request, whatever becomes of the response: written,
     * failed, or never written, as for {@code HEAD}, with status 204 or 304, or if the client has left. A {@link BodyWriter}
     * is called only if there is a body to send, so it cannot be the one to close it. A failure to close is reported as a
     * failure of the handler. Such a response is for one request. Several such calls close in reverse order.
     *
     * <pre>{@code
     * InputStream file = Files.newInputStream(path);
     * return Response.stream("text/plain", Files.size(path), file::transferTo).closing(file);
     * }</pre>
     */
    public Response closing(AutoCloseable more) {
        AutoCloseable before = resource;
        AutoCloseable all = before == null
                ? more
                : () -> {
                    try (before) {
                        more.close();
                    }
                };
        return new Response(status, headers, body, closesConnection, all);
    }

    /**
     * Closes what {@link #closing} was given. Called by the server when the response is over.
     *
     * @throws Exception if it cannot be closed
     */
    public void closeResource() throws Exception {
        if (resource != null) {
            resource.close();
        }
    }

    /** Returns the status. */
    public Status status() {
        return status;
    }

    /** Returns the headers, without those that the server sets. */
    public Headers headers() {
        return headers;
    }

    /** Returns the body. */
    public Body body() {
        return body;
    }

    /** Whether the server closes the connection after this response. */
    public boolean closesConnection() {
        return closesConnection;
    }
}
