package dev.heddle.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The headers of a message, in their original order and spelling. Name lookups ignore case (RFC 9110 5.1). Immutable.
 *
 * {@snippet :
 * String language = request.headers().first("Accept-Language").orElse("en");
 * boolean gzip = request.headers().containsToken("Accept-Encoding", "gzip");
 * Headers headers = Headers.of("Content-Type", "text/html", "Cache-Control", "no-store");
 * }
 */
public interface Headers {
    /** Returns the number of headers; repeated names count separately. */
    int size();

    /** Returns the name of a header, {@code 0 <= index < size()}. */
    String name(int index);

    /** Returns the value of a header without surrounding white space, {@code 0 <= index < size()}. */
    String value(int index);

    /** Returns the value of the first header with the name. */
    default Optional<String> first(String name) {
        for (int i = 0; i < size(); i++) {
            if (name(i).equalsIgnoreCase(name)) {
                return Optional.of(value(i));
            }
        }
        return Optional.empty();
    }

    /** Returns the values of all headers with the name, in order. */
    default List<String> values(String name) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            if (name(i).equalsIgnoreCase(name)) {
                values.add(value(i));
            }
        }
        return List.copyOf(values);
    }

    /** Whether there is a header with the name. */
    default boolean contains(String name) {
        return first(name).isPresent();
    }

    /**
     * Whether a comma-separated header contains the token, ignoring case, such as {@code close} in {@code Connection}
     * (RFC 9110 5.6.1).
     */
    default boolean containsToken(String name, String token) {
        String wanted = token.toLowerCase(Locale.ROOT);
        return values(name).stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .anyMatch(part -> part.strip().toLowerCase(Locale.ROOT).equals(wanted));
    }

    /** Returns empty headers. */
    static Headers none() {
        return HeaderList.NONE;
    }

    /**
     * Creates headers.
     *
     * @param namesAndValues a name, its value, the next name, and so on
     * @throws IllegalArgumentException if a value is missing, a name is not a token (RFC 9110 5.6.2), or a value
     *     contains a control character or a character above 255, which could split the message (RFC 9110 5.5)
     */
    static Headers of(String... namesAndValues) {
        return HeaderList.of(namesAndValues);
    }
}
