package dev.heddle.bytes;

import java.io.IOException;

/**
 * Where a {@link ByteReader} gets its bytes: a connection, or an array in a test.
 *
 * <p>Called by the thread that reads the message; it may block that thread.
 */
@FunctionalInterface
public interface ByteSource {
    /**
     * Waits for at least one byte and stores what is there.
     *
     * @param into the array to fill
     * @param offset where to begin
     * @param length room for how many bytes, at least 1
     * @return how many bytes were stored, at least 1; or -1 at the end of input
     * @throws IOException if the peer is gone, or a deadline has passed
     */
    int read(byte[] into, int offset, int length) throws IOException;
}
