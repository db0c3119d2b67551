package dev.heddle.proxy;

import java.util.Locale;
import java.util.Optional;

/** The schemes of HTTP. */
final class Schemes {
    private Schemes() {}

    /** The scheme in lower case if it is one of HTTP's. */
    static Optional<String> known(String scheme) {
        String lower = scheme.toLowerCase(Locale.ROOT);
        return lower.equals("http") || lower.equals("https") ? Optional.of(lower) : Optional.empty();
    }
}
