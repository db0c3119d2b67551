package dev.heddle.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The header with which a proxy begins a connection (PROXY protocol, version 1 or 2). Both versions are accepted, as a proxy chooses
 * one; their first twelve bytes tell which it is. Called on the connection's own thread.
 *
 * {@snippet :
 * Optional<InetSocketAddress> client = ProxyHeader.read(socket.getInputStream()).client();
 * }
 *
 * @param client the client's address and port; empty if the proxy speaks for itself (LOCAL), does not know its client (UNKNOWN,
 *     UNSPEC), or knows it by no IP address (AF_UNIX): then the proxy's own address remains
 */
public record ProxyHeader(Optional<InetSocketAddress> client) {
    /** The most bytes of a header, of which version 1 uses 107. What a proxy adds to the addresses has room: certificates, names. */
    static final int MAX_BYTES = 4096;

    /** A header that names no client. */
    static final ProxyHeader UNNAMED = new ProxyHeader(Optional.empty());

    private static final int INITIAL_BYTES = 128;

    /**
     * Reads a header, and not one byte more: what follows is for the next layer, which reads from the same stream. Each read asks for as
     * many bytes as the header is known to have at least.
     *
     * @throws EOFException if the stream ends first
     * @throws ProxyHeaderException if the stream does not begin with a valid header
     */
    public static ProxyHeader read(InputStream in) throws IOException {
        byte[] bytes = new byte[INITIAL_BYTES];
        int length = 0;
        for (int missing = missing(bytes, 0); missing > 0; missing = missing(bytes, length)) {
            if (length + missing > bytes.length) {
                bytes = Arrays.copyOf(bytes, length + missing);
            }
            int count = in.read(bytes, length, missing);
            if (count < 0) {
                throw new EOFException("connection closed after " + length + " bytes of a PROXY header");
            }
            length += count;
        }
        return parse(bytes, length);
    }

    /**
     * How many more bytes a header has at least that begins like this; 0 if it is complete.
     *
     * @throws ProxyHeaderException if no valid header begins so
     */
    static int missing(byte[] bytes, int length) throws ProxyHeaderException {
        return switch (version(bytes, length)) {
            case 0 -> VersionTwo.SIGNATURE_BYTES - length;
            case 1 -> VersionOne.missing(bytes, length);
            default -> VersionTwo.missing(bytes, length);
        };
    }

    /**
     * Parses a whole header.
     *
     * @throws ProxyHeaderException if it is not valid
     */
    static ProxyHeader parse(byte[] bytes, int length) throws ProxyHeaderException {
        return version(bytes, length) == 1 ? VersionOne.parse(bytes, length) : VersionTwo.parse(bytes, length);
    }

    /** 0 if there are too few bytes to tell. */
    private static int version(byte[] bytes, int length) throws ProxyHeaderException {
        if (VersionOne.mayBegin(bytes, length)) {
            return length < VersionTwo.SIGNATURE_BYTES ? 0 : 1;
        }
        if (VersionTwo.mayBegin(bytes, length)) {
            return length < VersionTwo.SIGNATURE_BYTES ? 0 : 2;
        }
        throw new ProxyHeaderException("no PROXY header: the connection begins with 0x"
                + HexFormat.of().formatHex(bytes, 0, Math.min(length, VersionTwo.SIGNATURE_BYTES)));
    }
}
