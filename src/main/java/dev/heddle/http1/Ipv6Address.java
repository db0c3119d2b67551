package dev.heddle.http1;

import dev.heddle.bytes.Ascii;

/**
 * The grammar of IPv6 addresses in a URI (RFC 3986 3.2.2). Pure.
 *
 * <p>An address is eight groups of one to four hexadecimal digits, separated by colons. A double colon may replace one
 * or more groups of zeros, once. The last two groups may be written as an IPv4 address.
 */
final class Ipv6Address {
    private static final int GROUPS = 8;
    private static final int GROUP_DIGITS = 4;
    private static final int GROUPS_OF_IPV4 = 2;
    private static final int NUMBERS_OF_IPV4 = 4;

    private Ipv6Address() {}

    /** Whether the bytes are an IPv6 address. */
    static boolean matches(byte[] bytes, int from, int to) {
        int groups = 0;
        boolean gap = isGap(bytes, from, to);
        int i = gap ? from + 2 : from;
        while (i < to) {
            int end = endOfGroup(bytes, i, to);
            if (end < to && bytes[end] == '.') {
                return isIpv4(bytes, i, to) && isComplete(groups + GROUPS_OF_IPV4, gap);
            }
            if (end == i || end - i > GROUP_DIGITS) {
                return false;
            }
            groups++;
            if (end == to) {
                return isComplete(groups, gap);
            }
            if (isGap(bytes, end, to)) {
                if (gap) {
                    return false;
                }
                gap = true;
                i = end + 2;
            } else if (bytes[end] == ':' && end + 1 < to) {
                i = end + 1;
            } else {
                return false;
            }
        }
        return gap && isComplete(groups, true);
    }

    /** Whether the number of groups is right: a gap replaces at least one group. */
    private static boolean isComplete(int groups, boolean gap) {
        return gap ? groups < GROUPS : groups == GROUPS;
    }

    private static boolean isGap(byte[] bytes, int at, int to) {
        return at + 1 < to && bytes[at] == ':' && bytes[at + 1] == ':';
    }

    private static int endOfGroup(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && Ascii.hexValue(bytes[i]) >= 0) {
            i++;
        }
        return i;
    }

    /** Whether the bytes are four numbers up to 255, separated by dots, without leading zeros. */
    private static boolean isIpv4(byte[] bytes, int from, int to) {
        int numbers = 0;
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || bytes[i] == '.') {
                if (!isIpv4Number(bytes, start, i)) {
                    return false;
                }
                numbers++;
                start = i + 1;
            }
        }
        return numbers == NUMBERS_OF_IPV4;
    }

    private static boolean isIpv4Number(byte[] bytes, int from, int to) {
        boolean canonical = to - from == 1 || (from < to && bytes[from] != '0');
        return canonical
                && to - from <= 3
                && Grammar.decimal(bytes, from, to) >= 0
                && Grammar.decimal(bytes, from, to) <= 255;
    }
}
