package dev.heddle.http1;

import dev.heddle.bytes.Ascii;
import dev.heddle.http.Headers;

/**
 * A request head that was found to be right: a copy of its bytes, and where in them things are. Strings are made when they
 * are asked for.
 *
 * <p>The copy is what lets messages of one connection be handled beside each other, while the buffer that they came in is
 * filled anew. Immutable once parsed.
 */
final class RequestHead implements Headers {
    /** Chunked content: its length shows at its end. */
    static final long CHUNKED = -1;

    private final byte[] bytes;
    private final String method;
    private final int targetFrom;
    private final int targetTo;
    private final int minorVersion;

    /** Where each field line's name begins and ends, and its value begins and ends; there may be room behind the last. */
    private final int[] fields;

    private final int fieldCount;

    private final long contentLength;
    private final boolean keepsConnection;
    private final boolean expectsContinue;
    private final int hostField;

    RequestHead(
            byte[] bytes,
            String method,
            int targetFrom,
            int targetTo,
            int minorVersion,
            int[] fields,
            int fieldCount,
            long contentLength,
            boolean keepsConnection,
            boolean expectsContinue,
            int hostField) {
        this.bytes = bytes;
        this.method = method;
        this.targetFrom = targetFrom;
        this.targetTo = targetTo;
        this.minorVersion = minorVersion;
        this.fields = fields;
        this.fieldCount = fieldCount;
        this.contentLength = contentLength;
        this.keepsConnection = keepsConnection;
        this.expectsContinue = expectsContinue;
        this.hostField = hostField;
    }

    String method() {
        return method;
    }

    String target() {
        return Ascii.latin1(bytes, targetFrom, targetTo);
    }

    int minorVersion() {
        return minorVersion;
    }

    /** How many bytes of content follow, or {@link #CHUNKED}. */
    long contentLength() {
        return contentLength;
    }

    boolean hasContent() {
        return contentLength != 0;
    }

    /** Whether the client wants to go on with this connection. */
    boolean keepsConnection() {
        return keepsConnection;
    }

    /** Whether the client waits for leave to send its content (RFC 9110 10.1.1). */
    boolean expectsContinue() {
        return expectsContinue;
    }

    /** The value of the Host field, empty if there is none. */
    String host() {
        return hostField < 0 ? "" : value(hostField);
    }

    @Override
    public int size() {
        return fieldCount;
    }

    @Override
    public String name(int index) {
        return Ascii.latin1(bytes, fields[4 * index], fields[4 * index + 1]);
    }

    @Override
    public String value(int index) {
        return Ascii.latin1(bytes, fields[4 * index + 2], fields[4 * index + 3]);
    }

    @Override
    public String toString() {
        return method + " " + target();
    }
}
