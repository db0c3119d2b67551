package dev.heddle.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A request (RFC 9110 3.4). Valid, with its content, until its response has been written; for the thread that handles it.
 */
public interface Request {
    /** The method, case-sensitive: {@code GET}. Any token may come; what is not known deserves 501 or 405. */
    String method();

    /**
     * What is asked for, as it was sent: {@code /path?query}, an absolute URI, or {@code *}.
     *
     * <p>It holds only characters that can stand in one; percent escapes are well-formed and have not been decoded.
     */
    String target();

    /** The path of the target, not decoded: begins with a slash, or is {@code *}. */
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

    /** The query of the target, not decoded and without its question mark, if there is one. */
    default Optional<String> query() {
        int mark = target().indexOf('?');
        return mark < 0 ? Optional.empty() : Optional.of(target().substring(mark + 1));
    }

    /** Whose resource is asked for: the authority of an absolute target, else the {@code Host} field; may be empty. */
    String authority();

    /** The minor version of HTTP/1 that was sent: 0, or 1 for that and higher ones. */
    int minorVersion();

    /** The fields. */
    Headers headers();

    /** How many bytes of content were announced, 0 if there is none, -1 if that is not known beforehand (chunked). */
    long contentLength();

    /**
     * The content, read from the connection as it is asked for. A client that waits for leave to send it ({@code Expect:
     * 100-continue}) gets it with the first read.
     *
     * <p>A read fails with {@link IOException} if the client leaves, is too slow, or frames its content wrongly; let it through
     * and the right answer is given.
     */
    InputStream body();

    /**
     * All of the content at once.
     *
     * @param atMost how many bytes are acceptable
     * @throws IOException as {@link #body} does, and if there are more: let it through and the answer is 413
     */
    byte[] readBody(int atMost) throws IOException;

    /** All of the content as UTF-8 text, at most so many bytes. */
    default String readText(int atMost) throws IOException {
        return new String(readBody(atMost), StandardCharsets.UTF_8);
    }

    /** The fields behind chunked content; empty until that has been read to its end. */
    Headers trailers();

    /** The address of the client, or of whatever stands before it. */
    SocketAddress peer();
}
