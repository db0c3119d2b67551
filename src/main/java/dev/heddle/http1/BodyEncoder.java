package dev.heddle.http1;

import dev.heddle.bytes.Ascii;
import dev.heddle.bytes.ByteWriter;
import dev.heddle.concurrent.CloseGuard;
import dev.heddle.http.BodyOutput;
import dev.heddle.http.Headers;
import dev.heddle.http1.ResponseEncoder.Framing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Encodes a streamed body in its framing. Used by the thread that may write on the connection, or by another one to
 * which that thread hands the work: one at a time, and none after the end of the body. Any other write throws, as its
 * bytes would corrupt this response or another one.
 */
final class BodyEncoder extends BodyOutput {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = Ascii.bytes("0\r\n");
    private static final int CHUNK_SIZE = 4096;
    private static final byte[] EMPTY = {};

    /** Headers that determine framing, routing or how to read the body must be sent before it (RFC 9110 6.5.1). */
    private static final List<String> FORBIDDEN_TRAILERS = List.of(
            "Content-Length",
            "Transfer-Encoding",
            "Connection",
            "Host",
            "Trailer",
            "Content-Encoding",
            "Content-Type",
            "Content-Range");

    private final ByteWriter out;
    private final Framing framing;

    /** Bytes of the declared length that are not yet written; used for {@link Framing#LENGTH}. */
    private long remaining;

    /** Whether more was written than was declared. What was declared is complete then; the rest was dropped. */
    private boolean exceeded;

    /** Collects small writes into one chunk; used for {@link Framing#CHUNKED}. */
    private byte[] chunk = EMPTY;

    /** Number of bytes in {@link #chunk}. */
    private int chunkLength;

    /** Excludes concurrent writes, and writes after the end of the body. */
    private final CloseGuard guard = new CloseGuard();

    private boolean sealed;

    /** Whether no thread was writing when the body was sealed. */
    private boolean sealedWhileIdle;

    private final List<String> trailers = new ArrayList<>();

    BodyEncoder(ByteWriter out, Framing framing, long length) {
        this.out = out;
        this.framing = framing;
        this.remaining = length;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        beginUse();
        try {
            append(bytes, offset, length);
        } finally {
            guard.end();
        }
    }

    private void beginUse() throws IOException {
        if (!guard.tryBegin()) {
            throw new IOException(
                    guard.isClosed() ? "the response has ended" : "another thread is writing the response");
        }
    }

    private void append(byte[] bytes, int offset, int length) throws IOException {
        if (framing == Framing.LENGTH) {
            if (length > remaining) {
                long excess = length - remaining;
                out.write(bytes, offset, (int) remaining);
                remaining = 0;
                exceeded = true;
                throw new IOException("response body longer than its declared length: " + excess + " bytes too many");
            }
            remaining -= length;
        }
        if (framing == Framing.CHUNKED) {
            collect(bytes, offset, length);
        } else {
            out.write(bytes, offset, length);
        }
    }

    private void collect(byte[] bytes, int offset, int length) throws IOException {
        if (chunkLength + length > CHUNK_SIZE) {
            writeChunk(chunk, 0, chunkLength);
            chunkLength = 0;
        }
        if (length >= CHUNK_SIZE) {
            writeChunk(bytes, offset, length);
            return;
        }
        if (chunk.length == 0) {
            chunk = new byte[CHUNK_SIZE];
        }
        System.arraycopy(bytes, offset, chunk, chunkLength, length);
        chunkLength += length;
    }

    private void writeChunk(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return; // a chunk of size 0 is the last chunk
        }
        out.writeHex(length);
        out.write(CRLF);
        out.write(bytes, offset, length);
        out.write(CRLF);
    }

    @Override
    public void flush() throws IOException {
        if (guard.isClosed()) {
            return;
        }
        beginUse();
        try {
            writeChunk(chunk, 0, chunkLength);
            chunkLength = 0;
            out.flush();
        } finally {
            guard.end();
        }
    }

    @Override
    public void trailer(String name, String value) {
        for (String forbidden : FORBIDDEN_TRAILERS) {
            if (forbidden.equalsIgnoreCase(name)) {
                throw new IllegalArgumentException(name + " is not allowed as a trailer field");
            }
        }
        Headers checked = Headers.of(name, value);
        trailers.add(checked.name(0));
        trailers.add(checked.value(0));
    }

    /**
     * Ends the body after its writer has returned.
     *
     * @throws IOException if another thread is still writing, or the body is shorter than its declared length
     */
    void end() throws IOException {
        if (!seal()) {
            throw new IOException("another thread is still writing the response");
        }
        switch (framing) {
            case LENGTH -> {
                if (remaining > 0) {
                    throw new IOException(
                            "response body shorter than its declared length: " + remaining + " bytes missing");
                }
            }
            case CHUNKED -> lastChunk();
            case CLOSE, UNDECLARED -> {}
        }
    }

    /**
     * Whether the body is complete although its writer has failed, as it wrote more than it had declared: a file, for
     * example, that grows while it is sent.
     */
    boolean isCompleteWithExcess() {
        return exceeded;
    }

    /**
     * Rejects all further writes.
     *
     * @return false if another thread is writing: then nothing can follow its bytes, and the connection must be reset
     */
    boolean seal() {
        if (!sealed) {
            sealed = true;
            sealedWhileIdle = guard.close();
        }
        return sealedWhileIdle;
    }

    private void lastChunk() throws IOException {
        writeChunk(chunk, 0, chunkLength);
        out.write(LAST_CHUNK);
        for (int i = 0; i < trailers.size(); i += 2) {
            out.writeLatin1(trailers.get(i));
            out.write(':');
            out.write(' ');
            out.writeLatin1(trailers.get(i + 1));
            out.write(CRLF);
        }
        out.write(CRLF);
    }
}
