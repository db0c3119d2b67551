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
 * A chunked body (RFC 9112 7.1).
 *
 * <pre>
 *   chunk-size [ extensions ] CRLF  data CRLF  …  0 [ extensions ] CRLF  trailer fields  CRLF
 * </pre>
 *
 * A size consists of hexadecimal digits only, and an overflow is an error. Extensions are checked, bounded and ignored.
 * Every line ends with CRLF.
 */
final class ChunkedInput extends BodyInput {
    /** Enough for every size that fits a long; leading zeros count. */
    private static final int MAX_SIZE_DIGITS = 16;

    private final long maxBytes;
    private final ChunkLimits limits;

    /** Sum of the sizes of all chunks so far, including the current one. */
    private long declared;

    /** Bytes remaining in the current chunk. */
    private long remaining;

    private int extensionBytes;
    private boolean firstChunk = true;
    private boolean ended;
    private Headers trailers = Headers.none();

    ChunkedInput(Transport transport, boolean awaitsContinue, long maxBytes, ChunkLimits limits) {
        super(transport, awaitsContinue);
        this.maxBytes = maxBytes;
        this.limits = limits;
    }

    @Override
    int readBytes(byte[] into, int offset, int length) throws IOException {
        if (remaining == 0) {
            beginChunk();
            if (ended) {
                return -1;
            }
        }
        int count = take(into, offset, (int) Math.min(length, remaining));
        remaining -= count;
        return count;
    }

    @Override
    boolean isConsumed() {
        return ended;
    }

    @Override
    long minRemaining() {
        return remaining;
    }

    @Override
    Headers trailers() {
        return trailers;
    }

    private void beginChunk() throws IOException {
        if (!firstChunk) {
            crlf("after chunk data");
        }
        firstChunk = false;
        remaining = size();
        extensions();
        if (remaining > maxBytes - declared) {
            throw new HttpError(Status.CONTENT_TOO_LARGE, "request body too large (limit " + maxBytes + " bytes)");
        }
        declared += remaining;
        if (remaining == 0) {
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
                    throw malformed("missing chunk size");
                }
                return size;
            }
            if (digits == MAX_SIZE_DIGITS || size > Long.MAX_VALUE >> 4) {
                throw malformed("chunk size too large");
            }
            size = size << 4 | value;
            in.skip(1);
        }
    }

    // ---- *( BWS ";" BWS name [ BWS "=" BWS value ] ) CRLF, where white space is rejected (RFC 9112 7.1.1)

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
        crlf("after chunk size");
    }

    private void extensionToken() throws IOException {
        if (!Grammar.isToken(peek())) {
            throw malformed("malformed chunk extension: expected a name or value");
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
            if (!Grammar.isFieldValueByte(peek())) {
                throw malformed("control character in chunk extension");
            }
            takeExtensionByte();
        }
        takeExtensionByte();
    }

    private void takeExtensionByte() throws IOException {
        if (++extensionBytes > limits.extensions()) {
            throw malformed("chunk extensions too long (limit " + limits.extensions() + " bytes)");
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
            if (fields.size() / 2 == limits.trailerFields()) {
                throw new HttpError(
                        Status.HEADERS_TOO_LARGE, "too many trailer fields (limit " + limits.trailerFields() + ")");
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

    /** Returns the length of the next line without its CRLF, once it is buffered; with it, at most {@code maxBytes}. */
    private int trailerLineEnd(int maxBytes) throws IOException {
        int scanned = 0;
        while (true) {
            int lf = in.indexOf((byte) '\n', scanned);
            // An incomplete line has at least one byte to come.
            if ((lf < 0 ? in.buffered() : lf) >= maxBytes) {
                throw new HttpError(
                        Status.HEADERS_TOO_LARGE, "trailer section too large (limit " + limits.trailers() + " bytes)");
            }
            if (lf >= 0) {
                if (lf == 0 || in.at(lf - 1) != '\r') {
                    throw malformed("bare LF at the end of a trailer line");
                }
                return lf - 1;
            }
            scanned = in.buffered();
            fill();
        }
    }

    private void crlf(String where) throws IOException {
        if (peek() != '\r') {
            throw malformed("missing CRLF " + where);
        }
        in.skip(1);
        if (peek() != '\n') {
            throw malformed("missing CRLF " + where);
        }
        in.skip(1);
    }

    private byte peek() throws IOException {
        while (in.buffered() == 0) {
            fill();
        }
        return in.at(0);
    }

    /** The trailer fields, already checked: name, value, name, value… */
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
