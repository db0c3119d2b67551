package dev.heddle.http1;

import dev.heddle.bytes.Ascii;

/**
 * IPv6 addresses as they stand in a URI (RFC 3986 3.2.2). Pure.
 *
 * <pre>
 *   eight groups of one to four hexadecimal digits, divided by colons; once, two colons for one or more groups of zeros;
 *   the last two groups perhaps as an IPv4 address
 * </pre>
 */
final class Ipv6Address {
    private static final int GROUPS = 8;
    private static final int GROUP_DIGITS = 4;
    private static final int GROUPS_OF_IPV4 = 2;
    private static final int NUMBERS_OF_IPV4 = 4;

    private Ipv6Address() {}

    /** Whether the octets are one. */
    static boolean matches(byte[] octets, int from, int to) {
        int groups = 0;
        boolean gap = isGap(octets, from, to);
        int i = gap ? from + 2 : from;
        while (i < to) {
            int end = endOfGroup(octets, i, to);
            if (end < to && octets[end] == '.') {
                return isIpv4(octets, i, to) && isWhole(groups + GROUPS_OF_IPV4, gap);
            }
            if (end == i || end - i > GROUP_DIGITS) {
                return false;
            }
            groups++;
            if (end == to) {
                return isWhole(groups, gap);
            }
            if (isGap(octets, end, to)) {
                if (gap) {
                    return false;
                }
                gap = true;
                i = end + 2;
            } else if (octets[end] == ':' && end + 1 < to) {
                i = end + 1;
            } else {
                return false;
            }
        }
        return gap && isWhole(groups, true);
    }

    /** A gap stands for at least one group. */
    private static boolean isWhole(int groups, boolean gap) {
        return gap ? groups < GROUPS : groups == GROUPS;
    }

    private static boolean isGap(byte[] octets, int at, int to) {
        return at + 1 < to && octets[at] == ':' && octets[at + 1] == ':';
    }

    private static int endOfGroup(byte[] octets, int from, int to) {
        int i = from;
        while (i < to && Ascii.hexValue(octets[i]) >= 0) {
            i++;
        }
        return i;
    }

    /** Four numbers up to 255, without leading zeros. */
    private static boolean isIpv4(byte[] octets, int from, int to) {
        int numbers = 0;
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || octets[i] == '.') {
                if (!isIpv4Number(octets, start, i)) {
                    return false;
                }
                numbers++;
                start = i + 1;
            }
        }
        return numbers == NUMBERS_OF_IPV4;
    }

    private static boolean isIpv4Number(byte[] octets, int from, int to) {
        boolean canonical = to - from == 1 || (from < to && octets[from] != '0');
        return canonical
                && to - from <= 3
                && Grammar.decimal(octets, from, to) >= 0
                && Grammar.decimal(octets, from, to) <= 255;
    }
}
