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
    private final FieldList headers;
    private final Content content;
    private final boolean closes;

    private Response(Status status, FieldList headers, Content content, boolean closes) {
        this.status = status;
        this.headers = headers;
        this.content = content;
        this.closes = closes;
    }

    /** A response without content. */
    public static Response of(Status status) {
        return new Response(status, FieldList.NONE, new Content.Octets(NOTHING), false);
    }

    /** 200 with UTF-8 text. */
    public static Response text(String text) {
        return bytes("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * 200 with octets.
     *
     * @param octets not to be changed afterwards
     */
    public static Response bytes(String contentType, byte[] octets) {
        return new Response(
                Status.OK, FieldList.NONE.with("Content-Type", contentType), new Content.Octets(octets), false);
    }

    /** 200 with content that is made while it is sent, of a length that is not known beforehand. */
    public static Response stream(String contentType, ContentWriter writer) {
        return stream(contentType, Content.Streamed.UNKNOWN_LENGTH, writer);
    }

    /**
     * 200 with content that is made while it is sent.
     *
     * @param length how many octets there will be; a writer that writes fewer or more fails, and the client sees a reply cut
     *     short
     */
    public static Response stream(String contentType, long length, ContentWriter writer) {
        return new Response(
                Status.OK,
                FieldList.NONE.with("Content-Type", contentType),
                new Content.Streamed(length, writer),
                false);
    }

    /** This response with another status. */
    public Response status(Status value) {
        return new Response(value, headers, content, closes);
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
        return new Response(status, headers.with(name, value), content, closes);
    }

    /** This response, with the connection closed behind it. */
    public Response close() {
        return new Response(status, headers, content, true);
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
    public Content content() {
        return content;
    }

    /** Whether the connection is to be closed behind it. */
    public boolean closes() {
        return closes;
    }
}
