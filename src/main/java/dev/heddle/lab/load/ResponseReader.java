package dev.heddle.lab.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Finds the ends of the responses on one connection, and their status. It reads as little as that needs: the status line, the length
 * or the chunks, and whether the connection ends. Not for several threads.
 */
final class ResponseReader {
    /** The head of no server that can be measured is longer. */
    private static final int MAX_HEAD = 65_536;

    private enum Part {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        TRAILER,
        UNTIL_CLOSE
    }

    private Part part = Part.HEAD;
    private byte[] head = new byte[256];
    private int headLength;

    /** How many characters of the empty line that ends a head, or of the line end of a chunk size, have been seen. */
    private int matched;

    /** Bytes of the body, or of the chunk and its line end, that are still to come. */
    private long left;

    private long chunkSize;
    private boolean inChunkSize;
    private int status;
    private boolean closes;

    /** The status of the last complete response. */
    int status() {
        return status;
    }

    /** Whether the server closes the connection after the last complete response. */
    boolean closes() {
        return closes;
    }

    /** Whether a response has begun and not ended. */
    boolean isInside() {
        return part != Part.HEAD || headLength > 0;
    }

    /** Whether the end of the connection is the end of the response. */
    boolean endsWithConnection() {
        return part == Part.UNTIL_CLOSE;
    }

    /**
     * Reads on until a response is complete.
     *
     * @return where the next response begins; -1 if this one is not complete at the limit
     * @throws IOException if it is no response
     */
    int read(byte[] bytes, int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            switch (part) {
                case HEAD -> {
                    at = readHead(bytes, at, to);
                    if (part == Part.BODY && left == 0) {
                        return end(at);
                    }
                }
                case BODY -> {
                    at = skip(at, to);
                    if (left == 0) {
                        return end(at);
                    }
                }
                case CHUNK_SIZE -> chunkSize(bytes[at++]);
                case CHUNK -> {
                    at = skip(at, to);
                    if (left == 0) {
                        beginChunk();
                    }
                }
                case TRAILER -> {
                    if (endsLine(bytes[at++])) {
                        return end(at);
                    }
                }
                case UNTIL_CLOSE -> at = to;
            }
        }
        return -1;
    }

    private int end(int at) {
        part = Part.HEAD;
        headLength = 0;
        matched = 0;
        return at;
    }

    private int skip(int at, int to) {
        long step = Math.min(left, to - at);
        left -= step;
        return at + (int) step;
    }

    private int readHead(byte[] bytes, int from, int to) throws IOException {
        int at = from;
        while (at < to && matched < 4) {
            byte next = bytes[at++];
            boolean expected = next == (matched % 2 == 0 ? '\r' : '\n');
            matched = expected ? matched + 1 : next == '\r' ? 1 : 0;
        }
        int length = at - from;
        if (headLength + length > MAX_HEAD) {
            throw new IOException("the head of a response is longer than " + MAX_HEAD + " bytes");
        }
        if (headLength + length > head.length) {
            head = Arrays.copyOf(head, Math.max(2 * head.length, headLength + length));
        }
        System.arraycopy(bytes, from, head, headLength, length);
        headLength += length;
        if (matched == 4) {
            headComplete();
        }
        return at;
    }

    private void headComplete() throws IOException {
        if (headLength < 12 || head[0] != 'H' || head[8] != ' ') {
            throw new IOException("no status line: " + text(0, Math.min(headLength, 40)));
        }
        status = (head[9] - '0') * 100 + (head[10] - '0') * 10 + (head[11] - '0');
        closes = false;
        left = -1;
        boolean chunked = false;
        for (int line = lineAfter(0); line < headLength - 2; line = lineAfter(line)) {
            if (isHeader(line, "content-length:")) {
                left = number(line + "content-length:".length());
            } else if (isHeader(line, "transfer-encoding:")) {
                chunked = lower(line).contains("chunked");
            } else if (isHeader(line, "connection:")) {
                closes = lower(line).contains("close");
            }
        }
        matched = 0;
        if (status / 100 == 1) {
            headLength = 0; // An interim response: the final one follows.
        } else if (status == 204 || status == 304) {
            bodyOf(0);
        } else if (chunked) {
            beginChunk();
        } else if (left >= 0) {
            bodyOf(left);
        } else {
            part = Part.UNTIL_CLOSE;
        }
    }

    private void bodyOf(long length) {
        part = Part.BODY;
        left = length;
    }

    private void beginChunk() {
        part = Part.CHUNK_SIZE;
        chunkSize = 0;
        inChunkSize = true;
    }

    private void chunkSize(byte next) throws IOException {
        int digit = Character.digit(next, 16);
        if (inChunkSize && digit >= 0) {
            chunkSize = chunkSize * 16 + digit;
            if (chunkSize > Integer.MAX_VALUE) {
                throw new IOException("a chunk is longer than " + Integer.MAX_VALUE + " bytes");
            }
            return;
        }
        inChunkSize = false;
        if (next == '\n') {
            if (chunkSize == 0) {
                part = Part.TRAILER;
                matched = 0;
            } else {
                part = Part.CHUNK;
                left = chunkSize + 2;
            }
        }
    }

    /** Whether that was the end of an empty line. */
    private boolean endsLine(byte next) {
        if (next == '\n') {
            boolean empty = matched == 0;
            matched = 0;
            return empty;
        }
        matched += next == '\r' ? 0 : 1;
        return false;
    }

    private int lineAfter(int from) {
        int at = from;
        while (at < headLength && head[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    private boolean isHeader(int line, String name) {
        if (line + name.length() > headLength) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            byte c = head[line + i];
            if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private long number(int from) throws IOException {
        int at = from;
        while (head[at] == ' ' || head[at] == '\t') {
            at++;
        }
        long number = 0;
        int first = at;
        for (; head[at] >= '0' && head[at] <= '9' && at - first < 18; at++) {
            number = number * 10 + (head[at] - '0');
        }
        if (at == first) {
            throw new IOException("no Content-Length: " + text(from, lineAfter(from)));
        }
        return number;
    }

    private String lower(int line) {
        return text(line, lineAfter(line)).toLowerCase(Locale.ROOT);
    }

    private String text(int from, int to) {
        return new String(head, from, Math.min(to, headLength) - from, StandardCharsets.ISO_8859_1).strip();
    }
}
