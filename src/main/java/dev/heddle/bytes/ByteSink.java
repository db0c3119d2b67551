package dev.heddle.bytes;

import java.io.IOException;

/**
 * The destination of a {@link ByteWriter}: a connection, or an array in a test.
 *
 * <p>Called by the thread that writes the reply; it may block that thread.
 */
@FunctionalInterface
public interface ByteSink {
    /**
     * Sends all the bytes, waiting while the peer does not read.
     *
     * @throws IOException if the peer is gone, or does not read for longer than the write timeout
     */
    void write(byte[] from, int offset, int length) throws IOException;
}
