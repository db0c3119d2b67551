package dev.heddle.http;

import java.io.IOException;
import java.io.OutputStream;

/** Where a {@link BodyWriter} writes. For its one thread. Closing it does nothing: the content ends when the writer does. */
public abstract class BodyOutput extends OutputStream {
    /** For the server. */
    protected BodyOutput() {}

    /**
     * Adds a field behind the content. Dropped if the response is not chunked, as when its length was announced, or the client
     * speaks HTTP/1.0.
     *
     * @throws IllegalArgumentException if name or value cannot be sent, or if it is one that decides how the response is read
     */
    public abstract void trailer(String name, String value);

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public abstract void write(byte[] bytes, int offset, int length) throws IOException;

    /** Sends what has been written so far. */
    @Override
    public abstract void flush() throws IOException;

    @Override
    public final void close() {}
}
