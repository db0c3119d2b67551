package dev.heddle.proxy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Reads IP addresses: four decimal numbers without leading zeros, or an IPv6 address (RFC 4291 2.2) without a zone. Never asks a name
 * server. An IPv4 address mapped into IPv6 is the IPv4 address.
 */
final class IpLiteral {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int GROUP_DIGITS = 4;
    private static final int NO_GAP = -1;

    private IpLiteral() {}

    /** The address; empty if the text is none. */
    static Optional<InetAddress> parse(String text) {
        byte[] bytes = text.indexOf(':') < 0 ? ipv4(text) : ipv6(text);
        return bytes.length == 0 ? Optional.empty() : Optional.of(address(bytes));
    }

    /** The address of these bytes, 4 or 16. */
    static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length, e);
        }
    }

    /** A whole number from 0 to a limit, without a sign or leading zeros; -1 if the text is none. */
    static int decimal(String text, int limit) {
        boolean canonical = text.length() == 1 || (text.length() > 1 && text.length() <= 5 && text.charAt(0) != '0');
        int value = 0;
        for (int i = 0; canonical && i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            canonical = digit >= 0 && digit <= 9;
            value = value * 10 + digit;
        }
        return canonical && value <= limit ? value : -1;
    }

    /** No bytes if the text is no address. */
    private static byte[] ipv4(String text) {
        String[] numbers = text.split("\\.", -1);
        byte[] bytes = new byte[IPV4_BYTES];
        if (numbers.length != IPV4_BYTES) {
            return new byte[0];
        }
        for (int i = 0; i < IPV4_BYTES; i++) {
            int number = decimal(numbers[i], 255);
            if (number < 0) {
                return new byte[0];
            }
            bytes[i] = (byte) number;
        }
        return bytes;
    }

    /** The same. */
    private static byte[] ipv6(String text) {
        byte[] bytes = new byte[IPV6_BYTES];
        int length = 0;
        int gap = NO_GAP;
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("::", at)) {
                if (gap != NO_GAP) {
                    return new byte[0];
                }
                gap = length;
                at += 2;
                continue;
            }
            if (length > 0 && gap != length) {
                if (text.charAt(at) != ':') {
                    return new byte[0];
                }
                at++;
            }
            int end = endOfGroup(text, at);
            byte[] group =
                    end == text.length() && text.indexOf('.', at) > 0 ? ipv4(text.substring(at)) : group(text, at, end);
            if (group.length == 0 || length + group.length > IPV6_BYTES) {
                return new byte[0];
            }
            System.arraycopy(group, 0, bytes, length, group.length);
            length += group.length;
            at = end;
        }
        return spread(bytes, length, gap);
    }

    private static int endOfGroup(String text, int from) {
        int end = text.indexOf(':', from);
        return end < 0 ? text.length() : end;
    }

    private static byte[] group(String text, int from, int to) {
        if (from == to || to - from > GROUP_DIGITS) {
            return new byte[0];
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            int hex = digit < 128 ? Character.digit(digit, 16) : -1;
            if (hex < 0) {
                return new byte[0];
            }
            value = (value << 4) | hex;
        }
        return new byte[] {(byte) (value >> 8), (byte) value};
    }

    /** Fills the gap, which stands for one or more groups of zeros. */
    private static byte[] spread(byte[] bytes, int length, int gap) {
        if (gap == NO_GAP) {
            return length == IPV6_BYTES ? bytes : new byte[0];
        }
        if (length > IPV6_BYTES - 2) {
            return new byte[0];
        }
        byte[] whole = new byte[IPV6_BYTES];
        System.arraycopy(bytes, 0, whole, 0, gap);
        System.arraycopy(bytes, gap, whole, IPV6_BYTES - (length - gap), length - gap);
        return whole;
    }
}
