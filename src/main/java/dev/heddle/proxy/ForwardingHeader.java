package dev.heddle.proxy;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * In which headers the proxies in front of a server name the client. Only these are looked at: a client may have sent the others.
 *
 * {@snippet :
 * ForwardingHeader header = ForwardingHeader.named("x-forwarded"); // X_FORWARDED
 * }
 */
public enum ForwardingHeader {
    /** In none. */
    NONE,

    /** In {@code Forwarded} (RFC 7239). */
    FORWARDED,

    /** In {@code X-Forwarded-For}, {@code X-Forwarded-Proto} and {@code X-Forwarded-Host}. */
    X_FORWARDED;

    /** The name in flags and properties: {@code none}, {@code forwarded}, {@code x-forwarded}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The one with this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the known ones
     */
    public static ForwardingHeader named(String label) {
        return Arrays.stream(values())
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown forwarding header '" + label + "'; known: "
                        + Arrays.stream(values()).map(ForwardingHeader::label).collect(Collectors.joining(", "))));
    }
}
