package dev.heddle.http1;

import static dev.heddle.http1.HttpError.malformed;

import dev.heddle.bytes.Ascii;
import dev.heddle.http.Headers;
import dev.heddle.http.Status;
import dev.heddle.protocol.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Chunked content (RFC 9112 7.1).
 *
 * <pre>
 *   chunk-size [ extensions ] CRLF  data CRLF  …  0 [ extensions ] CRLF  trailer fields  CRLF
 * </pre>
 *
 * A size is hexadecimal digits and nothing else, and is never wrapped around; extensions are checked, bounded and dropped;
 * every line ends with CRLF.
 */
final class ChunkedInput extends BodyInput {
    /** Enough for any size that fits, leading zeros included. */
    private static final int MAX_SIZE_DIGITS = 16;

    private final long maxBytes;
    private final ChunkLimits limits;

    /** Bytes of content in the chunks begun so far. */
    private long announced;

    /** Bytes left in this chunk. */
    private long left;

    private int extensionBytes;
    private boolean firstChunk = true;
    private boolean ended;
    private Headers trailers = Headers.none();

    ChunkedInput(Transport transport, boolean awaitsLeave, long maxBytes, ChunkLimits limits) {
        super(transport, awaitsLeave);
        this.maxBytes = maxBytes;
        this.limits = limits;
    }

    @Override
    int readContent(byte[] into, int offset, int length) throws IOException {
        if (left == 0) {
            beginChunk();
            if (ended) {
                return -1;
            }
        }
        int count = take(into, offset, (int) Math.min(length, left));
        left -= count;
        return count;
    }

    @Override
    boolean isConsumed() {
        return ended;
    }

    @Override
    long leftAtLeast() {
        return left;
    }

    @Override
    Headers trailers() {
        return trailers;
    }

    private void beginChunk() throws IOException {
        if (!firstChunk) {
            crlf("behind the data of a chunk");
        }
        firstChunk = false;
        left = size();
        extensions();
        if (left > maxBytes - announced) {
            throw new HttpError(Status.CONTENT_TOO_LARGE, "content of more than " + maxBytes + " bytes");
        }
        announced += left;
        if (left == 0) {
            trailerSection();
            ended = true;
        }
    }

    private long size() throws IOException {
        long size = 0;
        for (int digits = 0; ; digits++) {
            int value = Ascii.hexValue(peek());
            if (value < 0) {
                if (digits == 0) {
                    throw malformed("a chunk without a size");
                }
                return size;
            }
            if (digits == MAX_SIZE_DIGITS || size > Long.MAX_VALUE >> 4) {
                throw malformed("a chunk size that is too large");
            }
            size = size << 4 | value;
            in.skip(1);
        }
    }

    // ---- *( BWS ";" BWS name [ BWS "=" BWS value ] ) CRLF, of which white space is refused (RFC 9112 7.1.1)

    private void extensions() throws IOException {
        while (peek() == ';') {
            takeExtensionByte();
            extensionToken();
            if (peek() == '=') {
                takeExtensionByte();
                if (peek() == '"') {
                    quotedString();
                } else {
                    extensionToken();
                }
            }
        }
        crlf("behind the size of a chunk");
    }

    private void extensionToken() throws IOException {
        if (!Grammar.isToken(peek())) {
            throw malformed("a chunk extension without a name or value");
        }
        while (Grammar.isToken(peek())) {
            takeExtensionByte();
        }
    }

    private void quotedString() throws IOException {
        takeExtensionByte();
        while (peek() != '"') {
            if (peek() == '\\') {
                takeExtensionByte();
            }
            if (!Grammar.isField(peek())) {
                throw malformed("a control character in a chunk extension");
            }
            takeExtensionByte();
        }
        takeExtensionByte();
    }

    private void takeExtensionByte() throws IOException {
        if (++extensionBytes > limits.extensions()) {
            throw malformed("more than " + limits.extensions() + " bytes of chunk extensions");
        }
        in.skip(1);
    }

    // ---- *( field-line CRLF ) CRLF (RFC 9112 7.1.2)

    private void trailerSection() throws IOException {
        List<String> fields = new ArrayList<>();
        int bytes = 0;
        while (true) {
            int end = trailerLineEnd(limits.trailers() - bytes);
            if (end == 0) {
                in.skip(2);
                trailers = new Trailers(fields);
                return;
            }
            if (fields.size() == 2 * limits.trailerFields()) {
                throw new HttpError(
                        Status.HEADERS_TOO_LARGE, "more than " + limits.trailerFields() + " trailer fields");
            }
            byte[] line = in.copy(0, end);
            int colon = HeaderLines.colon(line, 0, end);
            int valueFrom = HeaderLines.skipSpace(line, colon + 1, end);
            int valueTo = HeaderLines.skipSpaceBack(line, valueFrom, end);
            HeaderLines.checkValue(line, valueFrom, valueTo);
            fields.add(Ascii.latin1(line, 0, colon));
            fields.add(Ascii.latin1(line, valueFrom, valueTo));
            in.skip(end + 2);
            bytes += end + 2;
        }
    }

    /** How long the line is that comes next, without its CRLF; with it, at most so many bytes. */
    private int trailerLineEnd(int atMost) throws IOException {
        int scanned = 0;
        while (true) {
            int lf = in.indexOf((byte) '\n', scanned);
            // A line that has not ended has at least one byte to come.
            if ((lf < 0 ? in.buffered() : lf) >= atMost) {
                throw new HttpError(
                        Status.HEADERS_TOO_LARGE, "a trailer section of more than " + limits.trailers() + " bytes");
            }
            if (lf >= 0) {
                if (lf == 0 || in.at(lf - 1) != '\r') {
                    throw malformed("a trailer line that ends with LF alone");
                }
                return lf - 1;
            }
            scanned = in.buffered();
            fill();
        }
    }

    private void crlf(String where) throws IOException {
        if (peek() != '\r') {
            throw malformed("no CRLF " + where);
        }
        in.skip(1);
        if (peek() != '\n') {
            throw malformed("no CRLF " + where);
        }
        in.skip(1);
    }

    private byte peek() throws IOException {
        while (in.buffered() == 0) {
            fill();
        }
        return in.at(0);
    }

    /** Fields that were checked, name and value by turns. */
    private record Trailers(List<String> namesAndValues) implements Headers {
        @Override
        public int size() {
            return namesAndValues.size() / 2;
        }

        @Override
        public String name(int index) {
            return namesAndValues.get(2 * index);
        }

        @Override
        public String value(int index) {
            return namesAndValues.get(2 * index + 1);
        }
    }
}
