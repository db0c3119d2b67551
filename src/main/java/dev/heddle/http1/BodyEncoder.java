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
 * Content that is made while it is sent, in its framing. For the thread whose turn it is to write, and for whomever that lets do
 * its work: one at a time, and nobody once the content has ended. Whoever tries all the same is refused, since what he writes
 * would stand in the midst of something else.
 */
final class BodyEncoder extends BodyOutput {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = Ascii.bytes("0\r\n");
    private static final int CHUNK_SIZE = 4096;
    private static final byte[] NOTHING = {};

    /** RFC 9110 6.5.1: what decides about framing, routing or how to read the content must be known before it. */
    private static final List<String> NOT_IN_TRAILERS = List.of(
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

    /** Bytes that were announced and have not been written; counts for {@link Framing#LENGTH}. */
    private long left;

    /** Small writes gather here to become one chunk; used for {@link Framing#CHUNKED}. */
    private byte[] chunk = NOTHING;

    private int gathered;

    /** Of the connection's writer, by those who write content. */
    private final CloseGuard usage = new CloseGuard();

    private boolean ended;

    /** Whether nobody was writing when it ended. */
    private boolean endedAlone;

    private final List<String> trailers = new ArrayList<>();

    BodyEncoder(ByteWriter out, Framing framing, long length) {
        this.out = out;
        this.framing = framing;
        this.left = length;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        enter();
        try {
            append(bytes, offset, length);
        } finally {
            usage.end();
        }
    }

    private void enter() throws IOException {
        if (!usage.tryBegin()) {
            throw new IOException(
                    usage.isClosed() ? "the response has ended" : "another thread is writing the response");
        }
    }

    private void append(byte[] bytes, int offset, int length) throws IOException {
        if (framing == Framing.LENGTH) {
            if (length > left) {
                throw new IOException("more content than was announced");
            }
            left -= length;
        }
        if (framing == Framing.CHUNKED) {
            gather(bytes, offset, length);
        } else {
            out.write(bytes, offset, length);
        }
    }

    private void gather(byte[] bytes, int offset, int length) throws IOException {
        if (gathered + length > CHUNK_SIZE) {
            chunk(chunk, 0, gathered);
            gathered = 0;
        }
        if (length >= CHUNK_SIZE) {
            chunk(bytes, offset, length);
            return;
        }
        if (chunk.length == 0) {
            chunk = new byte[CHUNK_SIZE];
        }
        System.arraycopy(bytes, offset, chunk, gathered, length);
        gathered += length;
    }

    private void chunk(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return; // a chunk of size 0 would be the last one
        }
        out.writeHex(length);
        out.write(CRLF);
        out.write(bytes, offset, length);
        out.write(CRLF);
    }

    @Override
    public void flush() throws IOException {
        if (usage.isClosed()) {
            return;
        }
        enter();
        try {
            chunk(chunk, 0, gathered);
            gathered = 0;
            out.flush();
        } finally {
            usage.end();
        }
    }

    @Override
    public void trailer(String name, String value) {
        for (String framing : NOT_IN_TRAILERS) {
            if (framing.equalsIgnoreCase(name)) {
                throw new IllegalArgumentException(name + " cannot stand behind the content");
            }
        }
        Headers checked = Headers.of(name, value);
        trailers.add(checked.name(0));
        trailers.add(checked.value(0));
    }

    /** The writer has ended: so does the content. */
    void end() throws IOException {
        if (!seal()) {
            throw new IOException("another thread is still writing the response");
        }
        switch (framing) {
            case LENGTH -> {
                if (left > 0) {
                    throw new IOException(left + " bytes less content than was announced");
                }
            }
            case CHUNKED -> lastChunk();
            case CLOSE, UNSAID -> {}
        }
    }

    /**
     * Lets nobody write any more.
     *
     * @return false if another thread is writing: then nothing can be written behind that, and the connection is lost
     */
    boolean seal() {
        if (!ended) {
            ended = true;
            endedAlone = usage.close();
        }
        return endedAlone;
    }

    private void lastChunk() throws IOException {
        chunk(chunk, 0, gathered);
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
