package dev.heddle.jdkhttp;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for. Most targets are plain: a path and perhaps a query, of characters that stand for themselves. What is
 * their path shows without parsing them, and the URI is made only for a program that asks: parsing one took 4 % of the processor
 * time of a pipelined request.
 */
final class RequestTarget {
    /** What stands for itself in the path and query of an ASCII URI (RFC 3986 3.3): all but the letters and digits. */
    private static final String PLAIN_MARKS = "/-._~!$&'()*+,;=:@";

    private final String text;
    private final String path;
    private @Nullable URI uri;

    private RequestTarget(String text, String path, @Nullable URI uri) {
        this.text = text;
        this.path = path;
        this.uri = uri;
    }

    /** Null if there is no URI that asks for the same. */
    static @Nullable RequestTarget of(String text) {
        if (text.startsWith("//")) {
            return null; // A path that as a URI would be a host and a shorter path: another context's, perhaps.
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

    /** Its path, decoded; empty if it has none. */
    String path() {
        return path;
    }

    /** All of it. */
    URI uri() {
        URI made = uri;
        if (made == null) {
            made = URI.create(text);
            uri = made;
        }
        return made;
    }
}
