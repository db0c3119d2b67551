package dev.heddle.accesslog;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;

/**
 * A line while it is made, then as it waits: printable ASCII and one line feed at its end, whatever the client has sent. Belongs to the
 * thread that makes it, then to the writer.
 */
final class LogLine {
    /** The bytes of one text of the client's, at most: what is longer is cut, and marked. A client must not fill the queue by itself. */
    static final int MAX_TEXT = 4 << 10;

    /** What a line in the queue needs besides its bytes, roughly. */
    private static final int OVERHEAD = 64;

    /** What a short line costs. */
    static final int LEAST_COST = OVERHEAD + 64;

    private static final int INITIAL_SIZE = 256;
    private static final String HEX = "0123456789abcdef";

    /** No text of a client's looks like these: of what it has sent neither such a backslash remains nor a character above 255. */
    private static final String CUT = "\\...";

    private static final String CUT_IN_JSON = "\\u2026";

    private byte[] bytes = new byte[INITIAL_SIZE];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** The memory that it occupies. */
    long cost() {
        return (long) bytes.length + OVERHEAD;
    }

    /** Appends the line feed. The line occupies no more memory than it needs then. */
    LogLine end() {
        bytes = Arrays.copyOf(bytes, length + 1);
        return add('\n');
    }

    /** Appends one character of ASCII, as it is. */
    LogLine add(char c) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) c;
        return this;
    }

    /** Appends text of ours, as it is. */
    LogLine add(String text) {
        for (int i = 0; i < text.length(); i++) {
            add(text.charAt(i));
        }
        return this;
    }

    /** Appends a number that is not negative. */
    LogLine add(long number) {
        if (number >= 10) {
            add(number / 10);
        }
        return add((char) ('0' + number % 10));
    }

    /** Appends text of the client's for a line of text: a quote, a backslash and all that is not printable ASCII are escaped. */
    LogLine escaped(String text) {
        int end = length + MAX_TEXT;
        for (int i = 0; i < text.length(); i++) {
            if (length >= end) {
                return add(CUT);
            }
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                add('\\').add(c);
            } else if (isPrintable(c)) {
                add(c);
            } else if (c > 0xff) {
                unicode(c); // Not from a client, whose bytes are characters of Latin-1.
            } else {
                add("\\x").hex(c >> 4).hex(c);
            }
        }
        return this;
    }

    /** Appends text of the client's as a JSON string (RFC 8259 7), in printable ASCII. */
    LogLine json(String text) {
        add('"');
        int end = length + MAX_TEXT;
        for (int i = 0; i < text.length(); i++) {
            if (length >= end) {
                add(CUT_IN_JSON);
                break;
            }
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                add('\\').add(c);
            } else if (isPrintable(c)) {
                add(c);
            } else {
                unicode(c);
            }
        }
        return add('"');
    }

    private static boolean isPrintable(char c) {
        return c >= ' ' && c <= '~';
    }

    private void unicode(char c) {
        add("\\u").hex(c >> 12).hex(c >> 8).hex(c >> 4).hex(c);
    }

    private LogLine hex(int digit) {
        return add(HEX.charAt(digit & 0xf));
    }

    /** The numeric address of a peer, as Apache and nginx write it (RFC 5952, without a zone); empty if it is not known. */
    static String address(SocketAddress peer) {
        InetAddress address = peer instanceof InetSocketAddress internet ? internet.getAddress() : null;
        if (address == null) {
            return "";
        }
        return address instanceof Inet6Address six ? shortest(six.getAddress()) : address.getHostAddress();
    }

    /** The longest run of zeros, if there are two or more, is {@code ::} (RFC 5952 4.2). */
    private static String shortest(byte[] address) {
        int[] groups = new int[address.length / 2];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = ((address[2 * i] & 0xff) << 8) | (address[2 * i + 1] & 0xff);
        }
        int from = 0;
        int longest = 1;
        for (int i = 0; i < groups.length; i++) {
            int zeros = 0;
            while (i + zeros < groups.length && groups[i + zeros] == 0) {
                zeros++;
            }
            if (zeros > longest) {
                from = i;
                longest = zeros;
            }
        }
        if (longest == 1) {
            return joined(groups, 0, groups.length);
        }
        return joined(groups, 0, from) + "::" + joined(groups, from + longest, groups.length);
    }

    private static String joined(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    /** The port of a peer; 0 if it is not known. */
    static int port(SocketAddress peer) {
        return peer instanceof InetSocketAddress internet ? internet.getPort() : 0;
    }
}
