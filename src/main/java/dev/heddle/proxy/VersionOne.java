package dev.heddle.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The first version of the PROXY protocol: one line of text.
 *
 * <pre>
 *   PROXY TCP4 client's-address proxy's-address client's-port proxy's-port CR LF
 *   PROXY TCP6 …
 *   PROXY UNKNOWN anything CR LF
 * </pre>
 */
final class VersionOne {
    /** With CR and LF. */
    private static final int MAX_BYTES = 107;

    private static final byte[] PREFIX = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNKNOWN = "PROXY UNKNOWN".getBytes(StandardCharsets.US_ASCII);

    /** The spaces of a line that names a client; a field and a space behind each, or the end. */
    private static final int SPACES = 5;

    private static final int MAX_PORT = 65_535;

    private VersionOne() {}

    /** Whether a header of this version may begin with these bytes. */
    static boolean mayBegin(byte[] bytes, int length) {
        return Prefix.agrees(bytes, length, PREFIX);
    }

    /** How many more bytes the line has at least; 0 if it is complete. */
    static int missing(byte[] bytes, int length) throws ProxyHeaderException {
        if (bytes[length - 1] == '\n') {
            return 0;
        }
        int least = isUnknown(bytes, length) ? 1 : leastOfNamed(bytes, length);
        if (length + least > MAX_BYTES) {
            throw new ProxyHeaderException("PROXY line longer than " + MAX_BYTES + " bytes");
        }
        return least;
    }

    private static boolean isUnknown(byte[] bytes, int length) {
        return Prefix.agrees(bytes, length, UNKNOWN);
    }

    /** For each space that is still to come a field of one character, and the end of the line. */
    private static int leastOfNamed(byte[] bytes, int length) throws ProxyHeaderException {
        int spaces = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                throw malformed();
            }
            spaces += bytes[i] == ' ' ? 1 : 0;
        }
        int fields = Math.max(0, SPACES - spaces);
        return Math.max(1, 2 * fields + (bytes[length - 1] == '\r' ? 1 : 2));
    }

    static ProxyHeader parse(byte[] bytes, int length) throws ProxyHeaderException {
        String line = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        if (!line.endsWith("\r\n")) {
            throw malformed();
        }
        String text = line.substring(0, line.length() - 2);
        if (text.equals("PROXY UNKNOWN") || text.startsWith("PROXY UNKNOWN ")) {
            return ProxyHeader.UNNAMED;
        }
        String[] fields = text.split(" ", -1);
        if (fields.length != SPACES + 1) {
            throw malformed();
        }
        boolean ipv4 = switch (fields[1]) {
            case "TCP4" -> true;
            case "TCP6" -> false;
            default -> throw malformed();
        };
        InetAddress client = address(fields[2], ipv4);
        address(fields[3], ipv4);
        port(fields[5]);
        return new ProxyHeader(Optional.of(new InetSocketAddress(client, port(fields[4]))));
    }

    private static InetAddress address(String text, boolean ipv4) throws ProxyHeaderException {
        boolean isOfFamily = ipv4 == text.indexOf(':') < 0;
        return IpLiteral.parse(text).filter(address -> isOfFamily).orElseThrow(VersionOne::malformed);
    }

    private static int port(String text) throws ProxyHeaderException {
        int port = IpLiteral.decimal(text, MAX_PORT);
        if (port < 0) {
            throw malformed();
        }
        return port;
    }

    private static ProxyHeaderException malformed() {
        return new ProxyHeaderException(
                "malformed PROXY line: not TCP4 or TCP6, two addresses of that kind, two ports");
    }
}
