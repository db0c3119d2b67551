package dev.heddle.bytes;

import java.io.IOException;

/**
 * The source of a {@link ByteReader}: a connection, or an array in a test.
 *
 * <p>Called by the thread that reads the message; it may block that thread.
 *
 * {@snippet :
 * InputStream request = new ByteArrayInputStream(Ascii.bytes("hello\n"));
 * ByteSource source = request::read; // in a test: what would come from the socket
 * }
 */
@FunctionalInterface
public interface ByteSource {
    /**
     * Waits for at least one byte and stores the bytes that have arrived.
     *
     * @param into the array to store them in
     * @param offset the index of the first byte
     * @param length the largest number of bytes to store, at least 1
     * @return the number of bytes stored, at least 1; or -1 at the end of input
     * @throws IOException if the peer is gone, or a deadline has passed
     */
    int read(byte[] into, int offset, int length) throws IOException;
}
