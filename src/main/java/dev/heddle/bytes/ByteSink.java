package dev.heddle.bytes;

import java.io.IOException;

/**
 * The destination of a {@link ByteWriter}: a connection, or an array in a test.
 *
 * <p>Called by the thread that writes the reply; it may block that thread.
 *
 * {@snippet :
 * ByteArrayOutputStream sent = new ByteArrayOutputStream();
 * ByteSink sink = sent::write; // in a test: what would go to the socket
 * }
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
