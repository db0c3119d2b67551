package dev.heddle.proxy;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The second version of the PROXY protocol: binary.
 *
 * <pre>
 *   12 bytes signature │ version, command │ family, transport │ 2 bytes length │ addresses, ports │ type, length, value …
 * </pre>
 *
 * Of the values behind the addresses only the checksum is looked at: a header whose checksum is wrong is not valid.
 */
final class VersionTwo {
    static final int SIGNATURE_BYTES = 12;
    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final int FIXED_BYTES = 16;
    private static final int VERSION = 2;
    private static final int LOCAL = 0;
    private static final int PROXY = 1;
    private static final int UNSPECIFIED = 0;
    private static final int INET = 1;
    private static final int INET6 = 2;
    private static final int UNIX = 3;
    private static final int UNIX_BYTES = 216;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
    private static final int CHECKSUM = 3;
    private static final int CHECKSUM_BYTES = 4;
    private static final int TYPE_AND_LENGTH = 3;

    private VersionTwo() {}

    /** Whether a header of this version may begin with these bytes. */
    static boolean mayBegin(byte[] bytes, int length) {
        return Prefix.agrees(bytes, length, SIGNATURE);
    }

    /** How many more bytes the header has at least; 0 if it is complete. */
    static int missing(byte[] bytes, int length) throws ProxyHeaderException {
        if (length < FIXED_BYTES) {
            return FIXED_BYTES - length;
        }
        int whole = FIXED_BYTES + number16(bytes, SIGNATURE_BYTES + 2);
        if (whole > ProxyHeader.MAX_BYTES) {
            throw new ProxyHeaderException("PROXY header of " + whole + " bytes (limit " + ProxyHeader.MAX_BYTES + ")");
        }
        return whole - length;
    }

    static ProxyHeader parse(byte[] bytes, int length) throws ProxyHeaderException {
        int version = (bytes[SIGNATURE_BYTES] & 0xf0) >> 4;
        int command = bytes[SIGNATURE_BYTES] & 0xf;
        if (version != VERSION || command > PROXY) {
            throw new ProxyHeaderException("PROXY header with version " + version + ", command " + command);
        }
        if (command == LOCAL) {
            return ProxyHeader.UNNAMED; // The rest is to be ignored: a health check, and no client.
        }
        int family = (bytes[SIGNATURE_BYTES + 1] & 0xf0) >> 4;
        int transport = bytes[SIGNATURE_BYTES + 1] & 0xf;
        if (family > UNIX || transport > DATAGRAM) {
            throw new ProxyHeaderException("PROXY header with family " + family + ", transport " + transport);
        }
        if (family == UNSPECIFIED) {
            return ProxyHeader.UNNAMED; // The rest is to be ignored here, too: of what form it is, is not said.
        }
        int addressBytes = addressBytes(family);
        int values = FIXED_BYTES + addressBytes;
        if (values > length) {
            throw new ProxyHeaderException("PROXY header too short: " + (length - FIXED_BYTES)
                    + " bytes behind its first 16, but its addresses have " + addressBytes);
        }
        checkValues(bytes, values, length);
        boolean named = (family == INET || family == INET6) && transport == STREAM;
        return named ? new ProxyHeader(Optional.of(client(bytes, addressBytes))) : ProxyHeader.UNNAMED;
    }

    private static int addressBytes(int family) {
        return switch (family) {
            case INET -> 2 * (4 + 2);
            case INET6 -> 2 * (16 + 2);
            default -> UNIX_BYTES;
        };
    }

    /** The client's address comes first, then the proxy's, then the client's port. */
    private static InetSocketAddress client(byte[] bytes, int addressBytes) {
        int length = addressBytes / 2 - 2;
        byte[] address = Arrays.copyOfRange(bytes, FIXED_BYTES, FIXED_BYTES + length);
        return new InetSocketAddress(IpLiteral.address(address), number16(bytes, FIXED_BYTES + 2 * length));
    }

    /** Each value has its whole length before the end, and the checksum is right if there is one. */
    private static void checkValues(byte[] bytes, int from, int end) throws ProxyHeaderException {
        int at = from;
        while (at < end) {
            int next = at + TYPE_AND_LENGTH <= end ? at + TYPE_AND_LENGTH + number16(bytes, at + 1) : end + 1;
            if (next > end) {
                throw new ProxyHeaderException("PROXY header with a value that goes beyond its end");
            }
            if (bytes[at] == CHECKSUM) {
                check(bytes, at + TYPE_AND_LENGTH, next, end);
            }
            at = next;
        }
    }

    /** The checksum is that of the whole header with zeros in its own place. */
    private static void check(byte[] bytes, int from, int to, int end) throws ProxyHeaderException {
        if (to - from != CHECKSUM_BYTES) {
            throw new ProxyHeaderException("PROXY header with a checksum of " + (to - from) + " bytes");
        }
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, from);
        sum.update(new byte[CHECKSUM_BYTES]);
        sum.update(bytes, to, end - to);
        int sent = (number16(bytes, from) << 16) | number16(bytes, from + 2);
        if ((int) sum.getValue() != sent) {
            throw new ProxyHeaderException("PROXY header with a wrong checksum");
        }
    }

    private static int number16(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }
}
