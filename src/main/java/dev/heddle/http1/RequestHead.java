package dev.heddle.http1;

import dev.heddle.bytes.Ascii;
import dev.heddle.http.Headers;
import java.util.Optional;

/**
 * A valid request head: a copy of its bytes, and the offsets of its parts. Strings are created on demand.
 *
 * <p>The copy allows requests of one connection to be handled concurrently while the input buffer is reused. Immutable.
 */
final class RequestHead implements Headers {
    /** The length of a chunked body, which is known only at its end. */
    static final long CHUNKED = -1;

    private final byte[] bytes;
    private final String method;
    private final int targetFrom;
    private final int targetTo;
    private final int minorVersion;

    /** Four offsets for each header: begin and end of its name, begin and end of its value. May have spare capacity. */
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

    /** Returns the first line, without its end. */
    String requestLine() {
        return Ascii.latin1(bytes, 0, targetTo + " HTTP/1.1".length());
    }

    /** Returns the declared length of the body in bytes, or {@link #CHUNKED}. */
    long contentLength() {
        return contentLength;
    }

    boolean hasBody() {
        return contentLength != 0;
    }

    /** Whether the client keeps the connection open after this request (RFC 9112 9.3). */
    boolean keepsConnection() {
        return keepsConnection;
    }

    /** Whether the client waits for {@code 100 Continue} before it sends the body (RFC 9110 10.1.1). */
    boolean expectsContinue() {
        return expectsContinue;
    }

    /** Returns the value of the Host header, empty if there is none. */
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

    /** As specified, without a string for each name in front of it. */
    @Override
    public Optional<String> first(String name) {
        for (int i = 0; i < fieldCount; i++) {
            if (isNamed(i, name)) {
                return Optional.of(value(i));
            }
        }
        return Optional.empty();
    }

    private boolean isNamed(int index, String name) {
        int from = fields[4 * index];
        if (fields[4 * index + 1] - from != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (Ascii.toLower(bytes[from + i]) != Ascii.toLower(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return method + " " + target();
    }
}
