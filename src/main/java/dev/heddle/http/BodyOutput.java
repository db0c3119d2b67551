package dev.heddle.http;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The stream to which a {@link BodyWriter} writes a response body. Used by one thread at a time. {@link #close} does
 * nothing: the body ends when the writer returns.
 *
 * {@snippet :
 * Response rows = Response.stream("text/csv", out -> {
 *     out.write("name,size\n".getBytes(StandardCharsets.UTF_8));
 *     out.flush(); // sends it now
 * });
 * }
 */
public abstract class BodyOutput extends OutputStream {
    /** For subclasses within the server. */
    protected BodyOutput() {}

    /**
     * Adds a trailer field, sent after the body (RFC 9110 6.5). Ignored unless the response is chunked: not if its
     * length was declared or the client speaks HTTP/1.0.
     *
     * @throws IllegalArgumentException if the name or value contains illegal characters, or if the header field must
     *     not be a trailer because it determines framing, routing or how the body is read (RFC 9110 6.5.1)
     */
    public abstract void trailer(String name, String value);

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public abstract void write(byte[] bytes, int offset, int length) throws IOException;

    /** Sends the bytes written so far. */
    @Override
    public abstract void flush() throws IOException;

    @Override
    public final void close() {}
}
