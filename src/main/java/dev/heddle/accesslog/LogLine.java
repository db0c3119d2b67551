package dev.heddle.accesslog;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;

/**
 * A line while it is made, then as it waits: printable ASCII and one line feed at its end, whatever the client has sent. Belongs to the
 * thread that makes it, then to the writer.
 */
final class LogLine {
    private static final int INITIAL_SIZE = 256;
    private static final String HEX = "0123456789abcdef";

    private byte[] bytes = new byte[INITIAL_SIZE];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** The bytes that it occupies. */
    int capacity() {
        return bytes.length;
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
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                add('\\').add(c);
            } else if (isPrintable(c)) {
                add(c);
            } else {
                add("\\x").hex(c >> 4).hex(c);
            }
        }
        return this;
    }

    /** Appends text of the client's as a JSON string (RFC 8259 7), in printable ASCII. */
    LogLine json(String text) {
        add('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                add('\\').add(c);
            } else if (isPrintable(c)) {
                add(c);
            } else {
                add("\\u").hex(c >> 12).hex(c >> 8).hex(c >> 4).hex(c);
            }
        }
        return add('"');
    }

    private static boolean isPrintable(char c) {
        return c >= ' ' && c <= '~';
    }

    private LogLine hex(int digit) {
        return add(HEX.charAt(digit & 0xf));
    }

    /** The numeric address of a peer; empty if it is not known. */
    static String address(SocketAddress peer) {
        return peer instanceof InetSocketAddress internet && internet.getAddress() != null
                ? internet.getAddress().getHostAddress()
                : "";
    }

    /** The port of a peer; 0 if it is not known. */
    static int port(SocketAddress peer) {
        return peer instanceof InetSocketAddress internet ? internet.getPort() : 0;
    }
}
