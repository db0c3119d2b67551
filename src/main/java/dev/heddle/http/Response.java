package dev.heddle.http;

import java.nio.charset.StandardCharsets;

/**
 * A response. Immutable: every change makes another one.
 *
 * <p>The framing is not a handler's business: {@code Content-Length}, {@code Transfer-Encoding}, {@code Connection} and
 * {@code Date} are set by the server. To a {@code HEAD} request it sends the head alone.
 */
public final class Response {
    private static final byte[] NOTHING = {};

    private final Status status;
    private final HeaderList headers;
    private final Body body;
    private final boolean closesConnection;

    private Response(Status status, HeaderList headers, Body content, boolean closes) {
        this.status = status;
        this.headers = headers;
        this.body = content;
        this.closesConnection = closes;
    }

    /** A response without content. */
    public static Response of(Status status) {
        return new Response(status, HeaderList.NONE, new Body.Bytes(NOTHING), false);
    }

    /** 200 with UTF-8 text. */
    public static Response text(String text) {
        return bytes("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * 200 with bytes.
     *
     * @param bytes not to be changed afterwards
     */
    public static Response bytes(String contentType, byte[] bytes) {
        return new Response(Status.OK, HeaderList.NONE.with("Content-Type", contentType), new Body.Bytes(bytes), false);
    }

    /** 200 with content that is made while it is sent, of a length that is not known beforehand. */
    public static Response stream(String contentType, BodyWriter writer) {
        return stream(contentType, Body.Streamed.UNKNOWN_LENGTH, writer);
    }

    /**
     * 200 with content that is made while it is sent.
     *
     * @param length how many bytes there will be; a writer that writes fewer or more fails, and the client sees a reply cut
     *     short
     */
    public static Response stream(String contentType, long length, BodyWriter writer) {
        return new Response(
                Status.OK, HeaderList.NONE.with("Content-Type", contentType), new Body.Streamed(length, writer), false);
    }

    /** This response with another status. */
    public Response status(Status value) {
        return new Response(value, headers, body, closesConnection);
    }

    /**
     * This response with one more field.
     *
     * @throws IllegalArgumentException if name or value cannot be sent, or if it is one of those that the server sets
     */
    public Response header(String name, String value) {
        for (String own : new String[] {"Content-Length", "Transfer-Encoding", "Connection", "Date"}) {
            if (own.equalsIgnoreCase(name)) {
                throw new IllegalArgumentException(own + " is set by the server");
            }
        }
        return new Response(status, headers.with(name, value), body, closesConnection);
    }

    /** This response, with the connection closed behind it. */
    public Response closeConnection() {
        return new Response(status, headers, body, true);
    }

    /** The status. */
    public Status status() {
        return status;
    }

    /** The fields, without those that the server sets. */
    public Headers headers() {
        return headers;
    }

    /** The content. */
    public Body body() {
        return body;
    }

    /** Whether the connection is to be closed behind it. */
    public boolean closesConnection() {
        return closesConnection;
    }
}
