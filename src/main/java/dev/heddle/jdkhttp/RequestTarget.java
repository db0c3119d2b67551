package dev.heddle.jdkhttp;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request. Most targets are plain: a path and perhaps a query, without escapes. Their path is known
 * without parsing, and the URI is created only for a program that asks for it: parsing one took 4 % of the processor
 * time of a pipelined request. For one thread at a time.
 */
final class RequestTarget {
    /** Characters that need no escape in a path and a query (RFC 3986 3.3), besides letters and digits. */
    private static final String PLAIN_MARKS = "/-._~!$&'()*+,;=:@";

    private final String text;
    private final String path;

    /** Null until the program asks for it. */
    private @Nullable URI uri;

    private RequestTarget(String text, String path, @Nullable URI uri) {
        this.text = text;
        this.path = path;
        this.uri = uri;
    }

    /** Parses a target; null if no URI means the same. */
    static @Nullable RequestTarget of(String text) {
        if (text.startsWith("//")) {
            return null; // As a URI it would be a host and a shorter path, which may belong to another context.
        }
        int query = text.indexOf('?');
        int pathEnd = query < 0 ? text.length() : query;
        if (text.startsWith("/") && isPlain(text, 1, pathEnd) && isPlain(text, pathEnd + 1, text.length())) {
            return new RequestTarget(text, text.substring(0, pathEnd), null);
        }
        try {
            URI uri = new URI(text);
            if (uri.isAbsolute() && uri.getRawPath() != null && uri.getRawPath().isEmpty()) {
                uri = new URI(withRoot(text, query));
            }
            return new RequestTarget(text, Objects.requireNonNullElse(uri.getPath(), ""), uri);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static boolean isPlain(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || PLAIN_MARKS.indexOf(c) >= 0;
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /** An absolute target without a path asks for the root (RFC 9112 3.2.2). */
    private static String withRoot(String text, int query) {
        return query < 0 ? text + "/" : text.substring(0, query) + "/" + text.substring(query);
    }

    /** The decoded path; empty if there is none. */
    String path() {
        return path;
    }

    /** The whole target. */
    URI uri() {
        URI made = uri;
        if (made == null) {
            made = URI.create(text);
            uri = made;
        }
        return made;
    }
}
