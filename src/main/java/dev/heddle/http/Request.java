package dev.heddle.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A request (RFC 9110 3.4). Belongs to the thread that handles it, and is valid, including its body, until the response
 * has been written.
 *
 * {@snippet :
 * if (request.method().equals("POST") && request.path().equals("/notes")) {
 *     String note = request.readText(100_000); // at most; a longer one is answered with 413
 * }
 * }
 */
public interface Request {
    /** Returns the method, case-sensitive: {@code GET}. It may be any token; unknown ones deserve 501 or 405. */
    String method();

    /**
     * Returns the request target as sent (RFC 9112 3.2): {@code /path?query}, an absolute URI, or {@code *}.
     *
     * <p>Its characters are those of a URI (RFC 3986) and those that browsers send without an escape (URL Standard):
     * brackets, braces, bar, caret and backquote, and in the query a backslash. Percent escapes are well-formed and not
     * decoded. {@link java.net.URI} accepts not all of these.
     */
    String target();

    /** Returns the path of the target, not decoded: it begins with a slash, or is {@code *}. */
    default String path() {
        String target = target();
        int from = 0;
        if (!target.startsWith("/")) {
            int scheme = target.indexOf("://");
            if (scheme < 0) {
                return target;
            }
            from = target.indexOf('/', scheme + 3);
            int query = target.indexOf('?', scheme + 3);
            if (from < 0 || (query >= 0 && query < from)) {
                return "/";
            }
        }
        int query = target.indexOf('?', from);
        return query < 0 ? target.substring(from) : target.substring(from, query);
    }

    /** Returns the query of the target, if there is one, not decoded and without the question mark. */
    default Optional<String> query() {
        int mark = target().indexOf('?');
        return mark < 0 ? Optional.empty() : Optional.of(target().substring(mark + 1));
    }

    /**
     * Returns the authority of an absolute target, otherwise the value of the {@code Host} header; may be empty. If a trusted proxy says for
     * which one the client has asked, returns that.
     */
    String authority();

    /** Returns the minor version of HTTP/1: 0, or 1 for 1 and every higher one (RFC 9110 2.5). */
    int minorVersion();

    /** Returns the headers. */
    Headers headers();

    /** Returns the declared length of the body in bytes, 0 if there is no body, -1 if it is chunked. */
    long contentLength();

    /**
     * Returns the body, read from the connection on demand. The first read sends {@code 100 Continue} to a client that
     * waits for it ({@code Expect: 100-continue}, RFC 9110 10.1.1).
     *
     * <p>A read throws {@link IOException} if the client closes the connection, is too slow, or sends a malformed body.
     * Pass the exception on, and the client gets the status that fits.
     */
    InputStream body();

    /**
     * Reads the whole body.
     *
     * @param maxBytes the largest acceptable length in bytes
     * @throws IOException as for {@link #body}, and if the body is longer; pass it on, and the client gets 413
     */
    byte[] readBody(int maxBytes) throws IOException;

    /**
     * Reads the whole body as UTF-8 text.
     *
     * @param maxBytes the largest acceptable length in bytes
     * @throws IOException as for {@link #readBody}
     */
    default String readText(int maxBytes) throws IOException {
        return new String(readBody(maxBytes), StandardCharsets.UTF_8);
    }

    /** Returns the trailer fields of a chunked body; empty until the body has been read to its end. */
    Headers trailers();

    /**
     * Whether the response should end soon: the client has left, or the server is closing. To ask for it is up to a
     * handler or {@link BodyWriter} that waits for events; without it both go on, and a closing server waits for them
     * until its drain timeout.
     *
     * <p>A client counts as gone when it has closed its side of the connection, although it could still read, and when
     * the connection is reset or aborted. It is watched from the first call of this method or of {@link #onCancel} on,
     * but only once the body has been read to its end, and not if the next request has been sent already. A client that
     * has vanished without closing, its network down, shows only in a write that fails: write something now and then.
     */
    boolean isCancelled();

    /**
     * Runs an action once {@link #isCancelled} becomes true: at once if it is, never if the response ends before. It
     * runs on a thread of its own, perhaps while the response ends, and should wake the handler: add to its queue, open
     * a latch, cancel a subscription. Do not interrupt the handler's thread: an interrupt during a write closes the
     * connection, and the client misses the end of the response.
     */
    void onCancel(Runnable action);

    /**
     * Returns the address of the client as far as it is known: the other end of the connection, or whom trusted proxies name, with port 0 if
     * they do not say the port.
     */
    SocketAddress peer();

    /** Returns the address of the proxy at the other end of the connection, if {@link #peer} is another one. */
    default Optional<SocketAddress> proxy() {
        return Optional.empty();
    }

    /** Returns the scheme that the client has used, as far as trusted proxies say so; otherwise that of the connection. */
    default String scheme() {
        return "http";
    }

    /**
     * Returns what the client and this server have agreed on, with the client's certificate, if the request came over TLS; empty if it did
     * not. A proxy in front of the server has sessions of its own.
     */
    default Optional<TlsSession> tls() {
        return Optional.empty();
    }
}
