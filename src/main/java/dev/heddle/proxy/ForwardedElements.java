package dev.heddle.proxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the value of a {@code Forwarded} header (RFC 7239 4).
 *
 * <pre>
 *   elements = element *( "," element )
 *   element  = [ pair ] *( ";" [ pair ] )
 *   pair     = token "=" ( token / quoted-string )
 * </pre>
 *
 * What breaks the grammar is rejected as a whole: in a value that a client has begun with a quotation mark, and a proxy has continued, it is
 * not to be told whose words are whose. For one thread.
 */
final class ForwardedElements {
    private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";

    /** Also what belongs into quotation marks and is often written without: the colon and the brackets of an address. */
    private static final String UNQUOTED_SYMBOLS = TOKEN_SYMBOLS + ":[]";

    private final String text;
    private int at;

    private ForwardedElements(String text) {
        this.text = text;
    }

    /**
     * The elements of a value, first the one that is farthest from this server.
     *
     * @throws IllegalArgumentException if the value breaks the grammar
     */
    static List<Hop> parse(String text) {
        ForwardedElements parser = new ForwardedElements(text);
        List<Hop> hops = new ArrayList<>();
        do {
            Map<String, String> pairs = parser.element();
            if (!pairs.isEmpty()) {
                hops.add(hop(pairs));
            }
        } while (parser.skip(','));
        if (parser.at < text.length()) {
            throw parser.malformed();
        }
        return hops;
    }

    private static Hop hop(Map<String, String> pairs) {
        return new Hop(
                pairs.getOrDefault("for", "unknown"),
                Schemes.known(pairs.getOrDefault("proto", "")),
                Optional.ofNullable(pairs.get("host")));
    }

    private Map<String, String> element() {
        Map<String, String> pairs = new HashMap<>();
        do {
            skipSpace();
            String name = token(TOKEN_SYMBOLS).toLowerCase(Locale.ROOT);
            if (!name.isEmpty()) {
                if (!skip('=') || pairs.put(name, value()) != null) {
                    throw malformed();
                }
            }
            skipSpace();
        } while (skip(';'));
        return pairs;
    }

    private String value() {
        if (skip('"')) {
            return quoted();
        }
        String token = token(UNQUOTED_SYMBOLS);
        if (token.isEmpty()) {
            throw malformed();
        }
        return token;
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        while (!skip('"')) {
            skip('\\');
            if (at == text.length()) {
                throw malformed();
            }
            value.append(text.charAt(at++));
        }
        return value.toString();
    }

    private String token(String symbols) {
        int from = at;
        while (at < text.length() && isOf(text.charAt(at), symbols)) {
            at++;
        }
        return text.substring(from, at);
    }

    private static boolean isOf(char character, String symbols) {
        int lower = character | 0x20;
        boolean letter = lower >= 'a' && lower <= 'z';
        boolean digit = character >= '0' && character <= '9';
        return letter || digit || symbols.indexOf(character) >= 0;
    }

    private void skipSpace() {
        while (skip(' ') || skip('\t')) {
            // Each call has skipped one.
        }
    }

    private boolean skip(char expected) {
        boolean found = at < text.length() && text.charAt(at) == expected;
        at += found ? 1 : 0;
        return found;
    }

    private IllegalArgumentException malformed() {
        return new IllegalArgumentException("malformed Forwarded header at its character " + at);
    }
}
